import type { ExecutionReturn, RequestReturn, requestReturns } from '../src/protocols/hj212/answers.ts'
import { commandOf } from '../src/protocols/hj212/commands.ts'
import { type CpItem, cpValue, type Hj212Message } from '../src/protocols/hj212/message.ts'
import { compactOf, instantOfCompact, MINUTE_MS } from '../src/standards/civil-time.ts'
import type { Device } from './place.ts'

/** What a logger is, and is set to, when a command comes. */
export interface Commanded {
  device: Pick<Device, 'mn' | 'pw' | 'factors'>
  /** Its own clock. [epoch ms] */
  now: number
  realtimeMs: number
  /** [min] */
  minuteInterval: number
}

/** What is changed in a logger for good. */
export type Setting =
  | { what: 'clock'; instant: number }
  | { what: 'realtime-interval'; ms: number }
  | { what: 'minute-interval'; minutes: number }

/** Kinds of history, each by the CN of its data. */
export type HistoryCn = '2031' | '2051' | '2061'

/** What a logger does about a message of the centre. */
export type Deed =
  /** Nothing: it is an answer, or means nothing to a logger. */
  | { kind: 'none' }
  /** 9013: the notice was understood. */
  | { kind: 'stop-realtime' }
  /** 9011 says why not. */
  | { kind: 'refuse'; returns: RequestReturn }
  /** 9011, then 9012 says why it came to nothing. */
  | { kind: 'fail'; returns: ExecutionReturn }
  /** 9011, a message of the same number that tells this, 9012. */
  | { kind: 'tell'; cp: CpItem[] }
  /** 9011, 9012, and it is so from then on. */
  | { kind: 'set'; setting: Setting }
  /** 9011, a sample at once under the number of the request, 9012; real-time data flow again if they were stopped. */
  | { kind: 'realtime' }
  /** 9011, the records of periods whose DataTime lies in [begin, end], 9012. [epoch ms] */
  | { kind: 'history'; cn: HistoryCn; begin: number; end: number }
  /** 9011, work that takes its time, 9012. [ms] */
  | { kind: 'work'; ms: number; samples: boolean }

/** HJ 212-2017, CP names: what RtdInterval and MinInterval may be. */
const REALTIME_SECONDS = { least: 30, most: 3600 }
const MINUTE_INTERVALS: readonly number[] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30]

/** How long instruments are busy. [ms] */
const CHECK_MS = 2 * MINUTE_MS
const SAMPLING_MS = 20_000
const CLEANING_MS = 30_000

const conditionWrong: Deed = { kind: 'fail', returns: 3 }
/** No devices whose run time would be counted, and no log. */
const noData: Deed = { kind: 'fail', returns: 100 }
/** A new password would be forgotten with the process, and the next one be a stranger to the county. */
const refused: Deed = { kind: 'refuse', returns: 2 }

type Reading = (message: Hj212Message, logger: Commanded) => Deed

const history =
  (cn: HistoryCn): Reading =>
  ({ cp }) => {
    const [begin, end] = [instantIn(cp, 'BeginTime'), instantIn(cp, 'EndTime')]
    return begin === null || end === null ? conditionWrong : { kind: 'history', cn, begin, end }
  }
/** Of an instrument that the logger has. */
const ofFactor =
  (deed: (code: string, logger: Commanded) => Deed): Reading =>
  ({ cp }, logger) => {
    const code = cpValue(cp, 'PolId') ?? ''
    return logger.device.factors.includes(code) ? deed(code, logger) : conditionWrong
  }

/** Requests that a logger knows (HJ 212-2017, annex C). */
const requests: Readonly<Record<string, Reading>> = {
  '1011': (_, { now }) => tell('SystemTime', compactOf(now)),
  '1012'({ cp }) {
    const instant = instantIn(cp, 'SystemTime')
    return instant === null ? conditionWrong : { kind: 'set', setting: { what: 'clock', instant } }
  },
  '1061': (_, { realtimeMs }) => tell('RtdInterval', String(Math.round(realtimeMs / 1000))),
  '1062'({ cp }) {
    const seconds = Number(cpValue(cp, 'RtdInterval'))
    const fits = Number.isInteger(seconds) && seconds >= REALTIME_SECONDS.least && seconds <= REALTIME_SECONDS.most
    return fits ? { kind: 'set', setting: { what: 'realtime-interval', ms: seconds * 1000 } } : conditionWrong
  },
  '1063': (_, { minuteInterval }) => tell('MinInterval', String(minuteInterval)),
  '1064'({ cp }) {
    const minutes = Number(cpValue(cp, 'MinInterval'))
    return MINUTE_INTERVALS.includes(minutes)
      ? { kind: 'set', setting: { what: 'minute-interval', minutes } }
      : conditionWrong
  },
  '1072': () => refused,
  '2011': () => ({ kind: 'realtime' }),
  '2031': history('2031'),
  '2041': () => noData,
  '2051': history('2051'),
  '2061': history('2061'),
  '3011': ofFactor(() => ({ kind: 'work', ms: CHECK_MS, samples: false })),
  '3012': ofFactor(() => ({ kind: 'work', ms: SAMPLING_MS, samples: true })),
  '3013': ofFactor(() => ({ kind: 'work', ms: CLEANING_MS, samples: false })),
  '3019': ofFactor((code, { device }) => tell(`${code}-SN`, `QY${device.mn.slice(-4)}${code.toUpperCase()}`)),
  '3020': () => noData,
}

/** What a logger does about a message of the centre; pure. */
export function deedOf(message: Hj212Message, logger: Commanded): Deed {
  const { cn, edition, pw, mn } = message
  const kind = commandOf(cn, edition)?.kind
  if (kind === 'notice') return cn === '2012' ? { kind: 'stop-realtime' } : { kind: 'none' }
  if (kind === 'answer') return { kind: 'none' }
  if (pw !== logger.device.pw) return refuse(3)
  if (mn !== logger.device.mn) return refuse(4)
  return requests[cn]?.(message, logger) ?? refuse(8)
}

function refuse(returns: keyof typeof requestReturns): Deed {
  return { kind: 'refuse', returns }
}

function tell(name: string, value: string): Deed {
  return { kind: 'tell', cp: [[{ name, value }]] }
}

function instantIn(cp: readonly CpItem[], name: string): number | null {
  return instantOfCompact(cpValue(cp, name) ?? '')
}
