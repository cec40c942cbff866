import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../standards/civil-time.ts'
import { dueAt, instantAtShare, isLate } from './decide.ts'
import type { DeadlineClock, Pause } from './model.ts'

const START = Date.parse('2026-11-18T09:00:00+08:00')
const at = (hour: number) => START + hour * HOUR_MS

const clock = (hours: number, pauses: readonly Pause[] = [], more: Partial<DeadlineClock> = {}): DeadlineClock => ({
  id: 'clock',
  subjectType: 'case',
  subjectId: 'case',
  kind: 'case-rectify',
  startAt: START,
  durationMs: hours * HOUR_MS,
  calendar: 'around-the-clock',
  stoppedAt: null,
  pauses,
  ...more,
})

describe('a deadline', () => {
  it('without a pause is due when its duration has run', () => {
    expect(dueAt(clock(48))).toBe(Date.parse('2026-11-20T09:00:00+08:00'))
  })

  it('is due later by as long as it was paused', () => {
    expect(dueAt(clock(10, [{ from: at(2), to: at(5) }]))).toBe(at(13))
  })

  it('two pauses that overlap count the shared hours once, in whatever order they are told', () => {
    const pauses = [
      { from: at(4), to: at(7) },
      { from: at(2), to: at(5) },
    ]
    expect(dueAt(clock(10, pauses))).toBe(at(15))
    expect(dueAt(clock(10, pauses.toReversed()))).toBe(at(15))
  })

  it('a pause inside another adds nothing', () => {
    const pauses = [
      { from: at(2), to: at(8) },
      { from: at(3), to: at(4) },
    ]
    expect(dueAt(clock(10, pauses))).toBe(at(16))
  })

  it('of a pause that began before the clock only what lies behind the start counts', () => {
    expect(dueAt(clock(10, [{ from: at(-5), to: at(1) }]))).toBe(at(11))
    expect(dueAt(clock(10, [{ from: at(-5), to: at(-1) }]))).toBe(at(10))
  })

  it('a pause that begins when it was already due moves nothing', () => {
    expect(dueAt(clock(10, [{ from: at(10), to: at(20) }]))).toBe(at(10))
    expect(dueAt(clock(10, [{ from: at(12), to: null }]))).toBe(at(10))
  })

  it('a pause moves the due time into the next pause, which then counts too', () => {
    const pauses = [
      { from: at(9), to: at(11) },
      { from: at(11.5), to: at(13) },
    ]
    expect(dueAt(clock(10, pauses))).toBe(at(13.5))
  })

  it('has no due time while it is paused', () => {
    expect(dueAt(clock(10, [{ from: at(2), to: null }]))).toBe(Number.POSITIVE_INFINITY)
    const swallowed = [
      { from: at(2), to: null },
      { from: at(3), to: at(4) },
    ]
    expect(dueAt(clock(10, swallowed))).toBe(Number.POSITIVE_INFINITY)
  })

  it('a share that was reached before an open pause stays reached', () => {
    expect(instantAtShare(clock(10, [{ from: at(6), to: null }]), 0.5)).toBe(at(5))
    expect(instantAtShare(clock(10, [{ from: at(6), to: null }]), 0.75)).toBe(Number.POSITIVE_INFINITY)
  })

  it('is late from the moment behind its due time, and not when it was stopped before', () => {
    expect(isLate(clock(10), at(10))).toBe(false)
    expect(isLate(clock(10), at(10) + 1)).toBe(true)
    expect(isLate(clock(10, [], { stoppedAt: at(9) }), at(30))).toBe(false)
    expect(isLate(clock(10, [], { stoppedAt: at(11) }), at(30))).toBe(true)
  })
})

/** The same told minute by minute: each minute outside every pause uses one of the duration. */
function dueByMinutes(startMin: number, durationMin: number, pauses: readonly { from: number; to: number | null }[]) {
  let used = 0
  let paused = 0
  for (let minute = startMin; minute < startMin + 5_000; minute += 1) {
    if (used === durationMin) return { due: minute, paused }
    if (pauses.some((one) => one.from <= minute && (one.to === null || minute < one.to))) paused += 1
    else used += 1
  }
  return { due: Number.POSITIVE_INFINITY, paused }
}

it('for any pauses, due − start is the duration and every paused minute between, as when counted minute by minute', () => {
  const pause = fc
    .record({
      from: fc.integer({ min: -200, max: 600 }),
      length: fc.option(fc.integer({ min: 0, max: 150 }), { freq: 8 }),
    })
    .map(({ from, length }) => ({ from, to: length === null ? null : from + length }))
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.array(pause, { maxLength: 6 }), (durationMin, pauses) => {
      const toMs = (minute: number) => START + minute * MINUTE_MS
      const due = dueAt(
        clock(
          0,
          pauses.map(({ from, to }) => ({ from: toMs(from), to: to === null ? null : toMs(to) })),
          { durationMs: durationMin * MINUTE_MS },
        ),
      )
      const counted = dueByMinutes(0, durationMin, pauses)
      expect(due).toBe(Number.isFinite(counted.due) ? toMs(counted.due) : Number.POSITIVE_INFINITY)
      if (Number.isFinite(due)) expect((due - START) / MINUTE_MS).toBe(durationMin + counted.paused)
    }),
    { numRuns: 2_000 },
  )
})
