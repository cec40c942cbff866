import { HOUR_MS, isoShanghai } from '../../../src/standards/civil-time.ts'
import type { DeviceHour } from '../../api/queries.ts'

/**
 * The hours of a period that have begun, newest first, each with what came in it. An hour in which nothing came is among them: a
 * gap is what one looks for.
 * @param items hours in which something came, in any order
 * @param from begins an hour; so does `to`, which the last hour ends at [epoch ms]
 */
export function everyHour(items: readonly DeviceHour[], from: number, to: number, now: number): DeviceHour[] {
  const known = new Map(items.map((hour) => [Date.parse(hour.end), hour]))
  const count = Math.max(0, Math.round((to - from) / HOUR_MS))
  return Array.from({ length: count }, (_, ago) => to - ago * HOUR_MS)
    .filter((end) => end - HOUR_MS < now)
    .map(
      (end) =>
        known.get(end) ?? { end: isoShanghai(end), frames: 0, duplicates: 0, kept: 0, errors: {}, offsetMs: null },
    )
}
