import { limitOf, limitTables } from '../../standards/limits.ts'
import { evaluatedFactors } from '../../standards/statistics-table.ts'
import { type DataMinima, dataMinima } from '../../standards/validity.ts'
import type { Certainty } from './validity-table.ts'

/**
 * How readings become readings of a longer period: the rules as data, each with where it comes from and how sure that is
 * (S sure, P probable, U unsure: a setting). Numbers: GB 3095-2012 table 4; HJ 663-2013, annex A.
 */

/**
 * `mean`: arithmetic; of minutes weighted by the time each stands for.
 * `direction`: direction of the sum of unit vectors [° from north, clockwise, 0 ≤ d < 360].
 * `sum`, `max`, `min`: as they say.
 */
export type Method = 'mean' | 'direction' | 'sum' | 'max' | 'min'

export interface StatisticRule {
  statistic: string
  method: Method
  certainty: Certainty
  source: string
}

// biome-ignore format: a table to proof-read
const statisticRows: readonly (readonly [string, Method, Certainty, string])[] = [
  // statistic  method  mark  source
  ['Avg',       'mean', 'S', 'GB 3095-2012 3.5–3.9; HJ 663-2013, appendix A'],
  ['ZsAvg',     'mean', 'P', 'HJ 212-2017 table B.1, as Avg, converted to standard oxygen content'],
  ['Cou',       'sum',  'P', 'HJ 212-2017 table B.1: the quantity of the period; that of a longer one is their sum'],
  ['Min',       'min',  'S', 'HJ 212-2017 table B.1: the smallest of the period'],
  ['ZsMin',     'min',  'S', 'HJ 212-2017 table B.1'],
  ['Max',       'max',  'S', 'HJ 212-2017 table B.1: the largest of the period'],
  ['ZsMax',     'max',  'S', 'HJ 212-2017 table B.1'],
  // Levels in dB would be averaged by energy in acoustics; the sheets give no clause, so they are averaged as they are.
  ['Data',      'mean', 'U', 'HJ 212-2017 table B.1 (noise); no clause found'],
]

/** What is not listed here is not rolled up: counts of inputs, samples, serial numbers. */
export const statisticRules: readonly StatisticRule[] = statisticRows.map(([statistic, method, certainty, source]) => ({
  statistic,
  method,
  certainty,
  source,
}))

/** Factors whose statistics go another way; null: not rolled up. */
export const factorRules: Readonly<
  Record<string, { methods: Readonly<Record<string, Method | null>>; certainty: Certainty; source: string }>
> = {
  a01008: {
    // The smallest or largest of a direction says nothing.
    methods: { Avg: 'direction', Min: null, Max: null },
    certainty: 'S',
    source: 'wind direction is averaged as (unit) vectors, never as numbers (GB/T 35227-2017)',
  },
}

/** Ozone, whose daily value is the largest eight-hour mean. */
export const OZONE = 'a05024'

/** The statistic of a day that says so. */
export const DAILY_MAXIMUM = 'Mda8'

/** A percentile of the day values of a month or a year (HJ 663-2013, annex A: linear between ranks). */
export interface PercentileRule {
  factor: string
  /** Of the day. */
  statistic: string
  percentile: number
  at: readonly ('month' | 'year')[]
  certainty: Certainty
  source: string
}

/** Those by which the law evaluates; of months only such as stand in the mean's place there. */
export const percentileRules: readonly PercentileRule[] = evaluatedFactors.map((one) => ({
  factor: one.factor,
  statistic: one.dayValue === 'mean' ? 'Avg' : DAILY_MAXIMUM,
  percentile: one.percent,
  at: one.isPercentileOfEveryPeriod ? ['month', 'year'] : ['year'],
  certainty: one.certainty,
  source: one.source,
}))

/** The least that a statistic must be made of, from a civil day on. What is made of less is `insufficient`. */
export interface RollupEdition extends DataMinima {
  /** First civil day `YYYY-MM-DD` of the data to which it applies. */
  from: string
  name: string
  /** With fewer windows than asked for, ozone's daily maximum is valid when it exceeds this (grade II, 8 h). [µg/m³] */
  ozoneLimit: number
  /**
   * What an hour of zero or slightly less in clean air counts as in a day's mean, by factor; null: as what was measured.
   * HJ 817-2018 and HJ 818-2018 are remembered to say so (P, to be confirmed), so it is off.
   */
  cleanAirSubstitutes: Readonly<Record<string, number>> | null
}

/** For `cleanAirSubstitutes`, where a county has it confirmed. [µg/m³, CO mg/m³] HJ 817-2018, HJ 818-2018, data clause: P */
export const HJ818_SUBSTITUTES: Readonly<Record<string, number>> = {
  a34004: 2,
  a34002: 2,
  a21026: 2,
  a21004: 2,
  a05024: 2,
  a21005: 0.3,
}

/** By the day of the data, never by today: the minima of standards/validity, and the limits in force. */
export const rollupEditions: readonly RollupEdition[] = limitTables.map((table) => ({
  from: table.from,
  name: `${table.name}, HJ 663-${table.edition === '2012' ? '2013' : '2026'}`,
  ...dataMinima[table.edition],
  ozoneLimit: limitOf(table, OZONE, '8h') ?? Number.POSITIVE_INFINITY,
  cleanAirSubstitutes: null,
}))

/** Catalogue of what a rolled up layer adds beside the statistics of its inputs. */
export const addedStatistics = {
  /** How many inputs the main statistic of the factor was made of. */
  inputs: 'N',
  /** How many eight-hour means (of a day), or daily maxima (of a month or a year), ozone's value was made of. */
  dailyMaximumInputs: `${DAILY_MAXIMUM}N`,
  percentile: (statistic: string, percentile: number) => `${statistic}P${percentile}`,
} as const
