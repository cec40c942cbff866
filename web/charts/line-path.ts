import uPlot from 'uplot'
import { isCrowded } from './crowd.ts'
import { trace } from './decimate.ts'

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

/** Where instants and values stand. [px of the canvas] */
function scalesOf(plot: uPlot): { x: (at: number) => number; y: (value: number) => number } {
  const { left, top, width, height } = plot.bbox
  const { x, y } = plot.scales
  const [from, to, low, high] = [x?.min ?? 0, x?.max ?? 1, y?.min ?? 0, y?.max ?? 1]
  const [perMs, perUnit] = [width / (to - from), height / (high - low)]
  return { x: (at) => left + (at - from) * perMs, y: (value) => top + (high - value) * perUnit }
}
