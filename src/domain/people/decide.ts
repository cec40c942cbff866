import type { Role } from '../access/table.ts'
import type { Person } from './model.ts'

/** Why somebody may not be left with less than they have. */
export type Unfit = 'oneself' | 'last-administrator'

/**
 * May a person become this? Nobody shuts the door behind themselves, and somebody must be left who can open it: a county without an
 * active administrator could only be mended at the machine's own console.
 * @param people of the county, as they are
 * @param byPersonId who acts; null: a program or the console
 * @returns null when nothing speaks against it
 */
export function whyUnfit(
  people: readonly Person[],
  next: Pick<Person, 'id' | 'state' | 'roles'>,
  byPersonId: string | null,
): Unfit | null {
  if (next.id === byPersonId && next.state !== 'active') return 'oneself'
  const isAdministrator = ({ state, roles }: { state: Person['state']; roles: readonly Role[] }) =>
    state === 'active' && roles.includes('administrator')
  const before = people.filter(isAdministrator)
  if (before.length === 0 || isAdministrator(next)) return null
  return before.every(({ id }) => id === next.id) ? 'last-administrator' : null
}
