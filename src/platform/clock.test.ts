import { describe, expect, it } from 'vitest'
import { acceleratedClock, manualClock } from './clock.ts'

describe('clocks', () => {
  it('a manual one stands still until it is moved', () => {
    const clock = manualClock(1_000)
    expect([clock.now(), clock.now()]).toEqual([1_000, 1_000])
    clock.advance(5)
    expect(clock.now()).toBe(1_005)
    clock.set(2)
    expect(clock.now()).toBe(2)
  })

  it('a fast one agrees with its base at the origin and then runs so many times as fast, in whole milliseconds', () => {
    const base = manualClock(10_000)
    const fast = acceleratedClock(base, 10_000, 60)
    expect(fast.now()).toBe(10_000)
    base.advance(1_000)
    expect(fast.now()).toBe(70_000)
    const odd = acceleratedClock(base, 10_000, 1.0004)
    expect(Number.isInteger(odd.now())).toBe(true)
  })

  it('one that starts elsewhere says so at the origin and goes on from there', () => {
    const base = manualClock(10_000)
    const elsewhere = acceleratedClock(base, 10_000, 60, 7_000)
    expect(elsewhere.now()).toBe(7_000)
    base.advance(1_000)
    expect(elsewhere.now()).toBe(67_000)
  })

  it('a fast one runs backwards from its origin too', () => {
    expect(acceleratedClock(manualClock(9_000), 10_000, 2).now()).toBe(8_000)
  })
})
