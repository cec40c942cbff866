import { DAY_MS, HOUR_MS } from '../../standards/civil-time.ts'
import type { FeedRequest } from './model.ts'
import { type Asked, asksByTime, placesOfRequest } from './template.ts'

/** Requests of one pull, pages not counted; where each station is asked for by itself, at least two rounds of them. */
const MOST_REQUESTS = 24
/** What was asked for so often and never came, the source has not. */
const MOST_ASKED = 3
/** How long after it was asked for in vain an hour is asked for again: the first time, the second. [ms] */
const ASKED_AGAIN_MS = [HOUR_MS, 6 * HOUR_MS] as const
/** Gaps are looked for so far back. [ms] */
const LONGEST_BACK_MS = 400 * DAY_MS
/** An hour that has just ended is not missing yet. [ms] */
const ON_ITS_WAY_MS = 2 * HOUR_MS

/** An hour that was asked for in vain. */
export interface AskedGap {
  hourEnd: number
  asked: number
  askedAt: number
}

/** Where hours are looked for that a feed lacks. [ends, epoch ms] */
export function gapSpan(since: number, now: number): { from: number; to: number } {
  const to = Math.floor((now - ON_ITS_WAY_MS) / HOUR_MS) * HOUR_MS
  const from = Math.max(Math.ceil(since / HOUR_MS) * HOUR_MS - HOUR_MS, to - LONGEST_BACK_MS)
  return { from: Math.min(from, to), to }
}

/** Is an hour still asked for? Pure. */
export function isGivenUp({ asked }: Pick<AskedGap, 'asked'>): boolean {
  return asked >= MOST_ASKED
}

/**
 * What a pull asks for: the newest hours first, then the gaps from the newest to the oldest, each request at most as long as the
 * interface answers at once, and not more than a pull may ask. Pure.
 * @param lacking hours that some station of the feed has not, ascending [ends, epoch ms]
 * @param codes of the stations
 */
export function askedOf(
  request: FeedRequest,
  {
    lacking,
    gaps,
    codes,
    since,
    now,
  }: { lacking: readonly number[]; gaps: readonly AskedGap[]; codes: readonly string[]; since: number; now: number },
): Asked[] {
  const places = placesOfRequest(request)
  const stations: readonly (string | null)[] = places.has('station') ? codes : [null]
  const page = request.paging.kind === 'number' ? request.paging.first : 1
  const each = (span: Asked['span']) => stations.map((station) => ({ span, station, page }))
  if (!asksByTime(request)) return each(null)
  const hours = places.has('time') ? 1 : request.hoursAtOnce
  const newest = Math.floor(now / HOUR_MS) * HOUR_MS
  const oldest = Math.max(newest - (request.lookBackHours - 1) * HOUR_MS, Math.ceil(since / HOUR_MS) * HOUR_MS)
  const rounds = Math.max(2, Math.floor(MOST_REQUESTS / stations.length))
  // Gaps must have their turn too.
  const recent = cutSpans(hoursBetween(Math.min(oldest, newest), newest), hours).slice(0, Math.floor(rounds / 2))
  const before = new Map(gaps.map((gap) => [gap.hourEnd, gap]))
  const wanted = lacking.filter((end) => end < oldest && isDue(before.get(end), now))
  return [...recent, ...cutSpans(wanted, hours)].slice(0, rounds).flatMap(each)
}

function isDue(gap: AskedGap | undefined, now: number): boolean {
  if (gap === undefined) return true
  return !isGivenUp(gap) && now >= gap.askedAt + (ASKED_AGAIN_MS[gap.asked - 1] ?? 0)
}

function hoursBetween(from: number, to: number): number[] {
  return Array.from({ length: Math.round((to - from) / HOUR_MS) + 1 }, (_, at) => from + at * HOUR_MS)
}

/** Spans that hold the hours, newest first, each at most so many hours long. */
function cutSpans(ascending: readonly number[], hours: number): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = []
  for (const end of ascending.toReversed()) {
    const last = spans.at(-1)
    if (last !== undefined && last.to - end < hours * HOUR_MS) last.from = end
    else spans.push({ from: end, to: end })
  }
  return spans
}
