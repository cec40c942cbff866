/** A point of an unbroken line. [epoch ms] */
export interface Drawn {
  at: number
  value: number
}

/**
 * The points that a line of `pixels` columns can show: of each column the first, the lowest, the highest and the last, in their
 * order, so that no peak is lost and the line looks as if all were drawn. Few points stay as they are.
 */
export function extremes(run: readonly Drawn[], from: number, to: number, pixels: number): readonly Drawn[] {
  const columns = Math.max(1, Math.floor(pixels))
  if (run.length <= columns * 2 || to <= from) return run
  const found: Drawn[] = []
  let column = -1
  let first: Drawn | undefined
  let low: Drawn | undefined
  let high: Drawn | undefined
  let last: Drawn | undefined
  const close = () => {
    const kept = new Set([first, low, high, last])
    for (const point of [...kept].sort((a, b) => (a?.at ?? 0) - (b?.at ?? 0))) if (point) found.push(point)
  }
  for (const point of run) {
    const here = Math.floor(((point.at - from) / (to - from)) * columns)
    if (here !== column) {
      close()
      column = here
      first = point
      low = point
      high = point
    }
    if (low === undefined || point.value < low.value) low = point
    if (high === undefined || point.value > high.value) high = point
    last = point
  }
  close()
  return found
}
