import { Problem } from '../../platform/problem.ts'
import { mayAct } from './decide.ts'
import type { Principal, Scope } from './model.ts'
import type { Act } from './table.ts'

/** The question every service asks before it does anything. @throws Problem `not-allowed` */
export function allow(principal: Principal, act: Act, scope: Scope): void {
  if (!mayAct(principal, act, scope)) throw new Problem('not-allowed', { params: { act } })
}

/** The scope of what belongs to the county as a whole. */
export function countyScope(countyId: string): Scope {
  return { countyId, personIds: [], unitIds: [], regionPath: null }
}

/**
 * For reads of one subject, and before acts on one: somebody who may not see it is told that it is not there,
 * so that ids cannot be probed. @throws Problem `not-found`
 */
export function allowToSee(principal: Principal, act: Act, scope: Scope, what: { type: string; id: string }): void {
  if (!mayAct(principal, act, scope)) throw new Problem('not-found', { params: what })
}
