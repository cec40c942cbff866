/** A value at the end of its period; null = no value or not usable. */
export interface Point {
  /** end of the period [epoch ms] */
  at: number
  value: number | null
}

/** A straight scale from a domain to a range, either way round. */
export function scale(from: readonly [number, number], to: readonly [number, number]): (value: number) => number {
  const span = from[1] - from[0] || 1
  return (value) => to[0] + ((value - from[0]) / span) * (to[1] - to[0])
}

/** Round values that divide [low, high] into about `count` parts: steps of 1, 2 or 5 times a power of ten. */
export function ticks(low: number, high: number, count: number): number[] {
  const span = high - low
  if (!(span > 0)) return [low]
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? power * 10
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}

/** Unbroken runs of values: a missing value or more than 1.5 steps between two points is a gap and stays one. */
export function runs(points: readonly Point[], stepMs: number): { at: number; value: number }[][] {
  const found: { at: number; value: number }[][] = []
  let before: number | null = null
  for (const { at, value } of points) {
    if (value === null) {
      before = null
      continue
    }
    if (before === null || at - before > stepMs * 1.5) found.push([])
    found.at(-1)?.push({ at, value })
    before = at
  }
  return found
}

/**
 * The y domain of a line: the values with air above and below, below zero only where values are (a temperature), and the
 * limit where that does not flatten them.
 * @returns `limitOutside` when the limit is so far off that it is only said in words
 */
export function lineDomain(
  values: readonly number[],
  limit: number | null,
): { domain: [number, number]; limitOutside: boolean } {
  const low = values.length > 0 ? Math.min(...values) : 0
  const high = values.length > 0 ? Math.max(...values) : (limit ?? 1)
  const limitOutside = limit !== null && values.length > 1 && (limit > high * 2.5 || limit < low / 2.5)
  const least = limit === null || limitOutside ? low : Math.min(low, limit)
  const most = limit === null || limitOutside ? high : Math.max(high, limit)
  const air = (most - least || most || 1) * 0.15
  return { domain: [least < 0 ? least - air : Math.max(0, least - air), most + air], limitOutside }
}
