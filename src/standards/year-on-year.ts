import { type LimitTable, limitsInForce } from './limits.ts'
import { rounded } from './rounding.ts'
import { derivedDecimals } from './statistics-decimals.ts'

/** How a statistic changed from one period to the like one of a year later (bulletins of the ministry). */
export interface Change {
  /** Concentrations and indices: (new − old)/old [%]. Ratios: new − old [percentage points, 个百分点]. Rounded as published. */
  value: number
  unit: '%' | 'points'
  /** `flat`: 持平, no change as published. */
  direction: 'up' | 'flat' | 'down'
}

/**
 * Change of a concentration or an index.
 * @returns null where a value is missing or there is nothing to relate it to
 */
export function relativeChange(old: number | null, now: number | null): Change | null {
  if (old === null || now === null || old === 0) return null
  return changeOf(((now - old) / old) * 100, '%', derivedDecimals.change)
}

/** Change of a ratio in percent. @returns null where one is missing */
export function ratioChange(old: number | null, now: number | null): Change | null {
  if (old === null || now === null) return null
  return changeOf(now - old, 'points', derivedDecimals.ratio)
}

function changeOf(unrounded: number, unit: Change['unit'], decimals: number): Change {
  const value = rounded(unrounded, decimals)
  return { value, unit, direction: value > 0 ? 'up' : value < 0 ? 'down' : 'flat' }
}

/** Two periods judged by one table of limits (and the index of its edition). */
export interface Comparison<T> {
  table: LimitTable
  old: T
  now: T
}

/**
 * Two periods side by side. Across a change of limits no comparison is right alone: both periods are judged by either table,
 * the newer last, and both results are kept, each saying whose limits it used.
 * @param evaluate judges one of the two periods by a table
 * @param days last civil days `YYYY-MM-DD` of the two periods
 */
export function comparedByEitherTable<T>(
  evaluate: (period: 'old' | 'now', table: LimitTable) => T,
  days: { old: string; now: string },
): Comparison<T>[] {
  const tables = new Set([limitsInForce(days.old), limitsInForce(days.now)])
  return [...tables].map((table) => ({ table, old: evaluate('old', table), now: evaluate('now', table) }))
}
