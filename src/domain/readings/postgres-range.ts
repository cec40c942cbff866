import type { Pool } from 'pg'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../standards/civil-time.ts'
import { bringsValues, effective } from './layers.ts'
import type { Column, Layouts } from './layouts.ts'
import type { Resolution } from './model.ts'
import { numbersLiteral } from './postgres-literals.ts'
import { READING_COLUMNS, type ReadingRowStored, readRows, recordOf } from './postgres-rows.ts'
import { type LayerRecord, layerOf, readingsOf } from './records.ts'
import type { RangeQuery, ReadingRow } from './store.ts'

/** Behind every id. */
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** About how often periods of a device end; only the speed depends on it. [ms] */
const usualSpacing: Readonly<Record<Resolution, number>> = {
  realtime: MINUTE_MS,
  minute: 5 * MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  month: 28 * DAY_MS,
  year: 365 * DAY_MS,
}

/** Layers asked for at once, at least: some periods have more than one. */
const LAYERS_AT_LEAST = 500

/** A place in the order of rows. */
interface Place {
  periodEnd: number
  deviceId: string
}

/**
 * Effective values in a range. One device's rows lie in the order of time in the index; those of several devices are read
 * in slices of time just long enough to fill the page, so that a page costs what it holds, however long the range is.
 */
export async function readRange(
  pool: Pool,
  layouts: Layouts,
  countyId: string,
  query: RangeQuery,
): Promise<ReadingRow[]> {
  const { deviceIds, limit, to } = query
  const rows: ReadingRow[] = []
  if (deviceIds.length === 0) return rows
  const { read, next } = await reader(pool, layouts, countyId, query)
  let after: Place = query.after ?? { periodEnd: query.from, deviceId: LAST_ID }
  const aPage = usualSpacing[query.resolution] * (1 + limit / deviceIds.length)
  let span = deviceIds.length === 1 ? Number.POSITIVE_INFINITY : aPage
  let atOnce = Math.max(LAYERS_AT_LEAST, limit + Math.ceil(limit / 8))
  for (;;) {
    const until = Math.min(to, Math.ceil(after.periodEnd + span))
    const records = await read(after, until, atOnce)
    const isAll = records.length < atOnce
    const groups = byPeriod(records)
    // The layers of the last one may go on behind what was read.
    if (!isAll) groups.pop()
    for (const group of groups) {
      const row = rowOf(group, query.factor)
      if (row !== undefined) rows.push(row)
      if (rows.length === limit) return rows
    }
    const last = groups.at(-1)?.[0]
    if (!isAll) {
      if (last === undefined) atOnce *= 2
      else after = { periodEnd: last.periodEnd, deviceId: last.deviceId }
      continue
    }
    const resumesAt = until >= to ? null : records.length > 0 ? until + 1 : await next(until)
    if (resumesAt === null) return rows
    after = { periodEnd: resumesAt - 1, deviceId: LAST_ID }
    if (records.length < atOnce / 4) span *= 4
  }
}

interface Reader {
  /** Layers behind a place and up to an instant, in order, at most `limit`; of one factor hardly more than its own columns. */
  read(after: Place, until: number, limit: number): Promise<LayerRecord[]>
  /** End of the first period behind an instant; null: there is none in the range. */
  next(after: number): Promise<number | null>
}

