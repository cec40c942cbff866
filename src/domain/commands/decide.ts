import { qnOf } from '../../protocols/hj212/requests.ts'
import { DAY_MS, HOUR_MS, instantOfCompact, MINUTE_MS, OFFSET_MS } from '../../standards/civil-time.ts'
import type { CommandKind, CommandState } from './model.ts'

/** How long what is waited for, and how often a command is sent by itself. */
export interface Patience {
  /** Until the first answer, 9011 or 9013 (OverTime). [ms] */
  answerMs: number
  /** How often it is sent again after that (ReCount). */
  resends: number
  /** Until a device that is not connected comes back. [ms] */
  queuedMs: number
}

/**
 * HJ 212-2017: 10 s on wireless lines, which are the slowest it names, and three resends. How long a command may wait for a
 * device that is away is Weike's own: after a day nobody means it any more.
 */
export const usualPatience: Patience = { answerMs: 10_000, resends: 3, queuedMs: DAY_MS }

/**
 * How long an accepted command may take until its next sign of life (9012 or data). The standard leaves it to both sides;
 * these are generous, because giving up on a command that is being executed helps nobody. [ms]
 */
// biome-ignore format: a table to proof-read
const executionMs: Readonly<Record<CommandKind, number>> = {
  'read-time':              1 * MINUTE_MS,
  'set-time':               1 * MINUTE_MS,
  'read-realtime-interval': 1 * MINUTE_MS,
  'set-realtime-interval':  1 * MINUTE_MS,
  'read-minute-interval':   1 * MINUTE_MS,
  'set-minute-interval':    1 * MINUTE_MS,
  'set-password':           1 * MINUTE_MS,
  'realtime':               2 * MINUTE_MS,
  'stop-realtime':          1 * MINUTE_MS,
  'minutes':                2 * MINUTE_MS,
  'hours':                  2 * MINUTE_MS,
  'days':                   2 * MINUTE_MS,
  'run-times':              2 * MINUTE_MS,
  'zero-span-check':       30 * MINUTE_MS,
  'immediate-sampling':    30 * MINUTE_MS,
  'blow-back':             10 * MINUTE_MS,
  'serial-number':          1 * MINUTE_MS,
  'log':                    2 * MINUTE_MS,
}

/** When to look at an accepted command again, if nothing comes of it. [ms] */
export function executionPatience(kind: CommandKind): number {
  return executionMs[kind]
}

/** No answer and no execution is waited for as long. [ms] */
const LONGEST_UNDER_WAY_MS = HOUR_MS

/**
 * Whether something is due about an open command. A deadline of one under way that lies further off than any patience was set
 * before somebody turned the clock back: it would keep the device, and all that waits behind the command, for as long.
 * @param now wall clock [epoch ms]
 */
export function isDue({ state, deadlineAt }: { state: CommandState; deadlineAt: number | null }, now: number): boolean {
  if (deadlineAt === null) return false
  return deadlineAt <= now || (state !== 'queued' && deadlineAt > now + LONGEST_UNDER_WAY_MS)
}

/** What a command's device would do a second time: those are not sent again once it has accepted them. */
const actsOnce: ReadonlySet<CommandKind> = new Set([
  'set-password',
  'zero-span-check',
  'immediate-sampling',
  'blow-back',
])

/** Questions with one answer: when it has come, a 9012 that does not is not missed. */
export const reads: ReadonlySet<CommandKind> = new Set([
  'read-time',
  'read-realtime-interval',
  'read-minute-interval',
  'serial-number',
])

/** Data of a span of periods, each with its DataTime; the length of their periods. `minute`: the device's own. */
export const histories: ReadonlyMap<CommandKind, 'minute' | 'hour' | 'day'> = new Map([
  ['minutes', 'minute'],
  ['hours', 'hour'],
  ['days', 'day'],
  ['run-times', 'day'],
])

/** What a device says to a command: 9011, 9012, 9013 or data. */
export type Word =
  | { kind: 'answer'; qnRtn: number }
  | { kind: 'result'; exeRtn: number }
  | { kind: 'notice-answer' }
  | { kind: 'data' }

/** ExeRtn 100: there are no data of what was asked. The command was done, with nothing. */
const NO_DATA = 100

type Heard = 'accepts' | 'refuses' | 'data' | 'done' | 'fails' | 'noticed'

