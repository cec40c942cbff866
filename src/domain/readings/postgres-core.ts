import type { Pool } from 'pg'
import { layouts as newLayouts } from './layouts.ts'
import { isUsable, sentResolutions } from './model.ts'
import { frameAppender } from './postgres-append.ts'
import { readBrought } from './postgres-brought.ts'
import { type ChangeCounty, changeCounty, type Hands, type InOrder } from './postgres-change.ts'
import { readLatest } from './postgres-latest.ts'
import { postgresParts } from './postgres-parts.ts'
import { readHeads } from './postgres-pending.ts'
import { readRange } from './postgres-range.ts'
import { ROW_COLUMNS, readRows, toLayers } from './postgres-rows.ts'
import { readSpans } from './postgres-spans.ts'
import { writeLayers } from './postgres-write.ts'
import type { ReadingRow, ReadingsStore } from './store.ts'
import { createTail } from './tail.ts'

/** Layers kept in memory for those who read changes at once (rules, roll-ups, checks): about a second of the heaviest load. */
const TAIL_LAYERS = 20_000

/** Layers of a device that are looked at for the last that came: among them may be some that Weike has worked out. */
const LAYERS_SINCE_HEARD = 50

/** Values as they come in and are read: what the rest of the store is built on. */
export type ReadingsCore = Pick<
  ReadingsStore,
  | 'append'
  | 'write'
  | 'range'
  | 'spans'
  | 'layers'
  | 'latest'
  | 'meanOfHours'
  | 'head'
  | 'headBesideImports'
  | 'since'
  | 'brought'
  | 'lastHeard'
> & {
  /** For what changes more than layers in one transaction (roll-ups and what they have due). */
  change: ChangeCounty
  hands: Hands
}

/** @param inOrder by which frames are appended; left out: one batch is to be called for after the other */
export function postgresCore(pool: Pool, inOrder: InOrder = pool): ReadingsCore {
  const layouts = newLayouts()
  const hands: Hands = { pool, inOrder, layouts, parts: postgresParts(pool), tail: createTail(TAIL_LAYERS) }
  const append = frameAppender(hands)
  const change = changeCounty(hands)
  /** Arrivals in this process, of whatever kind; what others took is in the database. */
  const heard = new Map<string, number>()
  const range: ReadingsStore['range'] = (countyId, query) => readRange(pool, layouts, countyId, query)

  return {
    hands,
    change,
    range,
    spans: (countyId, query) => readSpans(pool, layouts, countyId, query),
    async append(frames) {
      const outcomes = await append(frames)
      for (const { deviceId, receivedAt } of frames) {
        if (deviceId !== null) heard.set(deviceId, Math.max(receivedAt, heard.get(deviceId) ?? receivedAt))
      }
      return outcomes
    },
    write: (countyId, layers) => writeLayers(change, countyId, layers),
    async layers(countyId, deviceId, resolution, periodEnd) {
      const rows = await readRows(
        pool,
        `select ${ROW_COLUMNS} from weike.reading r
         where county_id = $1 and device_id = $2 and resolution = $3 and period_end = $4 order by version`,
        [countyId, deviceId, resolution, periodEnd],
      )
      return toLayers(pool, layouts, countyId, rows)
    },
    latest: (countyId, deviceIds, resolution) => readLatest(pool, layouts, countyId, deviceIds, resolution),
    async meanOfHours(countyId, deviceIds, from, to) {
      const limit = 24 * 366 * Math.max(1, deviceIds.length)
      return meansByFactor(await range(countyId, { deviceIds, resolution: 'hour', from, to, limit }))
    },
    async head(countyId) {
      return (await readHeads(pool, countyId)).whole
    },
    async headBesideImports(countyId) {
      return (await readHeads(pool, countyId)).besideImports
    },
    async since(countyId, after, upTo) {
      const remembered = hands.tail.since(countyId, after, upTo)
      if (remembered !== null) return remembered
      const rows = await readRows(
        pool,
        `select ${ROW_COLUMNS} from weike.reading r where county_id = $1 and seq > $2 and seq <= $3 order by seq`,
        [countyId, after, upTo],
      )
      return toLayers(pool, layouts, countyId, rows)
    },
    brought: (countyId, query) => readBrought(pool, layouts, countyId, query),
    async lastHeard(countyId, deviceIds) {
      const found = new Map<string, number>()
      const rows = await pool.query<{ device_id: string; heard: number }>(lastHeardText, [countyId, deviceIds])
      for (const row of rows.rows) found.set(row.device_id, row.heard)
      for (const deviceId of deviceIds) {
        const here = heard.get(deviceId)
        if (here !== undefined) found.set(deviceId, Math.max(here, found.get(deviceId) ?? here))
      }
      return found
    },
  }
}

/** Written out by resolution, so that each looks into its own parts of the table, newest first. */
const lastHeardText = `select device_id, max(recorded_at) as heard from (${sentResolutions
  .map(
    (resolution) => `select asked.device_id, newest.recorded_at from unnest($2::uuid[]) as asked(device_id)
      cross join lateral (
        select source, recorded_at from weike.reading
        where county_id = $1 and device_id = asked.device_id and resolution = '${resolution}'
        order by period_end desc, version desc limit ${LAYERS_SINCE_HEARD}) newest
      where newest.source in ('frame', 'feed', 'reviewed')`,
  )
  .join(' union all ')}) as newest group by device_id`

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
