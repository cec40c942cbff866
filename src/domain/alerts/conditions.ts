import { DAY_MS, HOUR_MS, hourEndingAt, MINUTE_MS, OFFSET_MS } from '../../standards/civil-time.ts'
import type { Resolution } from '../readings/model.ts'
import type { Arrival } from './arrival.ts'
import { cellOf, type Draft, found, waitFor } from './draft.ts'
import type { Rule, RuleOf } from './model.ts'

/** A usable value of an arrival. */
export interface Value {
  arrival: Arrival
  factor: string
  value: number
}

/**
 * Samples and minutes further apart than this do not follow one another: whatever lasts begins anew. Hours and days must
 * meet. Ours. [ms]
 */
const GAP_MS = 15 * MINUTE_MS

function follows(resolution: Resolution, last: number, periodStart: number): boolean {
  return periodStart <= last + (resolution === 'realtime' || resolution === 'minute' ? GAP_MS : 0)
}

const keyOf = (rule: Rule, { arrival, factor }: Value) => `${rule.id} ${arrival.deviceId} ${factor}`

function finding({ arrival, factor }: Value, value: number, level: number) {
  const { deviceId, periodEnd, seq } = arrival
  return { deviceId, factor, periodEnd, value, level, frameSeq: seq }
}

/**
 * Over the limit, for so long. With a duration only what is newer than all before it is looked at: what comes late cannot
 * mend a row that was broken.
 */
export function threshold(draft: Draft, rule: RuleOf<'threshold'>, one: Value): void {
  const isOver = one.value > rule.threshold
  const durationMs = rule.params.durationMinutes * MINUTE_MS
  if (durationMs === 0) {
    if (isOver) found(draft, rule, finding(one, one.value, rule.threshold))
    return
  }
  const { periodStart, periodEnd, resolution } = one.arrival
  const key = keyOf(rule, one)
  const before = cellOf(draft, key, 'streak')
  if (before !== undefined && periodEnd <= before.last) return
  const goesOn = before !== undefined && before.since !== null && follows(resolution, before.last, periodStart)
  const since = isOver ? (goesOn ? before.since : periodStart) : null
  draft.cells.set(key, { kind: 'streak', since, last: periodEnd })
  if (since !== null && periodEnd - since >= durationMs) found(draft, rule, finding(one, one.value, rule.threshold))
}

/** Over the lowest value of the window before it by more than the limit. */
export function rise(draft: Draft, rule: RuleOf<'rise'>, one: Value): void {
  const { value } = one
  const { periodEnd } = one.arrival
  const key = keyOf(rule, one)
  const before = cellOf(draft, key, 'lows')
  if (before !== undefined && periodEnd <= before.last) return
  const from = periodEnd - rule.params.windowMinutes * MINUTE_MS
  const lows = (before?.lows ?? []).filter(([at]) => at >= from)
  const lowest = lows[0]?.[1]
  if (lowest !== undefined && value > lowest + rule.threshold) {
    found(draft, rule, finding(one, value, lowest + rule.threshold))
  }
  // Behind a low that is not above them, higher ones never decide anything.
  const kept = lows.filter(([, low]) => low < value)
  draft.cells.set(key, { kind: 'lows', last: periodEnd, lows: [...kept, [periodEnd, value]] })
}

/** The same value for so long, give or take the tolerance from the first one. */
export function flatLine(draft: Draft, rule: RuleOf<'flat-line'>, one: Value): void {
  const { periodStart, periodEnd, resolution } = one.arrival
  const key = keyOf(rule, one)
  const before = cellOf(draft, key, 'flat')
  if (before !== undefined && periodEnd <= before.last) return
  const isSame =
    before !== undefined &&
    Math.abs(one.value - before.value) <= rule.params.tolerance &&
    follows(resolution, before.last, periodStart)
  const since = isSame ? before.since : periodStart
  draft.cells.set(key, { kind: 'flat', since, last: periodEnd, value: isSame ? before.value : one.value })
  const minutes = (periodEnd - since) / MINUTE_MS
  if (minutes >= rule.threshold) found(draft, rule, finding(one, minutes, rule.threshold))
}

/**
 * An hour of one station among the others: gathered until its grace is over, then all are judged at once; what comes later is
 * judged as it comes, against those that are there.
 */
