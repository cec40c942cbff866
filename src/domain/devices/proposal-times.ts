import { DAY_MS, HOUR_MS, instantOfCompact, MINUTE_MS } from '../../standards/civil-time.ts'
import type { DataTimeNames } from './model.ts'
import { type Choice, countsOf, type Evidence, evidenceOf, medianOf } from './proposal-evidence.ts'
import type { HeardFrame } from './proposal-wire.ts'

/** QN − DataTime of one command over many frames. [s] */
export interface Delay {
  cn: string
  frames: number
  shortestSeconds: number
  medianSeconds: number
}

/** HJ 212-2017, MinInterval. [min] */
const minuteIntervals = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30] as const
const USUAL_MINUTES = 10
/** RtdInterval reaches to an hour. [s] */
const LONGEST_REALTIME = 3600

/** Periods of one command before their delays, or gaps between them, prove something. */
const ENOUGH_PERIODS = 3
const ENOUGH_GAPS = 5
const STEADY_SHARE = 0.8
/** A gap that makes up less than this share of all is an accident. */
const RARE_SHARE = 0.1
/** A device sends within a quarter of a period, or it cannot be told which end of the period DataTime names. */
const SOON_SHARE = 0.25
/** A minute mean of one minute may well be sent a minute late: shorter ones prove nothing. [min] */
const LEAST_PROVING_MINUTES = 5
/** Without hour data for so long, none is to be expected. [ms] */
const HOURS_WOULD_HAVE_COME_MS = 2.5 * HOUR_MS

const HOUR = '2061'
const DAY = '2031'
const MINUTE = '2051'
const REALTIME = '2011'

/** Shortest and median delay of each command that uploads values, in the order of their numbers. */
export function delaysOf(heard: readonly HeardFrame[]): Delay[] {
  return [REALTIME, DAY, MINUTE, HOUR].flatMap((cn) => {
    const delays = heard.flatMap((one) => (one.message.cn === cn ? delayOf(one) : []))
    if (delays.length === 0) return []
    const [shortest = 0] = delays.toSorted((a, b) => a - b)
    return { cn, frames: delays.length, shortestSeconds: shortest, medianSeconds: medianOf(delays) }
  })
}

/** QN − DataTime [s]: both from the device's clock, so that its error does not count. Without a QN: from the arrival. */
function delayOf({ message, upload, receivedAt }: HeardFrame): number[] {
  if (upload?.dataTime == null) return []
  return [((instantOfQn(message.qn) ?? receivedAt) - upload.dataTime) / 1000]
}

/** Instant of a QN [epoch ms]: civil time to the millisecond, in the field also epoch ms; null when it is neither. */
export function instantOfQn(qn: string): number | null {
  if (/^1\d{12}$/.test(qn)) return Number(qn)
  const instant = /^\d{14,18}$/.test(qn) ? instantOfCompact(qn.slice(0, 14)) : null
  return instant === null ? null : instant + Number(qn.slice(14, 17).padEnd(3, '0'))
}

/**
 * What DataTime names, by the shortest delay of each statistic (fact sheet, section 3.2): about one period = its start,
 * about none = its end. The shortest and not the mean, because what is sent again after a gap is hours late. Hours decide
 * before days, days before minutes; the standard's own rule where nothing does.
 */
export function dataTimeChoice(
  heard: readonly HeardFrame[],
  delays: readonly Delay[],
  minuteInterval: number,
): Choice<DataTimeNames> {
  const verdicts = [
    { cn: HOUR, period: HOUR_MS / 1000 },
    { cn: DAY, period: DAY_MS / 1000 },
    { cn: MINUTE, period: (minuteInterval * MINUTE_MS) / 1000 },
  ].flatMap(({ cn, period }) => {
    const delay = delays.find((one) => one.cn === cn)
    return delay === undefined ? [] : verdictOf(delay, period, distinctTimes(heard, cn).length)
  })
  const [first] = verdicts.filter(({ names }) => names !== null)
  const evidence = verdicts.map((verdict) => verdict.evidence)
  if (first === undefined || first.names === null) {
    return { value: 'start', evidence: evidence.length > 0 ? evidence : [evidenceOf('no-statistics')], sure: false }
  }
  const agrees = verdicts.every(({ names, isProof }) => names === first.names || names === null || !isProof)
  return {
    value: first.names,
    evidence,
    sure: agrees && verdicts.some(({ names, isProof }) => isProof && names === first.names),
  }
}

