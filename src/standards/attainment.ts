import { type Grade, type LimitTable, limitOf } from './limits.ts'
import { rounded } from './rounding.ts'
import { exceedMultiple, type PeriodStatistics, type Shortfall } from './statistics.ts'
import { decimalsOf } from './statistics-decimals.ts'
import type { EvaluatedFactor } from './statistics-table.ts'

/**
 * How a year is judged (HJ 663-2013, clause 5).
 * `strict`: the annual mean and the percentile, each within its limit. `mean-only`: as many local reports judge, the mean
 * alone. Of CO and ozone, which have no annual limit, both judge the percentile.
 */
export const attainmentReadings = ['strict', 'mean-only'] as const
export type AttainmentReading = (typeof attainmentReadings)[number]

/**
 * `unrounded`: everything as it was counted, and held so against the limits (全数值比较法, the default of GB/T 8170-2008, 4.3.2).
 * `rounded`: day values are rounded first, as they are published, and rounded statistics are held against the limits
 * (修约值比较法, practice of air quality).
 */
export const bases = ['unrounded', 'rounded'] as const
export type Basis = (typeof bases)[number]

/** Why a factor did not attain its standard, or could not be judged. */
export type AttainmentReason = Shortfall | { reason: 'no-value' } | OverLimit

export interface OverLimit {
  reason: 'mean-over-limit' | 'percentile-over-limit'
  /** As it was held against the limit. [µg/m³, CO mg/m³] */
  value: number
  limit: number
  /** (C − S)/S, unrounded. */
  exceedMultiple: number
}

export interface Attainment {
  /** Null: there is too little to judge by. */
  attained: boolean | null
  reasons: AttainmentReason[]
}

export interface AttainmentRules {
  limits: LimitTable
  grade: Grade
  reading: AttainmentReading
  basis: Basis
  /** Last civil day of the year, which tells the decimals. */
  day: string
}

/**
 * Did a factor attain its standard in a year?
 * @param statistics of the year; of any other period there is no legal answer (months have compliance rates only)
 * @returns null (`attained`) of a year that is not valid; what is over its limit is told all the same
 */
export function attainmentOf(
  factor: EvaluatedFactor,
  statistics: PeriodStatistics,
  rules: AttainmentRules,
): Attainment {
  const { mean, percentile } = statistics
  const over: OverLimit[] = []
  const judged = judgedStatistics(factor, rules.reading)
  if (judged.includes('mean')) over.push(...overLimit(factor, 'mean-over-limit', mean, rules))
  if (judged.includes('percentile'))
    over.push(...overLimit(factor, 'percentile-over-limit', percentile?.value ?? null, rules))
  const hasAll = judged.every((one) => (one === 'mean' ? mean : (percentile?.value ?? null)) !== null)
  const reasons: AttainmentReason[] = [
    ...statistics.shortfalls,
    ...(hasAll ? [] : [{ reason: 'no-value' as const }]),
    ...over,
  ]
  return { attained: statistics.valid && hasAll ? over.length === 0 : null, reasons }
}

function judgedStatistics(factor: EvaluatedFactor, reading: AttainmentReading): readonly ('mean' | 'percentile')[] {
  if (factor.meanLimit === null) return ['percentile']
  return reading === 'strict' ? ['mean', 'percentile'] : ['mean']
}

function overLimit(
  factor: EvaluatedFactor,
  reason: OverLimit['reason'],
  statistic: number | null,
  { limits, grade, basis, day }: AttainmentRules,
): OverLimit[] {
  const averaging = reason === 'mean-over-limit' ? factor.meanLimit : factor.percentileLimit
  const limit = averaging === null ? null : limitOf(limits, factor.factor, averaging, grade)
  if (statistic === null || limit === null) return []
  const value = basis === 'rounded' ? rounded(statistic, decimalsOf('attainment', factor.factor, day)) : statistic
  const multiple = exceedMultiple(value, limit)
  return multiple === null ? [] : [{ reason, value, limit, exceedMultiple: multiple }]
}

/** An area attains the standard when all six factors do (HJ 663-2013, clause 5); null while that cannot be told. */
export function areaAttainment(factors: readonly Attainment[]): boolean | null {
  if (factors.some(({ attained }) => attained === false)) return false
  return factors.every(({ attained }) => attained === true) ? true : null
}
