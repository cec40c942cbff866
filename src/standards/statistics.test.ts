import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cumulativePeriod, dayNumberOf, daysIn, monthPeriod, quarterPeriod, yearPeriod } from './civil-days.ts'
import { complianceRate, type DaySeries, exceedMultiple, movingMean, movingYears, statisticsOf } from './statistics.ts'
import { decimalsOf, roundedDays } from './statistics-decimals.ts'
import { evaluatedFactors, type FactorName } from './statistics-table.ts'
import { dataMinima } from './validity.ts'

const minima = dataMinima['2012']
const NONE = Number.NaN

function factor(name: FactorName) {
  const found = evaluatedFactors.find((one) => one.name === name)
  if (found === undefined) throw new Error(name)
  return found
}

/** A year of days, each of which `of` gives a value; NaN = not valid. */
function yearOf(year: number, of: (day: number) => number = () => 20): DaySeries {
  const { first, ...period } = yearPeriod(year)
  return { first, values: Float64Array.from({ length: daysIn({ first, ...period }) }, (_, at) => of(first + at)) }
}

/** Those days alone are not valid. */
function without(year: number, ...days: readonly string[]): DaySeries {
  const numbers = new Set(days.map(dayNumberOf))
  return yearOf(year, (day) => (numbers.has(day) ? NONE : 20))
}

const daysOf = (month: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => `${month}-${String(from + at).padStart(2, '0')}`)

describe('a month', () => {
  it('is valid with 27 days, a February with 25', () => {
    const year = without(2023, ...daysOf('2023-01', 1, 4), ...daysOf('2023-02', 1, 3), ...daysOf('2023-03', 1, 5))
    const of = (month: number) => statisticsOf(factor('pm25'), year, monthPeriod(2023, month), minima)
    expect(of(1)).toMatchObject({ validDays: 27, minDaysInMonth: 27, valid: true, shortfalls: [] })
    expect(of(2)).toMatchObject({ validDays: 25, valid: true })
    expect(of(3)).toMatchObject({
      validDays: 26,
      valid: false,
      shortfalls: [{ reason: 'too-few-days-in-month', month: 3, days: 26, needed: 27 }],
    })
  })

  it('has percentiles of CO and ozone alone, and means of the others', () => {
    const of = (name: FactorName) => statisticsOf(factor(name), yearOf(2023), monthPeriod(2023, 5), minima)
    expect(of('pm25')).toMatchObject({ mean: 20, percentile: null })
    expect(of('co')).toMatchObject({ mean: null, percentile: { p: 95, value: 20 } })
    expect(of('o3')).toMatchObject({ mean: null, percentile: { p: 90, value: 20 } })
  })
})

