import { asJson } from '../../platform/acts/json.ts'
import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Foundation } from '../../platform/foundation.ts'
import type { JsonValue } from '../../platform/ledger/model.ts'
import { Problem } from '../../platform/problem.ts'
import { civilDayAt, dayNumberOf } from '../../standards/civil-days.ts'
import { civilDayOf } from '../../standards/civil-time.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import type { Act } from '../access/table.ts'
import { decide, openProposal, propose } from '../approvals/service.ts'
import { mayDecide, mayPropose, mayWithdraw, type WantedExclusion } from './decide.ts'
import { exclusionForUpdate, insertExclusion, saveExclusion } from './exclusion-store.ts'
import type { ExcludedDays, ExclusionState } from './model.ts'
import { subjectNamed, subjectsOf } from './subjects.ts'

type Envelope = Pick<ActRequest, 'actId' | 'actedAt'>
type SignedIn = Extract<Principal, { kind: 'person' }>

export interface MovedExclusion {
  [key: string]: JsonValue
  id: string
  state: ExclusionState
  version: number
}

export interface NewExclusion extends WantedExclusion {
  /** Station or region. */
  subjectId: string
  authority: string
  reference: string
  note: string
}

/**
 * Proposes that days be taken out of the evaluation of a station or an area, under the authority's reference. The id of the
 * act becomes that of the exclusion.
 * @throws Problem `not-allowed`, `target-unknown`, `invalid-input` (days, kind or factors that the law of those days does not know)
 */
export async function proposeExclusion(
  foundation: Foundation,
  principal: Principal,
  act: Envelope,
  wanted: NewExclusion,
): Promise<MovedExclusion> {
  const { countyId } = principal
  const person = whoMay(principal, 'propose-exclusion')
  const request = { countyId, ...act, kind: 'propose-exclusion', actor: actorOf(person), input: asJson({ ...wanted }) }
  return performAct(foundation, request, async (performing) => {
    const { trx, receivedAt } = performing
    const subject = subjectNamed(await subjectsOf(trx, countyId), wanted.subjectId)
    const may = mayPropose(wanted, civilDayOf(receivedAt))
    if (!may.ok) throw new Problem(may.problem, { params: may.params })
    const note = await performing.keepText(wanted.note)
    const exclusion: ExcludedDays = {
      countyId,
      id: act.actId,
      subjectType: subject.type,
      subjectId: subject.id,
      kind: wanted.kind,
      firstDay: dayNumberOf(wanted.from),
      lastDay: dayNumberOf(wanted.until),
      factors: [...wanted.factors],
      authority: wanted.authority,
      reference: wanted.reference,
      noteId: note.id,
      state: 'proposed',
      version: 1,
      proposedAt: receivedAt,
      decidedAt: null,
      withdrawnAt: null,
    }
    await insertExclusion(trx, exclusion)
    const about = { type: 'exclusion', id: exclusion.id, version: 1 }
    const approval = await propose(foundation, performing, person, 'exclude-days', about)
    await performing.record({
      kind: 'exclusion.proposed',
      subject: about,
      data: asJson({ ...tellable(exclusion), note, approvalId: approval.id }),
    })
    return movedOf(exclusion)
  })
}

function tellable(exclusion: ExcludedDays) {
  const { subjectType, subjectId, kind, firstDay, lastDay, factors, authority, reference } = exclusion
  const days = { from: civilDayAt(firstDay), until: civilDayAt(lastDay) }
  return { subjectType, subjectId, exclusion: kind, ...days, factors, authority, reference }
}

type Decided = Envelope & { expects: number; name: 'approve' | 'refuse' | 'withdraw'; reason?: string }

const nextState = { approve: 'approved', refuse: 'refused', withdraw: 'withdrawn' } as const

/**
 * Agrees to an exclusion or refuses it as the second person, or withdraws one that holds; every statistic follows at once.
 * @throws Problem `not-allowed`, `not-found`, `version-conflict`, `wrong-state`, `second-person-needed`
 */
export async function decideExclusion(
  foundation: Foundation,
  principal: Principal,
  act: Decided,
  id: string,
): Promise<MovedExclusion> {
  const { countyId } = principal
  const { expects, name, reason, ...envelope } = act
  const person = whoMay(principal, 'approve-exclusion')
  const input = asJson({ id, expects, name, reason })
  const request = { countyId, ...envelope, kind: `${name}-exclusion`, actor: actorOf(person), input }
  return performAct(foundation, request, async (performing) => {
    const { trx, receivedAt } = performing
    const exclusion = await exclusionForUpdate(trx, countyId, id)
    if (exclusion === undefined) throw new Problem('not-found', { params: { type: 'exclusion', id } })
    if (exclusion.version !== expects) {
      throw new Problem('version-conflict', { params: { version: exclusion.version } })
    }
    const proposal = await openProposal(trx, countyId, 'exclude-days', id)
    const may = name === 'withdraw' ? mayWithdraw(exclusion, person) : mayDecide({ exclusion, proposal }, person)
    if (!may.ok) throw new Problem(may.problem, { params: may.params })
    const text = reason === undefined ? null : await performing.keepText(reason)
    const state = nextState[name]
    if (state !== 'withdrawn' && proposal !== undefined) {
      await decide(performing, person, proposal, state, text?.id ?? null)
    }
    const times = state === 'withdrawn' ? { withdrawnAt: receivedAt } : { decidedAt: receivedAt }
    const next = { ...exclusion, ...times, state, version: exclusion.version + 1 }
    await saveExclusion(trx, next)
    await performing.record({
      kind: `exclusion.${state}`,
      subject: { type: 'exclusion', id, version: next.version },
      data: asJson({ approvalId: proposal?.id ?? null, ...(text === null ? {} : { reason: text }) }),
    })
    return movedOf(next)
  })
}

/** What people answer for by name, no program and no console may do. */
function whoMay(principal: Principal, act: Act): SignedIn {
  allow(principal, act, countyScope(principal.countyId))
  if (principal.kind !== 'person') throw new Problem('not-allowed', { params: { act } })
  return principal
}

function movedOf({ id, state, version }: Pick<ExcludedDays, 'id' | 'state' | 'version'>): MovedExclusion {
  return { id, state, version }
}

export { type BroughtPeers, bringPeers, type NamedDay, type NamedStanding } from './bring-peers.ts'
export { evaluateStep } from './keep.ts'
export { type Figures, noFigures } from './peers.ts'
