import type { Scope } from '../access/model.ts'
import type { PartKind, ProblemCase } from './model.ts'

/** Parts that carry a case from hand-over to submission. */
export const movers: readonly PartKind[] = ['main', 'rectifier']
/** Parts that work on it, and so can show what was done. */
export const helpers: readonly PartKind[] = ['main', 'assisting', 'rectifier']

/**
 * The scope of a case for acts of mending: only those who were given it to mend. Having reported or verified a case lets
 * people read it, and gives their unit no hand in what another unit mends.
 */
export function menderScope(problemCase: ProblemCase, scope: Scope, kinds: readonly PartKind[]): Scope {
  const parts = problemCase.parts.filter((part) => kinds.includes(part.part))
  return {
    ...scope,
    personIds: parts.flatMap((part) => part.personId ?? []),
    unitIds: parts.flatMap((part) => part.unitId ?? []),
  }
}
