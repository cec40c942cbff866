import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowanceOf, type Course } from './allowance.ts'

const rules = { decimals: 1, most: 1000 }
const of = (have: number, mean: number, left: number): Course => ({ have, sum: have * mean, left })

describe('what the rest may average', () => {
  // biome-ignore format: a table to proof-read
  it.each([
    // The county of the pictures, 18 November, 14:20: the day, the month, the year.
    // (60·24 − 57.6·14)/10 = 633.6/10 = 63.36: cut, where the picture has 63.4.
    ['a day at 14:00',                   of(14, 57.6, 10),   60,   63.3],
    // (47.0·30 − 46.9·17)/13 = 612.7/13 = 47.13…
    ['a November with 13 days left',     of(17, 46.9, 13),   47.0, 47.1],
    // (34.0·365 − 33.6·321)/44 = 1624.4/44 = 36.918…
    ['a year with 44 days left',         of(321, 33.6, 44),  34.0, 36.9],
    // The same of a leap year: (34.0·366 − 33.6·322)/44 = 1624.8/44 = 36.927…
    ['a leap year with 44 days left',    of(322, 33.6, 44),  34.0, 36.9],
    // (35·30 − 40·20)/10 = 250/10
    ['a whole number',                   of(20, 40, 10),     35,   25],
    // Two hours of the fourteen without a value: (60·22 − 57.6·12)/10 = 628.8/10
    ['a day that lacks two hours',       of(12, 57.6, 10),   60,   62.8],
    ['a day of which nothing is known',  of(0, 0, 24),       60,   60],
    ['exactly nothing',                  of(12, 120, 12),    60,   0],
    // 0.1·3 is 0.30000000000000004 in binary: (0.1·4 − 0.3)/1 = 0.1 and no hair less.
    ['tenths',                           { have: 3, sum: 0.1 + 0.1 + 0.1, left: 1 }, 0.1, 0.1],
  ] as const)('of %s', (_name, course, target, rest) => {
    expect(allowanceOf(course, target, rules)).toEqual({ state: 'open', rest })
  })

  it('is never less than nothing: the target cannot be reached any more', () => {
    // 12 hours of 121 are 1452 of 1440.
    expect(allowanceOf(of(12, 121, 12), 60, rules)).toEqual({ state: 'out-of-reach' })
  })

  it('is without end where nothing that can be measured breaks the target', () => {
    // (60·24 − 10·23)/1 = 1210 µg/m³ in the last hour; with 20 so far (60·24 − 20·23)/1 = 980.
    expect(allowanceOf(of(23, 10, 1), 60, rules)).toEqual({ state: 'safe' })
    expect(allowanceOf(of(23, 20, 1), 60, rules)).toEqual({ state: 'open', rest: 980 })
  })

  it('is no question any more when nothing is left: it held, strictly, or not', () => {
    expect(allowanceOf(of(365, 34, 0), 34, rules)).toEqual({ state: 'held' })
    // Rounded to one decimal this is 34.0 too, and by the strict reading it is over.
    expect(allowanceOf(of(365, 34.04, 0), 34, rules)).toEqual({ state: 'missed' })
    expect(allowanceOf(of(0, 0, 0), 34, rules)).toEqual({ state: 'unknown' })
  })

  it('keeps the target when it is kept, and a tenth more does not', () => {
    const course = fc.record({
      have: fc.integer({ min: 0, max: 365 }),
      mean: fc.integer({ min: 0, max: 3000 }),
      left: fc.integer({ min: 1, max: 365 }),
      target: fc.integer({ min: 1, max: 3000 }),
    })
    fc.assert(
      fc.property(course, ({ have, mean, left, target }) => {
        // Tenths as whole numbers: the second way of counting is exact.
        const found = allowanceOf(of(have, mean / 10, left), target / 10, rules)
        const whole = (rest: number) => have * mean + left * rest
        if (found.state === 'open') {
          const rest = Math.round(found.rest * 10)
          expect(whole(rest)).toBeLessThanOrEqual(target * (have + left))
          expect(whole(rest + 1)).toBeGreaterThan(target * (have + left))
        } else if (found.state === 'safe') expect(whole(10_000)).toBeLessThanOrEqual(target * (have + left))
        else {
          expect(found.state).toBe('out-of-reach')
          expect(whole(0)).toBeGreaterThan(target * (have + left))
        }
      }),
    )
  })
})
