import { type Dated, inForce } from './dated.ts'
import { rounded } from './rounding.ts'
import { type ByFactor, byFactor, type FactorCode } from './statistics-table.ts'

/**
 * To how many decimals a concentration is rounded, by what it is wanted for (GB/T 8170-2008: once, from the unrounded value).
 * [µg/m³, CO mg/m³]
 */
export type RoundedFor = 'day' | 'attainment' | 'index' | 'publication'

const whole = byFactor(({ name }) => (name === 'co' ? 1 : 0))
const wholeButFineParticles = byFactor(({ name }) => (name === 'co' || name === 'pm25' ? 1 : 0))
const oneMore = byFactor(({ name }) => (name === 'co' ? 2 : 1))

type Settings = readonly Dated<ByFactor<number>>[]

// biome-ignore format: a table to proof-read
export const decimals: Readonly<Record<RoundedFor, Settings>> = {
  // Hour and day values: releases, input of the AQI.
  day: [
    { from: '1970-01-01', value: whole, certainty: 'S', source: 'HJ 663-2013, table of decimals; the national releases' },
  ],
  // Annual means and percentiles where the rounded value is held against the limit.
  attainment: [
    { from: '1970-01-01', value: whole, certainty: 'P', source: 'HJ 663-2013, table of decimals; GB/T 8170-2008, 4.3.3 (修约值比较法)' },
    { from: '2026-03-01', value: whole, certainty: 'U', source: 'as in 2013; HJ 663-2026 details rounding, its text is not known', doubt: 'attainment-decimals-2026' },
  ],
  // Means and percentiles that go into the composite index.
  index: [
    { from: '1970-01-01', value: whole,   certainty: 'P', source: 'practice: a public worked example, 21/39/9/15/192/0.7 → 3.06' },
    { from: '2026-03-01', value: oneMore, certainty: 'U', source: 'a provincial project of 2026', doubt: 'index-decimals-2026' },
  ],
  // Means of months and years as bulletins give them.
  publication: [
    { from: '1970-01-01', value: whole,                 certainty: 'P', source: 'bulletins of the ministry' },
    { from: '2022-01-01', value: wholeButFineParticles, certainty: 'P', source: 'bulletins of the ministry since about 2022' },
  ],
}

/** Decimals of what is derived, whatever the edition. */
export const derivedDecimals = {
  /** HJ 663-2013. P */
  exceedMultiple: 2,
  /** Compliance and good-day ratio [%]: HJ 663-2013, bulletins. S */
  ratio: 1,
  /** Change of a concentration or an index [%]: bulletins. P */
  change: 1,
  /** The parts of the composite index, as shown; they are never added up rounded. U */
  partOfIndex: 2,
} as const

/** @param day civil day `YYYY-MM-DD` of the data */
export function decimalsOf(what: RoundedFor, factor: FactorCode, day: string): number {
  return inForce(decimals[what], day).value[factor]
}

/**
 * Day values rounded as they are published.
 * @param values one a day, NaN = none
 */
export function roundedDays(values: Float64Array, factor: FactorCode, day: string): Float64Array {
  const digits = decimalsOf('day', factor, day)
  return values.map((value) => rounded(value, digits))
}