function heardIn(word: Word): Heard {
  if (word.kind === 'answer') return word.qnRtn === 1 ? 'accepts' : 'refuses'
  if (word.kind === 'result') return word.exeRtn === 1 || word.exeRtn === NO_DATA ? 'done' : 'fails'
  return word.kind === 'data' ? 'data' : 'noticed'
}

// biome-ignore format: a table to proof-read
const steps: readonly { from: CommandState; on: Heard; to: CommandState }[] = [
  { from: 'sent',      on: 'accepts', to: 'accepted'  },
  { from: 'sent',      on: 'refuses', to: 'refused'   },
  { from: 'sent',      on: 'data',    to: 'executing' },
  { from: 'sent',      on: 'done',    to: 'done'      },
  { from: 'sent',      on: 'fails',   to: 'failed'    },
  { from: 'sent',      on: 'noticed', to: 'done'      },
  { from: 'accepted',  on: 'refuses', to: 'refused'   },
  { from: 'accepted',  on: 'data',    to: 'executing' },
  { from: 'accepted',  on: 'done',    to: 'done'      },
  { from: 'accepted',  on: 'fails',   to: 'failed'    },
  { from: 'executing', on: 'data',    to: 'executing' },
  { from: 'executing', on: 'done',    to: 'done'      },
  { from: 'executing', on: 'fails',   to: 'failed'    },
]

/** The state after a word of the device; null: the word says nothing new. */
export function stateAfter(state: CommandState, word: Word): CommandState | null {
  const heard = heardIn(word)
  return steps.find((step) => step.from === state && step.on === heard)?.to ?? null
}

/** What to do about an open command whose deadline has passed. */
export type AtDeadline = 'send-again' | 'wait-for-device' | 'done' | 'give-up'

/**
 * No answer in time: the same is sent again, a device that is gone is waited for, and after the last time it is over. What
 * the device has accepted is asked again only where that does no harm.
 */
export function atDeadline(
  command: { kind: CommandKind; state: CommandState; attempts: number; answers: number },
  isConnected: boolean,
  patience: Patience,
): AtDeadline {
  if (command.state === 'queued') return 'give-up'
  if (command.answers > 0 && (reads.has(command.kind) || command.kind === 'realtime')) return 'done'
  if (command.state !== 'sent' && actsOnce.has(command.kind)) return 'give-up'
  if (command.attempts > patience.resends) return 'give-up'
  return isConnected ? 'send-again' : 'wait-for-device'
}

/** The request number of an instant, or the next one after `last` where that is not before it. */
export function nextQn(now: number, last: string | null): string {
  const wanted = qnOf(now)
  if (last === null || wanted > last) return wanted
  const lastSecond = instantOfCompact(last.slice(0, 14))
  return lastSecond === null ? wanted : qnOf(lastSecond + Number(last.slice(14)) + 1)
}

/** How the periods of a device are named on the wire. */
export interface Labelling {
  dataTimeNames: 'start' | 'end'
  /** [min] */
  minuteInterval: number
}

/**
 * BeginTime and EndTime of the periods that lie in a span: the DataTime of the first and of the last of them, as the device
 * names its periods. A span that begins or ends within a period takes in the whole of it. [epoch ms]
 */
export function labelsOf(
  span: { from: number; to: number },
  resolution: 'minute' | 'hour' | 'day',
  device: Labelling,
): { begin: number; end: number } {
  const length = periodMs(resolution, device)
  const first = floorCivil(span.from, length)
  const last = floorCivil(span.to - 1, length)
  const shift = device.dataTimeNames === 'start' ? 0 : length
  return { begin: first + shift, end: last + shift }
}

function periodMs(resolution: 'minute' | 'hour' | 'day', device: Labelling): number {
  if (resolution === 'minute') return device.minuteInterval * MINUTE_MS
  return resolution === 'hour' ? HOUR_MS : DAY_MS
}

/** The last instant not after `instant` at which a civil period of this length begins. */
function floorCivil(instant: number, length: number): number {
  return Math.floor((instant + OFFSET_MS) / length) * length - OFFSET_MS
}

/** Is this DataTime [epoch ms] one that was asked for? */
export function wasAskedFor(dataTime: number, labels: { begin: number; end: number }): boolean {
  return dataTime >= labels.begin && dataTime <= labels.end
}
