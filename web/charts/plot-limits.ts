import { rule, write } from './canvas.ts'
import type { LimitLine } from './limit-lines.ts'
import { type Line, placeOf } from './line.ts'
import { LINE_OF_TEXT, limitAtEnd, type Plot, type Shown, scales } from './plot.ts'
import { scale } from './scale.ts'

function drawLimit(plot: Plot, limit: LimitLine): void {
  const { pen, theme, view } = plot
  const { x, y } = scales(plot)
  const [from, to] = [Math.max(limit.from, view.from), Math.min(limit.to, view.to)]
  if (from < to) rule(pen, [x(from), y(limit.value), x(to), y(limit.value)], theme.ink, 1.2, [5, 3])
}

/** The limits of a plot as dashed lines under their names; one that would flatten it is only said. */
export function drawLimits(plot: Plot, shown: Shown): void {
  const { pen, theme, frame, view } = plot
  const { x, y } = scales(plot)
  const how = { colour: theme.ink, font: theme.label, halo: theme.surface }
  if (plot.isLimitOutside) {
    const limit = limitAtEnd(shown.limits, view)
    if (limit) write(pen, shown.outside(limit), frame.right, frame.top - 4, { ...how, align: 'right' })
    return
  }
  for (const one of shown.limits) drawLimit(plot, one)
  pen.font = theme.label
  for (const limit of shown.limits) {
    const [left, right] = [x(Math.max(limit.from, view.from)), x(Math.min(limit.to, view.to))]
    const name = [limit.name, limit.short].find((each) => pen.measureText(each).width <= right - left)
    if (right <= left || name === undefined) continue
    const at = placeForName(plot, shown.lines, [left, right], y(limit.value), pen.measureText(name).width)
    write(pen, name, at.x, at.y, how)
  }
}

/** Steps in which a free place for the name of a limit is looked for. [px] */
const STEP = 16

/** Where the name of a limit stands: on its line from the right on, else below it, where no series passes. [px] */
function placeForName(
  plot: Plot,
  lines: readonly Line[],
  [left, right]: readonly [number, number],
  height: number,
  width: number,
): { x: number; y: number } {
  // Between crowded lines there is none.
  const isCrowded = lines.some(({ ends }) => placeOf(ends, plot.view.to) - placeOf(ends, plot.view.from) > right - left)
  for (const below of isCrowded ? [] : [0, LINE_OF_TEXT + 4]) {
    const top = height - LINE_OF_TEXT + below
    if (top < plot.frame.top - LINE_OF_TEXT || top + LINE_OF_TEXT > plot.frame.bottom) continue
    for (let x = right - width; x >= left; x -= STEP) {
      if (!isCrossed(plot, lines, [x - 4, x + width + 4, top, top + 14])) return { x, y: height - 5 + below }
    }
  }
  // Everywhere something passes: above the plot, where its value at the axis leads to it.
  return { x: right - width, y: plot.frame.top - 5 }
}

/** Whether any line comes into a box; of a steep piece its whole height counts. [px] */
function isCrossed(
  plot: Plot,
  lines: readonly Line[],
  [left, right, top, bottom]: readonly [number, number, number, number],
): boolean {
  const { x, y } = scales(plot)
  const at = scale([plot.frame.left, plot.frame.right], [plot.view.from, plot.view.to])
  return lines.some(({ ends, values }) => {
    let before: number | null = null
    for (let index = Math.max(0, placeOf(ends, at(left)) - 1); index < ends.length; index += 1) {
      const value = values[index] ?? null
      const here = value === null ? null : y(value)
      if (here !== null && Math.min(here, before ?? here) <= bottom && Math.max(here, before ?? here) >= top)
        return true
      if (x(ends[index] ?? 0) > right) return false
      before = here
    }
    return false
  })
}