describe('a year', () => {
  const year = (series: DaySeries, of = 2023) => statisticsOf(factor('pm25'), series, yearPeriod(of), minima)

  it('is valid when each month is and 324 days are', () => {
    // Each month at its least: 11 × 27 + 25 = 322.
    const least = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].flatMap((month) => {
      const name = `2023-${String(month).padStart(2, '0')}`
      const last = new Date(Date.UTC(2023, month, 0)).getUTCDate()
      return daysOf(name, 1, last - (month === 2 ? 25 : 27))
    })
    expect(year(without(2023, ...least))).toMatchObject({
      validDays: 322,
      valid: false,
      shortfalls: [{ reason: 'too-few-days', days: 322, needed: 324 }],
    })
    expect(year(without(2023, ...least.slice(2)))).toMatchObject({ validDays: 324, minDaysInMonth: 25, valid: true })
    expect(year(without(2023, ...daysOf('2023-11', 1, 4)))).toMatchObject({
      validDays: 361,
      minDaysInMonth: 26,
      valid: false,
      shortfalls: [{ reason: 'too-few-days-in-month', month: 11, days: 26, needed: 27 }],
    })
  })

  it('is a mean of days, not of months', () => {
    // 31 days of 10 and 334 of 20: (310 + 6680) / 365, where twelve months would give 19.17.
    const series = yearOf(2023, (day) => (day <= dayNumberOf('2023-01-31') ? 10 : 20))
    expect(year(series).mean).toBeCloseTo(6990 / 365, 12)
  })

  it('without a value has no mean, and none of days beside it', () => {
    expect(year(yearOf(2023, () => NONE))).toMatchObject({
      validDays: 0,
      minDaysInMonth: 0,
      valid: false,
      mean: null,
      percentile: { p: 95, value: null },
    })
    expect(year(yearOf(2022), 2023)).toMatchObject({ validDays: 0, mean: null })
  })

  it('counts its validity before exceptional days were taken out, when told so', () => {
    const all = yearOf(2023)
    const dusty = without(2023, ...daysOf('2023-03', 1, 10))
    expect(statisticsOf(factor('pm10'), dusty, yearPeriod(2023), minima)).toMatchObject({ valid: false })
    expect(statisticsOf(factor('pm10'), dusty, yearPeriod(2023), minima, all)).toMatchObject({
      valid: true,
      validDays: 365,
      mean: 20,
    })
  })

  it('has the same statistics in whatever order its days lie', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 365, maxLength: 365 }),
        fc.integer({ min: 1, max: 364 }),
        (values, turn) => {
          const turned = [...values.slice(turn), ...values.slice(0, turn)]
          const [one, other] = [values, turned].map((days) =>
            year({ first: yearPeriod(2023).first, values: Float64Array.from(days) }),
          )
          expect(other).toEqual(one)
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('quarters and January to a month', () => {
  it('are valid when their months are, which is said to be unsure', () => {
    const series = without(2023, ...daysOf('2023-05', 1, 5))
    const of = (period: Parameters<typeof statisticsOf>[2]) => statisticsOf(factor('pm25'), series, period, minima)
    expect(of(quarterPeriod(2023, 1))).toMatchObject({ validDays: 90, valid: true, doubt: 'quarter-validity' })
    expect(of(quarterPeriod(2023, 2))).toMatchObject({ minDaysInMonth: 26, valid: false })
    expect(of(cumulativePeriod(2023, 4))).toMatchObject({ validDays: 120, valid: true, percentile: null })
    expect(of(cumulativePeriod(2023, 5))).toMatchObject({ valid: false })
  })
})

it('the percentiles of the year are those of HJ 663-2013 table 1', () => {
  expect(evaluatedFactors.map(({ name, percent, percentileLimit }) => [name, percent, percentileLimit])).toEqual([
    ['pm25', 95, '24h'],
    ['pm10', 95, '24h'],
    ['so2', 98, '24h'],
    ['no2', 98, '24h'],
    ['co', 95, '24h'],
    ['o3', 90, '8h'],
  ])
})

it('how often a limit was exceeded, and by how much', () => {
  expect(exceedMultiple(70, 35)).toBe(1)
  expect(exceedMultiple(35, 35)).toBe(null)
  const series = { first: dayNumberOf('2023-01-01'), values: Float64Array.of(75, 76, NONE, 10) }
  const span = { first: dayNumberOf('2023-01-01'), last: dayNumberOf('2023-01-04') }
  expect(complianceRate(series, span, 75)).toBeCloseTo(200 / 3, 12)
  expect(complianceRate({ ...series, values: Float64Array.of(NONE) }, span, 75)).toBe(null)
})

it('three years running are needed for their mean', () => {
  const [rule] = movingYears
  if (rule === undefined) throw new Error('no rule')
  expect(rule).toMatchObject({ certainty: 'U', doubt: 'three-years' })
  expect(movingMean([50, 30, 33, 36], rule)).toBe(33)
  expect(movingMean([30, null, 36], rule)).toBe(null)
  expect(movingMean([30, 36], rule)).toBe(null)
})

it('day values are rounded to whole µg/m³ and tenths of mg/m³, half to even', () => {
  expect(roundedDays(Float64Array.of(35.5, 36.5, 36.51, NONE), 'a34004', '2025-01-01')).toEqual(
    Float64Array.of(36, 36, 37, NONE),
  )
  expect(roundedDays(Float64Array.of(1.25, 1.35, 0.949), 'a21005', '2025-01-01')).toEqual(
    Float64Array.of(1.2, 1.4, 0.9),
  )
})

it('decimals by what they are for and by date', () => {
  expect(decimalsOf('index', 'a34004', '2026-02-28')).toBe(0)
  expect(decimalsOf('index', 'a34004', '2026-03-01')).toBe(1)
  expect(decimalsOf('index', 'a21005', '2026-12-31')).toBe(2)
  expect(decimalsOf('publication', 'a34004', '2023-12-31')).toBe(1)
  expect(decimalsOf('publication', 'a34002', '2023-12-31')).toBe(0)
})
