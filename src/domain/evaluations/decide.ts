import type { ProblemCode, ProblemParams } from '../../platform/problem.ts'
import { dayNumberOf } from '../../standards/civil-days.ts'
import { inForce } from '../../standards/dated.ts'
import { type ExclusionKind, exclusionRules } from '../../standards/exclusions.ts'
import type { FactorCode } from '../../standards/statistics-table.ts'
import { countyScope } from '../access/check.ts'
import { mayAct } from '../access/decide.ts'
import type { Principal } from '../access/model.ts'
import { type ExcludedDays, MAX_EXCLUDED_DAYS } from './model.ts'

type Decision = { ok: true } | { ok: false; problem: ProblemCode; params: ProblemParams }

const refuse = (problem: ProblemCode, params: ProblemParams): Decision => ({ ok: false, problem, params })

/** Days that somebody wants taken out. */
export interface WantedExclusion {
  kind: ExclusionKind
  /** Civil days `YYYY-MM-DD`, both included. */
  from: string
  until: string
  factors: readonly FactorCode[]
}

/**
 * May such days be taken out at all, by the law of their first day (`exclusionRules`)? Only days that are over; pure.
 * @param today civil day
 */
export function mayPropose({ kind, from, until, factors }: WantedExclusion, today: string): Decision {
  const rule = inForce(exclusionRules, from).value
  const days = dayNumberOf(until) - dayNumberOf(from) + 1
  if (days < 1 || days > MAX_EXCLUDED_DAYS || until >= today) return refuse('invalid-input', { what: 'days' })
  if (!rule.kinds.includes(kind)) return refuse('invalid-input', { what: 'kind' })
  if (factors.some((factor) => !rule.factors.includes(factor))) return refuse('invalid-input', { what: 'factors' })
  return { ok: true }
}

/** What is known when somebody wants to decide an exclusion. */
export interface Proposed {
  exclusion: Pick<ExcludedDays, 'countyId' | 'state'>
  /** The open approval record, if there is one. */
  proposal: { proposerId: string; proposerSession: string } | undefined
}

/** May this principal decide it, now? In the order of the answers people get: may you, is it the moment, are you another; pure. */
export function mayDecide({ exclusion, proposal }: Proposed, principal: Principal): Decision {
  const { countyId, state } = exclusion
  if (principal.kind !== 'person' || !mayAct(principal, 'approve-exclusion', countyScope(countyId))) {
    return refuse('not-allowed', { act: 'approve-exclusion' })
  }
  if (state !== 'proposed' || proposal === undefined) return refuse('wrong-state', { state })
  const isSecond = proposal.proposerId !== principal.personId && proposal.proposerSession !== principal.sessionId
  return isSecond ? { ok: true } : refuse('second-person-needed', {})
}

/** May it be withdrawn? An approved one by whoever may approve: the measured values count again; pure. */
export function mayWithdraw(
  { countyId, state }: Pick<ExcludedDays, 'countyId' | 'state'>,
  principal: Principal,
): Decision {
  if (principal.kind !== 'person' || !mayAct(principal, 'approve-exclusion', countyScope(countyId))) {
    return refuse('not-allowed', { act: 'approve-exclusion' })
  }
  return state === 'approved' ? { ok: true } : refuse('wrong-state', { state })
}
