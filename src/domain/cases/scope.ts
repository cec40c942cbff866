import type { Db } from '../../platform/foundation.ts'
import { reachFor } from '../access/decide.ts'
import type { Principal, Scope } from '../access/model.ts'
import { regionsById } from '../regions/service.ts'
import type { ProblemCase } from './model.ts'
import type { Sight } from './store.ts'

/** Where a case stands: its region, and the people and units that have a part in it. */
export async function caseScope(db: Db, problemCase: ProblemCase): Promise<Scope> {
  return scopeAmong(await regionsById(db, problemCase.countyId), problemCase)
}

/** The same where the county's regions are known. */
export function scopeAmong(regions: ReadonlyMap<string, { path: string }>, problemCase: ProblemCase): Scope {
  return {
    countyId: problemCase.countyId,
    personIds: problemCase.parts.flatMap((part) => part.personId ?? []),
    unitIds: problemCase.parts.flatMap((part) => part.unitId ?? []),
    regionPath: regions.get(problemCase.regionId)?.path ?? null,
  }
}

/** What of the cases a principal may see, for narrowing a list in the database; null = nothing. */
export function caseSight(principal: Principal): Sight | 'county' | null {
  const reach = reachFor(principal, 'read-case')
  if (reach === 'county') return 'county'
  if (reach === '-' || principal.kind !== 'person') return null
  return {
    personId: principal.personId,
    unitId: reach === 'unit' ? principal.unitId : null,
    regionPath: reach === 'region' ? principal.regionPath : null,
  }
}
