import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR_MS, instantOf, MINUTE_MS } from '../src/standards/civil-time.ts'
import { hoursEnding, nextDue, type Plan, uploadsDue } from './schedule.ts'

const start = instantOf({ year: 2026, month: 11, day: 18, hour: 13, minute: 59, second: 50 })
const plan: Plan = { start, realtimeMs: 30_000, minuteInterval: 10 }

describe('the schedule of a logger', () => {
  it('sends at once, then every interval, and statistics when their period ends, dated by its start', () => {
    const due = uploadsDue(plan, start - 1, start + 41_000)
    const told = due.map(({ cn, dataTime, dueAt }) => [cn, (dataTime - start) / 1000, (dueAt - start) / 1000])
    expect(told).toEqual([
      ['2011', 0, 0],
      ['2051', 10 - 600, 10],
      ['2061', 10 - 3600, 10],
      ['2011', 30, 30],
    ])
  })

  it('owes the same however often it looks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5_000_000 }), { maxLength: 20 }), (looks) => {
        const moments = [...looks, 5_000_000].sort((a, b) => a - b)
        const pieces = moments.flatMap((moment, at) =>
          uploadsDue(plan, start - 1 + (at === 0 ? 0 : 1 + (moments[at - 1] ?? 0)), start + moment),
        )
        expect(pieces).toEqual(uploadsDue(plan, start - 1, start + 5_000_000))
      }),
      { numRuns: 50 },
    )
  })

  it('knows when it has to look next', () => {
    fc.assert(
      fc.property(fc.integer({ min: -HOUR_MS, max: 3 * HOUR_MS }), (offset) => {
        const next = nextDue(plan, start + offset)
        expect(uploadsDue(plan, start + offset, next - 1)).toEqual([])
        expect(uploadsDue(plan, start + offset, next).length).toBeGreaterThan(0)
      }),
    )
  })

  it('recalls whole hours, oldest first', () => {
    const hours = hoursEnding(start - 48 * HOUR_MS, start)
    expect(hours.length).toBe(48)
    expect(hours.at(-1)?.dueAt).toBe(start - 59 * MINUTE_MS - 50_000)
    expect(hours.every(({ dataTime, dueAt }) => dueAt - dataTime === HOUR_MS)).toBe(true)
  })
})
