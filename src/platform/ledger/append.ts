import { sql, type Transaction } from 'kysely'
import type { WeikeTables } from '../db/tables.ts'
import { eventBytes, eventHash, GENESIS_HASH, type LedgerEntry } from './model.ts'

/** The channel on which each appended event is told, as `<countyId>:<seq>`, once its transaction has committed. */
export const LEDGER_CHANNEL = 'weike_ledger'

/**
 * Appends one event to the county's chain, in the transaction of the change it records.
 * The head row is locked until that transaction ends, so events of a county have one order, that of their commits:
 * append last, after all other locks, or two acts may wait for each other.
 */
export async function appendEvent(
  trx: Transaction<WeikeTables>,
  entry: LedgerEntry,
): Promise<{ seq: number; hash: Buffer }> {
  const head = await lockHead(trx, entry.countyId)
  const seq = head.seq + 1
  const bytes = eventBytes({ ...entry, seq })
  const hash = eventHash(head.hash, bytes)
  await trx
    .insertInto('ledgerEvent')
    .values({
      countyId: entry.countyId,
      seq,
      id: entry.id,
      kind: entry.kind,
      subjectType: entry.subject.type,
      subjectId: entry.subject.id,
      recordedAt: entry.receivedAt,
      previousHash: head.hash,
      bytes,
      hash,
    })
    .execute()
  await trx.updateTable('ledgerHead').set({ seq, hash }).where('countyId', '=', entry.countyId).execute()
  await sql`select pg_notify(${LEDGER_CHANNEL}, ${`${entry.countyId}:${seq}`})`.execute(trx)
  return { seq, hash }
}

/** Locks the end of the county's chain until the transaction ends; makes it at the county's first event. */
export async function lockHead(
  trx: Transaction<WeikeTables>,
  countyId: string,
): Promise<{ seq: number; hash: Buffer }> {
  const lock = () =>
    trx.selectFrom('ledgerHead').select(['seq', 'hash']).where('countyId', '=', countyId).forUpdate().executeTakeFirst()
  const found = await lock()
  if (found !== undefined) return found
  await trx
    .insertInto('ledgerHead')
    .values({ countyId, seq: 0, hash: GENESIS_HASH })
    .onConflict((conflict) => conflict.column('countyId').doNothing())
    .execute()
  const made = await lock()
  if (made === undefined) throw new Error(`the chain of county ${countyId} has no end to append to`)
  return made
}
