import { sql } from 'kysely'
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

/** A subject of the ledger. */
export interface SubjectName {
  type: string
  id: string
}

/**
 * What an actor had a hand in since, the latest first.
 * @param actor as the ledger names it
 * @param since by the domain clock, as far back as acts are remembered [epoch ms]
 */
export async function subjectsActedOn(
  db: Db,
  countyId: string,
  actor: string,
  since: number,
  limit: number,
): Promise<SubjectName[]> {
  return db
    .selectFrom('act')
    .innerJoin('ledgerEvent', (join) =>
      join.onRef('ledgerEvent.countyId', '=', 'act.countyId').onRef('ledgerEvent.id', '=', 'act.id'),
    )
    .select(['ledgerEvent.subjectType as type', 'ledgerEvent.subjectId as id'])
    .where('act.countyId', '=', countyId)
    .where('act.actor', '=', actor)
    .where('act.receivedAt', '>=', since)
    .groupBy(['ledgerEvent.subjectType', 'ledgerEvent.subjectId'])
    .orderBy(({ fn }) => fn.max('ledgerEvent.seq'), 'desc')
    .limit(limit)
    .execute()
}

/**
 * The newest events of some kinds about some subjects, but what one actor did.
 * @param kinds of events by whomever, and of those that are told even to whoever did it
 * @throws Error when stored bytes are no event (see verify-ledger)
 */
export async function newestByOthers(
  db: Db,
  countyId: string,
  about: readonly SubjectName[],
  kinds: { ofOthers: readonly string[]; ofAll: readonly string[] },
  actor: string,
  since: number,
  limit: number,
): Promise<StoredEvent[]> {
  if (about.length === 0) return []
  const types = about.map(({ type }) => type)
  const ids = about.map(({ id }) => id)
  const { rows } = await sql<{ seq: number; hash: Buffer; bytes: Buffer }>`
    select e.seq, e.hash, e.bytes
    from unnest(${types}::text[], ${ids}::text[]) as s(type, id)
    join ledger_event e on e.county_id = ${countyId} and e.subject_type = s.type and e.subject_id = s.id
    left join act a on a.county_id = e.county_id and a.id = e.id
    where e.recorded_at >= ${since}
      and ((e.kind = any(${kinds.ofOthers}::text[]) and a.actor is distinct from ${actor})
        or e.kind = any(${kinds.ofAll}::text[]))
    order by e.seq desc limit ${limit}`.execute(db)
  return rows.map((row) => readBack(countyId, row))
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

/** An event as a page of the chain tells it. */
export interface PlacedEvent {
  seq: number
  kind: string
  subjectType: string
  subjectId: string
  /** As the ledger names it; null where the stored bytes are no event (see verify-ledger): the page shows even then what is there. */
  actor: string | null
  recordedAt: number
  hash: Buffer
}

/** A page of the chain, newest first, before a place; of people's and rules' acts alone, without what seals telemetry, or all. */
export async function pageOfChain(
  db: Db,
  countyId: string,
  before: number,
  limit: number,
  show: 'acts' | 'all',
): Promise<PlacedEvent[]> {
  let query = db
    .selectFrom('ledgerEvent')
    .select(['seq', 'kind', 'subjectType', 'subjectId', 'recordedAt', 'hash', 'bytes'])
    .where('countyId', '=', countyId)
    .where('seq', '<', before)
    .orderBy('seq', 'desc')
    .limit(limit)
  if (show === 'acts') query = query.where('subjectType', '<>', 'telemetry')
  const rows = await query.execute()
  return rows.map(({ bytes, ...row }) => ({ ...row, actor: readEvent(bytes)?.actor ?? null }))
}
