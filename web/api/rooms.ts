/** The first word of every query key: what the pages know, by room. */
export const rooms = [
  'stations',
  'readings',
  'devices',
  'rules',
  'alerts',
  'tasks',
  'cases',
  'people',
  'units',
  'messages',
  'ledger',
] as const
export type Room = (typeof rooms)[number]

/** Which rooms an event of the live stream makes stale, by its subject: the word before the dot of a ledger kind, or a passing event's name. */
const staleBy: Readonly<Record<string, readonly Room[]>> = {
  readings: ['readings', 'devices'],
  telemetry: ['devices', 'ledger'],
  frame: ['devices', 'ledger'],
  alerts: ['alerts'],
  alert: ['alerts', 'messages', 'ledger'],
  task: ['tasks', 'alerts', 'people', 'messages', 'ledger'],
  case: ['cases', 'alerts', 'tasks', 'messages', 'ledger'],
  photo: ['tasks', 'cases', 'ledger'],
  station: ['stations', 'readings', 'ledger'],
  device: ['devices', 'ledger'],
  person: ['people', 'alerts', 'tasks', 'cases', 'ledger'],
  rule: ['rules', 'alerts', 'ledger'],
  message: ['messages'],
  messages: ['messages'],
  channel: ['messages', 'ledger'],
}

/** @param event name of a server event: `alert.raised`, `readings`, `reset` … */
export function staleRooms(event: string): readonly Room[] {
  if (event === 'reset') return rooms
  if (event === 'seen' || event === 'message') return []
  return staleBy[event.split('.')[0] ?? ''] ?? ['ledger']
}
