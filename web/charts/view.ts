import { HOUR_MS } from '../../src/standards/civil-time.ts'
import { inputOf, instantOfInput } from '../time/inputs.ts'

/** The part of time that charts show: periods that end in (from, to]. [epoch ms] */
export interface View {
  from: number
  to: number
}

/** A view is never shorter than this: a few minutes of samples. [ms] */
const SHORTEST = HOUR_MS / 4
/** Nor longer: twelve years. [ms] */
const LONGEST = 12 * 366 * 24 * HOUR_MS

/** Twice as near when `times` is 0.5: what lies at `share` of the view (0 left, 1 right) stays where it is. */
export function zoomed({ from, to }: View, times: number, share: number): View {
  const span = Math.min(LONGEST, Math.max(SHORTEST, (to - from) * times))
  const held = from + (to - from) * share
  return { from: held - span * share, to: held + span * (1 - share) }
}

/** Moved by a share of its length; to the right when positive. */
export function panned({ from, to }: View, share: number): View {
  const by = (to - from) * share
  return { from: from + by, to: to + by }
}

/** What a pinch of two fingers makes of a view: both stay on the instants that they hold. [px of the plot] */
export function pinched(
  view: View,
  began: readonly [number, number],
  now: readonly [number, number],
  width: number,
): View {
  const [left, right] = [Math.min(...began), Math.max(...began)]
  const [newLeft, newRight] = [Math.min(...now), Math.max(...now)]
  const times = Math.max(1, right - left) / Math.max(1, newRight - newLeft)
  const middle = (left + right) / 2
  const wide = zoomed(view, times, middle / width)
  return panned(wide, -((newLeft + newRight) / 2 - middle) / width)
}

/** A view as the address holds it: civil times of Shanghai, to the minute. */
export function viewSearch({ from, to }: View): { from: string; to: string } {
  const minute = (instant: number) => inputOf(Math.round(instant / 60_000) * 60_000)
  return { from: minute(from), to: minute(to) }
}

/** The view of an address; null when it names none: both ends, in their order, or nothing. */
export function viewOfSearch(search: { from?: string | undefined; to?: string | undefined }): View | null {
  const [from, to] = [instantOfInput(search.from ?? ''), instantOfInput(search.to ?? '')]
  return from !== null && to !== null && from < to ? { from, to } : null
}

/**
 * What is fetched for a view, so that moving it a little asks for nothing new: its ends moved outwards to multiples of a
 * length of its size, a power of two of hours, an eighth to a quarter of the view.
 */
export function fetchedFor({ from, to }: View): View {
  const grain = 2 ** Math.max(0, Math.floor(Math.log2((to - from) / HOUR_MS / 4))) * HOUR_MS
  return { from: Math.floor(from / grain) * grain, to: Math.ceil(to / grain) * grain }
}
