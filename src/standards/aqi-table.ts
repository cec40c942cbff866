import type { Certainty } from './certainty.ts'
import type { Edition } from './editions.ts'

/**
 * The numbers of HJ 633-2012 (table 1) and HJ 633-2026 (table 3): which concentration has which sub-index, by averaging time.
 * Concentrations in µg/m³, CO in mg/m³; gases at 298.15 K and 1013.25 hPa since 2018-09-01, particles at actual conditions.
 */

/** 日报, of a civil day (labels 01:00–24:00), and 实时报, of the last full hour. */
export const aqiKinds = ['daily', 'hourly'] as const
export type AqiKind = (typeof aqiKinds)[number]

/** Columns of the table: pollutant and averaging time. */
export const aqiScales = [
  'pm25-24h',
  'pm10-24h',
  'so2-24h',
  'so2-1h',
  'no2-24h',
  'no2-1h',
  'co-24h',
  'co-1h',
  'o3-8h',
  'o3-1h',
] as const
export type AqiScale = (typeof aqiScales)[number]

/** A line of the table: the sub-index, then the concentration of each scale; null where the scale ends below. */
type Line = readonly [iaqi: number, ...concentrations: (number | null)[]]

interface BreakpointTable {
  source: string
  certainty: Certainty
  lines: readonly Line[]
}

// biome-ignore format: tables to proof-read
export const breakpointTables: Readonly<Record<Edition, BreakpointTable>> = {
  '2012': {
    source: 'HJ 633-2012, table 1',
    certainty: 'S',
    lines: [
      //     PM2.5 PM10  SO2         NO2         CO          O3
      //     24h   24h   24h   1h    24h   1h    24h   1h    8h    1h
      [  0,  0,    0,    0,    0,    0,    0,    0,    0,    0,    0],
      [ 50,  35,   50,   50,   150,  40,   100,  2,    5,    100,  160],
      [100,  75,   150,  150,  500,  80,   200,  4,    10,   160,  200],
      [150,  115,  250,  475,  650,  180,  700,  14,   35,   215,  300],
      [200,  150,  350,  800,  800,  280,  1200, 24,   60,   265,  400],
      [300,  250,  420,  1600, null, 565,  2340, 36,   90,   800,  800],
      [400,  350,  500,  2100, null, 750,  3090, 48,   120,  null, 1000],
      [500,  500,  600,  2620, null, 940,  3840, 60,   150,  null, 1200],
    ],
  },
  '2026': {
    // PM2.5 60 and PM10 120 at 100 are S (four independent implementations and the ministry's summary), the rest is as in 2012.
    source: 'HJ 633-2026, table 3',
    certainty: 'S',
    lines: [
      //     PM2.5 PM10  SO2         NO2         CO          O3
      //     24h   24h   24h   1h    24h   1h    24h   1h    8h    1h
      [  0,  0,    0,    0,    0,    0,    0,    0,    0,    0,    0],
      [ 50,  35,   50,   50,   150,  40,   100,  2,    5,    100,  160],
      [100,  60,   120,  150,  500,  80,   200,  4,    10,   160,  200],
      [150,  115,  250,  475,  650,  180,  700,  14,   35,   215,  300],
      [200,  150,  350,  800,  800,  280,  1200, 24,   60,   265,  400],
      [300,  250,  420,  1600, null, 565,  2340, 36,   90,   800,  800],
      [400,  350,  500,  2100, null, 750,  3090, 48,   120,  null, 1000],
      [500,  500,  600,  2620, null, 940,  3840, 60,   150,  null, 1200],
    ],
  },
}

/** Names of what a report is made of, as files call their columns. `o3_8h`: the daily maximum of eight-hour means. */
export type AqiInput = 'pm25' | 'pm10' | 'so2' | 'no2' | 'co' | 'o3' | 'o3_8h' | 'so2_24h'

/** One of the six items of a report. */
export interface AqiItem {
  name: AqiInput
  /** Code of standards/factors. */
  factor: string
  scale: AqiScale
  /**
   * Digits behind the point to which the concentration is rounded before anything else: HJ 633-2026 says that it is (S), the
   * releases under HJ 633-2012 did so (S).
   */
  digits: number
}

/**
 * The items of each report. Daily: HJ 633-2012, 5.2 (its ozone of one hour has no part in the published index); hourly: since
 * 2018 releases know no running means. Particles have no scale of one hour: that of 24 h is applied to the hour.
 */
