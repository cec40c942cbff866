import { DAY_MS, HOUR_MS, MINUTE_MS, OFFSET_MS } from '../src/standards/civil-time.ts'

/** A message that a logger owes: real-time values of an instant, or the statistics of a period. */
export interface Upload {
  cn: '2011' | '2031' | '2051' | '2061'
  /** DataTime: the instant, or the START of the period (HJ 212-2017, annex C). [epoch ms] */
  dataTime: number
  /** When it is to be sent: the instant, or the end of the period. [epoch ms] */
  dueAt: number
}

export interface Plan {
  /** First real-time message; the others follow every `realtimeMs`. [epoch ms] */
  start: number
  realtimeMs: number
  /** Length of a minute period. [min] */
  minuteInterval: number
}

/** Everything due in (after, upTo], in the order in which it is sent. */
export function uploadsDue(plan: Plan, after: number, upTo: number): Upload[] {
  const due: Upload[] = [
    ...marksBetween(plan.realtimeMs, plan.start, Math.max(after, plan.start - 1), upTo).map(
      (at): Upload => ({ cn: '2011', dataTime: at, dueAt: at }),
    ),
    ...minutesEnding(plan.minuteInterval, after, upTo),
    ...hoursEnding(after, upTo),
  ]
  return due.sort((a, b) => a.dueAt - b.dueAt || (a.cn < b.cn ? -1 : 1))
}

/** Hour messages of the hours that end in (after, upTo], oldest first. */
export function hoursEnding(after: number, upTo: number): Upload[] {
  // Civil hours and those of the epoch coincide: the offset is whole hours.
  return marksBetween(HOUR_MS, 0, after, upTo).map((at) => ({ cn: '2061', dataTime: at - HOUR_MS, dueAt: at }))
}

/** Minute messages of the periods that end in (after, upTo], oldest first. @param minuteInterval [min] */
export function minutesEnding(minuteInterval: number, after: number, upTo: number): Upload[] {
  const length = minuteInterval * MINUTE_MS
  return marksBetween(length, 0, after, upTo).map((at) => ({ cn: '2051', dataTime: at - length, dueAt: at }))
}

/** Day messages of the civil days that end in (after, upTo], oldest first. */
export function daysEnding(after: number, upTo: number): Upload[] {
  return marksBetween(DAY_MS, -OFFSET_MS, after, upTo).map((at) => ({ cn: '2031', dataTime: at - DAY_MS, dueAt: at }))
}

/** The next instant after `instant` at which something is due. */
export function nextDue(plan: Plan, instant: number): number {
  const realtime = instant < plan.start ? plan.start : nextMark(plan.realtimeMs, plan.start, instant)
  return Math.min(realtime, nextMark(plan.minuteInterval * MINUTE_MS, 0, instant), nextMark(HOUR_MS, 0, instant))
}

function nextMark(step: number, from: number, instant: number): number {
  return from + (Math.floor((instant - from) / step) + 1) * step
}

function marksBetween(step: number, from: number, after: number, upTo: number): number[] {
  const marks: number[] = []
  for (let mark = nextMark(step, from, after); mark <= upTo; mark += step) marks.push(mark)
  return marks
}