async function reader(pool: Pool, layouts: Layouts, countyId: string, query: RangeQuery): Promise<Reader> {
  const { deviceIds, factor, resolution, to } = query
  const knownAt = query.knownAt ?? Number.MAX_SAFE_INTEGER
  const select = deviceIds.length === 1 ? ofOneDevice : ofDevices
  const values = (after: Place, until: number, limit: number) => [
    ...[countyId, deviceIds, resolution],
    ...[after.periodEnd, after.deviceId, until, knownAt, limit],
  ]
  const [only = ''] = deviceIds
  const own = (rows: ReadingRowStored[]): ReadingRowStored[] => {
    if (deviceIds.length === 1) for (const row of rows) row.device_id = only
    return rows
  }
  const next = async (after: number) => {
    const found = await pool.query<{ period_end: number | null }>(FIRST_BEHIND, [
      countyId,
      deviceIds,
      resolution,
      after,
      to,
    ])
    return found.rows[0]?.period_end ?? null
  }
  if (factor === undefined) {
    const text = select(READING_COLUMNS, '')
    return {
      next,
      async read(after, until, limit) {
        const rows = own(await readRows<ReadingRowStored>(pool, text, values(after, until, limit)))
        const known = await layouts.byId(pool, countyId, new Set(rows.map((row) => row.layout_id)))
        return rows.map((row) => recordOf(row, resolution, null, known.get(row.layout_id)?.columns ?? []))
      },
    }
  }
  const places = await layouts.placesOf(pool, countyId, factor)
  const known = await layouts.byId(pool, countyId, [])
  const cuts = new Map<number, readonly Column[]>()
  const cutOf = (id: number) => {
    const cut = cuts.get(id) ?? known.get(id)?.columns.slice((places.lo[id] ?? 1) - 1, places.hi[id]) ?? []
    cuts.set(id, cut)
    return cut
  }
  const cut = (name: string) => `r.${name}[($9::int[])[r.layout_id]:($10::int[])[r.layout_id]] as ${name}`
  const columns = READING_COLUMNS.replace(/r\.(reading_values|flags|qualities)/g, (_, name: string) => cut(name))
  const text = select(columns, 'and ($9::int[])[r.layout_id] > 0')
  // Index 0 of the places is of no layout: arrays of PostgreSQL begin at 1.
  const bounds = [numbersLiteral(places.lo.slice(1)), numbersLiteral(places.hi.slice(1))]
  return {
    next,
    async read(after, until, limit) {
      const rows = own(await readRows<ReadingRowStored>(pool, text, [...values(after, until, limit), ...bounds]))
      return rows.map((row) => recordOf(row, resolution, null, cutOf(row.layout_id)))
    },
  }
}

/** The statement for one device: its index has them in order. Whose they are is known and need not come with each. */
function ofOneDevice(columns: string, condition: string): string {
  return `select ${columns.replace('r.device_id, ', '')} from weike.reading r
    where r.county_id = $1 and r.device_id = ($2::uuid[])[1] and r.resolution = $3
      and r.period_end >= $4 and (r.period_end > $4 or r.device_id > $5::uuid) and r.period_end <= $6
      and r.recorded_at <= $7 ${condition}
    order by r.period_end, r.version limit $8`
}

/** The statement for several: each device's layers by its index, then all in order. */
function ofDevices(columns: string, condition: string): string {
  return `select found.* from unnest($2::uuid[]) as asked(device_id)
    cross join lateral (
      select ${columns} from weike.reading r
      where r.county_id = $1 and r.device_id = asked.device_id and r.resolution = $3
        and r.period_end >= $4 and (r.period_end > $4 or asked.device_id > $5::uuid) and r.period_end <= $6
        and r.recorded_at <= $7 ${condition}
      order by r.period_end, r.version limit $8) found
    order by found.period_end, found.device_id, found.version limit $8`
}

/** Over an empty stretch one leaps instead of walking. */
const FIRST_BEHIND = `select min(first.period_end) as period_end from unnest($2::uuid[]) as asked(device_id)
  cross join lateral (
    select r.period_end from weike.reading r
    where r.county_id = $1 and r.device_id = asked.device_id and r.resolution = $3 and r.period_end > $4 and r.period_end <= $5
    order by r.period_end limit 1) first`

/** Layers in order of period and device → those of each one together. */
export function byPeriod(records: readonly LayerRecord[]): LayerRecord[][] {
  const groups: LayerRecord[][] = []
  let group: LayerRecord[] = []
  let last: LayerRecord | undefined
  for (const record of records) {
    if (last === undefined || last.periodEnd !== record.periodEnd || last.deviceId !== record.deviceId) {
      group = []
      groups.push(group)
    }
    group.push(record)
    last = record
  }
  return groups
}

/**
 * What stands in a period, of one factor or of all; undefined where the layers leave nothing (judgements of a value that
 * nobody has sent).
 */
export function rowOf(records: readonly LayerRecord[], factor?: string): ReadingRow | undefined {
  const [only] = records
  // Nearly always there is one layer, and many thousands of such periods.
  const isPlain = records.length === 1 && only !== undefined && bringsValues(only.source)
  const all = isPlain ? readingsOf(only) : effective(records.map(layerOf))
  // Between the columns of a factor others may stand.
  const readings = factor === undefined ? all : all.filter((reading) => reading.factor === factor)
  const [first] = readings
  if (first === undefined) return undefined
  const { deviceId, resolution, periodStart, periodEnd } = first
  return { deviceId, resolution, periodStart, periodEnd, readings }
}
