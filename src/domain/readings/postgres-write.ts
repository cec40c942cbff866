import type { ChangeCounty } from './postgres-change.ts'
import type { LayerWrite } from './store.ts'

/**
 * Writes layers that no frame brought, all or none. One that names its source (`sourceId`: a correction, an import) and was
 * written before is left out, so that an outbox may hand it over as often as it likes.
 */
export async function writeLayers(
  change: ChangeCounty,
  countyId: string,
  layers: readonly LayerWrite[],
): Promise<void> {
  if (layers.length === 0) return
  await change(countyId, async ({ client, lock, write }) => {
    // Whoever wrote the same at the same moment is done when the lock is given, and seen.
    await lock()
    const named = layers.filter(({ sourceId }) => sourceId !== null)
    const known = new Set<string>()
    if (named.length > 0) {
      const ends = named.map(({ periodEnd }) => periodEnd)
      const found = await client.query<KnownRow>(
        `select device_id, resolution, period_end, source, source_id from weike.reading
         where county_id = $1 and device_id = any($2::uuid[]) and resolution = any($3::text[]) and period_end = any($4::bigint[])
           and period_end between $5 and $6 and source_id = any($7::uuid[])`,
        [
          countyId,
          distinct(named.map(({ deviceId }) => deviceId)),
          distinct(named.map(({ resolution }) => resolution)),
          distinct(ends),
          Math.min(...ends),
          Math.max(...ends),
          distinct(named.map(({ sourceId }) => sourceId)),
        ],
      )
      for (const row of found.rows)
        known.add(key(row.source, row.source_id, row.device_id, row.resolution, row.period_end))
    }
    const fresh: LayerWrite[] = []
    for (const layer of layers) {
      const { source, sourceId, deviceId, resolution, periodEnd } = layer
      if (sourceId !== null) {
        const own = key(source, sourceId, deviceId, resolution, periodEnd)
        if (known.has(own)) continue
        known.add(own)
      }
      fresh.push(layer)
    }
    await write(fresh)
  })
}

interface KnownRow {
  device_id: string
  resolution: string
  period_end: number
  source: string
  source_id: string
}

function key(source: string, sourceId: string, deviceId: string, resolution: string, periodEnd: number): string {
  return `${source}|${sourceId}|${deviceId}|${resolution}|${periodEnd}`
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}
