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

const EVALUATION = 'HJ 663-2013 table 1'

// biome-ignore format: a table to proof-read
export const percentileRules: readonly PercentileRule[] = [
  { factor: OZONE,    statistic: DAILY_MAXIMUM, percentile: 90, at: ['month', 'year'], certainty: 'S', source: EVALUATION },
  { factor: 'a21005', statistic: 'Avg', percentile: 95, at: ['month', 'year'], certainty: 'S', source: EVALUATION },
  { factor: 'a21026', statistic: 'Avg', percentile: 98, at: ['year'],          certainty: 'S', source: EVALUATION },
  { factor: 'a21004', statistic: 'Avg', percentile: 98, at: ['year'],          certainty: 'S', source: EVALUATION },
  { factor: 'a34002', statistic: 'Avg', percentile: 95, at: ['year'],          certainty: 'S', source: EVALUATION },
  { factor: 'a34004', statistic: 'Avg', percentile: 95, at: ['year'],          certainty: 'S', source: EVALUATION },
]

/** The least that a statistic must be made of, from a civil day on. What is made of less is `insufficient`. */
export interface RollupEdition {
  /** First civil day `YYYY-MM-DD` of the data to which it applies. */
  from: string
  name: string
  /** Usable minutes of an hour. P */
  hourMinutes: number
  /** Usable hours of a day. S for SO2 NO2 CO PM10 PM2.5 NOx; P for everything else. */
  dayHours: number
  /** Usable hours of eight. S */
  eightHours: number
  /** Valid eight-hour means among those labelled 08:00–24:00. P */
  dailyMaximumWindows: number
  /** With fewer windows the maximum is valid all the same when it exceeds this (grade II, 8 h). [µg/m³] P */
  ozoneLimit: number
  /** Valid days of a month. S */
  monthDays: number
  /** Of a February. S */
  februaryDays: number
  /** Valid days of a year, each of whose months must be valid. S */
  yearDays: number
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

const GB3095_2012_TABLE_4 = {
  hourMinutes: 45,
  dayHours: 20,
  eightHours: 6,
  dailyMaximumWindows: 14,
  ozoneLimit: 160,
  monthDays: 27,
  februaryDays: 25,
  yearDays: 324,
  cleanAirSubstitutes: null,
} as const

/** By the day of the data, never by today. The 2026 edition keeps the idea of table 4; its details are P. */
export const rollupEditions: readonly RollupEdition[] = [
  { from: '1970-01-01', name: 'GB 3095-2012, HJ 663-2013', ...GB3095_2012_TABLE_4 },
  { from: '2026-03-01', name: 'GB 3095-2026 transitional, HJ 663-2026', ...GB3095_2012_TABLE_4 },
  { from: '2031-01-01', name: 'GB 3095-2026, HJ 663-2026', ...GB3095_2012_TABLE_4 },
]

/** Catalogue of what a rolled up layer adds beside the statistics of its inputs. */
export const addedStatistics = {
  /** How many inputs the main statistic of the factor was made of. */
  inputs: 'N',
  /** How many eight-hour means (of a day), or daily maxima (of a month or a year), ozone's value was made of. */
  dailyMaximumInputs: `${DAILY_MAXIMUM}N`,
  percentile: (statistic: string, percentile: number) => `${statistic}P${percentile}`,
} as const

/** The least number of days of a month. @param month 1–12 */
export function daysNeeded(edition: RollupEdition, month: number): number {
  return month === 2 ? edition.februaryDays : edition.monthDays
}
