import { describe, expect, it } from 'vitest'
import { type AttainmentRules, areaAttainment, attainmentOf } from './attainment.ts'
import { limitsInForce } from './limits.ts'
import type { PeriodStatistics } from './statistics.ts'
import { evaluatedFactors, type FactorName } from './statistics-table.ts'

const rules: AttainmentRules = {
  limits: limitsInForce('2015-12-31'),
  grade: 'II',
  reading: 'strict',
  basis: 'unrounded',
  day: '2015-12-31',
}

function statistics(
  mean: number | null,
  percentile: number | null,
  more: Partial<PeriodStatistics> = {},
): PeriodStatistics {
  const p = { p: 95, value: percentile }
  return { validDays: 360, minDaysInMonth: 27, valid: true, shortfalls: [], mean, percentile: p, ...more }
}

function judged(name: FactorName, of: PeriodStatistics, more: Partial<AttainmentRules> = {}) {
  const factor = evaluatedFactors.find((one) => one.name === name)
  if (factor === undefined) throw new Error(name)
  return attainmentOf(factor, of, { ...rules, ...more })
}

describe('a year of PM2.5', () => {
  it('attains grade II of 2012 with a mean of 35 and a 95th percentile of 75', () => {
    expect(judged('pm25', statistics(35, 75))).toEqual({ attained: true, reasons: [] })
  })

  it('fails by the percentile alone, unless the mean alone is looked at', () => {
    const high = statistics(35, 90)
    expect(judged('pm25', high)).toEqual({
      attained: false,
      reasons: [{ reason: 'percentile-over-limit', value: 90, limit: 75, exceedMultiple: 0.2 }],
    })
    expect(judged('pm25', high, { reading: 'mean-only' })).toEqual({ attained: true, reasons: [] })
    expect(judged('pm25', statistics(42, 90), { reading: 'mean-only' })).toEqual({
      attained: false,
      reasons: [{ reason: 'mean-over-limit', value: 42, limit: 35, exceedMultiple: 0.2 }],
    })
  })

  it('of 35.4 fails as it is, and attains as the 35 that it is published as', () => {
    expect(judged('pm25', statistics(35.4, 70)).attained).toBe(false)
    expect(judged('pm25', statistics(35.4, 70), { basis: 'rounded' }).attained).toBe(true)
    expect(judged('pm25', statistics(35.6, 70), { basis: 'rounded' }).attained).toBe(false)
    // Half goes to the even digit: 35.5 is published as 36.
    expect(judged('pm25', statistics(35.5, 70), { basis: 'rounded' }).attained).toBe(false)
  })

  it('is judged by the table and the grade that it is told', () => {
    const clean = statistics(30, 60)
    const by = (day: string, grade: 'I' | 'II') => judged('pm25', clean, { limits: limitsInForce(day), grade }).attained
    expect([by('2015-12-31', 'II'), by('2026-12-31', 'II'), by('2031-12-31', 'II'), by('2015-12-31', 'I')]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

it('CO and ozone are judged by their percentile, whichever the reading', () => {
  for (const reading of ['strict', 'mean-only'] as const) {
    expect(judged('co', statistics(null, 4), { reading })).toEqual({ attained: true, reasons: [] })
    expect(judged('o3', statistics(null, 200), { reading })).toEqual({
      attained: false,
      reasons: [{ reason: 'percentile-over-limit', value: 200, limit: 160, exceedMultiple: 0.25 }],
    })
  }
})

it('a year that is not valid is not judged, and says what it lacks and what is over its limit', () => {
  const shortfall = { reason: 'too-few-days', days: 300, needed: 324 } as const
  expect(judged('no2', statistics(50, 70, { valid: false, shortfalls: [shortfall] }))).toEqual({
    attained: null,
    reasons: [shortfall, { reason: 'mean-over-limit', value: 50, limit: 40, exceedMultiple: 0.25 }],
  })
  expect(judged('so2', statistics(null, null))).toEqual({ attained: null, reasons: [{ reason: 'no-value' }] })
})

it('an area attains when all six do, fails when one does, and else cannot be told', () => {
  const of = (...answers: (boolean | null)[]) => areaAttainment(answers.map((attained) => ({ attained, reasons: [] })))
  expect(of(true, true, true)).toBe(true)
  expect(of(true, false, null)).toBe(false)
  expect(of(true, true, null)).toBe(null)
})
