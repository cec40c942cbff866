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
  return rows.map(({ seq, hash, bytes }) => {
    const event = readEvent(bytes)
    if (event === null)
      throw new Error(`ledger event ${seq} of county ${countyId} cannot be read; run weike verify-ledger`)
    return { seq, hash, event }
  })
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
