import type { Quality } from '../../src/domain/readings/model.ts'

/** Colours that a line may have: those of the six factors, and the grey of what only stands beside. */
export type LineColour = 'pm25' | 'pm10' | 'o3' | 'no2' | 'so2' | 'co' | 'peer'

/** One series of a chart of time: values at the ends of their periods, the earliest first. */
export interface Line {
  key: string
  /** at its end, in tables and files */
  name: string
  /** its digits are those of this factor */
  factor: string
  unit: string
  colour: LineColour
  /** lengths of strokes and gaps [px] */
  dash?: readonly number[]
  /** ends of the periods [epoch ms] */
  ends: readonly number[]
  values: readonly (number | null)[]
  /** one for all, or one for each */
  qualities: Quality | readonly Quality[]
  /** between two periods without a gap [ms] */
  stepMs: number
}

export function qualityAt(line: Pick<Line, 'qualities'>, index: number): Quality {
  return typeof line.qualities === 'string' ? line.qualities : (line.qualities[index] ?? 'valid')
}

const colours = new Map<string, LineColour>([
  ['a34004', 'pm25'],
  ['a34002', 'pm10'],
  ['a05024', 'o3'],
  ['a21004', 'no2'],
  ['a21026', 'so2'],
  ['a21005', 'co'],
])

/** The colour of a factor; what is none of the six is drawn in ink. */
export function colourOf(factor: string): LineColour {
  return colours.get(factor) ?? 'pm25'
}

/** Place of the first of ascending instants that is not before `instant`. */
export function placeOf(ends: ArrayLike<number>, instant: number): number {
  return placeWhere(ends, (end) => end >= instant)
}

/** Place of the first of ascending instants for which something holds that holds for all after it. */
export function placeWhere(ends: ArrayLike<number>, holds: (end: number) => boolean): number {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(ends[middle] ?? 0)) high = middle
    else low = middle + 1
  }
  return low
}

/** Place of the period that ends nearest to an instant; -1 when there is none. */
export function nearestPlace(ends: ArrayLike<number>, instant: number): number {
  const after = placeOf(ends, instant)
  const [a, b] = [ends[after - 1], ends[after]]
  if (a === undefined) return b === undefined ? -1 : after
  return b === undefined || instant - a < b - instant ? after - 1 : after
}
