import type { Foundation } from '../../platform/foundation.ts'
import { bindingsOf } from '../devices/service.ts'
import { devicesOfFeeds } from '../feeds/service.ts'
import { type CircleRadii, usualRadiiKm } from '../stations/model.ts'
import { stationsOf } from '../stations/service.ts'
import { type Ground, groundOf } from './ground.ts'
import type { Silence } from './model.ts'
import { silencesSince } from './silence-store.ts'
import { rulesOf } from './store.ts'

/** What readings are judged by, and what nobody is to be told of. */
export interface InForce {
  ground: Ground
  /** Those that are not over, or were not a while ago. */
  silences: readonly Silence[]
}

/**
 * Says what is in force in a county.
 * @param ledgerSeq place of the county's newest ledger event, read after the readings that are to be judged were there:
 *   what was in force then, or anything newer, is what they are judged by
 */
export type AskInForce = (countyId: string, ledgerSeq: number) => Promise<InForce>

/** Edges of the circles of a county. */
export type RadiiOf = (countyId: string) => Promise<CircleRadii>

/** Asks the database each time. */
export function askAnew(
  { db, clocks }: Pick<Foundation, 'db' | 'clocks'>,
  radiiOf: RadiiOf = async () => usualRadiiKm,
): AskInForce {
  return async (countyId) => {
    const [rules, bindings, stations, radiiKm, feeds, silences] = await Promise.all([
      rulesOf(db, countyId),
      bindingsOf(db, countyId),
      stationsOf(db, countyId),
      radiiOf(countyId),
      devicesOfFeeds(db, countyId),
      silencesSince(db, countyId, clocks.domain.now() - SILENCES_BACK_MS),
    ])
    return { ground: groundOf(rules, bindings, stations, radiiKm, feeds), silences }
  }
}

/** What comes out of a pause may still lie in a silence that is over by now. [ms] */
const SILENCES_BACK_MS = 7 * 24 * 3_600_000

/** What was changed past the ledger (by hand in the database) is seen after so long. [ms] */
export const LOOK_AGAIN_MS = 1_000

/**
 * Asks only when something may have changed. Rules, bindings, stations, circles and silences are changed by acts, whichever process
 * takes them, and every act leaves a ledger event in its transaction: as long as the ledger has not moved, they are what they
 * were.
 */
export function rememberInForce(
  { db, clocks }: Pick<Foundation, 'db' | 'clocks'>,
  radiiOf: RadiiOf = async () => usualRadiiKm,
): AskInForce {
  const ask = askAnew({ db, clocks }, radiiOf)
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
