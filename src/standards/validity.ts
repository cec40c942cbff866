import type { Certainty } from './certainty.ts'
import type { Edition } from './editions.ts'

/** The least that a statistic must be made of, to be valid. */
export interface DataMinima {
  /** Usable minutes of an hour. */
  hourMinutes: number
  /** Hourly means of a day. */
  dayHours: number
  /** Hourly means of eight. */
  eightHours: number
  /** Eight-hour means among those labelled 08:00–24:00; with fewer the daily maximum is valid only when it is over its limit. */
  dailyMaximumWindows: number
  /** Day values of a month. */
  monthDays: number
  /** Day values of a February. */
  februaryDays: number
  /** Day values of a year, each of whose months must be valid. */
  yearDays: number
  /** Share of an area's stations that must have a valid value. */
  areaShare: number
}

export interface MinimumRow {
  what: keyof DataMinima
  least: number
  /** By edition: the one of 2026 keeps the idea of the table; its details are probable. */
  certainty: Readonly<Record<Edition, Certainty>>
  source: string
}

type Row = readonly [keyof DataMinima, number, Certainty, Certainty, string]

const TABLE_4 = 'GB 3095-2012 table 4'

// biome-ignore format: a table to proof-read
const rows: readonly Row[] = [
  // what                 least  2012 2026 clause
  ['hourMinutes',         45,    'P', 'P', `${TABLE_4}: SO2 NO2 CO O3 NOx; particles by the same practice`],
  ['dayHours',            20,    'S', 'P', `${TABLE_4}: SO2 NO2 CO PM10 PM2.5 NOx`],
  ['eightHours',          6,     'S', 'P', `${TABLE_4}: O3`],
  ['dailyMaximumWindows', 14,    'P', 'P', 'HJ 663-2013, appendix A'],
  ['monthDays',           27,    'S', 'P', `${TABLE_4}: SO2 NO2 PM10 PM2.5 NOx; HJ 663-2013 for CO and O3 (P)`],
  ['februaryDays',        25,    'S', 'P', `${TABLE_4}: as a month`],
  ['yearDays',            324,   'S', 'P', `${TABLE_4}: as a month; percentiles by HJ 663-2013 (P)`],
  ['areaShare',           0.75,  'P', 'P', 'HJ 663-2013, clause 6: all valid stations are used, at least 75 % of them'],
]

/** The minima as data, each with its clause. */
export const minimumRows: readonly MinimumRow[] = rows.map(([what, least, of2012, of2026, source]) => ({
  what,
  least,
  certainty: { '2012': of2012, '2026': of2026 },
  source,
}))

const least = (what: keyof DataMinima) => rows.find(([known]) => known === what)?.[1] ?? Number.NaN

const minima: DataMinima = {
  hourMinutes: least('hourMinutes'),
  dayHours: least('dayHours'),
  eightHours: least('eightHours'),
  dailyMaximumWindows: least('dailyMaximumWindows'),
  monthDays: least('monthDays'),
  februaryDays: least('februaryDays'),
  yearDays: least('yearDays'),
  areaShare: least('areaShare'),
}

/** The minima of an edition. As far as is known they did not change in 2026; `minimumRows` says how sure that is. */
export const dataMinima: Readonly<Record<Edition, DataMinima>> = { '2012': minima, '2026': minima }

/** The least number of valid days of a month. @param month 1–12 */
export function daysNeeded(of: Pick<DataMinima, 'monthDays' | 'februaryDays'>, month: number): number {
  return month === 2 ? of.februaryDays : of.monthDays
}
