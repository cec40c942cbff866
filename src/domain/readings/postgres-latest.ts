import type { Pool } from 'pg'
import { DAY_MS, HOUR_MS } from '../../standards/civil-time.ts'
import type { Layouts } from './layouts.ts'
import type { Reading, Resolution } from './model.ts'
import { numbersLiteral } from './postgres-literals.ts'
import { byPeriod, rowOf } from './postgres-range.ts'
import { ROW_COLUMNS, readRows, toRecords } from './postgres-rows.ts'
import type { ReadingRow } from './store.ts'

/** How far behind a device's newest period one of its other factors may lie and still be its newest value. [ms] */
const lookBack: Readonly<Record<Resolution, number>> = {
  realtime: HOUR_MS,
  minute: 6 * HOUR_MS,
  hour: DAY_MS,
  day: 31 * DAY_MS,
  month: 366 * DAY_MS,
  year: 10 * 366 * DAY_MS,
}

/** Layers of a device that are looked at, at most: a logger that sends every second fills an hour with 3,600. */
const LAYERS_LOOKED_AT = 2_000

/**
 * The newest effective value of each factor and statistic of each device. Which factors come together is the logger's
 * business: each column order it uses has a newest period of its own, and a factor's newest value is in one of those.
 */
export async function readLatest(
  pool: Pool,
  layouts: Layouts,
  countyId: string,
  deviceIds: readonly string[],
  resolution: Resolution,
): Promise<ReadingRow[]> {
  if (deviceIds.length === 0) return []
  const newest = await pool.query<{ device_id: string; period_end: number }>(
    `select distinct asked.device_id, max(near.period_end) as period_end from unnest($2::uuid[]) as asked(device_id)
     cross join lateral (
       select period_end from weike.reading
       where county_id = $1 and device_id = asked.device_id and resolution = $3
       order by period_end desc limit 1) last
     cross join lateral (
       select layout_id, period_end from weike.reading
       where county_id = $1 and device_id = asked.device_id and resolution = $3
         and period_end > last.period_end - $4 and period_end <= last.period_end
       order by period_end desc limit $5) near
     group by asked.device_id, near.layout_id`,
    [countyId, deviceIds, resolution, lookBack[resolution], LAYERS_LOOKED_AT],
  )
  if (newest.rows.length === 0) return []
  const ends = newest.rows.map((row) => row.period_end)
  const rows = await readRows(
    pool,
    `select ${ROW_COLUMNS} from unnest($2::uuid[], $3::bigint[]) as asked(device_id, period_end)
     join weike.reading r on r.county_id = $1 and r.device_id = asked.device_id and r.resolution = $4
       and r.period_end = asked.period_end and r.period_end between $5 and $6
     order by r.device_id, r.period_end, r.version`,
    [
      countyId,
      newest.rows.map((row) => row.device_id),
      numbersLiteral(ends),
      resolution,
      Math.min(...ends),
      Math.max(...ends),
    ],
  )
  const records = await toRecords(pool, layouts, countyId, rows)
  return newestOf(byPeriod(records).flatMap((group) => rowOf(group) ?? []))
}

/** Of each device, factor and statistic only the newest value stays. Rows come by device and time. */
function newestOf(rows: readonly ReadingRow[]): ReadingRow[] {
  const newest = new Map<string, Reading>()
  const key = ({ deviceId, factor, statistic }: Reading) => `${deviceId}|${factor}-${statistic}`
  for (const row of rows) for (const reading of row.readings) newest.set(key(reading), reading)
  return rows.flatMap((row) => {
    const readings = row.readings.filter((reading) => newest.get(key(reading)) === reading)
    return readings.length === 0 ? [] : [{ ...row, readings }]
  })
}
