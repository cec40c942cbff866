import { createHash } from 'node:crypto'
import { civilDayOf, DAY_MS, HOUR_MS, MINUTE_MS, startOfCivilDay } from '../../standards/civil-time.ts'
import { type FeedFault, type FeedSchedule, type FeedState, passingFaults } from './model.ts'

/** Feeds that are set alike do not all ask in the same second: each comes so much later, always the same. [ms] */
const MOST_JITTER_MS = 45_000

/** How much later than its minute a feed asks, by its id. [ms] */
export function jitterOf(feedId: string): number {
  return createHash('sha256').update(feedId).digest().readUInt32BE(0) % MOST_JITTER_MS
}

/** The first instant after another at which a feed is to be pulled. Pure. [epoch ms] */
export function nextSlot(after: number, { everyMinutes, atMinute }: FeedSchedule, jitterMs: number): number {
  const every = everyMinutes * MINUTE_MS
  const midnight = startOfCivilDay(civilDayOf(after))
  const first = midnight + (atMinute % everyMinutes) * MINUTE_MS + jitterMs
  const slot = after < first ? first : first + (Math.floor((after - first) / every) + 1) * every
  // A day begins anew, also when it is no multiple of what it is cut by.
  const tomorrow = midnight + DAY_MS + (atMinute % everyMinutes) * MINUTE_MS + jitterMs
  return Math.min(slot, tomorrow)
}

/** When a feed is pulled next by its schedule. Pure. [epoch ms, wall clock] */
export function nextPullOf(feed: { id: string; plan: { schedule: FeedSchedule } }, after: number): number {
  return nextSlot(after, feed.plan.schedule, jitterOf(feed.id))
}

const FIRST_RETRY_MS = 30_000
const LONGEST_RETRY_MS = 10 * MINUTE_MS
/** However long a server asks to be left alone. */
const LONGEST_WAIT_MS = DAY_MS

/**
 * When a feed is pulled again after a pull that failed: 30 s later, doubled each time, within the schedule; what does not pass by
 * itself waits for its turn, and who is asked to wait (Retry-After) waits. Pure. [epoch ms, wall clock]
 * @param failures in a row, this one among them
 */
export function retryAt(
  now: number,
  { fault, failures, waitMs, slot }: { fault: FeedFault; failures: number; waitMs: number | null; slot: number },
): number {
  if (waitMs !== null) return now + Math.min(LONGEST_WAIT_MS, Math.max(FIRST_RETRY_MS, waitMs))
  if (!passes(fault)) return slot
  return Math.min(slot, now + Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (Math.min(failures, 20) - 1)))
}

/** May a fault be gone at the next try? Answers of 4xx are not, but that one should come later. */
export function passes({ code, params }: FeedFault): boolean {
  if (code === 'status') return Number(params.status ?? 0) >= 500 || params.status === 408
  return passingFaults.includes(code)
}

/** So many failures in a row of what may pass are none to speak of. */
const PASSING_BEFORE_FAILING = 2

/** Is a feed failing, or did it only stumble? Pure. */
export function isFailing(fault: FeedFault, failures: number): boolean {
  return !passes(fault) || failures > PASSING_BEFORE_FAILING
}

/** The end of the newest hour that came, or of the hour in which one began to wait for the first. Pure. [epoch ms] */
export function awaitedFrom({ newestEnd, watchedSince }: { newestEnd: number | null; watchedSince: number }): number {
  return Math.max(newestEnd ?? 0, Math.floor(watchedSince / HOUR_MS) * HOUR_MS)
}

/**
 * When a feed is stale unless a newer hour comes: so long after the first pull behind the end of the next hour. Pure. [epoch ms]
 * @param newestEnd of the newest hour that came; null: none since `watchedSince`
 */
export function staleAt(
  schedule: FeedSchedule,
  { newestEnd, watchedSince, jitterMs }: { newestEnd: number | null; watchedSince: number; jitterMs: number },
): number {
  return (
    nextSlot(awaitedFrom({ newestEnd, watchedSince }) + HOUR_MS - 1, schedule, jitterMs) +
    schedule.staleMinutes * MINUTE_MS
  )
}

/** When a feed is stale unless a newer hour comes, by what it is set to and what it has brought. Pure. [epoch ms] */
export function dueOf(feed: {
  id: string
  plan: { schedule: FeedSchedule }
  newestEnd: number | null
  watchedSince: number
}): number {
  const { newestEnd, watchedSince } = feed
  return staleAt(feed.plan.schedule, { newestEnd, watchedSince, jitterMs: jitterOf(feed.id) })
}

/** How a feed is, in one word. Pure. */
export function stateOf(feed: {
  paused: boolean
  staleSince: number | null
  failingSince: number | null
  lastSuccessAt: number | null
}): FeedState {
  if (feed.paused) return 'paused'
  if (feed.staleSince !== null) return 'stale'
  if (feed.failingSince !== null) return 'failing'
  return feed.lastSuccessAt === null ? 'new' : 'good'
}