interface Verdict {
  names: DataTimeNames | null
  isProof: boolean
  evidence: Evidence
}

function verdictOf({ cn, frames, shortestSeconds }: Delay, period: number, periods: number): Verdict {
  const params = { cn, frames, shortest: Math.round(shortestSeconds), period }
  const isLong = cn !== MINUTE || period >= LEAST_PROVING_MINUTES * 60
  const isProof = periods >= ENOUGH_PERIODS && isLong
  if (Math.abs(shortestSeconds) <= SOON_SHARE * period) {
    return { names: 'end', isProof, evidence: evidenceOf('delay-end', params) }
  }
  if (Math.abs(shortestSeconds - period) <= SOON_SHARE * period) {
    return { names: 'start', isProof, evidence: evidenceOf('delay-start', params) }
  }
  return { names: null, isProof: false, evidence: evidenceOf('delay-unclear', params) }
}

/** Time between real-time data; null when none came, or only one instant of them. */
export function realtimeChoice(heard: readonly HeardFrame[]): Choice | null {
  const gaps = gapsOf(distinctTimes(heard, REALTIME)).map((gap) => Math.round(gap / 1000))
  const middle = medianOf(gaps)
  if (!(middle >= 1 && middle <= LONGEST_REALTIME)) return null
  const near = gaps.filter((gap) => Math.abs(gap - middle) <= Math.max(1, middle * 0.1)).length
  const isSteady = near >= gaps.length * STEADY_SHARE
  const params = { cn: REALTIME, gaps: gaps.length, seconds: middle, near }
  return {
    value: String(middle),
    evidence: [evidenceOf(isSteady ? 'interval-steady' : 'interval-varies', params)],
    sure: isSteady && gaps.length >= ENOUGH_GAPS,
  }
}

/** Length of minute data: the shortest gap that is no accident; null when none came. */
export function minuteChoice(heard: readonly HeardFrame[]): Choice | null {
  const times = distinctTimes(heard, MINUTE)
  if (times.length === 0) return null
  const gaps = countsOf(gapsOf(times).map((gap) => String(Math.round(gap / MINUTE_MS))))
  const total = gaps.reduce((sum, { count }) => sum + count, 0)
  const shortest = gaps
    .filter(({ text, count }) => Number(text) >= 1 && count >= total * RARE_SHARE)
    .toSorted((a, b) => Number(a.text) - Number(b.text))[0]
  const minutes = shortest === undefined ? undefined : minuteIntervals.find((each) => each === Number(shortest.text))
  if (shortest === undefined || minutes === undefined) {
    const params = { cn: MINUTE, frames: times.length, minutes: USUAL_MINUTES }
    return { value: String(USUAL_MINUTES), evidence: [evidenceOf('interval-unknown', params)], sure: false }
  }
  const isSteady = shortest.count >= total * STEADY_SHARE
  const params = { cn: MINUTE, gaps: total, seconds: minutes * 60, near: shortest.count }
  return {
    value: String(minutes),
    evidence: [evidenceOf(isSteady ? 'interval-steady' : 'interval-varies', params)],
    sure: isSteady && total >= ENOUGH_GAPS,
  }
}

/** Whether hour data are to be expected. */
export function hoursChoice(heard: readonly HeardFrame[], spanMs: number): Choice<'true' | 'false'> {
  const frames = heard.filter(({ message, upload }) => message.cn === HOUR && upload !== null).length
  if (frames > 0) return { value: 'true', evidence: [evidenceOf('hours-seen', { frames })], sure: true }
  const wouldHaveCome = spanMs >= HOURS_WOULD_HAVE_COME_MS
  const evidence = [evidenceOf('hours-unseen', { minutes: Math.round(spanMs / MINUTE_MS) })]
  return { value: wouldHaveCome ? 'false' : 'true', evidence, sure: wouldHaveCome }
}

function distinctTimes(heard: readonly HeardFrame[], cn: string): number[] {
  const times = heard.flatMap(({ message, upload }) =>
    message.cn === cn && upload?.dataTime != null ? [upload.dataTime] : [],
  )
  return [...new Set(times)].sort((a, b) => a - b)
}

function gapsOf(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? time))
}
