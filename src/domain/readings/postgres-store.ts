import type { Pool } from 'pg'
import { type Layouts, layouts as newLayouts } from './layouts.ts'
import { isUsable, type Reading, type Resolution, resolutions } from './model.ts'
import { appendFrames } from './postgres-append.ts'
import type { KeptFrame, RangeQuery, ReadingRow, ReadingsStore } from './store.ts'

/** A row of weike.reading as the driver returns it. */
interface StoredRow {
  device_id: string
  resolution: Resolution
  period_end: number
  version: number
  period_start: number
  layout_id: number
  reading_values: (number | null)[]
  flags: (string | null)[] | null
  frame_seq: number
  recorded_at: number
}

const COLUMNS =
  'device_id, resolution, period_end, version, period_start, layout_id, reading_values, flags, frame_seq, recorded_at'

/** Readings in PostgreSQL: a row per frame, values in an array in a declared order. */
export function postgresReadings(pool: Pool): ReadingsStore {
  const layouts = newLayouts()
  return {
    append: (frames) => appendFrames(pool, layouts, frames),
    range: (countyId, query) => range(pool, layouts, countyId, query),
    async latest(countyId, deviceIds, resolution) {
      const rows = await pool.query<StoredRow>(
        `select r.* from unnest($2::uuid[]) as wanted(device_id),
           lateral (select ${COLUMNS} from weike.reading
                    where county_id = $1 and device_id = wanted.device_id and resolution = $3
                      and period_end = (select max(period_end) from weike.reading
                                        where county_id = $1 and device_id = wanted.device_id and resolution = $3)) r
         order by r.device_id, r.version`,
        [countyId, deviceIds, resolution],
      )
      return overlaid(pool, layouts, countyId, rows.rows)
    },
    async meanOfHours(countyId, deviceIds, from, to) {
      const rows = await range(pool, layouts, countyId, {
        deviceIds,
        resolution: 'hour',
        from,
        to,
        limit: 24 * 366 * Math.max(1, deviceIds.length),
      })
      return meansByFactor(rows)
    },
    async head(countyId) {
      const found = await pool.query<{ seq: number }>('select seq from weike.ingest_head where county_id = $1', [
        countyId,
      ])
      return found.rows[0]?.seq ?? 0
    },
    async since(countyId, after, upTo) {
      const rows = await pool.query<StoredRow>(
        `select ${COLUMNS} from weike.reading where county_id = $1 and frame_seq > $2 and frame_seq <= $3 order by frame_seq`,
        [countyId, after, upTo],
      )
      return Promise.all(rows.rows.map((row) => toReadingRow(pool, layouts, countyId, row)))
    },
    async lastHeard(countyId, deviceIds) {
      const rows = await pool.query<{ device_id: string; heard: number | null }>(
        `select wanted.device_id, max(newest.recorded_at) as heard
         from unnest($2::uuid[]) as wanted(device_id)
         cross join unnest($3::text[]) as kind(resolution)
         cross join lateral (
           select recorded_at from weike.reading
           where county_id = $1 and device_id = wanted.device_id and resolution = kind.resolution
           order by period_end desc, version desc limit 1) newest
         group by wanted.device_id`,
        [countyId, deviceIds, resolutions],
      )
      return new Map(rows.rows.flatMap((row) => (row.heard === null ? [] : [[row.device_id, row.heard]])))
    },
    async quarantine(countyId, before, limit) {
      const rows = await pool.query<{
        seq: number
        mn: string
        cn: string
        received_at: number
        disposition: KeptFrame['disposition']
        reason: string
        bytes: Buffer | null
      }>(
        `select seq, mn, cn, received_at, disposition, reason, bytes from weike.frame
         where county_id = $1 and seq < $2 and disposition <> 'stored' order by seq desc limit $3`,
        [countyId, before, limit],
      )
      return rows.rows.map(({ received_at, ...row }) => ({ ...row, receivedAt: received_at }))
    },
  }
}

