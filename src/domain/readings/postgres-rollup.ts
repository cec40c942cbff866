import type { Pool, PoolClient } from 'pg'
import { MINUTE_MS } from '../../standards/civil-time.ts'
import type { Layouts } from './layouts.ts'
import { periodOf, type RolledResolution, rolledFrom } from './periods.ts'
import type { ChangeCounty, NewLayer } from './postgres-change.ts'
import { postgresCompleteness } from './postgres-completeness.ts'
import { isSame, standingOf } from './postgres-standing.ts'
import { defaultRetention, keptSince, type Retention } from './retention.ts'
import { type RolledUp, rollUpOf } from './rollup.ts'
import { type Due, duesOf, isOwn } from './rollup-dues.ts'
import type { RangeQuery, ReadingRow, ReadingsStore } from './store.ts'

/** What the roll-ups need of the readings themselves. */
export interface RollupCore extends Pick<ReadingsStore, 'head' | 'since' | 'range'> {
  change: ChangeCounty
}

/** An hour is rolled up from its minutes so long after its end, for the last of them to arrive. [ms] */
export const HOUR_SETTLES_MS = 2 * MINUTE_MS

/** Numbers of changes taken in by one step. */
const CHANGES_AT_ONCE = 2_000
/** Periods rolled up by one step. */
const PERIODS_AT_ONCE = 200
/** Rows of inputs asked for at once. */
const ROWS_AT_ONCE = 5_000

interface DueOfDevice extends Due {
  deviceId: string
}

/**
 * The roll-ups in PostgreSQL. What is due lies in a table, put there in the transaction that moves the cursor over the changes
 * and taken away in the one that writes the values, so a crash loses nothing and repeats nothing that shows. Inputs are read
 * before that transaction; it writes only if the cursor still stands where it stood before they were read, so two processes
 * cannot disagree: of both, one writes and the other looks again.
 *
 * A period's layer is replaced in place as long as it was made before the period's end; from then on each change is a version.
 * @param retention what is kept of the inputs: whatever was rolled up before its inputs were dropped stays as it is
 */
export function postgresRollups(
  pool: Pool,
  layouts: Layouts,
  core: RollupCore,
  retention: Retention = defaultRetention,
): Pick<ReadingsStore, 'rollUp' | 'missingHours' | 'layerCounts' | 'firstTold' | 'completeness'> {
  return {
    async rollUp(countyId, now) {
      const step = await takeIn(pool, core, countyId)
      // Somebody else took them in: look again.
      if (step === null) return 1
      const recomputed = await recompute({ pool, layouts, core, retention }, countyId, now, step)
      return step.isLast ? recomputed : recomputed + 1
    },
    ...postgresCompleteness(pool, core),
  }
}

interface TakenIn {
  /** Where the cursor stands. */
  seq: number
  /** Nothing else has changed so far. */
  isLast: boolean
}

/** Takes in what changed: marks what is due, and moves the cursor. @returns null when somebody else moved it meanwhile */
async function takeIn(pool: Pool, core: RollupCore, countyId: string): Promise<TakenIn | null> {
  const [from, head] = [await cursorOf(pool, countyId), await core.head(countyId)]
  if (head <= from) return { seq: from, isLast: true }
  const upTo = Math.min(head, from + CHANGES_AT_ONCE)
  const dues = new Map<string, DueOfDevice>()
  for (const layer of await core.since(countyId, from, upTo)) {
    for (const due of duesOf(layer)) {
      const { deviceId } = layer
      dues.set(`${deviceId}|${due.resolution}|${due.periodEnd}`, { deviceId, ...due })
    }
  }
  const isMoved = await core.change(countyId, async ({ client }) => {
    if (!(await moveCursor(client, countyId, from, upTo))) return false
    await insertDues(client, countyId, [...dues.values()])
    return true
  })
  return isMoved ? { seq: upTo, isLast: upTo === head } : null
}

