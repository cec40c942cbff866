import type { ProblemCode, ProblemParams } from '../../platform/problem.ts'
import { mayAct } from '../access/decide.ts'
import type { Principal, Scope } from '../access/model.ts'
import { menderScope, movers } from './menders.ts'
import { type CaseAct, caseActs, type ProblemCase } from './model.ts'
import { type CaseTransition, caseTransitions } from './transitions.ts'

export type Decision =
  | { ok: true; transition: CaseTransition }
  | { ok: false; problem: ProblemCode; params: ProblemParams }

/** What is known when an act on a case is judged. */
export interface CaseSituation {
  problemCase: ProblemCase
  scope: Scope
  hasPhotoAfter: boolean
  /** The open approval that a second person would decide. */
  proposal: { proposerId: string; proposerSession: string } | null
}

/**
 * May this person do this act on this case, now? Pure; the order of the questions is the order of the answers people get:
 * may you at all, is it the right moment, are you another person, is everything there.
 */
export function decideAct(
  situation: CaseSituation,
  act: CaseAct,
  principal: Principal,
  given: { reason?: string | undefined } = {},
): Decision {
  const { problemCase, scope, proposal } = situation
  const candidates = caseTransitions.filter((one) => one.act === act)
  const needsAct = candidates[0]?.needsAct
  const isMending = needsAct === 'acknowledge-case' || needsAct === 'rectify-case'
  const actScope = isMending ? menderScope(problemCase, scope, movers) : scope
  if (principal.kind !== 'person' || needsAct === undefined || !mayAct(principal, needsAct, actScope)) {
    return refuse('not-allowed', { act })
  }
  const transition = candidates.find((one) => one.from === problemCase.state)
  if (transition === undefined) return refuse('wrong-state', { state: problemCase.state })
  const isBarred = problemCase.parts.some(
    (part) => part.part === transition.unless && part.personId === principal.personId,
  )
  if (isBarred) return refuse('second-person-needed', {})
  if (transition.secondPerson) {
    if (proposal === null) return refuse('wrong-state', { state: problemCase.state })
    if (proposal.proposerId === principal.personId || proposal.proposerSession === principal.sessionId) {
      return refuse('second-person-needed', {})
    }
  }
  if (transition.needs.includes('photo-after') && !situation.hasPhotoAfter) return refuse('photo-needed', {})
  if (transition.needs.includes('reason') && (given.reason ?? '').trim() === '') return refuse('reason-needed', {})
  return { ok: true, transition }
}

function refuse(problem: ProblemCode, params: ProblemParams): Decision {
  return { ok: false, problem, params }
}

/** The acts to offer: everything that would be allowed now, missing photos and reasons left aside since they can still be given. */
export function actsOpenTo(situation: CaseSituation, principal: Principal): CaseAct[] {
  const complete = { ...situation, hasPhotoAfter: true }
  return caseActs.filter((act) => decideAct(complete, act, principal, { reason: 'given later' }).ok)
}
