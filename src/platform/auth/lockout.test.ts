import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attempt, defaultLockout, type LockState, unlocked } from './lockout.ts'

const minute = 60_000
const start = 1_800_000_000_000

/** What becomes of failing attempts at these instants: for each, whether it was looked at. */
function fail(instants: readonly number[]): { at: number; lookedAt: boolean; waitMs: number }[] {
  let state: LockState = unlocked
  return instants.map((at) => {
    const outcome = attempt(state, at)
    if (outcome.ok) state = outcome.next
    return { at, lookedAt: outcome.ok, waitMs: outcome.ok ? 0 : outcome.waitMs }
  })
}

describe('the lock of an account', () => {
  it('each failure doubles the wait, the fifth locks for a quarter of an hour, and then it begins anew', () => {
    let state: LockState = unlocked
    let now = start
    const waits: number[] = []
    for (let failure = 0; failure < 6; failure += 1) {
      const outcome = attempt(state, now)
      if (!outcome.ok) throw new Error('was refused')
      state = outcome.next
      waits.push(state.lockedUntil - now)
      expect(attempt(state, state.lockedUntil - 1)).toEqual({ ok: false, waitMs: 1 })
      now = state.lockedUntil
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 15 * minute, 1000])
  })

  it('failures of long ago are forgotten', () => {
    const results = [0, 1000, 3000, 7000].map((after) => start + after)
    const later = start + 7000 + 8000 + 15 * minute
    expect(fail([...results, later, later + 1000]).map(({ lookedAt }) => lookedAt)).toEqual(Array(6).fill(true))
  })

  it('a hundred attempts at one instant are one attempt', () => {
    expect(fail(Array(100).fill(start)).filter(({ lookedAt }) => lookedAt)).toHaveLength(1)
  })

  it('whenever they come, no quarter of an hour sees more than five attempts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 120 }), (gaps) => {
        let now = start
        const instants = gaps.map((gap) => {
          now += gap
          return now
        })
        const seen = fail(instants).filter(({ lookedAt }) => lookedAt)
        for (const { at } of seen) {
          const within = seen.filter((other) => other.at >= at && other.at < at + defaultLockout.lockMs)
          expect(within.length).toBeLessThanOrEqual(defaultLockout.failures)
        }
      }),
    )
  })

  it('the wait that is told is the wait that is needed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 20 * minute }), (failures, ahead) => {
        const state = { failures, lockedUntil: start + ahead }
        const refused = attempt(state, start)
        expect(refused).toEqual({ ok: false, waitMs: ahead })
        expect(attempt(state, start + ahead).ok).toBe(true)
      }),
    )
  })
})
