/** What draws: a stroke begins at the point of an index, or goes on to it. */
export interface Pen {
  move: (index: number) => void
  line: (index: number) => void
}

/** A line on a common time axis; `undefined`: it has no period there, null: it has one without a value. */
export interface Traced {
  at: ArrayLike<number>
  values: ArrayLike<number | null | undefined>
  /** between two periods without a gap [ms] */
  stepMs: number
}

/**
 * Draws the points first … last (places in `at`, both included) as a screen can show them: of each column of pixels the first, the
 * lowest, the highest and the last, in their order, so that no peak is lost and the line looks as if all were drawn.
 * A period without a value and more than 1.5 steps between two periods break the line: a gap stays a gap.
 * Runs for every frame while a chart is moved, so it makes nothing that must be thrown away.
 * @param columnOf the column [px] of an instant; it never falls with time
 */
export function trace(line: Traced, first: number, last: number, columnOf: (at: number) => number, pen: Pen): void {
  const { at, values, stepMs } = line
  const gap = stepMs * 1.5
  let before = Number.NEGATIVE_INFINITY
  let column = Number.NaN
  let lowest = 0
  let highest = 0
  let newest = 0
  let isOpen = false
  const close = () => {
    if (!isOpen) return
    const [one, other] = lowest < highest ? [lowest, highest] : [highest, lowest]
    if (one > opened) pen.line(one)
    if (other > one && other > opened) pen.line(other)
    if (newest > other && newest > opened) pen.line(newest)
    isOpen = false
  }
  let opened = 0
  for (let index = first; index <= last; index += 1) {
    const value = values[index]
    if (value === undefined) continue
    if (value === null) {
      close()
      before = Number.NEGATIVE_INFINITY
      continue
    }
    const instant = at[index] ?? 0
    const here = columnOf(instant)
    const isBroken = instant - before > gap
    if (isBroken || here !== column || !isOpen) {
      close()
      if (isBroken) pen.move(index)
      else pen.line(index)
      opened = index
      lowest = index
      highest = index
      column = here
      isOpen = true
    } else {
      if (value < (values[lowest] ?? 0)) lowest = index
      if (value > (values[highest] ?? 0)) highest = index
    }
    newest = index
    before = instant
  }
  close()
}

/**
 * The same for a line of which each column holds several points: of each column the lowest and the highest value, and whatever
 * leads there from the column before, so that the bars stand together as the line would. A gap stays a gap.
 * @param bar is told each column once, from left to right
 */
export function envelope(
  line: Traced,
  first: number,
  last: number,
  columnOf: (at: number) => number,
  bar: (column: number, lowest: number, highest: number) => void,
): void {
  const { at, values, stepMs } = line
  const gap = stepMs * 1.5
  let before = Number.NEGATIVE_INFINITY
  let newest = Number.NaN
  let column = Number.NaN
  let lowest = Number.NaN
  let highest = Number.NaN
  for (let index = first; index <= last; index += 1) {
    const value = values[index]
    if (value === undefined) continue
    if (value === null) {
      before = Number.NEGATIVE_INFINITY
      continue
    }
    const instant = at[index] ?? 0
    const here = columnOf(instant)
    const isBroken = instant - before > gap
    if (here !== column) {
      if (!Number.isNaN(column)) bar(column, lowest, highest)
      column = here
      lowest = isBroken ? value : Math.min(newest, value)
      highest = isBroken ? value : Math.max(newest, value)
    } else {
      if (value < lowest) lowest = value
      if (value > highest) highest = value
    }
    newest = value
    before = instant
  }
  if (!Number.isNaN(column)) bar(column, lowest, highest)
}
