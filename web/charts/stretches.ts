import type { Quality } from '../../src/domain/readings/model.ts'
import { type Line, qualityAt } from './line.ts'

/** Periods next to each other that are judged alike. (from, to] [epoch ms] */
export interface Stretch {
  from: number
  to: number
  quality: Quality
}

type Judged = Pick<Line, 'ends' | 'values' | 'qualities' | 'stepMs'>

/** Where a series was valid, in doubt, invalid; what is between two stretches is missing. */
export function stretchesOf(line: Judged): Stretch[] {
  const found: Stretch[] = []
  const { ends, values, stepMs } = line
  for (const [index, end] of ends.entries()) {
    const quality = qualityAt(line, index)
    if ((values[index] ?? null) === null && quality === 'valid') continue
    const before = found.at(-1)
    if (before && before.quality === quality && end - before.to <= stepMs * 1.5) before.to = end
    else found.push({ from: before ? Math.max(before.to, end - stepMs) : end - stepMs, to: end, quality })
  }
  return found
}
