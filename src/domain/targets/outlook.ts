import { type Allowance, allowanceOf, type Course } from '../../standards/allowance.ts'
import { civilDayAt, type Period, type Span } from '../../standards/civil-days.ts'
import { editionInForce } from '../../standards/editions.ts'
import { type DaySeries, statisticsOf } from '../../standards/statistics.ts'
import { evaluatedFactors } from '../../standards/statistics-table.ts'
import { dataMinima } from '../../standards/validity.ts'
import type { StationSeries } from '../evaluations/views.ts'
import type { HeldAgainst } from './in-force.ts'
import type { TargetFactor } from './model.ts'
import { ALLOWED_DECIMALS, AWAITED_HOURS, FULL_SCALE } from './table.ts'

/** How far a period has come. Parts are the hours of a day, the days of a month or a year. */
export interface Progress extends Course {
  /** Parts that are over and have no valid value. */
  missing: number
  /** Parts of those `left` that are over, and whose value may still come. */
  awaited: number
  /** Parts that were measured and taken out of the evaluation. */
  takenOut: number
  /** Enough parts for a valid mean, if all that are left come (HJ 663)? */
  canBeValid: boolean
}

/** An hour of the day: its label 1–24, and its value where it is a usable one. [µg/m³] */
export interface HourOfDay {
  label: number
  value: number | null
}

/**
 * How far a day has come. An hour that is over and not in yet is awaited for some hours, as long as no later one is there: until
 * then it is of what is left; pure.
 * @param hours of those that are in, each once
 * @param over hours of the day that are over, 0–24
 */
export function progressOfDay(hours: readonly HourOfDay[], over: number, day: string): Progress {
  const newest = Math.max(0, ...hours.map(({ label }) => label))
  const settled = Math.max(newest, over - AWAITED_HOURS)
  const values = hours.flatMap(({ value }) => value ?? [])
  const left = 24 - settled
  return {
    have: values.length,
    sum: values.reduce((sum, value) => sum + value, 0),
    left,
    missing: settled - values.length,
    awaited: Math.max(0, over - settled),
    takenOut: 0,
    canBeValid: values.length + left >= dataMinima[editionInForce(day)].dayHours,
  }
}

/**
 * How far a month or a year has come: its days before today; today is of what is left. Whether it can be a valid one is asked of
 * the standard itself, as if every day that is left came; pure.
 */
export function progressOfPeriod(
  { measured, reported }: StationSeries,
  factor: TargetFactor,
  period: Period,
  today: number,
): Progress {
  const over: Span = { first: period.first, last: Math.min(period.last, today - 1) }
  const values = valuesIn(reported, over)
  const measuredDays = valuesIn(measured, over).length
  const overDays = Math.max(0, over.last - over.first + 1)
  return {
    have: values.length,
    sum: values.reduce((sum, value) => sum + value, 0),
    left: period.last - period.first + 1 - overDays,
    missing: overDays - measuredDays,
    awaited: 0,
    takenOut: measuredDays - values.length,
    canBeValid: couldBeValid(measured, factor, period, today),
  }
}

function valuesIn(series: DaySeries, { first, last }: Span): number[] {
  const from = Math.max(0, first - series.first)
  const found = series.values.subarray(from, Math.max(from, last - series.first + 1))
  return [...found].filter((value) => !Number.isNaN(value))
}

function couldBeValid(measured: DaySeries, factor: TargetFactor, period: Period, today: number): boolean {
  const evaluated = evaluatedFactors.find((one) => one.factor === factor)
  if (evaluated === undefined) throw new RangeError(`not evaluated: ${factor}`)
  const values = new Float64Array(period.last - period.first + 1).map((_, at) => {
    const day = period.first + at
    return day >= today ? 0 : (measured.values[day - measured.first] ?? Number.NaN)
  })
  const minima = dataMinima[editionInForce(civilDayAt(period.last))]
  return statisticsOf(evaluated, { first: period.first, values }, period, minima).valid
}

/** What a target allows the rest of a period; pure. */
export function allowedBy(progress: Course, held: HeldAgainst | null): Allowance | null {
  return held === null ? null : allowanceOf(progress, held.value, { decimals: ALLOWED_DECIMALS, most: FULL_SCALE })
}

/** The mean so far of a period, behind each of its days up to `last`; null before its first value; pure. [µg/m³] */
export function cumulatedMeans(series: DaySeries, { first, last }: Span): (number | null)[] {
  let sum = 0
  let count = 0
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => {
    const value = series.values[first + at - series.first] ?? Number.NaN
    if (!Number.isNaN(value)) {
      sum += value
      count += 1
    }
    return count === 0 ? null : sum / count
  })
}
