import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percentileOf } from './percentiles.ts'

// No −0: it is 0, and only a test tells them apart.
const values = fc
  .array(
    fc.double({ min: -10, max: 2000, noNaN: true }).map((value) => value + 0),
    { minLength: 1, maxLength: 400 },
  )
  .map((list) => Float64Array.from(list).sort())
const percent = fc.double({ min: 0, max: 100, noNaN: true })

describe('percentile of HJ 663', () => {
  it('is linear between ranks: counted by hand', () => {
    // n = 5, p = 90: k = 1 + 4·0.9 = 4.6; between the fourth and the fifth, 0.6 of the way.
    expect(percentileOf([10, 20, 30, 40, 60], 90)).toBeCloseTo(52, 12)
    // n = 365, p = 95: k = 346.8; of the values 1 … 365 it is k itself.
    expect(
      percentileOf(
        Float64Array.from({ length: 365 }, (_, at) => at + 1),
        95,
      ),
    ).toBeCloseTo(346.8, 10)
    // n = 360, p = 98: k = 352.82.
    expect(
      percentileOf(
        Float64Array.from({ length: 360 }, (_, at) => at + 1),
        98,
      ),
    ).toBeCloseTo(352.82, 10)
    // Where the rank is whole it is the value of the rank.
    expect(percentileOf([1, 2, 4], 50)).toBe(2)
  })

  it('of one value is that value, of none is not a number', () => {
    expect(percentileOf([7], 95)).toBe(7)
    expect(percentileOf([], 95)).toBeNaN()
  })

  it('lies among the values, rises with p, and ends at the smallest and the largest', () => {
    fc.assert(
      fc.property(values, percent, percent, (sorted, one, other) => {
        const [least = Number.NaN, most = Number.NaN] = [sorted[0], sorted.at(-1)]
        const [low, high] = [Math.min(one, other), Math.max(one, other)].map((p) => percentileOf(sorted, p))
        expect(low).toBeGreaterThanOrEqual(least)
        expect(high).toBeLessThanOrEqual(most + Math.abs(most) * 1e-12)
        expect((low ?? 0) - (high ?? 0)).toBeLessThanOrEqual(1e-9)
        expect([percentileOf(sorted, 0), percentileOf(sorted, 100)]).toEqual([least, most])
      }),
    )
  })
})
