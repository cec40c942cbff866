import type { PoolClient } from 'pg'
import type { Layouts } from './layouts.ts'
import type { Resolution } from './model.ts'
import type { NewLayer } from './postgres-change.ts'

/** The newest rolled up layer of a period. */
export interface Standing {
  version: number
  recordedAt: number
  columns: readonly string[]
  values: readonly (number | null)[]
  qualities: readonly (string | null)[] | null
}

type Placed = Pick<NewLayer, 'deviceId' | 'periodEnd'>

/** The newest rolled up layer of each of these periods, by `device|periodEnd`. */
export async function standingOf(
  client: PoolClient,
  layouts: Layouts,
  countyId: string,
  resolution: Resolution,
  periods: readonly Placed[],
): Promise<ReadonlyMap<string, Standing>> {
  if (periods.length === 0) return new Map()
  const ends = periods.map((one) => one.periodEnd)
  // Not a named statement: with the bounds known the planner leaves out all other parts of the table.
  const found = await client.query<{
    device_id: string
    period_end: number
    version: number
    layout_id: number
    reading_values: (number | null)[]
    qualities: (string | null)[] | null
    recorded_at: number
  }>(
    `select distinct on (r.device_id, r.period_end) r.device_id, r.period_end, r.version, r.layout_id, r.reading_values,
            r.qualities, r.recorded_at
     from unnest($2::uuid[], $3::bigint[]) as asked(device_id, period_end)
     join weike.reading r on r.county_id = $1 and r.device_id = asked.device_id and r.resolution = $4
       and r.period_end = asked.period_end and r.period_end between $5 and $6
     where r.source = 'rollup' order by r.device_id, r.period_end, r.version desc`,
    [countyId, periods.map((one) => one.deviceId), ends, resolution, Math.min(...ends), Math.max(...ends)],
  )
  const known = await layouts.byId(client, countyId, new Set(found.rows.map((row) => row.layout_id)))
  return new Map(
    found.rows.map((row) => [
      `${row.device_id}|${row.period_end}`,
      {
        version: row.version,
        recordedAt: row.recorded_at,
        columns: known.get(row.layout_id)?.columns.map(({ factor, statistic }) => `${factor}-${statistic}`) ?? [],
        values: row.reading_values,
        qualities: row.qualities,
      },
    ]),
  )
}

/** Does what stands say the same of every column of a layer? It may say more: of columns that were the device's own since. */
export function isSame(layer: NewLayer, standing: Standing | undefined): boolean {
  if (standing === undefined) return false
  return layer.columns.every((column, place) => {
    const there = standing.columns.indexOf(column)
    if (there < 0 || !Object.is(standing.values[there] ?? null, layer.values[place] ?? null)) return false
    return (standing.qualities?.[there] ?? null) === (layer.qualities[place] ?? null)
  })
}