// biome-ignore format: a table to proof-read
export const aqiReports: Readonly<Record<AqiKind, readonly AqiItem[]>> = {
  daily: [
    { name: 'pm25',  factor: 'a34004', scale: 'pm25-24h', digits: 0 },
    { name: 'pm10',  factor: 'a34002', scale: 'pm10-24h', digits: 0 },
    { name: 'so2',   factor: 'a21026', scale: 'so2-24h',  digits: 0 },
    { name: 'no2',   factor: 'a21004', scale: 'no2-24h',  digits: 0 },
    { name: 'co',    factor: 'a21005', scale: 'co-24h',   digits: 1 },
    { name: 'o3_8h', factor: 'a05024', scale: 'o3-8h',    digits: 0 },
  ],
  hourly: [
    { name: 'pm25',  factor: 'a34004', scale: 'pm25-24h', digits: 0 },
    { name: 'pm10',  factor: 'a34002', scale: 'pm10-24h', digits: 0 },
    { name: 'so2',   factor: 'a21026', scale: 'so2-1h',   digits: 0 },
    { name: 'no2',   factor: 'a21004', scale: 'no2-1h',   digits: 0 },
    { name: 'co',    factor: 'a21005', scale: 'co-1h',    digits: 1 },
    { name: 'o3',    factor: 'a05024', scale: 'o3-1h',    digits: 0 },
  ],
}

/** In which order pollutants that tie are named. No standard prescribes one. U */
export const primaryOrder: readonly AqiInput[] = ['pm25', 'pm10', 'o3', 'o3_8h', 'no2', 'so2', 'co']

/** A primary pollutant is named above this index. HJ 633-2012, 4.4; HJ 633-2026, 4.3.1. S */
export const PRIMARY_ABOVE = 50

/**
 * Above this sub-index an item is over the limit: 超标污染物 of HJ 633-2012, 4.4; the edition of 2026 has no word for it any
 * more. S
 */
export const OVER_LIMIT_ABOVE = 100

/** What stands above the end of a scale that ends below 500: a fixed sub-index, or that of another input on its own scale. */
export type Beyond = { iaqi: number } | { by: AqiInput; scale: AqiScale }

interface BeyondRule {
  edition: Edition
  scale: AqiScale
  beyond: Beyond
  certainty: Certainty
  source: string
}

/**
 * Above 800 µg/m³ of SO2 in one hour, of O3 in eight. Scales that reach 500 stay there. Where HJ 633-2012 asks for another
 * input and there is none, the item has no sub-index; the network all the same released 200 for SO2 (2019).
 */
// biome-ignore format: a table to proof-read
export const beyondRules: readonly BeyondRule[] = [
  { edition: '2012', scale: 'so2-1h', beyond: { by: 'so2_24h', scale: 'so2-24h' }, certainty: 'S', source: 'HJ 633-2012, table 1, note 2' },
  { edition: '2012', scale: 'o3-8h',  beyond: { by: 'o3',      scale: 'o3-1h' },   certainty: 'S', source: 'HJ 633-2012, table 1, note 3' },
  { edition: '2026', scale: 'so2-1h', beyond: { iaqi: 200 },                       certainty: 'S', source: 'HJ 633-2026, table 3, note b' },
  { edition: '2026', scale: 'o3-8h',  beyond: { iaqi: 300 },                       certainty: 'S', source: 'HJ 633-2026, table 3, note c' },
]

/**
 * What becomes of the index when an item is missing: `of-the-rest`: it is that of the items that are there;
 * `only-over-100`: so only when that is over 100, else there is none (NA).
 */
export const incompleteRules = ['of-the-rest', 'only-over-100'] as const
export type IncompleteRule = (typeof incompleteRules)[number]

/** The setting of each edition. */
// biome-ignore format: a table to proof-read
export const incompleteReports: Readonly<Record<Edition, { rule: IncompleteRule; certainty: Certainty; source: string }>> = {
  '2012': {
    rule: 'of-the-rest',
    certainty: 'S',
    source: 'HJ 633-2012, 5.2: a missing item is told as NA; the releases give an index all the same',
  },
  '2026': {
    rule: 'of-the-rest',
    certainty: 'U',
    source: 'as in 2012, to be confirmed: a public transcription of HJ 633-2026, 5.3.1, has NA unless the index is over 100',
  },
}
