import type { Resolution } from '../../../src/domain/readings/model.ts'
import { periodText } from '../../time/period.ts'

/** Periods in a row by their labels, `11-18 03:00–05:00`; the same day is not said twice. ISO ends of the first and the last. */
export function spanOf(
  { resolution, firstEnd, lastEnd }: { resolution: Resolution; firstEnd: string; lastEnd: string },
  now: number,
): string {
  const first = periodText(resolution, Date.parse(firstEnd), now)
  const last = periodText(resolution, Date.parse(lastEnd), now)
  if (first === last) return first
  const [day, time] = last.split(/ (?=\d\d:)/)
  return time !== undefined && first.startsWith(`${day} `) ? `${first}–${time}` : `${first} – ${last}`
}
