import uPlot from 'uplot'
import type { Course } from './course.ts'
import { trace } from './decimate.ts'
import type { Line } from './line.ts'
import type { Theme } from './theme.ts'

/** The paths of lines, and what is drawn in their place where there are more periods than pixels. */

/** Do more periods lie in view than the plot has pixels? */
function isCrowded(plot: uPlot, first: number, last: number): boolean {
  return last - first > plot.bbox.width
}

/** A line as a path; null where it is crowded. @param stepMs between two periods without a gap */
export function pathOf(
  plot: uPlot,
  place: number,
  first: number,
  last: number,
  stepMs: number,
): uPlot.Series.Paths | null {
  if (isCrowded(plot, first, last)) return null
  const stroke = new Path2D()
  const at = plot.data[0]
  const values = plot.data[place]
  if (values === undefined) return { stroke }
  const { x, y } = scalesOf(plot)
  const xOf = (index: number) => x(at[index] ?? 0)
  const yOf = (index: number) => y(values[index] ?? 0)
  let isAlone = false
  let alone = 0
  const dot = () => {
    if (!isAlone) return
    // A point alone between two gaps has no line to stand in.
    const r = 1.2 * uPlot.pxRatio
    stroke.moveTo(xOf(alone) + r, yOf(alone))
    stroke.arc(xOf(alone), yOf(alone), r, 0, 2 * Math.PI)
  }
  trace({ at, values, stepMs }, first, last, (instant) => Math.floor(x(instant)), {
    move: (index) => {
      dot()
      isAlone = true
      alone = index
      stroke.moveTo(xOf(index), yOf(index))
    },
    line: (index) => {
      isAlone = false
      stroke.lineTo(xOf(index), yOf(index))
    },
  })
  dot()
  return { stroke }
}

/**
 * A line with more periods than pixels is drawn column by column: a few thousand upright bars cost a hundredth of what a path
 * with as many corners does where no graphics processor helps. The columns move by whole pixels.
 */
export function drawCrowded(plot: uPlot, place: number, course: Course, line: Line, theme: Theme): void {
  const [first, last] = plot.series[place]?.idxs ?? [0, 0]
  if (!isCrowded(plot, first, last)) return
  const { y } = scalesOf(plot)
  const { ctx, bbox } = plot
  const [from, to] = [plot.scales.x?.min ?? 0, plot.scales.x?.max ?? 1]
  // A view that is moved keeps its length but for what is lost in adding: whole milliseconds are the same.
  const perMs = bbox.width / Math.max(1, Math.round(to - from))
  const shift = Math.round(bbox.left + ((plot.data[0][0] ?? 0) - from) * perMs)
  ctx.save()
  ctx.fillStyle = theme.lines[line.colour]
  // Strokes cannot be told in a crowd: what stands beside is pale.
  if (line.dash !== undefined) ctx.globalAlpha = 0.5
  const left = bbox.left - shift
  course.bars(perMs, left, left + bbox.width - 1, (column, lowest, highest) => {
    const top = Math.round(y(highest))
    ctx.fillRect(column + shift, top, 1, Math.max(1, Math.round(y(lowest)) - top))
  })
  ctx.restore()
}

/** Where instants and values stand. [px of the canvas] */
function scalesOf(plot: uPlot): { x: (at: number) => number; y: (value: number) => number } {
  const { left, top, width, height } = plot.bbox
  const { x, y } = plot.scales
  const [from, to, low, high] = [x?.min ?? 0, x?.max ?? 1, y?.min ?? 0, y?.max ?? 1]
  const [perMs, perUnit] = [width / (to - from), height / (high - low)]
  return { x: (at) => left + (at - from) * perMs, y: (value) => top + (high - value) * perUnit }
}
