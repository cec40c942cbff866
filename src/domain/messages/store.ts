import type { Selectable } from 'kysely'
import type { OutboxTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import type { TimeCursor } from '../../platform/http/cursor.ts'

export interface Channel {
  countyId: string
  id: string
  kind: 'wecom-robot'
  name: string
  urlSealed: Buffer
  enabled: boolean
}

export type OutboxMessage = Selectable<OutboxTable>

export async function insertChannel(db: Db, channel: Channel & { createdAt: number }): Promise<void> {
  await db.insertInto('channel').values(channel).execute()
}

export async function channelsOf(db: Db, countyId: string): Promise<Channel[]> {
  return db
    .selectFrom('channel')
    .select(['countyId', 'id', 'kind', 'name', 'urlSealed', 'enabled'])
    .where('countyId', '=', countyId)
    .orderBy('id')
    .execute()
}

export async function saveChannelUrl(db: Db, countyId: string, id: string, urlSealed: Buffer): Promise<void> {
  await db.updateTable('channel').set({ urlSealed }).where('countyId', '=', countyId).where('id', '=', id).execute()
}

export async function insertMessage(db: Db, message: OutboxMessage): Promise<void> {
  await db.insertInto('outbox').values(message).execute()
}

/**
 * Messages that are due, oldest first, over all counties.
 * @param furthest later than this nothing was ever meant to wait: the clock has been set back since [epoch ms, wall clock]
 */
export async function dueMessages(db: Db, now: number, furthest: number, limit: number): Promise<OutboxMessage[]> {
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('state', '=', 'waiting')
    .where((eb) => eb.or([eb('nextAt', '<=', now), eb('nextAt', '>', furthest)]))
    .orderBy('nextAt')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** When the next waiting message is due. [epoch ms, wall clock] */
export async function nextDue(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.min('nextAt').as('next'))
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return row?.next ?? null
}

export async function saveOutcome(
  db: Db,
  message: Pick<OutboxMessage, 'countyId' | 'id' | 'state' | 'attempts' | 'nextAt' | 'sentAt' | 'lastError'>,
): Promise<void> {
  const { countyId, id, ...outcome } = message
  await db.updateTable('outbox').set(outcome).where('countyId', '=', countyId).where('id', '=', id).execute()
}

export async function listMessages(
  db: Db,
  countyId: string,
  before: TimeCursor | undefined,
  limit: number,
): Promise<(OutboxMessage & { channel: string })[]> {
  let select = db
    .selectFrom('outbox')
    .innerJoin('channel', (join) =>
      join.onRef('channel.countyId', '=', 'outbox.countyId').onRef('channel.id', '=', 'outbox.channelId'),
    )
    .selectAll('outbox')
    .select('channel.name as channel')
    .where('outbox.countyId', '=', countyId)
    .orderBy('outbox.createdAt', 'desc')
    .orderBy('outbox.id', 'desc')
    .limit(limit)
  if (before !== undefined) {
    select = select.where((eb) => eb(eb.refTuple('outbox.createdAt', 'outbox.id'), '<', eb.tuple(before.at, before.id)))
  }
  return select.execute()
}

export async function messagesAbout(
  db: Db,
  countyId: string,
  subjectId: string,
): Promise<{ id: string; channel: string; state: string; createdAt: number; sentAt: number | null }[]> {
  return db
    .selectFrom('outbox')
    .innerJoin('channel', (join) =>
      join.onRef('channel.countyId', '=', 'outbox.countyId').onRef('channel.id', '=', 'outbox.channelId'),
    )
    .select(['outbox.id', 'channel.name as channel', 'outbox.state', 'outbox.createdAt', 'outbox.sentAt'])
    .where('outbox.countyId', '=', countyId)
    .where('outbox.subjectId', '=', subjectId)
    .orderBy('outbox.createdAt')
    .execute()
}
