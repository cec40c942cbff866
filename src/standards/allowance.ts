/**
 * What the rest of a period may average if the mean of the whole is to hold a target (目标倒推).
 *
 * A mean of equal parts (hours of a day, days of a month or a year) over `have` values with the sum S and `left` parts to come
 * that average x is (S + left·x)/(have + left). It is held against the target as it is, unrounded (GB/T 8170-2008, 4.3.2,
 * 全数值比较法), and not after rounding (4.3.3, 修约值比较法): by the latter a target of 34.0 would be held up to 34.05, and
 * a county that has planned by it has nothing left for the last day. So
 *
 *   x ≤ (target·(have + left) − S)/left
 *
 * and what is shown of x is cut, never rounded up: keeping what is shown keeps the target. Parts that were measured and have no
 * valid value are no part of the mean (HJ 663-2013, 附录 A); the caller tells how many they are.
 */
export interface Course {
  /** Parts that have a valid value. */
  have: number
  /** Sum of those values. [µg/m³, CO mg/m³] */
  sum: number
  /** Parts that are still to come. */
  left: number
}

export type Allowance =
  /** The rest may average so much at most, cut to `decimals`. */
  | { state: 'open'; rest: number }
  /** Whatever can be measured in the rest, the target holds. */
  | { state: 'safe' }
  /** With nothing at all in the air of the rest, the target does not hold any more. */
  | { state: 'out-of-reach' }
  /** Nothing is left: it held, or it did not. */
  | { state: 'held' | 'missed' }
  /** Nothing is left and nothing was measured. */
  | { state: 'unknown' }

export interface AllowanceRules {
  /** Decimals to which the allowed mean is cut. */
  decimals: number
  /** The most that can be measured: above it nothing limits the rest. */
  most: number
}

/** @param target as it was set, with all its decimals */
export function allowanceOf(
  { have, sum, left }: Course,
  target: number,
  { decimals, most }: AllowanceRules,
): Allowance {
  if (left <= 0) {
    if (have === 0) return { state: 'unknown' }
    return { state: tidy(sum / have) <= target ? 'held' : 'missed' }
  }
  const rest = tidy((target * (have + left) - sum) / left)
  if (rest < 0) return { state: 'out-of-reach' }
  if (rest >= most) return { state: 'safe' }
  return { state: 'open', rest: cut(rest, decimals) }
}

/** Without what binary fractions add behind the fourteenth digit (see rounding.ts). */
function tidy(value: number): number {
  return Number(value.toPrecision(14))
}

/** Without the digits behind `decimals`; of values from 0 on. */
function cut(value: number, decimals: number): number {
  return Math.floor(tidy(value * 10 ** decimals)) / 10 ** decimals
}