async function cursorOf(connection: Pick<Pool, 'query'>, countyId: string): Promise<number> {
  const found = await connection.query<{ seq: number }>(
    "select seq from weike.reading_cursor where county_id = $1 and task = 'rollup'",
    [countyId],
  )
  return found.rows[0]?.seq ?? 0
}

/** @returns false when it does not stand at `from` (any more) */
async function moveCursor(client: PoolClient, countyId: string, from: number, to: number): Promise<boolean> {
  const moved = await client.query(
    `insert into weike.reading_cursor as mark (county_id, task, seq) values ($1, 'rollup', $3)
     on conflict (county_id, task) do update set seq = $3 where mark.seq = $2 returning seq`,
    [countyId, from, to],
  )
  return moved.rows.length === 1
}

async function insertDues(client: PoolClient, countyId: string, dues: readonly DueOfDevice[]): Promise<void> {
  if (dues.length === 0) return
  await client.query(
    `insert into weike.rollup_due (county_id, device_id, resolution, period_end)
     select $1, due.* from unnest($2::uuid[], $3::text[], $4::bigint[]) as due on conflict do nothing`,
    [countyId, ...columnsOf(dues)],
  )
}

function columnsOf(dues: readonly DueOfDevice[]): [string[], string[], number[]] {
  return [dues.map((due) => due.deviceId), dues.map((due) => due.resolution), dues.map((due) => due.periodEnd)]
}

interface Parts {
  pool: Pool
  layouts: Layouts
  core: RollupCore
  retention: Retention
}

/** Recomputes some of the periods that are due, the shortest first, since the longer rest on them. @returns how many */
async function recompute(
  { pool, layouts, core, retention }: Parts,
  countyId: string,
  now: number,
  { seq, isLast }: TakenIn,
): Promise<number> {
  // Months and years can wait until all days are in.
  const dues = await ripeDues(pool, countyId, now, isLast ? 'year' : 'day')
  const [first] = dues
  if (first === undefined) return 0
  const { resolution } = first
  const horizon = keptSince(retention, now)[rolledFrom[resolution]] ?? Number.NEGATIVE_INFINITY
  const layers: NewLayer[] = []
  for (const [periodEnd, ofPeriod] of Map.groupBy(dues, (due) => due.periodEnd)) {
    // Where inputs were dropped, what is left of them would give another value than all of them did.
    if (periodOf(resolution, periodEnd).start < horizon) continue
    const deviceIds = ofPeriod.map((due) => due.deviceId)
    layers.push(...(await layersOf(core, countyId, resolution, periodEnd, deviceIds, now)))
  }
  return core.change(countyId, async ({ client, write, remove }) => {
    if ((await lockedCursor(client, countyId)) !== seq) return 1
    const taken = await takeDues(client, countyId, dues)
    const own = layers.filter((layer) => taken.has(`${layer.deviceId}|${layer.periodEnd}`))
    const standing = await standingOf(client, layouts, countyId, resolution, own)
    const fresh = own.filter((layer) => !isSame(layer, standing.get(`${layer.deviceId}|${layer.periodEnd}`)))
    const early = fresh.flatMap((layer) => {
      const before = standing.get(`${layer.deviceId}|${layer.periodEnd}`)
      return before !== undefined && before.recordedAt < layer.periodEnd ? [{ ...layer, version: before.version }] : []
    })
    await remove(early)
    await write(fresh)
    return dues.length
  })
}

/** Of the shortest resolution that has any, by period. */
async function ripeDues(pool: Pool, countyId: string, now: number, longest: RolledResolution): Promise<DueOfDevice[]> {
  const found = await pool.query<{ device_id: string; resolution: RolledResolution; period_end: number }>(
    `select device_id, resolution, period_end from weike.rollup_due
     where county_id = $1 and (resolution <> 'hour' or period_end <= $2) and ($3 = 'year' or resolution in ('hour', 'day'))
     order by case resolution when 'hour' then 1 when 'day' then 2 when 'month' then 3 else 4 end, period_end, device_id
     limit $4`,
    [countyId, now - HOUR_SETTLES_MS, longest, PERIODS_AT_ONCE],
  )
  return found.rows
    .filter((row) => row.resolution === found.rows[0]?.resolution)
    .map((row) => ({ deviceId: row.device_id, resolution: row.resolution, periodEnd: row.period_end }))
}