async function range(pool: Pool, layouts: Layouts, countyId: string, query: RangeQuery): Promise<ReadingRow[]> {
  const rows = await pool.query<StoredRow>(
    `with wanted as (
       select distinct period_end, device_id from weike.reading
       where county_id = $1 and device_id = any($2::uuid[]) and resolution = $3
         and period_end > $4 and period_end <= $5 and recorded_at <= $6
         and (period_end, device_id) > ($7, $8::uuid)
       order by period_end, device_id limit $9)
     select ${COLUMNS.split(', ')
       .map((column) => `r.${column}`)
       .join(', ')}
     from wanted join weike.reading r
       on r.county_id = $1 and r.device_id = wanted.device_id and r.resolution = $3 and r.period_end = wanted.period_end
     where r.recorded_at <= $6
     order by r.period_end, r.device_id, r.version`,
    [
      countyId,
      query.deviceIds,
      query.resolution,
      query.from,
      query.to,
      query.knownAt ?? Number.MAX_SAFE_INTEGER,
      query.after?.periodEnd ?? query.from,
      query.after?.deviceId ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
      query.limit,
    ],
  )
  const merged = await overlaid(pool, layouts, countyId, rows.rows)
  const { factor } = query
  if (factor === undefined) return merged
  return merged.map((row) => ({ ...row, readings: row.readings.filter((reading) => reading.factor === factor) }))
}

/** Versions of a period laid over each other: of each factor and statistic the newest one that speaks of it. */
async function overlaid(
  pool: Pool,
  layouts: Layouts,
  countyId: string,
  rows: readonly StoredRow[],
): Promise<ReadingRow[]> {
  const merged: ReadingRow[] = []
  for (const stored of rows) {
    const row = await toReadingRow(pool, layouts, countyId, stored)
    const last = merged.at(-1)
    if (last === undefined || last.deviceId !== row.deviceId || last.periodEnd !== row.periodEnd) {
      merged.push(row)
      continue
    }
    const newer = new Set(row.readings.map((reading) => `${reading.factor}-${reading.statistic}`))
    last.readings = [
      ...last.readings.filter((reading) => !newer.has(`${reading.factor}-${reading.statistic}`)),
      ...row.readings,
    ]
  }
  return merged
}

async function toReadingRow(pool: Pool, layouts: Layouts, countyId: string, row: StoredRow): Promise<ReadingRow> {
  const columns = await layouts.columnsOf(pool, countyId, row.layout_id)
  const shared = {
    deviceId: row.device_id,
    resolution: row.resolution,
    periodStart: row.period_start,
    periodEnd: row.period_end,
  }
  const readings = columns.map((column, place): Reading => {
    const cut = column.lastIndexOf('-')
    return {
      ...shared,
      factor: column.slice(0, cut),
      statistic: column.slice(cut + 1),
      value: row.reading_values[place] ?? null,
      flag: row.flags === null ? 'N' : (row.flags[place] ?? null),
      version: row.version,
      frameSeq: row.frame_seq,
      recordedAt: row.recorded_at,
    }
  })
  return { ...shared, readings }
}

function meansByFactor(
  rows: readonly ReadingRow[],
): { deviceId: string; factor: string; mean: number; hours: number }[] {
  const sums = new Map<string, { deviceId: string; factor: string; sum: number; hours: number }>()
  for (const reading of rows.flatMap((row) => row.readings)) {
    if (reading.statistic !== 'Avg' || !isUsable(reading) || reading.value === null) continue
    const key = `${reading.deviceId}|${reading.factor}`
    const sum = sums.get(key) ?? { deviceId: reading.deviceId, factor: reading.factor, sum: 0, hours: 0 }
    sum.sum += reading.value
    sum.hours += 1
    sums.set(key, sum)
  }
  return [...sums.values()].map(({ deviceId, factor, sum, hours }) => ({ deviceId, factor, mean: sum / hours, hours }))
}
