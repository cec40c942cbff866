import type { Role } from '../../../src/domain/access/table.ts'
import type { RegisteredPerson } from './queries.ts'

/** In the order of the access table; the web takes its types alone. */
export const roleOrder: readonly Role[] = [
  'administrator',
  'dispatcher',
  'liaison',
  'grid-member',
  'leader',
  'analyst',
  'enterprise',
  'auditor',
]

/** What is written of a person: texts as the fields hold them. */
export interface PersonDraft {
  name: string
  signInName: string
  roles: readonly Role[]
  /** Empty: none. */
  unitId: string
  /** Empty: the county. */
  regionId: string
}

export function draftOf(person: RegisteredPerson | null, countyRegionId: string): PersonDraft {
  if (person === null) return { name: '', signInName: '', roles: [], unitId: '', regionId: countyRegionId }
  const { name, signInName, roles, unitId, regionId } = person
  return { name, signInName: signInName ?? '', roles, unitId: unitId ?? '', regionId }
}

export function cardOf({ name, roles, unitId, regionId }: PersonDraft) {
  return { name: name.trim(), roles: [...roles], unitId: unitId === '' ? null : unitId, regionId }
}

/** The roles with one more or less, in their order. */
export function toggled(roles: readonly Role[], role: Role): Role[] {
  return roleOrder.filter((one) => (one === role ? !roles.includes(one) : roles.includes(one)))
}
