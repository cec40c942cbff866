import type { Hj212Message } from './message.ts'
import { holds, valuesOf } from './replies.ts'

/** What a device tells besides the values of 2011, 2031, 2051 and 2061. */
export const eventKinds = [
  'power-on',
  'status',
  'run-times',
  'parameters',
  'log',
  'time-asked',
  'heartbeat',
  'login',
  'alarm',
  'hardware',
  'key-wanted',
  'measurement',
  'calibration',
  'sample',
  'reply',
] as const
export type EventKind = (typeof eventKinds)[number]

export interface DeviceEvent {
  kind: EventKind
  /** CP as name → value, see {@link valuesOf}. */
  data: Record<string, string>
}

/**
 * CN → kind, and what CP must hold for it, so that a request of the centre with the same number is none; a suffix begins
 * with `-`, '' asks for nothing. Where a CN has several rows the first that fits counts. Editions are not asked: devices send
 * the commands of one with the Flag of another.
 */
// biome-ignore format: a table to proof-read
const table: readonly (readonly [cn: string, kind: EventKind, holds: string, source: string])[] = [
  ['1001', 'hardware',    '-Info',         '2025, reported: i23005 logger, i23006 CPU, i23007/i23008 MAC'],
  ['1011', 'parameters',  'SystemTime',    'HJ 212-2017 annex C: time'],
  ['1013', 'time-asked',  '',              'HJ 212-2017 annex C: the field asks for time calibration'],
  ['1014', 'key-wanted',  'SKCreateTime',  '2025, reported'],
  ['1021', 'parameters',  '-LowValue',     'HJ/T 212-2005: alarm limits'],
  ['1031', 'parameters',  'AlarmTarget',   'HJ/T 212-2005: host address'],
  ['1041', 'parameters',  'ReportTime',    'HJ/T 212-2005: report time'],
  ['1061', 'parameters',  'RtdInterval',   'HJ 212-2017 annex C: real-time interval'],
  ['1063', 'parameters',  'MinInterval',   'HJ 212-2017 annex C: minute interval'],
  ['2013', 'measurement', '-CompleteTime', '2025, reported: raw monitoring data'],
  ['2013', 'measurement', '-SampleTime',   '2025, reported: raw monitoring data'],
  ['2021', 'status',      '-RS',           'HJ 212-2017 annex C: device states'],
  ['2041', 'run-times',   '-RT',           'HJ 212-2017 annex C: run hours of the day'],
  ['2052', 'measurement', '-Data',         '2025, reported: a single noise measurement'],
  ['2062', 'calibration', '-ResultType',   '2025, reported: automatic standard check'],
  ['2062', 'calibration', '-SampleRd',     '2025, reported: automatic standard check'],
  ['2071', 'alarm',       '-Ala',          'HJ/T 212-2005: alarm record'],
  ['2072', 'alarm',       '',              'HJ/T 212-2005: alarm begins or ends'],
  ['2081', 'power-on',    '',              'HJ 212-2017 annex C: logger boot time'],
  ['2111', 'measurement', '-Avg',          '2025, reported: furnace temperature, 5-minute mean'],
  ['3015', 'sample',      'VaseNo',        'HJ 212-2017 annex C: retained sample'],
  ['3017', 'parameters',  'CTime',         'HJ 212-2017 annex C: sampling cycle'],
  ['3018', 'parameters',  'Stime',         'HJ 212-2017 annex C: sample-out time'],
  ['3019', 'parameters',  '-SN',           'HJ 212-2017 annex C: serial number'],
  ['9011', 'reply',       '',              'HJ 212-2017: request answer'],
  ['9012', 'reply',       '',              'HJ 212-2017: execution result'],
  ['9013', 'reply',       '',              'HJ 212-2017: notice answer'],
  ['9014', 'reply',       '',              'HJ 212-2017: data answer'],
  ['9015', 'heartbeat',   '',              '2025, reported; before that a dialect'],
  ['9021', 'login',       '',              'a dialect'],
]

const BY_COMMAND: ReadonlyMap<string, (readonly [kind: EventKind, holds: string])[]> = table.reduce(
  (map, [cn, kind, name]) => map.set(cn, [...(map.get(cn) ?? []), [kind, name]]),
  new Map<string, (readonly [EventKind, string])[]>(),
)

/**
 * What a message of a device tells besides values; null for values, requests of the centre and what Weike does not know.
 */
export function eventOf(message: Hj212Message): DeviceEvent | null {
  const kind = message.cn === '3020' ? siteInformation(message) : kindOf(message)
  return kind === null ? null : { kind, data: valuesOf(message) }
}

function kindOf(message: Hj212Message): EventKind | null {
  const rows = BY_COMMAND.get(message.cn) ?? []
  // 1014 with a new key is the centre's own message.
  if (message.cn === '1014' && holds(message, 'NewSK')) return null
  return rows.find(([, name]) => name === '' || holds(message, name))?.[0] ?? null
}

/** 3020, on-site information, by its code: i11… log, i12… state, i13… parameter (HJ 212-2017 annex C). */
function siteInformation(message: Hj212Message): EventKind | null {
  const names = message.cp.flat().map((pair) => pair.name.toLowerCase())
  if (names.some((name) => name.startsWith('i11'))) return 'log'
  if (names.some((name) => name.startsWith('i13'))) return 'parameters'
  return names.some((name) => name.startsWith('i12')) ? 'status' : null
}
