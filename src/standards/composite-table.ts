import { type Dated, inForce } from './dated.ts'
import { type ByFactor, byFactor } from './statistics-table.ts'

/**
 * How the composite index of air quality (环境空气质量综合指数) is made, as dated settings. What it is held against is not here:
 * grade II of the limits in force, the annual one for SO2, NO2, PM10 and PM2.5, the 24-hour one for CO with its 95th
 * percentile, the eight-hour one for ozone with its 90th (《城市环境空气质量排名技术规定》, 环办〔2014〕64号).
 */
export interface CompositeMethod {
  /** Of each factor's part. */
  weights: ByFactor<number>
  /** Decimals of the sum. */
  decimals: number
  /** The part of a factor is the larger of mean/annual limit and percentile/24-hour limit, not the mean's alone. */
  isLargerOfMeanAndPercentile: boolean
}

const evenly = byFactor(() => 1)
const weighted = byFactor(({ name }) => (name === 'pm25' ? 3 : name === 'no2' || name === 'o3' ? 2 : 1))

export const compositeVariants = ['ranking', 'annual-2013', 'weighted-2026'] as const
export type CompositeVariant = (typeof compositeVariants)[number]

// biome-ignore format: a table to proof-read
export const compositeMethods: Readonly<Record<CompositeVariant, readonly Dated<CompositeMethod>[]>> = {
  // The notice of ranking; used for months, quarters, half-years, years and January–n.
  ranking: [
    { from: '1970-01-01', value: { weights: evenly, decimals: 2, isLargerOfMeanAndPercentile: false },
      certainty: 'S', source: '环办〔2014〕64号' },
    { from: '2026-03-01', value: { weights: evenly, decimals: 2, isLargerOfMeanAndPercentile: false },
      certainty: 'U', source: 'a provincial project of 2026, with the limits of GB 3095-2026', doubt: 'index-weights-2026' },
  ],
  // Differs from the notice of ranking.
  'annual-2013': [
    { from: '1970-01-01', value: { weights: evenly, decimals: 2, isLargerOfMeanAndPercentile: true },
      certainty: 'P', source: 'HJ 663-2013, appendix C' },
  ],
  // “New algorithm” of one version of the same provincial project.
  'weighted-2026': [
    { from: '1970-01-01', value: { weights: weighted, decimals: 2, isLargerOfMeanAndPercentile: false },
      certainty: 'U', source: 'a provincial project of 2026 (PM2.5 × 3, NO2 × 2, O3 × 2)', doubt: 'index-weights-2026' },
  ],
}

/** @param day civil day `YYYY-MM-DD`, the last of the period */
export function compositeMethodOf(variant: CompositeVariant, day: string): Dated<CompositeMethod> {
  return inForce(compositeMethods[variant], day)
}
