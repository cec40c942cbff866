/**
 * The life of a command to a device (fact sheet hj212, section 4): queued until the device is connected; sent; 9011 accepts
 * or refuses it; data under way: executing; 9012 ends it. What is not answered in time is sent again, then given up.
 */
export const commandStates = [
  'queued',
  'sent',
  'accepted',
  'executing',
  'done',
  'refused',
  'failed',
  'timed-out',
  'cancelled',
] as const
export type CommandState = (typeof commandStates)[number]

export const openCommandStates = ['queued', 'sent', 'accepted', 'executing'] as const satisfies readonly CommandState[]

/** Who wants it: a person, Weike itself because hours are missing, or the device, which asked for the time (1013). */
export const commandCauses = ['person', 'gap-recall', 'time-asked'] as const
export type CommandCause = (typeof commandCauses)[number]

/** What a person may ask of a device; the edition decides the CN. */
export const commandKinds = [
  'read-time',
  'set-time',
  'read-realtime-interval',
  'set-realtime-interval',
  'read-minute-interval',
  'set-minute-interval',
  'set-password',
  'realtime',
  'stop-realtime',
  'minutes',
  'hours',
  'days',
  'run-times',
  'zero-span-check',
  'immediate-sampling',
  'blow-back',
  'serial-number',
  'log',
] as const
export type CommandKind = (typeof commandKinds)[number]

/** The numbers of a kind and what it needs (HJ 212-2017 table 9 and annex C; HJ/T 212-2005). */
export interface CommandForm {
  kind: CommandKind
  cn: string
  editions: readonly ('2005' | '2017' | '2025')[]
  needs: readonly ('range' | 'factor' | 'seconds' | 'minutes' | 'password')[]
  /** `notice`: answered 9013, without 9011 and 9012. */
  exchange: 'request' | 'notice'
}

// biome-ignore format: a table to proof-read
export const commandForms: readonly CommandForm[] = [
  { kind: 'read-time',              cn: '1011', editions: ['2005', '2017', '2025'], needs: [],           exchange: 'request' },
  { kind: 'set-time',               cn: '1012', editions: ['2005', '2017', '2025'], needs: [],           exchange: 'request' },
  { kind: 'read-realtime-interval', cn: '1061', editions: ['2005', '2017', '2025'], needs: [],           exchange: 'request' },
  { kind: 'set-realtime-interval',  cn: '1062', editions: ['2005', '2017', '2025'], needs: ['seconds'],  exchange: 'request' },
  { kind: 'read-minute-interval',   cn: '1063', editions: ['2017', '2025'],         needs: [],           exchange: 'request' },
  { kind: 'set-minute-interval',    cn: '1064', editions: ['2017', '2025'],         needs: ['minutes'],  exchange: 'request' },
  { kind: 'set-password',           cn: '1072', editions: ['2005', '2017', '2025'], needs: ['password'], exchange: 'request' },
  { kind: 'realtime',               cn: '2011', editions: ['2005', '2017', '2025'], needs: [],           exchange: 'request' },
  { kind: 'stop-realtime',          cn: '2012', editions: ['2005', '2017', '2025'], needs: [],           exchange: 'notice'  },
  { kind: 'minutes',                cn: '2051', editions: ['2005', '2017', '2025'], needs: ['range'],    exchange: 'request' },
  { kind: 'hours',                  cn: '2061', editions: ['2005', '2017', '2025'], needs: ['range'],    exchange: 'request' },
  { kind: 'days',                   cn: '2031', editions: ['2005', '2017', '2025'], needs: ['range'],    exchange: 'request' },
  { kind: 'run-times',              cn: '2041', editions: ['2005', '2017', '2025'], needs: ['range'],    exchange: 'request' },
  { kind: 'zero-span-check',        cn: '3011', editions: ['2005', '2017', '2025'], needs: ['factor'],   exchange: 'request' },
  { kind: 'immediate-sampling',     cn: '3012', editions: ['2005', '2017', '2025'], needs: ['factor'],   exchange: 'request' },
  { kind: 'blow-back',              cn: '3013', editions: ['2017', '2025'],         needs: ['factor'],   exchange: 'request' },
  { kind: 'serial-number',          cn: '3019', editions: ['2017', '2025'],         needs: ['factor'],   exchange: 'request' },
  { kind: 'log',                    cn: '3020', editions: ['2017', '2025'],         needs: ['factor', 'range'], exchange: 'request' },
]
