import type { Certainty } from './certainty.ts'
import type { Averaging } from './limits.ts'

/**
 * The six evaluated factors and the statistics by which a year is judged (HJ 663-2013 table 1; that of 2026 as public code
 * quotes it is the same). Each number with the limit that it is held against.
 */
export interface EvaluatedFactor {
  /** Code of standards/factors. */
  factor: FactorCode
  /** Its name in files and interfaces. */
  name: FactorName
  /** What its day value is: the mean of its hours, or the largest eight-hour mean. */
  dayValue: 'mean' | 'daily-maximum-8h'
  /** Limit for the annual mean; null: the annual mean is no statistic of evaluation. */
  meanLimit: Averaging | null
  /** Percentile of the day values. */
  percent: number
  percentileLimit: Averaging
  /** Is the percentile one of months and quarters too (and stands in the composite index for the mean)? */
  isPercentileOfEveryPeriod: boolean
  certainty: Certainty
  source: string
}

export const factorCodes = ['a34004', 'a34002', 'a21026', 'a21004', 'a21005', 'a05024'] as const
export type FactorCode = (typeof factorCodes)[number]

export const factorNames = ['pm25', 'pm10', 'so2', 'no2', 'co', 'o3'] as const
export type FactorName = (typeof factorNames)[number]

const T1 = 'HJ 663-2013 table 1'

// biome-ignore format: a table to proof-read
const rows: readonly (readonly [FactorCode, FactorName, EvaluatedFactor['dayValue'], Averaging | null, number, Averaging, boolean, Certainty, string])[] = [
  // factor   name    day value           mean    percentile   every period
  ['a34004', 'pm25', 'mean',             'year', 95, '24h',   false, 'S', T1],
  ['a34002', 'pm10', 'mean',             'year', 95, '24h',   false, 'S', T1],
  ['a21026', 'so2',  'mean',             'year', 98, '24h',   false, 'S', T1],
  ['a21004', 'no2',  'mean',             'year', 98, '24h',   false, 'S', T1],
  ['a21005', 'co',   'mean',             null,   95, '24h',   true,  'S', T1],
  ['a05024', 'o3',   'daily-maximum-8h', null,   90, '8h',    true,  'S', T1],
]

/** In the order in which factors are listed: PM2.5, PM10, SO2, NO2, CO, O3. */
export const evaluatedFactors: readonly EvaluatedFactor[] = rows.map(
  ([factor, name, dayValue, meanLimit, percent, percentileLimit, isPercentileOfEveryPeriod, certainty, source]) => ({
    factor,
    name,
    dayValue,
    meanLimit,
    percent,
    percentileLimit,
    isPercentileOfEveryPeriod,
    certainty,
    source,
  }),
)

/** Something for each of the six. */
export type ByFactor<T> = Readonly<Record<FactorCode, T>>

/** @returns what `of` gives for each of the six */
export function byFactor<T>(of: (factor: EvaluatedFactor) => T): Record<FactorCode, T> {
  // Every code has a row, so every key is there.
  return Object.fromEntries(evaluatedFactors.map((one) => [one.factor, of(one)])) as Record<FactorCode, T>
}
