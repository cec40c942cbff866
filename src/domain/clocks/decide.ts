import type { DeadlineClock, Pause } from './model.ts'

/**
 * The instant [epoch ms] at which `share` of a clock's duration has run, pauses left out.
 * @param share 1 = due; 0.5 = half of the time used
 * @returns Infinity while a pause is open that begins before that instant
 */
export function instantAtShare(clock: DeadlineClock, share: number): number {
  let instant = clock.startAt + clock.durationMs * share
  for (const pause of merged(clock.pauses)) {
    const from = Math.max(pause.from, clock.startAt)
    if (from >= instant) break
    if (pause.to === null) return Number.POSITIVE_INFINITY
    instant += Math.max(0, pause.to - from)
  }
  return instant
}

/** The due time [epoch ms]: the one function that computes it. */
export function dueAt(clock: DeadlineClock): number {
  return instantAtShare(clock, 1)
}

/** Is (or was, if stopped) the clock overdue at `now`? */
export function isLate(clock: DeadlineClock, now: number): boolean {
  return (clock.stoppedAt ?? now) > dueAt(clock)
}

/** Pauses in order, overlapping ones joined, so that no minute is left out twice. */
function merged(pauses: readonly Pause[]): Pause[] {
  const sorted = [...pauses].sort((a, b) => a.from - b.from)
  const joined: Pause[] = []
  for (const pause of sorted) {
    const last = joined.at(-1)
    if (last === undefined || (last.to !== null && pause.from > last.to)) {
      joined.push({ ...pause })
    } else if (last.to !== null) {
      last.to = pause.to === null ? null : Math.max(last.to, pause.to)
    }
  }
  return joined
}
