import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { textsOf } from '../../platform/ledger/payload.ts'
import { Problem } from '../../platform/problem.ts'
import { DAY_MS } from '../../standards/civil-time.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { stationOr404 } from '../stations/service.ts'
import { LONGEST_SILENCE_MS, type Silence } from './model.ts'
import { insertSilence, saveSilence, silenceForUpdate, silencesSince, swallowedBy } from './silence-store.ts'
import { endOf } from './silences.ts'
import { rulesOf } from './store.ts'

/** A silence with why it is and what it kept quiet. */
export interface KnownSilence {
  silence: Silence
  reason: string | null
  swallowed: { alerts: number; exceedances: number }
  isOver: boolean
}

/** All there were, the newest first. @throws Problem `not-allowed` */
export async function listSilences(foundation: Foundation, principal: Principal): Promise<KnownSilence[]> {
  const { countyId } = principal
  allow(principal, 'read-rules', countyScope(countyId))
  const { db, clocks } = foundation
  const silences = await silencesSince(db, countyId)
  const [reasons, swallowed] = await Promise.all([
    textsOf(
      db,
      countyId,
      silences.map((one) => one.reasonId),
    ),
    swallowedBy(db, countyId),
  ])
  return silences.map((silence) => ({
    silence,
    reason: reasons.get(silence.reasonId) ?? null,
    swallowed: swallowed.get(silence.id) ?? { alerts: 0, exceedances: 0 },
    isOver: endOf(silence) <= clocks.domain.now(),
  }))
}

/**
 * Nobody is told of what it covers, from now until its end: alerts are raised in the state `silenced`. An alert that is open
 * already stays so. The id of the act becomes the id of the silence.
 * @throws Problem `not-allowed`, `silence-unfit`, `not-found` (rule), `target-unknown` (station)
 */
export async function silenceAlerts(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'>,
  wanted: { ruleId: string | null; stationId: string | null; factor: string | null; until: number; reason: string },
): Promise<{ id: string }> {
  const { countyId } = principal
  allow(principal, 'silence-alerts', countyScope(countyId))
  const request = { countyId, ...act, kind: 'silence-alerts', actor: actorOf(principal), input: { ...wanted } }
  return performAct(foundation, request, async ({ trx, record, receivedAt, keepText }) => {
    const { ruleId, stationId, factor, until } = wanted
    if (ruleId === null && stationId === null && factor === null) {
      throw new Problem('silence-unfit', { params: { reason: 'scope' } })
    }
    if (until <= receivedAt || until > receivedAt + LONGEST_SILENCE_MS) {
      throw new Problem('silence-unfit', { params: { reason: 'until', days: LONGEST_SILENCE_MS / DAY_MS } })
    }
    if (ruleId !== null && !(await rulesOf(trx, countyId)).some((rule) => rule.id === ruleId)) {
      throw new Problem('not-found', { params: { type: 'rule', id: ruleId } })
    }
    if (stationId !== null) await stationOr404(trx, countyId, stationId)
    const reason = await keepText(wanted.reason)
    const silence: Silence = {
      countyId,
      id: act.actId,
      ruleId,
      stationId,
      factor,
      reasonId: reason.id,
      from: receivedAt,
      until,
      madeBy: principal.kind === 'person' ? principal.personId : null,
      endedAt: null,
      version: 1,
    }
    await insertSilence(trx, silence)
    await record({
      kind: 'silence.made',
      subject: { type: 'silence', id: silence.id, version: 1 },
      data: { ruleId, stationId, factor, from: receivedAt, until, reason },
    })
    return { id: silence.id }
  })
}

/** Ends it before its time. @throws Problem `not-allowed`, `not-found`, `version-conflict`, `wrong-state` */
export async function endSilence(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'> & { expects: number },
  id: string,
): Promise<{ id: string; version: number }> {
  const { countyId } = principal
  const { expects, ...envelope } = act
  allow(principal, 'silence-alerts', countyScope(countyId))
  const request = { countyId, ...envelope, kind: 'end-silence', actor: actorOf(principal), input: { id, expects } }
  return performAct(foundation, request, async ({ trx, record, receivedAt }) => {
    const silence = await silenceForUpdate(trx, countyId, id)
    if (silence === undefined) throw new Problem('not-found', { params: { type: 'silence', id } })
    if (silence.version !== expects) throw new Problem('version-conflict', { params: { version: silence.version } })
    if (endOf(silence) <= receivedAt) throw new Problem('wrong-state', { params: { state: 'over' } })
    const next: Silence = { ...silence, endedAt: receivedAt, version: silence.version + 1 }
    await saveSilence(trx, next)
    await record({
      kind: 'silence.ended',
      subject: { type: 'silence', id, version: next.version },
      data: { until: silence.until },
    })
    return { id, version: next.version }
  })
}
