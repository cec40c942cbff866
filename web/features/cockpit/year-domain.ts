/** Days at the beginning of a year in which its mean leaps about: they decide no scale. */
const LEAPING_DAYS = 60

/**
 * The part of the scale where the target is decided: around the target, where the year stands and where the last one ended, and
 * never up to the peak of January, beside which the decisive micrograms vanish.
 * @param thisYear, lastYear means so far behind each day; null before the first
 */
export function decisiveDomain(
  thisYear: readonly (number | null)[],
  lastYear: readonly (number | null)[],
  target: number | null,
): [number, number] {
  const settled = [...thisYear.slice(LEAPING_DAYS), ...lastYear.slice(LEAPING_DAYS)].flatMap((one) => one ?? [])
  const ends = [thisYear, lastYear].flatMap((one) => one.findLast((value) => value !== null) ?? [])
  const marks = [...ends, ...(target === null ? [] : [target])]
  if (marks.length === 0) return [0, 1]
  const low = Math.min(...marks, ...settled)
  // As far above the marks as the lowest lies below them, and some more: enough to see where the lines come from.
  const highest = Math.max(...marks)
  const reach = Math.max(highest - low, highest * 0.06)
  const high = Math.min(Math.max(highest, ...settled), highest + reach)
  const air = Math.max((high - low) * 0.08, 0.5)
  return [Math.max(0, low - air), high + air]
}

/** Labels beside a line, moved apart so that none lies on another: their order stays. @param gap least distance [px] */
export function apart(places: readonly number[], gap: number): number[] {
  const order = places.map((at, index) => ({ at, index })).toSorted((a, b) => a.at - b.at)
  for (let round = 0; round < places.length; round += 1) {
    for (let place = 1; place < order.length; place += 1) {
      const [above, below] = [order[place - 1], order[place]]
      if (above === undefined || below === undefined) continue
      const lacking = gap - (below.at - above.at)
      if (lacking <= 0) continue
      above.at -= lacking / 2
      below.at += lacking / 2
    }
  }
  return order.toSorted((a, b) => a.index - b.index).map(({ at }) => at)
}
