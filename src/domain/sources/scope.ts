import { reachFor } from '../access/decide.ts'
import type { Principal, Scope } from '../access/model.ts'
import type { Region } from '../regions/model.ts'
import type { Source } from './model.ts'
import type { Sight } from './store.ts'

/** Where a source stands: its region, the units that own it and answer for it, the person who does. */
export function sourceScope(
  source: Pick<Source, 'countyId' | 'personId' | 'ownerUnitId' | 'unitId' | 'regionId'>,
  regions: ReadonlyMap<string, Region>,
): Scope {
  return {
    countyId: source.countyId,
    personIds: source.personId === null ? [] : [source.personId],
    unitIds: [source.ownerUnitId, source.unitId].filter((id) => id !== null),
    regionPath: regions.get(source.regionId)?.path ?? null,
  }
}

/** What of the register a principal may see, for narrowing a list in the database; null = nothing. */
export function sourceSight(principal: Principal): Sight | 'county' | null {
  const reach = reachFor(principal, 'read-sources')
  if (reach === 'county') return 'county'
  if (reach === '-' || principal.kind !== 'person') return null
  return {
    personId: principal.personId,
    unitId: reach === 'unit' ? principal.unitId : null,
    regionPath: reach === 'region' ? principal.regionPath : null,
  }
}
