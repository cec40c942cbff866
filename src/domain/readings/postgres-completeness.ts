import type { Pool } from 'pg'
import { DAY_MS, HOUR_MS, hourEndingAt, OFFSET_MS } from '../../standards/civil-time.ts'
import { isUsable, mainStatistic, type Source } from './model.ts'
import { periodOf } from './periods.ts'
import type { CompleteDay, ReadingRow, ReadingsStore } from './store.ts'

const ROWS_AT_ONCE = 2_000

/** What is told of an hour by whoever measured it, in whatever way it came. */
const toldHours: readonly Source[] = ['frame', 'import', 'feed', 'reviewed']

/** What came and what did not, in PostgreSQL. */
export function postgresCompleteness(
  pool: Pool,
  core: Pick<ReadingsStore, 'range'>,
): Pick<ReadingsStore, 'missingHours' | 'layerCounts' | 'firstTold' | 'completeness'> {
  return {
    async missingHours(countyId, deviceIds, from, to, told = toldHours) {
      const found = await pool.query<{ device_id: string; period_end: number }>(
        `select distinct device_id, period_end from weike.reading
         where county_id = $1 and device_id = any($2::uuid[]) and resolution = 'hour' and period_end > $3 and period_end <= $4
           and source = any($5::text[])`,
        [countyId, deviceIds, from, to, told],
      )
      const there = new Set(found.rows.map((row) => `${row.device_id}|${hourEndingAt(row.period_end)}`))
      const hours: number[] = []
      for (let end = hourEndingAt(from + 1); end <= to; end += HOUR_MS) hours.push(end)
      return new Map(deviceIds.map((id) => [id, hours.filter((end) => !there.has(`${id}|${end}`))]))
    },

    async layerCounts(countyId, deviceIds, sources, from, to) {
      const found = await pool.query<CountedLayers>(
        `select device_id as "deviceId", period_end as "periodEnd", source, count(*)::int as layers,
           max(recorded_at) as "lastAt"
         from weike.reading
         where county_id = $1 and device_id = any($2::uuid[]) and resolution = 'hour' and source = any($3::text[])
           and period_end > $4 and period_end <= $5
         group by device_id, period_end, source`,
        [countyId, deviceIds, sources, from, to],
      )
      return found.rows
    },

    async firstTold(countyId, deviceIds) {
      const found = await pool.query<{ device_id: string; period_start: number }>(firstToldText, [countyId, deviceIds])
      return new Map(found.rows.map((row) => [row.device_id, row.period_start]))
    },

    async completeness(countyId, deviceId, factors, from, to) {
      const days = new Map<number, CompleteDay>()
      for (let { end } = periodOf('day', from + 1); end <= to; end += DAY_MS)
        days.set(end, { dayEnd: end, hours: { received: 0, usable: 0 }, minutes: 0 })
      const ends = [...days.keys()]
      const [first, last] = [ends.at(0), ends.at(-1)]
      if (first === undefined || last === undefined) return []
      const span = { from: first - DAY_MS, to: last }
      for await (const row of hoursOf(core, countyId, deviceId, span)) {
        const day = days.get(periodOf('day', row.periodEnd).end)
        if (day === undefined) continue
        day.hours.received += 1
        if (isUsableHour(row, factors)) day.hours.usable += 1
      }
      for (const { day_end, minutes } of await minutesOf(pool, countyId, deviceId, span)) {
        const day = days.get(day_end)
        if (day !== undefined) day.minutes = minutes
      }
      return [...days.values()]
    },
  }
}

/** Written out by resolution, so that each looks into its own parts of the table, oldest first. */
const firstToldText = `select device_id, min(period_start) as period_start from (${(
  ['realtime', 'minute', 'hour'] as const
)
  .map(
    (resolution) => `select asked.device_id, first.period_start from unnest($2::uuid[]) as asked(device_id)
      cross join lateral (
        select period_start from weike.reading
        where county_id = $1 and device_id = asked.device_id and resolution = '${resolution}'
        order by period_end, version limit 1) first`,
  )
  .join(' union all ')}) as firsts group by device_id`

interface CountedLayers {
  deviceId: string
  periodEnd: number
  source: Source
  layers: number
  lastAt: number
}

interface Span {
  from: number
  to: number
}

async function* hoursOf(
  core: Pick<ReadingsStore, 'range'>,
  countyId: string,
  deviceId: string,
  span: Span,
): AsyncGenerator<ReadingRow> {
  let from = span.from
  for (;;) {
    // A single device: where a batch ends by period, the next begins.
    const query = { deviceIds: [deviceId], resolution: 'hour' as const, from, to: span.to, limit: ROWS_AT_ONCE }
    const rows = await core.range(countyId, query)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < ROWS_AT_ONCE) return
    from = last.periodEnd
  }
}

/** Are the main values of all these factors there and usable? Without a factor: of all that the hour has, and it has some. */
function isUsableHour({ readings }: ReadingRow, factors: readonly string[]): boolean {
  const main = readings.filter((reading) => reading.statistic === mainStatistic('hour'))
  if (factors.length === 0) return main.length > 0 && main.every(isUsable)
  return factors.every((factor) => main.some((reading) => reading.factor === factor && isUsable(reading)))
}

/** Minutes by civil day. Of each period the first version is counted, so that versions count once. */
async function minutesOf(
  pool: Pool,
  countyId: string,
  deviceId: string,
  span: Span,
): Promise<{ day_end: number; minutes: number }[]> {
  const found = await pool.query<{ day_end: number; minutes: number }>(
    `select ((period_end - 1 + $5::bigint) / $6::bigint + 1) * $6::bigint - $5::bigint as day_end, count(*) as minutes
     from weike.reading
     where county_id = $1 and device_id = $2 and resolution = 'minute' and version = 1
       and period_end > $3 and period_end <= $4
     group by 1`,
    [countyId, deviceId, span.from, span.to, OFFSET_MS, DAY_MS],
  )
  return found.rows
}
