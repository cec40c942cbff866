import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import type { FeedStationTable, FeedTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import type { AskedGap } from './asking.ts'
import type { FeedFault, FeedPlan } from './model.ts'
import { faultSchema, planSchema, type Validators, validatorsSchema } from './schemas.ts'

/** A feed and how it is. Of the token only its sealed form is here. */
export interface Feed extends Omit<Selectable<FeedTable>, 'plan' | 'fault' | 'validators'> {
  plan: FeedPlan
  /** Why the last pull failed; null: it did not. */
  fault: FeedFault | null
  validators: Validators
}

export type FeedStation = Selectable<FeedStationTable>

const stored = z.object({ plan: planSchema, fault: faultSchema.nullable(), validators: validatorsSchema })

function toFeed(row: Selectable<FeedTable>): Feed {
  return { ...row, ...stored.parse(row) }
}

function toRow({ plan, fault, validators, ...feed }: Feed) {
  return {
    ...feed,
    plan: JSON.stringify(plan),
    fault: JSON.stringify(fault),
    validators: JSON.stringify(validators),
  }
}

export async function insertFeed(db: Db, feed: Feed): Promise<void> {
  await db.insertInto('feed').values(toRow(feed)).execute()
}

export async function saveFeed(db: Db, feed: Feed): Promise<void> {
  const { countyId, id, ...changed } = toRow(feed)
  await db.updateTable('feed').set(changed).where('countyId', '=', countyId).where('id', '=', id).execute()
}

export async function feedById(db: Db, countyId: string, id: string): Promise<Feed | undefined> {
  const row = await db
    .selectFrom('feed')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toFeed(row)
}

export async function feedForUpdate(db: Db, countyId: string, id: string): Promise<Feed | undefined> {
  const row = await db
    .selectFrom('feed')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toFeed(row)
}

export async function feedsOf(db: Db, countyId: string): Promise<Feed[]> {
  const rows = await db.selectFrom('feed').selectAll().where('countyId', '=', countyId).orderBy('name').execute()
  return rows.map(toFeed)
}

/** Feeds of all counties whose time has come, the longest due first. [epoch ms, wall clock] */
export async function dueFeeds(db: Db, now: number, limit: number): Promise<{ countyId: string; id: string }[]> {
  return db
    .selectFrom('feed')
    .select(['countyId', 'id'])
    .where('paused', '=', false)
    .where('nextAt', '<=', now)
    .where('pullingUntil', '<=', now)
    .orderBy('nextAt')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** When the next feed is due. [epoch ms, wall clock] */
export async function nextDueAt(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom('feed')
    .select(sql<number | null>`min(greatest(next_at, pulling_until))`.as('next'))
    .where('paused', '=', false)
    .executeTakeFirst()
  return row?.next ?? null
}

/** Takes a feed for one pull, unless somebody has it. @returns whether it was free */
export async function claimFeed(
  db: Db,
  countyId: string,
  id: string,
  span: { now: number; until: number },
): Promise<boolean> {
  const claimed = await db
    .updateTable('feed')
    .set({ pullingUntil: span.until })
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .where('paused', '=', false)
    .where('pullingUntil', '<=', span.now)
    .returning('id')
    .executeTakeFirst()
  return claimed !== undefined
}

/** Nobody pulls any feed: a new leader begins. */
export async function releaseAll(db: Db): Promise<void> {
  await db.updateTable('feed').set({ pullingUntil: 0 }).where('pullingUntil', '>', 0).execute()
}

export async function releaseFeed(db: Db, countyId: string, id: string): Promise<void> {
  await db.updateTable('feed').set({ pullingUntil: 0 }).where('countyId', '=', countyId).where('id', '=', id).execute()
}

/** Has a feed pulled at an instant [epoch ms, wall clock], unless it was changed since. */
export async function pullAgainAt(db: Db, feed: Pick<Feed, 'countyId' | 'id' | 'version'>, at: number): Promise<void> {
  await db
    .updateTable('feed')
    .set({ nextAt: at })
    .where('countyId', '=', feed.countyId)
    .where('id', '=', feed.id)
    .where('version', '=', feed.version)
    .execute()
}

export async function stationsOfFeeds(db: Db, countyId: string): Promise<FeedStation[]> {
  return db.selectFrom('feedStation').selectAll().where('countyId', '=', countyId).orderBy('code').execute()
}

export async function replaceStations(
  db: Db,
  countyId: string,
  feedId: string,
  stations: readonly FeedStation[],
): Promise<void> {
  await db.deleteFrom('feedStation').where('countyId', '=', countyId).where('feedId', '=', feedId).execute()
  if (stations.length > 0)
    await db
      .insertInto('feedStation')
      .values([...stations])
      .execute()
}

export async function saveNewest(db: Db, station: FeedStation): Promise<void> {
  await db
    .updateTable('feedStation')
    .set({ newestEnd: station.newestEnd })
    .where('countyId', '=', station.countyId)
    .where('feedId', '=', station.feedId)
    .where('code', '=', station.code)
    .execute()
}

export async function gapsOf(db: Db, countyId: string, feedId: string): Promise<AskedGap[]> {
  return db
    .selectFrom('feedGap')
    .select(['hourEnd', 'asked', 'askedAt'])
    .where('countyId', '=', countyId)
    .where('feedId', '=', feedId)
    .execute()
}

/** These hours were asked for once more and did not come; what came needs no memory. */
export async function noteGaps(
  db: Db,
  feed: { countyId: string; feedId: string },
  { inVain, came, askedAt }: { inVain: readonly number[]; came: readonly number[]; askedAt: number },
): Promise<void> {
  const { countyId, feedId } = feed
  if (came.length > 0) {
    await sql`delete from feed_gap where county_id = ${countyId} and feed_id = ${feedId}
      and hour_end = any(${came}::bigint[])`.execute(db)
  }
  if (inVain.length > 0) {
    await sql`insert into feed_gap as old (county_id, feed_id, hour_end, asked, asked_at)
      select ${countyId}::uuid, ${feedId}::uuid, hour_end, 1, ${askedAt}::bigint
      from unnest(${inVain}::bigint[]) as noted(hour_end)
      on conflict (county_id, feed_id, hour_end) do update set asked = old.asked + 1, asked_at = excluded.asked_at`.execute(
      db,
    )
  }
}

export async function forgetGaps(db: Db, countyId: string, feedId: string): Promise<void> {
  await db.deleteFrom('feedGap').where('countyId', '=', countyId).where('feedId', '=', feedId).execute()
}
