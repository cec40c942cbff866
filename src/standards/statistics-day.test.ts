import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayNumberOf } from './civil-days.ts'
import { areaDay, DAY_HOURS, dailyMaximum8h, dayMean, dayRulesOn, dayValuesOf } from './statistics-day.ts'
import { byFactor } from './statistics-table.ts'
import { dataMinima } from './validity.ts'

const minima = dataMinima['2012']
const LIMIT = 160
const NONE = Number.NaN

/** 24 hours from the label 01:00 on; those that are not named are missing. */
function hours(...runs: readonly (readonly [from: number, to: number, value: number])[]): Float64Array {
  const all = new Float64Array(DAY_HOURS).fill(NONE)
  for (const [from, to, value] of runs) all.fill(value, from - 1, to)
  return all
}

const someHours = fc
  .array(fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 400 }) }, fc.constant(NONE)), {
    minLength: DAY_HOURS,
    maxLength: DAY_HOURS,
  })
  .map((list) => Float64Array.from(list))

describe('mean of a day', () => {
  it('needs twenty hours, whichever they are', () => {
    expect(dayMean(hours([1, 20, 30]), 0, minima)).toEqual({ value: 30, inputs: 20 })
    expect(dayMean(hours([5, 24, 30]), 0, minima)).toEqual({ value: 30, inputs: 20 })
    expect(dayMean(hours([1, 19, 30]), 0, minima)).toEqual({ value: NONE, inputs: 19 })
    expect(dayMean(hours(), 0, minima)).toEqual({ value: NONE, inputs: 0 })
  })

  it('weighs each hour alike and takes zeros and slight negatives as measured', () => {
    expect(dayMean(hours([1, 12, 10], [13, 24, 20]), 0, minima).value).toBe(15)
    expect(dayMean(hours([1, 23, 0], [24, 24, -24]), 0, minima).value).toBe(-1)
  })

  it('takes 24 hours from where it is told and none beside them', () => {
    const three = Float64Array.from([...hours([1, 24, 1]), ...hours([1, 24, 2]), ...hours([1, 24, 3])])
    expect([0, 24, 48].map((from) => dayMean(three, from, minima).value)).toEqual([1, 2, 3])
  })

  it('lies between its hours', () => {
    fc.assert(
      fc.property(someHours, (all) => {
        const there = all.filter((value) => !Number.isNaN(value))
        const { value, inputs } = dayMean(all, 0, minima)
        expect(inputs).toBe(there.length)
        expect(Number.isNaN(value)).toBe(there.length < 20)
        if (Number.isNaN(value)) return
        expect(value).toBeGreaterThanOrEqual(Math.min(...there) - 1e-9)
        expect(value).toBeLessThanOrEqual(Math.max(...there) + 1e-9)
      }),
    )
  })
})

describe('daily maximum eight-hour mean', () => {
  const maximum = (all: Float64Array) => dailyMaximum8h(all, 0, minima, LIMIT)

  it('is that of the labels 08:00 to 24:00: seventeen means', () => {
    expect(maximum(hours([1, 24, 80]))).toEqual({ value: 80, inputs: 17 })
    // The eight hours up to 18:00.
    expect(maximum(hours([1, 10, 20], [11, 18, 120], [19, 24, 20]))).toEqual({ value: 120, inputs: 17 })
    // Up to 24:00 still, and from 01:00 on already.
    expect(maximum(hours([1, 16, 20], [17, 24, 90])).value).toBe(90)
    expect(maximum(hours([1, 8, 90], [9, 24, 20])).value).toBe(90)
  })

  it('takes means of six hours and not of five', () => {
    // 03:00–10:00: labels 08:00 (six hours), 09:00, 10:00, 11:00, 12:00 (six hours again).
    expect(maximum(hours([3, 10, 50]))).toEqual({ value: NONE, inputs: 5 })
    // 03:00–08:00: all six lie in the eight hours up to 08:00, 09:00 and 10:00.
    expect(maximum(hours([3, 8, 50])).inputs).toBe(3)
    expect(maximum(hours([4, 8, 50])).inputs).toBe(0)
  })

  it('is valid with fourteen means, or with fewer when it is over the limit', () => {
    // 03:00–19:00: labels 08:00 (six hours) to 21:00 (six hours) are fourteen.
    expect(maximum(hours([3, 19, 70]))).toEqual({ value: 70, inputs: 14 })
    expect(maximum(hours([3, 18, 70]))).toEqual({ value: NONE, inputs: 13 })
    expect(maximum(hours([3, 18, 161]))).toEqual({ value: 161, inputs: 13 })
    expect(maximum(hours([3, 18, 160]))).toEqual({ value: NONE, inputs: 13 })
    expect(maximum(hours([13, 18, 165]))).toEqual({ value: 165, inputs: 3 })
  })

  it('is what a second way of counting finds: every eight hours in a row within the day', () => {
    fc.assert(
      fc.property(someHours, (all) => {
        const means = Array.from({ length: 17 }, (_, from) => [...all].slice(from, from + 8))
          .map((eight) => eight.filter((value) => value >= 0))
          .filter((eight) => eight.length >= 6)
          .map((eight) => eight.reduce((sum, value) => sum + value, 0) / eight.length)
        const found = maximum(all)
        expect(found.inputs).toBe(means.length)
        const largest = Math.max(...means)
        expect(found.value).toBe(means.length >= 14 || largest > LIMIT ? largest : NONE)
      }),
    )
  })
})

describe('a day of an area', () => {
  it('is the mean of its valid stations when three quarters of them are', () => {
    expect(areaDay([10, 20, 30, NONE], minima)).toEqual({ value: 20, inputs: 3 })
    expect(areaDay([10, 20, NONE, NONE], minima)).toEqual({ value: NONE, inputs: 2 })
    expect(areaDay([10, 20], minima)).toEqual({ value: 15, inputs: 2 })
    expect(areaDay([10, NONE], minima)).toEqual({ value: NONE, inputs: 1 })
    expect(areaDay([], minima)).toEqual({ value: NONE, inputs: 0 })
  })
})

it('days of six factors: means of all, of ozone the daily maximum', () => {
  const all = byFactor(({ factor }) => {
    const values = factor === 'a05024' ? hours([1, 16, 0], [17, 24, 100]) : hours([1, 12, 0], [13, 24, 2])
    return Float64Array.from([...values, ...hours([1, 10, 5])])
  })
  const days = dayValuesOf(all, dayNumberOf('2026-02-28'))
  expect(days.a05024).toEqual({ first: 20_512, values: Float64Array.of(100, NONE) })
  expect(days.a34004.values).toEqual(Float64Array.of(1, NONE))
})

it('the rules of a day are those in force on it', () => {
  expect(dayRulesOn(dayNumberOf('2026-03-01')).ozoneLimit).toBe(160)
  expect(dayRulesOn(dayNumberOf('2014-01-01')).minima).toBe(dataMinima['2012'])
})
