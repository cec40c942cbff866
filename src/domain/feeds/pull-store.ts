import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { FeedPullTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import type { TimeCursor } from '../../platform/http/cursor.ts'
import type { FeedFault, RefusedFeedRow } from './model.ts'
import { faultSchema, refusalSchema } from './schemas.ts'

/** What became of one pull. */
export interface Pull extends Omit<Selectable<FeedPullTable>, 'fault' | 'header'> {
  fault: FeedFault | null
  header: string[]
}

const storedPull = z.object({ fault: faultSchema.nullable(), header: z.array(z.string()) })

function toPull(row: Selectable<FeedPullTable>): Pull {
  return { ...row, ...storedPull.parse(row) }
}

function toPullRow({ fault, header, ...pull }: Pull) {
  return { ...pull, fault: JSON.stringify(fault), header: JSON.stringify(header) }
}

export async function insertPull(db: Db, pull: Pull): Promise<void> {
  await db.insertInto('feedPull').values(toPullRow(pull)).execute()
}

export async function savePull(db: Db, pull: Pull): Promise<void> {
  const { countyId, id, ...changed } = toPullRow(pull)
  await db.updateTable('feedPull').set(changed).where('countyId', '=', countyId).where('id', '=', id).execute()
}

export async function pullById(db: Db, countyId: string, id: string): Promise<Pull | undefined> {
  const row = await db
    .selectFrom('feedPull')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toPull(row)
}

/** Newest first. */
export async function pullsOf(
  db: Db,
  countyId: string,
  feedId: string,
  before: TimeCursor | undefined,
  limit: number,
): Promise<Pull[]> {
  let query = db.selectFrom('feedPull').selectAll().where('countyId', '=', countyId).where('feedId', '=', feedId)
  if (before !== undefined) {
    query = query.where((eb) => eb(eb.refTuple('startedAt', 'id'), '<', eb.tuple(before.at, before.id)))
  }
  const rows = await query.orderBy('startedAt', 'desc').orderBy('id', 'desc').limit(limit).execute()
  return rows.map(toPull)
}

/** Pulls that were cut off while what they brought was written, or just before. */
export async function cutOffPulls(db: Db): Promise<Pull[]> {
  const rows = await db.selectFrom('feedPull').selectAll().where('state', '=', 'taking').execute()
  return rows.map(toPull)
}

export async function insertRefused(
  db: Db,
  pull: { countyId: string; pullId: string },
  rows: readonly RefusedFeedRow[],
): Promise<void> {
  if (rows.length === 0) return
  const values = rows.map(({ line, fault, what, cells }, place) => ({
    ...pull,
    place,
    line,
    fault,
    what,
    cells: JSON.stringify(cells),
  }))
  await db.insertInto('feedRefused').values(values).execute()
}

const refusedRow = z.object({
  line: z.int(),
  fault: refusalSchema,
  what: z.string().nullable(),
  cells: z.array(z.string()),
})

export async function refusedOf(db: Db, countyId: string, pullId: string): Promise<RefusedFeedRow[]> {
  const rows = await db
    .selectFrom('feedRefused')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('pullId', '=', pullId)
    .orderBy('place')
    .execute()
  return rows.map((row) => refusedRow.parse(row))
}

/** The rows that were refused last, whatever pull they came in, newest first. */
export async function lastRefused(
  db: Db,
  countyId: string,
  feedId: string,
  limit: number,
): Promise<(RefusedFeedRow & { pullId: string; at: number })[]> {
  const rows = await db
    .selectFrom('feedRefused')
    .innerJoin('feedPull', (join) =>
      join.onRef('feedPull.countyId', '=', 'feedRefused.countyId').onRef('feedPull.id', '=', 'feedRefused.pullId'),
    )
    .selectAll('feedRefused')
    .select('feedPull.startedAt as at')
    .where('feedRefused.countyId', '=', countyId)
    .where('feedPull.feedId', '=', feedId)
    .orderBy('feedPull.startedAt', 'desc')
    .orderBy('feedRefused.pullId')
    .orderBy('feedRefused.place')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...refusedRow.parse(row), pullId: row.pullId, at: row.at }))
}

/** Drops the records of pulls that began before. */
export async function dropPulls(db: Db, countyId: string, before: number): Promise<void> {
  await db
    .deleteFrom('feedPull')
    .where('countyId', '=', countyId)
    .where('startedAt', '<', before)
    .where('state', '!=', 'taking')
    .execute()
}

/** Which of these contents a feed has taken already. */
export async function isFileTaken(db: Db, countyId: string, feedId: string, sha256: string): Promise<boolean> {
  const row = await db
    .selectFrom('feedFile')
    .select('sha256')
    .where('countyId', '=', countyId)
    .where('feedId', '=', feedId)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertFile(
  db: Db,
  file: { countyId: string; feedId: string; sha256: string; name: string; bytes: number; takenAt: number },
): Promise<void> {
  await db
    .insertInto('feedFile')
    .values(file)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
