import { daysIn, monthsOf, type Period, type Span } from './civil-days.ts'
import type { Dated, Doubt } from './dated.ts'
import { percentileOf } from './percentiles.ts'
import type { EvaluatedFactor } from './statistics-table.ts'
import { type DataMinima, daysNeeded } from './validity.ts'

/**
 * Statistics of a month, a quarter, January to a month, a year, from day values (HJ 663-2013, 附录 A: means of the days of the
 * period, never of its months).
 */

/** Values of consecutive civil days, one a day. */
export interface DaySeries {
  /** Day number of `values[0]`. */
  first: number
  /** In Weike's unit; NaN = no valid value. */
  values: Float64Array
}

/** What a statistic lacks of being valid. */
export type Shortfall =
  | { reason: 'too-few-days'; days: number; needed: number }
  | { reason: 'too-few-days-in-month'; month: number; days: number; needed: number }

export interface PeriodStatistics {
  validDays: number
  /** Valid days of that civil month of the period that has the fewest. */
  minDaysInMonth: number
  valid: boolean
  shortfalls: Shortfall[]
  /** Arithmetic mean of the day values, valid or not; null without any, and of factors that have none in the standard. */
  mean: number | null
  /** Null where the standard has none for such a period. */
  percentile: { p: number; value: number | null } | null
  /** What is unsure of the validity. */
  doubt?: Doubt
}

/**
 * @param period days of it outside the series have no value
 * @param counted whose days are counted for validity, when it is not the series itself: before exceptional events were taken out
 */
export function statisticsOf(
  factor: EvaluatedFactor,
  series: DaySeries,
  period: Period,
  minima: DataMinima,
  counted: DaySeries = series,
): PeriodStatistics {
  const values = validValues(series, period)
  const days = monthsOf(period).map((span) => ({ month: span.month, days: validDays(counted, span) }))
  const sum = days.reduce((total, one) => total + one.days, 0)
  const shortfalls: Shortfall[] = []
  if (period.kind === 'year' && sum < minima.yearDays)
    shortfalls.push({ reason: 'too-few-days', days: sum, needed: minima.yearDays })
  for (const { month, days: found } of days) {
    const needed = daysNeeded(minima, month)
    if (found < needed) shortfalls.push({ reason: 'too-few-days-in-month', month, days: found, needed })
  }
  return {
    validDays: sum,
    minDaysInMonth: Math.min(...days.map((one) => one.days)),
    valid: shortfalls.length === 0,
    shortfalls,
    mean: factor.meanLimit === null || values.length === 0 ? null : meanOf(values),
    percentile: percentileIn(factor, period.kind, values),
    // The standard has such a rule for months and years only (and one for lead in quarters).
    ...(period.kind === 'quarter' || period.kind === 'cumulative' ? { doubt: 'quarter-validity' as const } : {}),
  }
}

/** The valid values of a span, in the order of days. */
function validValues(series: DaySeries, span: Span): Float64Array {
  const found = new Float64Array(Math.max(0, daysIn(span)))
  let count = 0
  for (let day = span.first; day <= span.last; day += 1) {
    const value = series.values[day - series.first] ?? Number.NaN
    if (Number.isNaN(value)) continue
    found[count] = value
    count += 1
  }
  return found.subarray(0, count)
}

function validDays(series: DaySeries, span: Span): number {
  let count = 0
  for (let day = span.first; day <= span.last; day += 1) {
    if (!Number.isNaN(series.values[day - series.first] ?? Number.NaN)) count += 1
  }
  return count
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function percentileIn(
  factor: EvaluatedFactor,
  kind: Period['kind'],
  values: Float64Array,
): PeriodStatistics['percentile'] {
  if (kind !== 'year' && !factor.isPercentileOfEveryPeriod) return null
  const value = values.length === 0 ? null : percentileOf(values.toSorted(), factor.percent)
  return { p: factor.percent, value }
}

/** How many calendar years running the moving evaluation takes together. */
export const movingYears: readonly Dated<number>[] = [
  {
    from: '2026-03-01',
    value: 3,
    certainty: 'U',
    source: 'HJ 663-2026 by the summary of the ministry',
    doubt: 'three-years',
  },
]

/**
 * Mean of the annual statistics of three calendar years running. The natural reading of “three-year moving evaluation”; of
 * which statistics and for which use, is unsure.
 * @param years the statistic of each year, the newest last; null: it has none
 * @returns null unless the last three have it
 */
export function movingMean(years: readonly (number | null)[], setting: Dated<number>): number | null {
  const last = years.slice(-setting.value).filter((value) => value !== null)
  return last.length < setting.value ? null : last.reduce((sum, value) => sum + value, 0) / setting.value
}

/**
 * Exceed multiple 超标倍数 B = (C − S)/S (HJ 663-2013).
 * @returns null where C is not over S
 */
export function exceedMultiple(concentration: number, limit: number): number | null {
  return concentration > limit ? (concentration - limit) / limit : null
}

/** Compliance rate 达标率: compliant days of the valid ones [%]; null without valid days (HJ 663-2013). */
export function complianceRate(series: DaySeries, span: Span, limit: number): number | null {
  const values = validValues(series, span)
  if (values.length === 0) return null
  return (values.filter((value) => value <= limit).length / values.length) * 100
}
