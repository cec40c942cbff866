import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { envelope, trace } from './decimate.ts'

const hour = 3_600_000

/** Strokes as lists of places. */
function strokesOf(
  at: readonly number[],
  values: readonly (number | null | undefined)[],
  columnOf: (at: number) => number,
) {
  const strokes: number[][] = []
  trace({ at, values, stepMs: hour }, 0, at.length - 1, columnOf, {
    move: (index) => strokes.push([index]),
    line: (index) => strokes.at(-1)?.push(index),
  })
  return strokes
}

/** The same counted in another way: runs first, then each column of each run by itself, with the whole of it in hand. */
function expectedStrokes(
  at: readonly number[],
  values: readonly (number | null | undefined)[],
  columnOf: (at: number) => number,
) {
  const present = at.map((_, index) => index).filter((index) => values[index] !== undefined)
  const runs: number[][] = []
  let previous: number | undefined
  for (const index of present) {
    const isGap =
      previous === undefined || values[previous] === null || (at[index] ?? 0) - (at[previous] ?? 0) > 1.5 * hour
    if (values[index] !== null) {
      if (isGap) runs.push([])
      runs.at(-1)?.push(index)
    }
    previous = index
  }
  return runs.map((run) => {
    const byColumn = Map.groupBy(run, (index) => columnOf(at[index] ?? 0))
    return [...byColumn.values()].flatMap((column) => {
      const valueAt = (index: number | undefined) => values[index ?? -1] ?? Number.NaN
      const low = Math.min(...column.map(valueAt))
      const high = Math.max(...column.map(valueAt))
      const kept = new Set([
        column[0],
        column.find((index) => valueAt(index) === low),
        column.find((index) => valueAt(index) === high),
        column.at(-1),
      ])
      return column.filter((index) => kept.has(index))
    })
  })
}

const value = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -5, max: 300 }) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant(undefined) },
)

describe('a line as a screen can show it', () => {
  it('keeps of each column the first, the lowest, the highest and the last', () => {
    const at = [0, 1, 2, 3, 4, 5, 6].map((hours) => hours * hour)
    const values = [5, 9, 1, 6, 4, 4, 8]
    expect(strokesOf(at, values, (instant) => (instant < 5 * hour ? 0 : 1))).toEqual([[0, 1, 2, 4, 5, 6]])
  })

  it('keeps every point while each has a column of its own', () => {
    const at = [0, 1, 2].map((hours) => hours * hour)
    expect(strokesOf(at, [3, 1, 2], (instant) => instant)).toEqual([[0, 1, 2]])
  })

  it('breaks where a value is missing and where periods are, and goes on over the ends of other series', () => {
    const at = [0, 0.5, 1, 2, 3, 5, 6].map((hours) => hours * hour)
    expect(strokesOf(at, [1, undefined, 2, null, 3, 4, 5], (instant) => instant)).toEqual([[0, 2], [4], [5, 6]])
  })

  it('is the same as counted in another way, whatever the values, gaps and columns', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ value, skip: fc.integer({ min: 1, max: 8 }) }), { maxLength: 400 }),
        fc.integer({ min: 1, max: 60 }),
        (points, perColumn) => {
          let time = 0
          // Now and then an hour is left out.
          const at = points.map(({ skip }) => {
            time += skip === 8 ? 2 : 1
            return time * hour
          })
          const values = points.map((point) => point.value)
          const columnOf = (instant: number) => Math.floor(instant / hour / perColumn)
          expect(strokesOf(at, values, columnOf)).toEqual(expectedStrokes(at, values, columnOf))
        },
      ),
    )
  })
})

/** Bars as `column: lowest–highest`. */
function barsOf(
  at: readonly number[],
  values: readonly (number | null | undefined)[],
  columnOf: (at: number) => number,
) {
  const bars: string[] = []
  envelope({ at, values, stepMs: hour }, 0, at.length - 1, columnOf, (column, low, high) =>
    bars.push(`${column}: ${low}–${high}`),
  )
  return bars
}

describe('the bars of a crowded line', () => {
  it('reach from the lowest to the highest of each column, and on to the value before', () => {
    const at = [0, 1, 2, 3, 4, 5].map((hours) => hours * hour)
    expect(barsOf(at, [5, 9, 6, 1, 2, 3], (instant) => Math.floor(instant / hour / 3))).toEqual(['0: 5–9', '1: 1–6'])
  })

  it('do not reach over a gap', () => {
    const at = [0, 1, 2, 4, 5].map((hours) => hours * hour)
    expect(barsOf(at, [5, 9, null, 1, 2], (instant) => Math.floor(instant / hour / 2))).toEqual(['0: 5–9', '2: 1–2'])
    expect(barsOf([0, 3 * hour], [5, 9], (instant) => instant / hour)).toEqual(['0: 5–5', '3: 9–9'])
  })

  it('cover the same heights as the line of which they are, whatever the values, gaps and columns', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 300 }), fc.integer({ min: 1, max: 40 }), (values, perColumn) => {
        const at = values.map((_, index) => index * hour)
        const columnOf = (instant: number) => Math.floor(instant / hour / perColumn)
        // Each stroke of the whole line: its points, and in the column where it arrives the point it comes from.
        const heights = new Map<number, number[]>()
        for (const stroke of strokesOf(at, values, (instant) => instant)) {
          for (const [place, index] of stroke.entries()) {
            const from = stroke[place - 1]
            const column = columnOf(at[index] ?? 0)
            const isNew = from !== undefined && columnOf(at[from] ?? 0) !== column
            const points = [index, ...(isNew ? [from] : [])].map((each) => values[each] ?? Number.NaN)
            heights.set(column, [...(heights.get(column) ?? []), ...points])
          }
        }
        const expected = [...heights].map(([column, all]) => `${column}: ${Math.min(...all)}–${Math.max(...all)}`)
        expect(barsOf(at, values, columnOf)).toEqual(expected)
      }),
    )
  })
})