/** What some devices' period is rolled up to, from what stands now. */
async function layersOf(
  core: RollupCore,
  countyId: string,
  resolution: RolledResolution,
  periodEnd: number,
  deviceIds: readonly string[],
  now: number,
): Promise<NewLayer[]> {
  const { start, end } = periodOf(resolution, periodEnd)
  const span = { deviceIds, from: start, to: end }
  const inputs = await allRows(core, countyId, { ...span, resolution: rolledFrom[resolution] })
  // What a device measured stands over what Weike makes of its minutes, so that need not be written at all.
  const sent = resolution === 'hour' ? await allRows(core, countyId, { ...span, resolution }) : []
  return deviceIds.flatMap((deviceId) => {
    const ofDevice = (row: ReadingRow) => row.deviceId === deviceId
    const rolled = without(rollUpOf(resolution, end, inputs.filter(ofDevice)), ownColumns(sent.filter(ofDevice)))
    if (rolled.columns.length === 0) return []
    const flags = rolled.columns.map(() => null)
    const shared = { deviceId, resolution, periodStart: start, periodEnd: end, recordedAt: now }
    return [{ ...shared, source: 'rollup', sourceId: null, ...rolled, flags } satisfies NewLayer]
  })
}

function ownColumns(rows: readonly ReadingRow[]): ReadonlySet<string> {
  const own = rows.flatMap((row) => row.readings).filter((reading) => isOwn(reading.source))
  return new Set(own.map((reading) => `${reading.factor}-${reading.statistic}`))
}

function without({ columns, values, qualities }: RolledUp, unwanted: ReadonlySet<string>): RolledUp {
  if (unwanted.size === 0) return { columns, values, qualities }
  const isWanted = (_: unknown, place: number) => !unwanted.has(columns[place] ?? '')
  return { columns: columns.filter(isWanted), values: values.filter(isWanted), qualities: qualities.filter(isWanted) }
}

async function allRows(core: RollupCore, countyId: string, query: Omit<RangeQuery, 'limit'>): Promise<ReadingRow[]> {
  const all: ReadingRow[] = []
  for (;;) {
    const last = all.at(-1)
    const after = last === undefined ? {} : { after: { periodEnd: last.periodEnd, deviceId: last.deviceId } }
    const rows = await core.range(countyId, { ...query, ...after, limit: ROWS_AT_ONCE })
    all.push(...rows)
    if (rows.length < ROWS_AT_ONCE) return all
  }
}

async function lockedCursor(client: PoolClient, countyId: string): Promise<number> {
  const found = await client.query<{ seq: number }>(
    "select seq from weike.reading_cursor where county_id = $1 and task = 'rollup' for update",
    [countyId],
  )
  return found.rows[0]?.seq ?? 0
}

/** Takes dues off the list. @returns those that were still on it, as `device|periodEnd` */
async function takeDues(
  client: PoolClient,
  countyId: string,
  dues: readonly DueOfDevice[],
): Promise<ReadonlySet<string>> {
  const taken = await client.query<{ device_id: string; period_end: number }>(
    `delete from weike.rollup_due due using unnest($2::uuid[], $3::text[], $4::bigint[]) as done(device_id, resolution, period_end)
     where due.county_id = $1 and due.device_id = done.device_id and due.resolution = done.resolution
       and due.period_end = done.period_end
     returning due.device_id, due.period_end`,
    [countyId, ...columnsOf(dues)],
  )
  return new Set(taken.rows.map((row) => `${row.device_id}|${row.period_end}`))
}
