import { civilDayAt } from './civil-days.ts'
import { limitOf, limitsInForce } from './limits.ts'
import type { DaySeries } from './statistics.ts'
import { type ByFactor, byFactor, type EvaluatedFactor } from './statistics-table.ts'
import { type DataMinima, dataMinima } from './validity.ts'

/** Hours of a civil day, labelled 01:00–24:00 by their END; hour h is element h − 1. */
export const DAY_HOURS = 24

/** A day value and what it was made of. */
export interface DayValue {
  /** In the unit of the hours, unrounded; NaN where there is no valid one. */
  value: number
  /** Usable hours, or eight-hour means. */
  inputs: number
}

/**
 * Mean of a day (GB 3095-2012 table 4: at least 20 hours).
 * @param hours hourly means; NaN = missing or not to be used
 * @param from place of the hour labelled 01:00; the 24 from there are the day
 */
export function dayMean(hours: ArrayLike<number>, from: number, minima: Pick<DataMinima, 'dayHours'>): DayValue {
  let sum = 0
  let inputs = 0
  for (let at = from; at < from + DAY_HOURS; at += 1) {
    const value = hours[at] ?? Number.NaN
    if (Number.isNaN(value)) continue
    sum += value
    inputs += 1
  }
  return { value: inputs > 0 && inputs >= minima.dayHours ? sum / inputs : Number.NaN, inputs }
}

/** First label of an eight-hour mean that counts: 08:00. Its hours, like those of every later one, are all of the day. */
const FIRST_LABEL = 8
const EIGHT = 8

/**
 * Daily maximum eight-hour mean of ozone: the largest of the running means labelled 08:00–24:00 (HJ 663-2013, 附录 A; on the
 * national network's release the means start anew with the label 01:00).
 * @param hours hourly means; NaN = missing or not to be used [µg/m³]
 * @param from place of the hour labelled 01:00; the 24 from there are the day
 * @param limit with fewer means than asked for, the maximum is valid only when it is over this: grade II, 8 h [µg/m³]
 */
export function dailyMaximum8h(
  hours: ArrayLike<number>,
  from: number,
  minima: Pick<DataMinima, 'eightHours' | 'dailyMaximumWindows'>,
  limit: number,
): DayValue {
  let largest = Number.NaN
  let inputs = 0
  for (let label = FIRST_LABEL; label <= DAY_HOURS; label += 1) {
    const mean = meanOfEight(hours, from + label - EIGHT, minima.eightHours)
    if (Number.isNaN(mean)) continue
    inputs += 1
    if (!(mean <= largest)) largest = mean
  }
  const isValid = inputs >= minima.dailyMaximumWindows || largest > limit
  return { value: isValid ? largest : Number.NaN, inputs }
}

function meanOfEight(hours: ArrayLike<number>, from: number, least: number): number {
  let sum = 0
  let count = 0
  for (let at = from; at < from + EIGHT; at += 1) {
    const value = hours[at] ?? Number.NaN
    if (Number.isNaN(value)) continue
    sum += value
    count += 1
  }
  return count > 0 && count >= least ? sum / count : Number.NaN
}

/**
 * A day of an area: the mean of its stations' day values (of ozone: of their daily maxima), all valid ones, when enough of
 * the area's stations have one (HJ 663-2013, clause 6 and 附录 A: 75 %).
 * @param values of each station of the area; NaN = not valid
 */
export function areaDay(values: ArrayLike<number>, minima: Pick<DataMinima, 'areaShare'>): DayValue {
  let sum = 0
  let inputs = 0
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? Number.NaN
    if (Number.isNaN(value)) continue
    sum += value
    inputs += 1
  }
  const isEnough = inputs > 0 && inputs >= minima.areaShare * values.length
  return { value: isEnough ? sum / inputs : Number.NaN, inputs }
}

/** What makes a day value valid: the minima, and the limit over which a daily maximum is valid with too few means. */
export interface DayRules {
  minima: DataMinima
  /** Grade II, 8 h. [µg/m³] */
  ozoneLimit: number
}

const OZONE = 'a05024'

/** @param dayNumber of the data: the tables in force on that day */
export function dayRulesOn(dayNumber: number): DayRules {
  const table = limitsInForce(civilDayAt(dayNumber))
  return { minima: dataMinima[table.edition], ozoneLimit: limitOf(table, OZONE, '8h') ?? Number.POSITIVE_INFINITY }
}

/** The day value by which a factor is evaluated. @param hours see `dayMean` */
export function dayValueOf(
  { dayValue }: EvaluatedFactor,
  hours: ArrayLike<number>,
  from: number,
  { minima, ozoneLimit }: DayRules,
): DayValue {
  return dayValue === 'mean' ? dayMean(hours, from, minima) : dailyMaximum8h(hours, from, minima, ozoneLimit)
}

/**
 * Day values of the six factors from their hours.
 * @param hours of each factor 24 × n hourly means from the hour labelled 01:00 of the first day on; NaN = missing
 *   [µg/m³, CO mg/m³]
 * @param first number of the first day
 * @returns n day values of each factor
 */
export function dayValuesOf(hours: ByFactor<Float64Array>, first: number): ByFactor<DaySeries> {
  const days = hours[OZONE].length / DAY_HOURS
  const rules = Array.from({ length: days }, (_, day) => dayRulesOn(first + day))
  return byFactor((factor) => {
    const ofFactor = hours[factor.factor]
    const values = Float64Array.from(rules, (rule, day) => dayValueOf(factor, ofFactor, day * DAY_HOURS, rule).value)
    return { first, values }
  })
}
