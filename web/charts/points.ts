import { isUsable, mainStatistic, type Resolution } from '../../src/domain/readings/model.ts'
import type { Reading } from '../api/queries.ts'
import type { Point } from './scale.ts'

/** Length of a period, for telling a gap. A real-time sample comes every half minute or so. [ms] */
export const stepOf: Readonly<Record<Resolution, number>> = {
  realtime: 60_000,
  minute: 600_000,
  hour: 3_600_000,
  day: 86_400_000,
  // The longest of their kind.
  month: 31 * 86_400_000,
  year: 366 * 86_400_000,
}

/** The usable values of one series in the order of time; flagged ones are gaps. */
export function pointsOf(readings: readonly Reading[], resolution: Resolution): Point[] {
  return readings
    .filter((reading) => reading.resolution === resolution && reading.statistic === mainStatistic(resolution))
    .map((reading) => ({ at: Date.parse(reading.end), value: isUsable(reading) ? reading.value : null }))
    .sort((a, b) => a.at - b.at)
}
