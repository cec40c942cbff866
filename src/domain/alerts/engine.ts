import type { Foundation } from '../../platform/foundation.ts'
import { staleNow, turnsOfFeeds } from '../feeds/service.ts'
import type { ReadingsStore } from '../readings/service.ts'
import { applyEvents } from './apply.ts'
import { type Input, liveArrival } from './arrival.ts'
import type { RuleEvent } from './draft.ts'
import { evaluate, reconcile, withoutPast } from './evaluate.ts'
import type { Ground } from './ground.ts'
import { type AskInForce, askAnew, type InForce } from './in-force.ts'
import { movePlace, type Place, readPlaces, readState } from './places.ts'
import type { State } from './state.ts'

/** Frames looked at in one step: one small transaction each. */
const FRAMES_A_STEP = 2_000

/** After so many changes what the evaluator remembers is kept, so that a restart has no more to read again than that. */
const REMEMBER_EVERY = 50_000

/**
 * How far behind the clock the rules take time for gone on: what came in before that is durable by now, so that nothing comes
 * out of line, and days that are run again say the same. [ms]
 */
export const TICK_BEHIND_MS = 15_000

export interface EngineStep {
  /** Frames looked at. 0: there was nothing new. */
  frames: number
  raised: readonly string[]
  /** Alerts that took something in, or were resolved. */
  grouped: readonly string[]
}

/** What the evaluator of each county remembers, at which place; nothing is lost with it. */
export type EngineMemory = Map<string, { place: Pick<Place, 'seq' | 'clockAt'>; ledgerSeq: number; state: State }>

export function engineMemory(): EngineMemory {
  return new Map()
}

const NOTHING: EngineStep = { frames: 0, raised: [], grouped: [] }

/**
 * One step of the rules of a county: reads what lies behind the durable cursor (when there is nothing, lets time go on), and
 * in one transaction writes the alerts, their ledger events, the messages to send, what the evaluator remembers, and the
 * cursor. A crash before the commit leaves nothing; after it nothing is looked at twice. Readings are read before, outside:
 * they never share a transaction with anything.
 *
 * Nearly always no rule has anything to say; then the step is three small statements.
 * @param memory from one step to the next; without one all is read from the database again
 */
export async function evaluateStep(
  foundation: Foundation,
  readings: ReadingsStore,
  countyId: string,
  inForce: AskInForce = askAnew(foundation),
  memory: EngineMemory = engineMemory(),
): Promise<EngineStep> {
  const { db, clocks } = foundation
  // The head first: what was in force when these frames were there is in the ledger that is read after it.
  // No alert comes of what is imported, so none waits until it is there.
  const head = await readings.headBesideImports(countyId)
  const tickAt = clocks.domain.now() - TICK_BEHIND_MS
  const { ledgerSeq, ...place } = await readPlaces(db, countyId)
  const remembered = memory.get(countyId)
  const isThere = remembered?.place.seq === place.seq && remembered.place.clockAt === place.clockAt
  const isBehind = head > place.seq
  if (!isBehind && isThere && remembered.ledgerSeq === ledgerSeq && remembered.state.due > tickAt) return NOTHING
  const now = await inForce(countyId, ledgerSeq)
  const known = isThere ? remembered.state : await rebuilt(foundation, readings, countyId, now)
  const upTo = isBehind ? Math.min(head, place.seq + FRAMES_A_STEP) : place.seq
  const begun = reconcile(now.ground, known)
  const turns = await turnInputs(foundation, countyId, now.ground, {
    after: isThere ? remembered.ledgerSeq : place.turnSeq,
    upTo: ledgerSeq,
    isBegun: begun.isChanged,
  })
  const inputs: Input[] = isBehind
    ? await arrivals(readings, countyId, now.ground, place.seq, upTo)
    : [{ kind: 'tick' as const, at: tickAt }]
  const { state, events } = evaluate(now.ground, begun.state, [...turns, ...inputs])
  const said = [...begun.events, ...events]
  const clockAt = isBehind || said.length === 0 ? place.clockAt : Math.max(tickAt, place.clockAt + 1)
  const isToKeep = said.some(isTurn) || turns.length > 0 || begun.isChanged || upTo - place.stateSeq >= REMEMBER_EVERY
  const kept = isToKeep ? withoutPast(state) : state
  const toKeep = isToKeep ? { state: kept, turnSeq: ledgerSeq } : undefined
  const to = { seq: upTo, clockAt }
  const remember = () => memory.set(countyId, { place: to, ledgerSeq, state: kept })
  if (said.length === 0) {
    const isMoved = (!isBehind && !isToKeep) || (await movePlace(db, countyId, place, to, toKeep))
    if (isMoved) remember()
    return isMoved ? { ...NOTHING, frames: upTo - place.seq } : NOTHING
  }
  const step = await db.transaction().execute(async (trx) => {
    // Somebody else looked at the same frames in the meantime: leave it to them.
    if (!(await movePlace(trx, countyId, place, to, toKeep))) return null
    return applyEvents(foundation, trx, countyId, said, now.silences)
  })
  if (step === null) return NOTHING
  remember()
  return { frames: upTo - place.seq, ...step }
}

/** Alerts begin and end seldom and take in often: what was taken in since the last turn is found again in the readings. */
function isTurn(event: RuleEvent): boolean {
  return event.kind !== 'grouped' || event.isReopened
}

/**
 * What became of feeds since the rules looked last. When they have never looked, or a rule about them begins, that is also which
 * of them are stale by now.
 */
async function turnInputs(
  { db }: Foundation,
  countyId: string,
  { aboutFeeds }: Ground,
  { after, upTo, isBegun }: { after: number | null; upTo: number; isBegun: boolean },
): Promise<Input[]> {
  if (aboutFeeds.length === 0) return []
  const begun = isBegun || after === null ? await staleNow(db, countyId) : []
  const since = after === null || after >= upTo ? [] : await turnsOfFeeds(db, countyId, { after, upTo })
  return [...begun, ...since].map((turn) => ({ kind: 'turn', turn }))
}

async function arrivals(readings: ReadingsStore, countyId: string, ground: Ground, after: number, upTo: number) {
  if (ground.rules.size === 0) return []
  return (await readings.since(countyId, after, upTo)).flatMap((layer) => {
    const arrival = ground.isWatched(layer.resolution) ? liveArrival(layer) : null
    return arrival === null ? [] : [{ kind: 'arrival' as const, arrival }]
  })
}

/**
 * What the evaluator remembered at the place where it stands: what was kept last, and what came since taken in again by the
 * rules of then. What it says again is written down already: alerts that took something in.
 */
async function rebuilt(
  { db }: Foundation,
  readings: ReadingsStore,
  countyId: string,
  { ground }: InForce,
): Promise<State> {
  const kept = await readState(db, countyId)
  const ofThen = ground.limitedTo((rule) => kept.state.versions.get(rule.id) === rule.version)
  let { state } = kept
  for (let after = kept.stateSeq; after < kept.seq; after += FRAMES_A_STEP) {
    const upTo = Math.min(kept.seq, after + FRAMES_A_STEP)
    state = evaluate(ofThen, state, await arrivals(readings, countyId, ofThen, after, upTo)).state
  }
  return state
}
