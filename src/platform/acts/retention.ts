import { DAY_MS } from '../../standards/civil-time.ts'
import type { Db } from '../foundation.ts'

/** A phone may come back from a season without network: an act's id is known for so long. [days] */
export const ACTS_KEPT_DAYS = 120

/** Forgets acts that are older; their ledger events stay. @param now domain clock [epoch ms] */
export async function forgetOldActs(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('act')
    .where('receivedAt', '<', now - ACTS_KEPT_DAYS * DAY_MS)
    .execute()
}
