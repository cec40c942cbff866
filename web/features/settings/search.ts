import type { Role } from '../../../src/domain/access/table.ts'
import { roleOrder } from './person-draft.ts'

/** What of the people is shown, in the address. */
export interface PeopleSearch {
  q?: string | undefined
  role?: Role | undefined
  state?: 'active' | 'suspended' | undefined
}

export function peopleSearch(search: Record<string, unknown>): PeopleSearch {
  const q = typeof search.q === 'string' || typeof search.q === 'number' ? String(search.q) : ''
  const role = roleOrder.find((each) => each === search.role)
  const state = (['active', 'suspended'] as const).find((each) => each === search.state)
  return { ...(q ? { q } : {}), ...(role ? { role } : {}), ...(state ? { state } : {}) }
}
