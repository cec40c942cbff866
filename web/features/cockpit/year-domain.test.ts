import { describe, expect, it } from 'vitest'
import { apart, decisiveDomain } from './year-domain.ts'

describe('the scale of the annual mean', () => {
  it('is cut to where the target is decided, not stretched to the peak of January', () => {
    // From 90 in January down to 31 and up to 33.6; last year 36.8 in the end.
    const year = (end: number) => [...Array(60).fill(90), ...Array(200).fill(31), ...Array(60).fill(end)]
    const [low, high] = decisiveDomain(year(33.6), year(36.8), 34)
    expect(low).toBeLessThan(31)
    expect(low).toBeGreaterThan(29)
    expect(high).toBeGreaterThan(36.8)
    expect(high).toBeLessThan(47)
  })

  it('holds the target, where the year stands and where the last one ended, however far apart they are', () => {
    const [low, high] = decisiveDomain(Array(100).fill(62), Array(365).fill(20), 35)
    expect(low).toBeLessThan(20)
    expect(high).toBeGreaterThan(62)
  })

  it('has room where all is one, and where there is nothing', () => {
    const [low, high] = decisiveDomain(Array(100).fill(35), [], 35)
    expect(high - low).toBeGreaterThan(0)
    expect(decisiveDomain([], [], null)).toEqual([0, 1])
    expect(decisiveDomain([null, null], [], 34)[0]).toBeLessThan(34)
  })
})

describe('labels beside lines', () => {
  it('are moved apart and keep their order', () => {
    const found = apart([100, 104, 20], 14)
    expect((found[1] ?? 0) - (found[0] ?? 0)).toBeGreaterThanOrEqual(13.99)
    expect(found[2]).toBe(20)
  })
})
