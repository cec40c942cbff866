import type { Basis } from './attainment.ts'
import type { CompositeMethod } from './composite-table.ts'
import { type LimitTable, limitOf } from './limits.ts'
import { rounded } from './rounding.ts'
import type { PeriodStatistics } from './statistics.ts'
import { decimalsOf } from './statistics-decimals.ts'
import { type ByFactor, type EvaluatedFactor, evaluatedFactors, type FactorCode } from './statistics-table.ts'

/** Composite index of a period; the smaller, the better the air. */
export interface CompositeIndex {
  /** Sum of the parts, each times its weight: of unrounded parts; rounded once, on the basis `rounded`. */
  value: number
  /** I_i = C_i/S_i of each factor, unrounded and without its weight. */
  parts: ByFactor<number>
  /** The factors whose weighted part is the largest: 首要污染物 of the period. */
  primary: FactorCode[]
}

/**
 * @param statistics of the period, valid or not
 * @param limits whose grade II the concentrations are held against
 * @param basis `rounded`: concentrations go in as they are published, and the sum is rounded to its decimals
 * @param day last civil day of the period, which tells the decimals
 * @returns null unless all six factors have their statistic
 */
export function compositeIndexOf(
  statistics: ByFactor<Pick<PeriodStatistics, 'mean' | 'percentile'>>,
  method: CompositeMethod,
  limits: LimitTable,
  basis: Basis,
  day: string,
): CompositeIndex | null {
  const parts: Partial<Record<FactorCode, number>> = {}
  for (const factor of evaluatedFactors) {
    const part = partOf(factor, statistics[factor.factor], method, limits, basis, day)
    if (part === null) return null
    parts[factor.factor] = part
  }
  const whole = parts as ByFactor<number>
  const weighted = evaluatedFactors.map(({ factor }) => ({ factor, part: whole[factor] * method.weights[factor] }))
  const largest = Math.max(...weighted.map(({ part }) => part))
  const sum = weighted.reduce((total, { part }) => total + part, 0)
  return {
    value: basis === 'rounded' ? rounded(sum, method.decimals) : sum,
    parts: whole,
    primary: weighted.filter(({ part }) => part === largest).map(({ factor }) => factor),
  }
}

function partOf(
  factor: EvaluatedFactor,
  { mean, percentile }: Pick<PeriodStatistics, 'mean' | 'percentile'>,
  method: CompositeMethod,
  limits: LimitTable,
  basis: Basis,
  day: string,
): number | null {
  const share = (statistic: number | null, limit: number | null) => {
    if (statistic === null || limit === null) return null
    const entered = basis === 'rounded' ? rounded(statistic, decimalsOf('index', factor.factor, day)) : statistic
    return entered / limit
  }
  const ofPercentile = share(percentile?.value ?? null, limitOf(limits, factor.factor, factor.percentileLimit))
  if (factor.meanLimit === null) return ofPercentile
  const ofMean = share(mean, limitOf(limits, factor.factor, factor.meanLimit))
  if (!method.isLargerOfMeanAndPercentile || ofMean === null || ofPercentile === null) return ofMean
  return Math.max(ofMean, ofPercentile)
}
