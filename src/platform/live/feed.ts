import type { Kysely } from 'kysely'
import type { WeikeTables } from '../db/tables.ts'

/** One ledger event as the pages hear of it: what happened to which subject, never what it says. */
export interface LiveEvent {
  /** Place in the county's chain, without gaps. */
  seq: number
  kind: string
  subjectType: string
  subjectId: string
}

/** Where the hub reads events: committed ones only, so that a place in the chain is never filled later. */
export interface LedgerFeed {
  /** Last place of the county's chain; 0 before the first event. */
  head(countyId: string): Promise<number>
  /** Up to `limit` events after `seq`, in order. */
  after(countyId: string, seq: number, limit: number): Promise<LiveEvent[]>
}

/** The feed of the ledger's own table. The head row is locked until commit, so places appear in their order. */
export function ledgerFeed(db: Kysely<WeikeTables>): LedgerFeed {
  return {
    async head(countyId) {
      const row = await db.selectFrom('ledgerHead').select('seq').where('countyId', '=', countyId).executeTakeFirst()
      return row?.seq ?? 0
    },
    after: (countyId, seq, limit) =>
      db
        .selectFrom('ledgerEvent')
        .select(['seq', 'kind', 'subjectType', 'subjectId'])
        .where('countyId', '=', countyId)
        .where('seq', '>', seq)
        .orderBy('seq')
        .limit(limit)
        .execute(),
  }
}
