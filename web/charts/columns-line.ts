import { isUsable, mainStatistic, type Quality, type Resolution } from '../../src/domain/readings/model.ts'
import type { Columns } from '../api/columns.ts'
import type { Line } from './line.ts'
import { stepOf } from './steps.ts'

/** What was measured, before it has a name and a colour. */
export type Measured = Pick<Line, 'ends' | 'values' | 'qualities' | 'stepMs' | 'unit'>

const ozone = 'a05024'

/** The statistic that stands for a period: of a day's ozone the highest 8-hour mean, by which it is judged (HJ 663-2013). */
export function statisticFor(told: ReadonlySet<string>, factor: string, resolution: Resolution): string {
  return factor === ozone && resolution === 'day' && told.has('Mda8') ? 'Mda8' : mainStatistic(resolution)
}

/**
 * One series of a factor at a place from the columns of its devices: of each period the first value that may be used, else the
 * first that there is, so that a device that was replaced leaves no gap. Null when there is none.
 */
export function measuredOf(columns: readonly Columns[], factor: string, resolution: Resolution): Measured | null {
  const statistic = statisticFor(new Set(columns.map((one) => one.statistic)), factor, resolution)
  const own = columns.filter((one) => one.statistic === statistic && one.factor === factor)
  const [first] = own
  if (first === undefined) return null
  const { unit } = first
  const stepMs = stepOf[resolution]
  const isOne = own.length === 1
  if (isOne) return { unit, stepMs, ends: first.ends, values: first.values, qualities: first.qualities }
  const standing = new Map<number, { value: number | null; quality: Quality }>()
  for (const one of own) {
    for (const [index, end] of one.ends.entries()) {
      const quality = Array.isArray(one.qualities) ? (one.qualities[index] ?? 'valid') : one.qualities
      const here = { value: one.values[index] ?? null, quality }
      const before = standing.get(end)
      if (before === undefined || (!isUsable(before) && isUsable(here))) standing.set(end, here)
    }
  }
  const periods = [...standing].sort(([a], [b]) => a - b)
  return {
    unit,
    stepMs,
    ends: periods.map(([end]) => end),
    values: periods.map(([, { value }]) => value),
    qualities: periods.map(([, { quality }]) => quality),
  }
}
