import type { ProblemCode, ProblemParams } from '../../platform/problem.ts'
import { countyScope } from '../access/check.ts'
import { mayAct } from '../access/decide.ts'
import type { Principal } from '../access/model.ts'
import type { Reading } from '../readings/model.ts'
import type { CorrectedPeriod, Correction, CorrectionKind, RecordedChange } from './model.ts'

type SignedIn = Extract<Principal, { kind: 'person' }>

export type Decision = { ok: true } | { ok: false; problem: ProblemCode; params: ProblemParams }

/** What is known when somebody wants to decide a correction. */
export interface Proposed {
  correction: Pick<Correction, 'countyId' | 'state'>
  /** The open approval record, if there is one. */
  proposal: { proposerId: string; proposerSession: string } | undefined
}

/**
 * May this principal decide this correction, now? Pure; in the order of the answers people get: may you at all, is it the right
 * moment, are you another person on another session.
 */
export function mayDecide({ correction, proposal }: Proposed, principal: Principal): Decision {
  const { countyId, state } = correction
  if (principal.kind !== 'person' || !mayAct(principal, 'approve-correction', countyScope(countyId))) {
    return refuse('not-allowed', { act: 'approve-correction' })
  }
  if (state !== 'proposed' || proposal === undefined) return refuse('wrong-state', { state })
  return isSecondPerson(proposal, principal) ? { ok: true } : refuse('second-person-needed', {})
}

function isSecondPerson(proposal: { proposerId: string; proposerSession: string }, person: SignedIn): boolean {
  return proposal.proposerId !== person.personId && proposal.proposerSession !== person.sessionId
}

function refuse(problem: ProblemCode, params: ProblemParams): Decision {
  return { ok: false, problem, params }
}

/**
 * What a correction changes, period by period in the order of time; pure.
 * @param standing what stands now, by the end of the period; nothing where the factor was not measured
 * @param frames numbers of the frames behind each period
 * @returns the problem when a period has nothing to correct: lost data are documented, never made up (HJ 817-2018, HJ 818-2018),
 *   and what was not enough for a mean cannot be declared enough
 */
export function changesOf(
  kind: CorrectionKind,
  wanted: readonly CorrectedPeriod[],
  standing: ReadonlyMap<number, Pick<Reading, 'value' | 'quality'>>,
  frames: ReadonlyMap<number, readonly number[]>,
): { ok: true; changes: RecordedChange[] } | { ok: false; problem: ProblemCode; at: number } {
  const changes: RecordedChange[] = []
  for (const { periodEnd, value } of wanted.toSorted((a, b) => a.periodEnd - b.periodEnd)) {
    const before = standing.get(periodEnd)
    const last = changes.at(-1)
    if (last?.end === periodEnd || (kind === 'replace' && value === null)) {
      return { ok: false, problem: 'invalid-input', at: periodEnd }
    }
    const isThere =
      before !== undefined && (kind !== 'keep' || (before.value !== null && before.quality !== 'insufficient'))
    if (!isThere) return { ok: false, problem: 'target-unknown', at: periodEnd }
    const after = kind === 'replace' ? value : kind === 'void' ? null : before.value
    changes.push({ end: periodEnd, before: before.value, after, frames: frames.get(periodEnd) ?? [] })
  }
  return { ok: true, changes }
}

/** Does everything still stand that stood when the correction was proposed? */
export function stillStands(
  changes: readonly RecordedChange[],
  standing: ReadonlyMap<number, Pick<Reading, 'value'>>,
): boolean {
  return changes.every(({ end, before }) => standing.get(end)?.value === before)
}
