import type { Act } from '../../../src/domain/access/table.ts'
import type { SettingType } from '../../../src/domain/ledger/model.ts'
import type { Me } from '../../api/queries.ts'
import type { Key } from '../../text/language.ts'

export const partKeys = [
  'people',
  'units',
  'tokens',
  'stations',
  'regions',
  'base-map',
  'installation',
  'standards',
  'changes',
  'appearance',
] as const
export type PartKey = (typeof partKeys)[number]

/** A part of the settings: its address, what it changes, who may see it, whose changes the ledger tells of it. */
export interface Part {
  key: PartKey
  path: `/settings/${PartKey}`
  name: Key
  note: Key
  /** Null: everybody's own. */
  act: Act | null
  changes: SettingType | null
}

// biome-ignore format: a table to proof-read
const table: readonly Part[] = [
  { key: 'people',       path: '/settings/people',       name: 'web.settings.people',       note: 'web.settings.note.people',       act: 'read-settings', changes: 'person' },
  { key: 'units',        path: '/settings/units',        name: 'web.settings.units',        note: 'web.settings.note.units',        act: 'read-settings', changes: 'unit' },
  { key: 'tokens',       path: '/settings/tokens',       name: 'web.settings.tokens',       note: 'web.settings.note.tokens',       act: 'read-settings', changes: 'token' },
  { key: 'stations',     path: '/settings/stations',     name: 'web.settings.stations',     note: 'web.settings.note.stations',     act: 'read-settings', changes: 'station' },
  { key: 'regions',      path: '/settings/regions',      name: 'web.settings.regions',      note: 'web.settings.note.regions',      act: 'read-settings', changes: 'region' },
  { key: 'base-map',     path: '/settings/base-map',     name: 'web.settings.base-map',     note: 'web.settings.note.base-map',     act: 'read-settings', changes: 'base-map' },
  { key: 'installation', path: '/settings/installation', name: 'web.settings.installation', note: 'web.settings.note.installation', act: 'read-settings', changes: null },
  { key: 'standards',    path: '/settings/standards',    name: 'web.settings.standards',    note: 'web.settings.note.standards',    act: 'read-evaluations', changes: null },
  { key: 'changes',      path: '/settings/changes',      name: 'web.settings.changes',      note: 'web.settings.note.changes',      act: 'read-ledger',   changes: null },
  { key: 'appearance',   path: '/settings/appearance',   name: 'web.settings.appearance',   note: 'web.settings.note.appearance',   act: null,            changes: null },
]

/** What is set in other rooms, and what it changes. */
export interface Elsewhere {
  path: '/sources' | '/devices' | '/alerts/rules' | '/quality' | '/feeds' | '/messages' | '/import'
  name: Key
  note: Key
  act: Act
  changes: SettingType | null
}

// biome-ignore format: a table to proof-read
const others: readonly Elsewhere[] = [
  { path: '/devices',      name: 'web.monitoring.devices',   note: 'web.settings.note.devices',  act: 'read-devices',     changes: 'device' },
  { path: '/feeds',        name: 'web.feeds.title',          note: 'web.settings.note.feeds',    act: 'read-feeds',       changes: 'feed' },
  { path: '/sources',      name: 'web.room.sources',         note: 'web.settings.note.sources',  act: 'manage-sources',   changes: null },
  { path: '/alerts/rules', name: 'web.alerts.rules',         note: 'web.settings.note.rules',    act: 'read-rules',       changes: 'rule' },
  { path: '/quality',      name: 'web.quality.title',        note: 'web.settings.note.quality',  act: 'read-corrections', changes: null },
  { path: '/messages',     name: 'web.room.messages',        note: 'web.settings.note.messages', act: 'read-messages',    changes: 'channel' },
  { path: '/import',       name: 'web.import.title',         note: 'web.settings.note.import',   act: 'import-readings',  changes: null },
]

/** The parts that this person may look at. */
export function partsFor(me: Pick<Me, 'acts'>): readonly Part[] {
  return table.filter(({ act }) => act === null || me.acts.includes(act))
}

export function partOf(key: PartKey): Part | undefined {
  return table.find((part) => part.key === key)
}

export function elsewhereFor(me: Pick<Me, 'acts'>): readonly Elsewhere[] {
  return others.filter(({ act }) => me.acts.includes(act))
}
