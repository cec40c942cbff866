import type { Resolution } from '../../../src/domain/readings/model.ts'
import { HOUR_MS } from '../../../src/standards/civil-time.ts'

/** Hours before the first exceedance that are shown, and how soon after the last the picture ends. */
const before: Readonly<Record<Resolution, number>> = {
  realtime: 1,
  minute: 6,
  hour: 24,
  day: 24 * 30,
  month: 24 * 366,
  year: 24 * 366 * 5,
}
const after: Readonly<Record<Resolution, number>> = {
  realtime: 0.5,
  minute: 3,
  hour: 12,
  day: 24 * 7,
  month: 0,
  year: 0,
}

/** Where the picture begins when there is nothing to draw for most of the time before: a tenth of what there is earlier. [epoch ms] */
export function drawnFrom(from: number, to: number, firstPoint: number | undefined): number {
  if (firstPoint === undefined || firstPoint - from < (to - from) / 3) return from
  return firstPoint - (to - firstPoint) / 10
}

/**
 * The time an alert's chart shows: enough before it to see it rise, and until it is over; never the future.
 * Ends are rounded so that the question stays the same for a while. [epoch ms]
 */
export function chartWindow(
  resolution: Resolution,
  firstPeriodEnd: number,
  lastPeriodEnd: number,
  now: number,
): { from: number; to: number } {
  const grain = resolution === 'realtime' ? HOUR_MS / 12 : resolution === 'minute' ? HOUR_MS / 2 : HOUR_MS
  const down = (at: number) => Math.floor(at / grain) * grain
  const up = (at: number) => Math.ceil(at / grain) * grain
  return {
    from: down(firstPeriodEnd - before[resolution] * HOUR_MS),
    to: Math.max(up(lastPeriodEnd), up(Math.min(now, lastPeriodEnd + after[resolution] * HOUR_MS))),
  }
}
