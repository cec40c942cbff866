import type { Foundation } from '../../platform/foundation.ts'
import type { Binding } from '../devices/model.ts'
import { bindingsOf } from '../devices/service.ts'
import type { Rule } from './model.ts'
import { rulesOf } from './store.ts'

/** What readings are judged by. */
export interface InForce {
  rules: readonly Rule[]
  /** Where the devices of the county stood and stand. */
  bindings: readonly Binding[]
}

/**
 * Says what is in force in a county.
 * @param ledgerSeq place of the county's newest ledger event, read after the readings that are to be judged were there:
 *   what was in force then, or anything newer, is what they are judged by
 */
export type AskInForce = (countyId: string, ledgerSeq: number) => Promise<InForce>

/** Asks the database each time. */
export function askAnew({ db }: Pick<Foundation, 'db'>): AskInForce {
  return async (countyId) => {
    const [rules, bindings] = await Promise.all([rulesOf(db, countyId), bindingsOf(db, countyId)])
    return { rules, bindings }
  }
}

/** What was changed past the ledger (by hand in the database) is seen after so long. [ms] */
export const LOOK_AGAIN_MS = 1_000

/**
 * Asks only when something may have changed. Rules and bindings are changed by acts, whichever process takes them, and every
 * act leaves a ledger event in its transaction: as long as the ledger has not moved, they are what they were.
 */
export function rememberInForce({ db, clocks }: Pick<Foundation, 'db' | 'clocks'>): AskInForce {
  const ask = askAnew({ db })
  const remembered = new Map<string, { ledgerSeq: number; askedAt: number; inForce: InForce }>()
  return async (countyId, ledgerSeq) => {
    const askedAt = clocks.wall.now()
    const known = remembered.get(countyId)
    if (known !== undefined && known.ledgerSeq === ledgerSeq && Math.abs(askedAt - known.askedAt) < LOOK_AGAIN_MS)
      return known.inForce
    const inForce = await ask(countyId, ledgerSeq)
    remembered.set(countyId, { ledgerSeq, askedAt, inForce })
    return inForce
  }
}
