import type { Db } from '../foundation.ts'
import { type LedgerEvent, readEvent } from './model.ts'

/** An event as stored, read back, with its hash. */
export interface StoredEvent {
  seq: number
  hash: Buffer
  event: LedgerEvent
}

/** Events about any of these subjects, oldest first. @throws Error when stored bytes are no event (see verify-ledger) */
export async function eventsAbout(
  db: Db,
  countyId: string,
  subjects: readonly { type: string; id: string }[],
): Promise<StoredEvent[]> {
  if (subjects.length === 0) return []
  const rows = await db
    .selectFrom('ledgerEvent')
    .select(['seq', 'hash', 'bytes'])
    .where('countyId', '=', countyId)
    .where((eb) =>
      eb.or(subjects.map(({ type, id }) => eb.and([eb('subjectType', '=', type), eb('subjectId', '=', id)]))),
    )
    .orderBy('seq')
    .execute()
  return rows.map((row) => readBack(countyId, row))
}

function readBack(countyId: string, { seq, hash, bytes }: { seq: number; hash: Buffer; bytes: Buffer }): StoredEvent {
  const event = readEvent(bytes)
  if (event === null)
    throw new Error(`ledger event ${seq} of county ${countyId} cannot be read; run weike verify-ledger`)
  return { seq, hash, event }
}

/**
 * The newest events about one type of subject, or one subject of it, before a place, but of some kinds.
 * @throws Error when stored bytes are no event (see verify-ledger)
 */
export async function newestAbout(
  db: Db,
  countyId: string,
  about: { type: string; id?: string | undefined; butNot: readonly string[] },
  before: number,
  limit: number,
): Promise<StoredEvent[]> {
  let query = db
    .selectFrom('ledgerEvent')
    .select(['seq', 'hash', 'bytes'])
    .where('countyId', '=', countyId)
    .where('subjectType', '=', about.type)
    .where('seq', '<', before)
    .orderBy('seq', 'desc')
    .limit(limit)
  if (about.butNot.length > 0) query = query.where('kind', 'not in', about.butNot)
  if (about.id !== undefined) query = query.where('subjectId', '=', about.id)
  return (await query.execute()).map((row) => readBack(countyId, row))
}

/** Head of a county's chain; seq 0 before the first event. */
export async function chainHead(db: Db, countyId: string): Promise<{ seq: number; hash: string }> {
  const row = await db
    .selectFrom('ledgerHead')
    .select(['seq', 'hash'])
    .where('countyId', '=', countyId)
    .executeTakeFirst()
  return { seq: row?.seq ?? 0, hash: row?.hash.toString('hex') ?? '' }
}

/** A page of the chain, newest first, before a place; of people's and rules' acts alone, without what seals telemetry, or all. */
export async function pageOfChain(
  db: Db,
  countyId: string,
  before: number,
  limit: number,
  show: 'acts' | 'all',
): Promise<{ seq: number; kind: string; subjectType: string; subjectId: string; recordedAt: number; hash: Buffer }[]> {
  let query = db
    .selectFrom('ledgerEvent')
    .select(['seq', 'kind', 'subjectType', 'subjectId', 'recordedAt', 'hash'])
    .where('countyId', '=', countyId)
    .where('seq', '<', before)
    .orderBy('seq', 'desc')
    .limit(limit)
  if (show === 'acts') query = query.where('subjectType', '<>', 'telemetry')
  return query.execute()
}
