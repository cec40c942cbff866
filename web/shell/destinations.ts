import type { Act } from '../../src/domain/access/table.ts'
import type { Me } from '../api/queries.ts'
import type { Key, Translate } from '../text/language.ts'
import { roomsFor } from './rooms.ts'

/** A page that can be gone to by its name. */
export interface Destination {
  path: string
  name: string
  /** The letter after `g`, for a room. */
  key: string | null
}

// catalogue keys: web.room.*

/** Pages inside the rooms, whose names people know. */
const pages: readonly { path: string; name: Key; act: Act }[] = [
  { path: '/devices', name: 'web.monitoring.devices', act: 'read-devices' },
  { path: '/devices/new', name: 'web.devices.register', act: 'manage-devices' },
  { path: '/quarantine', name: 'web.monitoring.quarantine', act: 'read-devices' },
  { path: '/quality', name: 'web.quality.title', act: 'read-corrections' },
  { path: '/feeds', name: 'web.feeds.title', act: 'read-feeds' },
  { path: '/import', name: 'web.import.title', act: 'import-readings' },
  { path: '/evaluation?tab=year', name: 'web.evaluation.tab.year', act: 'read-evaluations' },
  { path: '/evaluation?tab=ranking', name: 'web.evaluation.tab.ranking', act: 'read-evaluations' },
  { path: '/evaluation?tab=change', name: 'web.evaluation.tab.change', act: 'read-evaluations' },
  { path: '/evaluation?tab=exclusions', name: 'web.evaluation.tab.exclusions', act: 'read-evaluations' },
  { path: '/alerts/rules', name: 'web.alerts.rules', act: 'read-rules' },
  { path: '/alerts/rules/new', name: 'web.rule.add', act: 'manage-rules' },
  { path: '/alerts/silences', name: 'web.alerts.silences', act: 'read-rules' },
  { path: '/settings/people', name: 'web.settings.people', act: 'read-settings' },
  { path: '/settings/units', name: 'web.settings.units', act: 'read-settings' },
  { path: '/settings/tokens', name: 'web.settings.tokens', act: 'read-settings' },
  { path: '/settings/stations', name: 'web.settings.stations', act: 'read-settings' },
  { path: '/settings/regions', name: 'web.settings.regions', act: 'read-settings' },
  { path: '/settings/changes', name: 'web.settings.changes', act: 'read-ledger' },
  { path: '/welcome', name: 'web.welcome.title', act: 'manage-devices' },
  { path: '/sources/new', name: 'web.sources.add', act: 'manage-sources' },
]

/** Where this person may go whose name contains the text, whatever the case of its letters; the rooms first. */
export function destinationsFor(me: Pick<Me, 'acts'>, text: string, t: Translate): Destination[] {
  const word = text.trim().toLowerCase()
  const rooms = roomsFor(me).map(({ path, name, key }) => ({ path, name: t(name), key }))
  const inside = pages
    .filter(({ act }) => me.acts.includes(act))
    .map(({ path, name }) => ({ path, name: t(name), key: null }))
  return [...rooms, ...inside].filter(({ name }) => name.toLowerCase().includes(word))
}
