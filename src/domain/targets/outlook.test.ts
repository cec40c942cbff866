import { describe, expect, it } from 'vitest'
import { dayNumberOf, monthPeriod, yearPeriod } from '../../standards/civil-days.ts'
import type { DaySeries } from '../../standards/statistics.ts'
import { cumulatedMeans, progressOfDay, progressOfPeriod } from './outlook.ts'

const hours = (labels: readonly number[], value = 50) => labels.map((label) => ({ label, value }))
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1)

describe('how far a day has come', () => {
  it('is what is in, and what is left', () => {
    expect(progressOfDay(hours(upTo(14)), 14, '2026-11-18')).toEqual({
      ...{ have: 14, sum: 700, left: 10, missing: 0, awaited: 0, takenOut: 0, canBeValid: true },
    })
  })

  it('awaits an hour that has just ended, and gives it up once a later one is there or too long has passed', () => {
    const at = (labels: readonly number[], over: number) => {
      const { have, left, missing, awaited } = progressOfDay(hours(labels), over, '2026-11-18')
      return { have, left, missing, awaited }
    }
    expect(at(upTo(13), 14)).toEqual({ have: 13, left: 11, missing: 0, awaited: 1 })
    expect(at([...upTo(12), 14], 14)).toEqual({ have: 13, left: 10, missing: 1, awaited: 0 })
    expect(at(upTo(10), 13)).toEqual({ have: 10, left: 14, missing: 0, awaited: 3 })
    expect(at(upTo(10), 14)).toEqual({ have: 10, left: 13, missing: 1, awaited: 3 })
    expect(at([], 0)).toEqual({ have: 0, left: 24, missing: 0, awaited: 0 })
    expect(at(upTo(24), 24)).toEqual({ have: 24, left: 0, missing: 0, awaited: 0 })
  })

  it('counts an hour that is in and may not be used as missing', () => {
    const found = progressOfDay([...hours(upTo(3)), { label: 4, value: null }], 4, '2026-11-18')
    expect(found).toMatchObject({ have: 3, left: 20, missing: 1, awaited: 0 })
  })

  it('cannot be valid any more when fewer than twenty hours are possible', () => {
    expect(progressOfDay(hours([5, 6, 7, 8]), 8, '2026-11-18')).toMatchObject({ have: 4, left: 16, canBeValid: true })
    expect(progressOfDay(hours([6, 7, 8]), 8, '2026-11-18')).toMatchObject({ have: 3, left: 16, canBeValid: false })
  })
})

describe('how far a month and a year have come', () => {
  const first = dayNumberOf('2026-01-01')
  const today = dayNumberOf('2026-11-18')
  /** Days of the year, none of those named. */
  const series = (without: readonly string[] = []): DaySeries => ({
    first,
    values: new Float64Array(365).map((_, at) =>
      without.some((day) => dayNumberOf(day) === first + at) ? Number.NaN : 30,
    ),
  })
  const of = (measured: DaySeries, reported = measured) => ({ measured, reported })

  it('is the days before today; today is of what is left', () => {
    expect(progressOfPeriod(of(series()), 'a34004', monthPeriod(2026, 11), today)).toEqual({
      ...{ have: 17, sum: 510, left: 13, missing: 0, awaited: 0, takenOut: 0, canBeValid: true },
    })
    // 304 days to the end of October and 17.
    expect(progressOfPeriod(of(series()), 'a34004', yearPeriod(2026), today)).toMatchObject({ have: 321, left: 44 })
  })

  it('tells days without a value from days that were taken out', () => {
    const measured = series(['2026-11-02'])
    const reported = series(['2026-11-02', '2026-11-05', '2026-11-06'])
    const found = progressOfPeriod(of(measured, reported), 'a34004', monthPeriod(2026, 11), today)
    expect(found).toMatchObject({ have: 14, missing: 1, takenOut: 2, left: 13, canBeValid: true })
  })

  it('cannot be valid any more with four days lost of a month; the year neither, though it has days enough', () => {
    const lost = ['2026-11-02', '2026-11-03', '2026-11-04']
    expect(progressOfPeriod(of(series(lost)), 'a34004', monthPeriod(2026, 11), today).canBeValid).toBe(true)
    const four = series([...lost, '2026-11-05'])
    expect(progressOfPeriod(of(four), 'a34004', monthPeriod(2026, 11), today).canBeValid).toBe(false)
    expect(progressOfPeriod(of(four), 'a34004', yearPeriod(2026), today).canBeValid).toBe(false)
  })

  it('has a mean behind each of its days', () => {
    const values = Float64Array.from([Number.NaN, 30, 50, Number.NaN, 10])
    expect(cumulatedMeans({ first, values }, { first, last: first + 4 })).toEqual([null, 30, 40, 40, 30])
    expect(cumulatedMeans({ first, values }, { first, last: first - 1 })).toEqual([])
  })
})
