import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '../../standards/civil-time.ts'
import { dueSteps } from './ladder.ts'
import { type DeadlineClock, defaultLadder, type LadderStep } from './model.ts'

const START = Date.parse('2026-11-18T09:00:00+08:00')
const at = (hour: number) => START + hour * HOUR_MS

const ladder: readonly LadderStep[] = defaultLadder.map((step) => ({
  ...step,
  id: `${step.clockKind} ${step.atPercent}`,
}))

const clock = (id: string, more: Partial<DeadlineClock> = {}): DeadlineClock => ({
  id,
  subjectType: 'case',
  subjectId: id,
  kind: 'case-rectify',
  startAt: START,
  durationMs: 48 * HOUR_MS,
  calendar: 'around-the-clock',
  stoppedAt: null,
  pauses: [],
  ...more,
})

const told = (due: ReturnType<typeof dueSteps>) => due.map((one) => [one.clock.id, one.step.atPercent, one.at])

describe('the rungs that are due', () => {
  it('come at 50, 75 and 100 percent of the duration, at that very instant', () => {
    const percents = (now: number) => dueSteps([clock('a')], ladder, new Set(), now).map((one) => one.step.atPercent)
    expect(percents(at(24) - 1)).toEqual([])
    expect(percents(at(24))).toEqual([50])
    expect(percents(at(36) - 1)).toEqual([50])
    expect(percents(at(36))).toEqual([50, 75])
    expect(percents(at(48))).toEqual([50, 75, 100])
  })

  it('are left out when they were done', () => {
    const fired = new Set(['a/case-rectify 50'])
    expect(told(dueSteps([clock('a')], ladder, fired, at(40)))).toEqual([['a', 75, at(36)]])
  })

  it('of several clocks come in the order of their times', () => {
    const clocks = [clock('late', { startAt: at(20) }), clock('early')]
    expect(told(dueSteps(clocks, ladder, new Set(), at(50)))).toEqual([
      ['early', 50, at(24)],
      ['early', 75, at(36)],
      ['late', 50, at(44)],
      ['early', 100, at(48)],
    ])
  })

  it('are those of the kind of the clock', () => {
    const task = clock('task', { kind: 'task-verify', subjectType: 'task', durationMs: HOUR_MS })
    expect(told(dueSteps([task], ladder, new Set(), at(1)))).toEqual([['task', 100, at(1)]])
  })

  it('wait while the clock is paused and come later by as much', () => {
    const paused = clock('a', { pauses: [{ from: at(10), to: null }] })
    expect(dueSteps([paused], ladder, new Set(), at(500))).toEqual([])
    const resumed = clock('a', { pauses: [{ from: at(10), to: at(20) }] })
    expect(told(dueSteps([resumed], ladder, new Set(), at(34)))).toEqual([['a', 50, at(34)]])
  })
})

it('looked at however often and whenever, each rung is due once and in its order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 80 }), { minLength: 1, maxLength: 20 }), (hours) => {
      const clocks = [clock('a'), clock('b', { startAt: at(5), durationMs: 20 * HOUR_MS })]
      const fired = new Set<string>()
      const order: number[] = []
      for (const hour of hours.toSorted((a, b) => a - b)) {
        for (const due of dueSteps(clocks, ladder, fired, at(hour))) {
          const key = `${due.clock.id}/${due.step.id}`
          expect(fired.has(key)).toBe(false)
          fired.add(key)
          order.push(due.at)
        }
      }
      expect(order).toEqual(order.toSorted((a, b) => a - b))
      const last = Math.max(...hours)
      const expected = [24, 36, 48, 15, 20, 25].filter((hour) => hour <= last).length
      expect(fired.size).toBe(expected)
    }),
  )
})
