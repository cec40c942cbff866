/**
 * Percentile of values in ascending order, linear between ranks: k = 1 + (n − 1)·p/100, s = ⌊k⌋,
 * m = X(s) + (X(s+1) − X(s))·(k − s) (HJ 663-2013, 附录 A; “type 7” of Hyndman and Fan 1996, Am. Stat. 50:361).
 * @param ascending n values, in any unit; n ≥ 1
 * @param percent 0–100
 * @returns in the values' unit; NaN of no values
 */
export function percentileOf(ascending: ArrayLike<number>, percent: number): number {
  // From 0, where the standard counts from 1.
  const rank = ((ascending.length - 1) * percent) / 100
  const below = ascending[Math.floor(rank)] ?? Number.NaN
  const above = ascending[Math.ceil(rank)] ?? Number.NaN
  return below + (above - below) * (rank - Math.floor(rank))
}
