import { momentActs } from '../../src/domain/access/model.ts'

/**
 * The first word of every query key: what the pages know, by room. `past` and `device-past` are long answers about what
 * has been; they are looked at again at their own pace, not whenever a device speaks.
 */
export const rooms = [
  'stations',
  'circles',
  'regions',
  'readings',
  'devices',
  'device-past',
  'quarantine',
  'past',
  'quality',
  'evaluations',
  'targets',
  'outlook',
  'feeds',
  'rules',
  'silences',
  'alerts',
  'tasks',
  'cases',
  'people',
  'units',
  'sources',
  'messages',
  'ledger',
  'tokens',
  'inbox',
  'maps',
] as const
export type Room = (typeof rooms)[number]

/** Which rooms an event of the live stream makes stale, by its subject: the word before the dot of a ledger kind, or a passing event's name. */
const staleBy: Readonly<Record<string, readonly Room[]>> = {
  readings: ['readings', 'devices', 'quarantine'],
  telemetry: ['devices', 'ledger'],
  frame: ['devices', 'quarantine', 'ledger', 'inbox'],
  quarantine: ['quarantine', 'devices', 'device-past', 'past', 'ledger', 'inbox'],
  command: ['devices', 'device-past'],
  finding: ['quality', 'past', 'ledger', 'inbox'],
  quality: ['quality', 'past', 'ledger', 'inbox'],
  correction: ['quality', 'past', 'readings', 'outlook', 'ledger', 'inbox'],
  evaluations: ['evaluations', 'outlook'],
  exclusion: ['evaluations', 'outlook', 'ledger', 'inbox'],
  target: ['targets', 'outlook', 'ledger'],
  peers: ['evaluations', 'ledger'],
  alerts: ['alerts'],
  alert: ['alerts', 'rules', 'silences', 'messages', 'ledger', 'inbox'],
  task: ['tasks', 'alerts', 'people', 'messages', 'ledger', 'inbox'],
  case: ['cases', 'alerts', 'tasks', 'messages', 'ledger', 'inbox'],
  photo: ['tasks', 'cases', 'ledger'],
  region: ['regions', 'ledger'],
  landscape: ['regions', 'ledger'],
  unit: ['units', 'people', 'ledger'],
  token: ['tokens', 'ledger'],
  source: ['sources', 'ledger'],
  circles: ['circles', 'rules', 'ledger'],
  station: ['stations', 'readings', 'past', 'evaluations', 'ledger'],
  device: ['devices', 'device-past', 'quarantine', 'ledger', 'inbox'],
  person: ['people', 'alerts', 'tasks', 'cases', 'ledger'],
  rule: ['rules', 'alerts', 'ledger'],
  silence: ['silences', 'alerts', 'rules', 'ledger'],
  message: ['messages'],
  messages: ['messages'],
  feeds: ['feeds', 'devices'],
  feed: ['feeds', 'devices', 'messages', 'ledger', 'inbox'],
  channel: ['messages', 'ledger'],
  'base-map': ['maps', 'ledger'],
}

/** @param event name of a server event: `alert.raised`, `readings`, `reset` … */
export function staleRooms(event: string): readonly Room[] {
  if (event === 'reset') return rooms
  if (event === 'seen' || event === 'message') return []
  return staleBy[event.split('.')[0] ?? ''] ?? ['ledger']
}

/** What is told of the moment alone makes these stale: of what passed before anybody listened they say nothing. */
export const momentRooms: readonly Room[] = rooms.filter((room) =>
  Object.keys(momentActs).some((moment) => staleRooms(moment).includes(room)),
)
