import { isUsable } from '../../src/domain/readings/model.ts'
import { type Line, qualityAt } from './line.ts'

/** Instants and, for each line, its values there: `undefined` where it has no period, null where it has none that may be drawn. */
export type Aligned = [number[], ...(number | null | undefined)[][]]

/** Lines on one axis: the ends of all their periods. */
export function aligned(lines: readonly Pick<Line, 'ends' | 'values' | 'qualities'>[]): Aligned {
  const [first, ...others] = lines
  const isOne = first !== undefined && others.every(({ ends }) => isSame(ends, first.ends))
  const ends = isOne ? [...first.ends] : [...new Set(lines.flatMap((line) => line.ends))].sort((a, b) => a - b)
  return [ends, ...lines.map((line) => (isOne ? drawn(line) : spread(line, ends)))]
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((end, index) => end === other[index])
}

type Measured = Pick<Line, 'ends' | 'values' | 'qualities'>

function drawn(line: Measured): (number | null)[] {
  return line.values.map((value, index) => (isUsable({ value, quality: qualityAt(line, index) }) ? value : null))
}

function spread(line: Measured, ends: readonly number[]): (number | null | undefined)[] {
  const own = drawn(line)
  let next = 0
  return ends.map((end) => {
    if (line.ends[next] !== end) return undefined
    next += 1
    return own[next - 1] ?? null
  })
}
