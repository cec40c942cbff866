import type { Principal, Scope } from './model.ts'
import { type Act, type Reach, reachOf } from './table.ts'

const widest: readonly Reach[] = ['county', 'region', 'unit', 'own', '-']

/**
 * The widest reach that any of the principal's roles gives for an act. A token is nobody and has no unit and no region: it
 * reaches over the county or nowhere.
 */
export function reachFor(principal: Principal, act: Act): Reach {
  if (principal.kind === 'console') return 'county'
  const reaches = principal.roles.map((role) => reachOf(role, act))
  const reach = widest.find((one) => reaches.includes(one)) ?? '-'
  return principal.kind === 'token' && reach !== 'county' ? '-' : reach
}

/** May this principal do this act on a subject with this scope? Another county is never within reach. */
export function mayAct(principal: Principal, act: Act, scope: Scope): boolean {
  if (scope.countyId !== principal.countyId) return false
  const reach = reachFor(principal, act)
  if (reach === '-') return false
  if (reach === 'county') return true
  if (principal.kind !== 'person') return false
  if (scope.personIds.includes(principal.personId)) return true
  if (reach === 'region') return scope.regionPath?.startsWith(principal.regionPath) ?? false
  if (reach === 'unit') return principal.unitId !== null && scope.unitIds.includes(principal.unitId)
  return false
}
