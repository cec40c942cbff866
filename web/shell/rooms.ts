import type { Act } from '../../src/domain/access/table.ts'
import type { Me } from '../api/queries.ts'
import type { Key } from '../text/language.ts'

export type RoomPath =
  | '/'
  | '/monitoring'
  | '/evaluation'
  | '/alerts'
  | '/tasks'
  | '/field'
  | '/cases'
  | '/sources'
  | '/messages'
  | '/ledger'
  | '/settings'

/** A room of the web app, in the order of the chain. `group` puts a hairline between what belongs apart. */
export interface Room {
  path: RoomPath
  name: Key
  /** Null: everybody's. */
  act: Act | null
  /** The last stands at the foot of the rail. */
  group: 0 | 1 | 2 | 3 | 4
  /** Pressed after `g`. */
  key: string
  counts?: 'alerts' | 'tasks' | 'cases'
  /** Where its other pages begin. */
  pages?: readonly string[]
}

const table: readonly Room[] = [
  { path: '/', name: 'web.room.cockpit', act: 'read-readings', group: 0, key: 'c' },
  {
    path: '/monitoring',
    name: 'web.room.monitoring',
    act: 'read-stations',
    group: 1,
    key: 'm',
    pages: ['/stations', '/compare', '/devices', '/quarantine', '/quality', '/feeds', '/import'],
  },
  {
    path: '/evaluation',
    name: 'web.room.evaluation',
    act: 'read-evaluations',
    group: 1,
    key: 'e',
    pages: ['/targets'],
  },
  { path: '/alerts', name: 'web.room.alerts', act: 'read-alerts', group: 1, key: 'a', counts: 'alerts' },
  { path: '/tasks', name: 'web.room.tasks', act: 'read-task', group: 2, key: 't', counts: 'tasks' },
  { path: '/cases', name: 'web.room.cases', act: 'read-case', group: 2, key: 'p', counts: 'cases' },
  { path: '/sources', name: 'web.room.sources', act: 'read-sources', group: 2, key: 's' },
  { path: '/messages', name: 'web.room.messages', act: 'read-messages', group: 3, key: 'n' },
  { path: '/ledger', name: 'web.room.ledger', act: 'read-ledger', group: 3, key: 'l' },
  { path: '/settings', name: 'web.room.settings', act: null, group: 4, key: ',', pages: ['/welcome'] },
]

/** The rooms whose door opens for this person; who works tasks goes to the field view of them. */
export function roomsFor(me: Pick<Me, 'acts'>): readonly Room[] {
  return table
    .filter((room) => room.act === null || me.acts.includes(room.act))
    .map((room) => (room.path === '/tasks' && me.acts.includes('work-task') ? { ...room, path: '/field' } : room))
}

/** Whether a page of this room is looked at under an address that does not begin with the room's own. */
export function isPageOf(room: Room, pathname: string): boolean {
  return (room.pages ?? []).some((page) => pathname === page || pathname.startsWith(`${page}/`))
}

/** Where a person lands after the sign-in: who works tasks at the tasks, else the first room that opens. */
export function homeOf(me: Pick<Me, 'acts'>): RoomPath {
  if (me.acts.includes('work-task')) return '/field'
  return roomsFor(me)[0]?.path ?? '/cases'
}

/** The rooms of the phone's bottom bar: at most four, the daily ones; the others are behind the last button. */
export function footRooms(me: Pick<Me, 'acts'>): readonly Room[] {
  const order: readonly RoomPath[] = me.acts.includes('work-task')
    ? ['/field', '/cases', '/alerts', '/']
    : ['/', '/alerts', '/tasks', '/cases']
  const open = roomsFor(me)
  return order.flatMap((path) => open.filter((room) => room.path === path))
}