export function neighbours(draft: Draft, rule: RuleOf<'neighbours'>, one: Value): void {
  const { deviceId, periodEnd, seq } = one.arrival
  const stationId = draft.ground.standsAt(deviceId, periodEnd)
  if (stationId === null) return
  const key = `${rule.id} ${one.factor} ${periodEnd}`
  const before = cellOf(draft, key, 'hour') ?? { kind: 'hour', periodEnd, isJudged: false, values: {} }
  const values = { ...before.values, [stationId]: { deviceId, value: one.value, seq } }
  draft.cells.set(key, { ...before, values })
  if (before.isJudged) judgeAmong(draft, rule, one.factor, periodEnd, values, stationId)
  else waitFor(draft, hourJudgedAt(rule, periodEnd))
}

export function hourJudgedAt(rule: RuleOf<'neighbours'>, periodEnd: number): number {
  return periodEnd + rule.params.graceMinutes * MINUTE_MS
}

type HourValues = Readonly<Record<string, { deviceId: string; value: number; seq: number }>>

/** The grace of an hour is over: every station that is there, in the order of their ids. */
export function judgeHour(draft: Draft, rule: RuleOf<'neighbours'>, key: string): void {
  const cell = cellOf(draft, key, 'hour')
  if (cell === undefined) return
  draft.cells.set(key, { ...cell, isJudged: true })
  const factor = key.split(' ')[1] ?? ''
  for (const stationId of Object.keys(cell.values).toSorted()) {
    judgeAmong(draft, rule, factor, cell.periodEnd, cell.values, stationId)
  }
}

function judgeAmong(
  draft: Draft,
  rule: RuleOf<'neighbours'>,
  factor: string,
  periodEnd: number,
  values: HourValues,
  stationId: string,
): void {
  const own = values[stationId]
  const others = Object.entries(values).flatMap(([id, each]) => (id === stationId ? [] : [each.value]))
  if (own === undefined || others.length < rule.params.leastNeighbours) return
  const median = medianOf(others)
  const level = Math.max(median * rule.params.ratio, median + rule.threshold)
  if (own.value <= level) return
  found(draft, rule, { deviceId: own.deviceId, factor, periodEnd, value: own.value, level, frameSeq: own.seq })
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const high = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2
}

/** Minutes make an hour, hours a day. [ms] */
function wholeMs(rule: Rule): number {
  return rule.resolution === 'minute' ? HOUR_MS : DAY_MS
}

/** End of the hour or civil day that a period belongs to. */
function wholeEnd(rule: Rule, periodEnd: number): number {
  if (rule.resolution === 'minute') return hourEndingAt(periodEnd)
  return Math.ceil((periodEnd + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS
}

/** Of a device that says nothing any more so many are told, then no more: it is for the silence to say that. */
const MOST_EMPTY = { minute: 24, hour: 3 } as const

/** What came of an hour or a day; the first, of which one may not have heard the beginning, is not judged. */
export function completeness(draft: Draft, rule: RuleOf<'completeness'>, one: Value): void {
  const { periodStart, periodEnd, seq } = one.arrival
  const end = wholeEnd(rule, periodEnd)
  const key = keyOf(rule, one)
  const cell = cellOf(draft, key, 'gathered') ?? {
    kind: 'gathered',
    next: end + wholeMs(rule),
    parts: {},
    empty: 0,
    seq,
  }
  if (end >= cell.next) {
    const part = { ...cell.parts[end], [periodEnd]: (periodEnd - periodStart) / MINUTE_MS }
    draft.cells.set(key, { ...cell, seq, parts: { ...cell.parts, [end]: part } })
  } else draft.cells.set(key, cell)
  waitFor(draft, wholeJudgedAt(rule, cell.next))
}

export function wholeJudgedAt(rule: RuleOf<'completeness'>, end: number): number {
  return end + rule.params.graceMinutes * MINUTE_MS
}

/** The grace of the first period that is not judged is over. */
export function judgeWhole(draft: Draft, rule: RuleOf<'completeness'>, key: string): void {
  const cell = cellOf(draft, key, 'gathered')
  if (cell === undefined) return
  const { next, seq } = cell
  const { [next]: part = {}, ...later } = cell.parts
  const lengths = Object.values(part)
  const value = rule.resolution === 'minute' ? lengths.reduce((sum, minutes) => sum + minutes, 0) : lengths.length
  const empty = lengths.length === 0 ? cell.empty + 1 : 0
  const [, deviceId = '', factor = ''] = key.split(' ')
  if (value < rule.threshold) {
    found(draft, rule, { deviceId, factor, periodEnd: next, value, level: rule.threshold, frameSeq: seq })
  }
  if (empty >= MOST_EMPTY[rule.resolution === 'minute' ? 'minute' : 'hour']) draft.cells.delete(key)
  else draft.cells.set(key, { ...cell, next: next + wholeMs(rule), parts: later, empty })
}
