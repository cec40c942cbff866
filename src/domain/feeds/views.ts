import type { Foundation } from '../../platform/foundation.ts'
import { cutPage, readCursor } from '../../platform/http/cursor.ts'
import { Problem } from '../../platform/problem.ts'
import { DAY_MS, HOUR_MS } from '../../standards/civil-time.ts'
import { allow, allowToSee, countyScope } from '../access/check.ts'
import { reachFor } from '../access/decide.ts'
import type { Principal } from '../access/model.ts'
import type { ReadingsStore } from '../readings/service.ts'
import { gapSpan, isGivenUp } from './asking.ts'
import type { FeedState } from './model.ts'
import { lastRefused, type Pull, pullById, pullsOf, refusedOf } from './pull-store.ts'
import { dueOf, stateOf } from './schedule.ts'
import { type Feed, type FeedStation, feedById, feedsOf, gapsOf, stationsOfFeeds } from './store.ts'

/** Gaps are counted over so long. [ms] */
const GAPS_SHOWN_MS = 30 * DAY_MS
const LONGEST_HOURS_MS = 62 * DAY_MS
const REFUSED_SHOWN = 200
/** Among so many the same row comes again and again while its source says it. */
const REFUSED_LOOKED_AT = 2_000

export interface Seeing {
  foundation: Foundation
  readings: ReadingsStore
}

export interface FeedView {
  feed: Feed
  state: FeedState
  stations: FeedStation[]
  /** When it is stale unless a newer hour comes. [epoch ms] */
  staleAt: number
  /** Hours of the last 30 days that some station lacks, and of them those that the source was asked for in vain. */
  gaps: number
  givenUp: number
}

/** The feeds of the county by name and how each is. @throws Problem `not-allowed` */
export async function listFeeds(seeing: Seeing, principal: Principal): Promise<FeedView[]> {
  const { countyId } = principal
  allow(principal, 'read-feeds', countyScope(countyId))
  const { db } = seeing.foundation
  const [feeds, stations] = await Promise.all([feedsOf(db, countyId), stationsOfFeeds(db, countyId)])
  return Promise.all(feeds.map((feed) => viewOf(seeing, feed, stations)))
}

/** @throws Problem `not-found`, also for whoever may not see it */
export async function feedToSee(seeing: Seeing, principal: Principal, id: string): Promise<FeedView> {
  const feed = await seenFeed(seeing, principal, id)
  return viewOf(seeing, feed, await stationsOfFeeds(seeing.foundation.db, principal.countyId))
}

/** Feeds that bring nothing new or fail, for whoever can mend them; none for others. */
export async function feedsInHand(
  { db }: Pick<Foundation, 'db'>,
  principal: Principal,
): Promise<{ id: string; name: string; state: 'stale' | 'failing'; since: number }[]> {
  const { countyId } = principal
  if (principal.kind !== 'person' || reachFor(principal, 'manage-feeds') !== 'county') return []
  return (await feedsOf(db, countyId)).flatMap((feed) => {
    const state = stateOf(feed)
    const since = state === 'stale' ? feed.staleSince : feed.failingSince
    return (state === 'stale' || state === 'failing') && since !== null
      ? [{ id: feed.id, name: feed.name, state, since }]
      : []
  })
}

async function seenFeed({ foundation }: Seeing, principal: Principal, id: string): Promise<Feed> {
  const { countyId } = principal
  allowToSee(principal, 'read-feeds', countyScope(countyId), { type: 'feed', id })
  const feed = await feedById(foundation.db, countyId, id)
  if (feed === undefined) throw new Problem('not-found', { params: { type: 'feed', id } })
  return feed
}

async function viewOf({ foundation, readings }: Seeing, feed: Feed, all: readonly FeedStation[]): Promise<FeedView> {
  const { countyId, id } = feed
  const stations = all.filter(({ feedId }) => feedId === id)
  const now = foundation.clocks.domain.now()
  const lacking = await lackingHours(readings, feed, stations, now, now - GAPS_SHOWN_MS)
  const known = new Map((await gapsOf(foundation.db, countyId, id)).map((gap) => [gap.hourEnd, gap]))
  return {
    feed,
    state: stateOf(feed),
    stations,
    staleAt: dueOf(feed),
    gaps: lacking.length,
    givenUp: lacking.filter((end) => isGivenUp(known.get(end) ?? { asked: 0 })).length,
  }
}

/**
 * Hours that some station of a feed lacks, ascending. Of a feed of reviewed hours only reviewed ones count.
 * @param from not before; left out: from where the feed begins [epoch ms]
 */
async function lackingHours(
  readings: ReadingsStore,
  feed: Feed,
  stations: readonly FeedStation[],
  now: number,
  from = 0,
): Promise<number[]> {
  const span = gapSpan(Math.max(feed.plan.since, from), now)
  if (stations.length === 0 || span.from >= span.to) return []
  const deviceIds = stations.map(({ deviceId }) => deviceId)
  const told = feed.brings === 'reviewed' ? (['reviewed'] as const) : undefined
  const missing = await readings.missingHours(feed.countyId, deviceIds, span.from, span.to, told)
  return [...new Set([...missing.values()].flat())].sort((a, b) => a - b)
}

/** The same of a feed whose stations are to be looked up. */
export async function lackingOf({ foundation, readings }: Seeing, feed: Feed): Promise<number[]> {
  const stations = (await stationsOfFeeds(foundation.db, feed.countyId)).filter(({ feedId }) => feedId === feed.id)
  return lackingHours(readings, feed, stations, foundation.clocks.domain.now())
}

/** The pulls of a feed, newest first. @throws Problem `not-found`, `invalid-input` (cursor) */
export async function pageOfPulls(
  seeing: Seeing,
  principal: Principal,
  id: string,
  query: { cursor?: string | undefined; limit: number },
): Promise<{ items: Pull[]; next: string | null }> {
  const { countyId } = await seenFeed(seeing, principal, id)
  const rows = await pullsOf(seeing.foundation.db, countyId, id, readCursor(query.cursor), query.limit + 1)
  return cutPage(rows, query.limit, (row) => ({ at: row.startedAt, id: row.id }))
}

/** The rows that were refused last, each once however often it came. @throws Problem `not-found` */
export async function refusedToSee(seeing: Seeing, principal: Principal, id: string) {
  const { countyId } = await seenFeed(seeing, principal, id)
  const rows = await lastRefused(seeing.foundation.db, countyId, id, REFUSED_LOOKED_AT)
  const newest = new Map(rows.toReversed().map((row) => [JSON.stringify([row.fault, row.what, row.cells]), row]))
  return [...newest.values()].toReversed().slice(0, REFUSED_SHOWN)
}

/** The refused rows of one pull with their header. @throws Problem `not-found`, `wrong-state` (none were refused) */
export async function refusedOfPull(seeing: Seeing, principal: Principal, id: string, pullId: string) {
  const { countyId, name } = await seenFeed(seeing, principal, id)
  const pull = await pullById(seeing.foundation.db, countyId, pullId)
  if (pull?.feedId !== id) throw new Problem('not-found', { params: { type: 'feed-pull', id: pullId } })
  const rows = await refusedOf(seeing.foundation.db, countyId, pullId)
  if (rows.length === 0) throw new Problem('wrong-state')
  return { name, pull, rows }
}

/** What came of one hour of one station. `none`: the source was asked for it in vain. */
export interface SeenHour {
  end: number
  state: 'received' | 'revised' | 'gap' | 'none' | 'expected'
  reviewed: boolean
  /** Layers in which its values came, and when the newest did. */
  versions: number
  changedAt: number | null
}

/** Of each station what came hour by hour, hours that end in (from, to]. @throws Problem `not-found`, `invalid-input` (more than 62 days) */
export async function hoursToSee(
  seeing: Seeing,
  principal: Principal,
  id: string,
  { from, to }: { from: number; to: number },
): Promise<{ station: FeedStation; hours: SeenHour[] }[]> {
  const feed = await seenFeed(seeing, principal, id)
  if (to < from || to - from > LONGEST_HOURS_MS) throw new Problem('invalid-input', { params: { what: 'from, to' } })
  const { foundation, readings } = seeing
  const { countyId } = feed
  const stations = (await stationsOfFeeds(foundation.db, countyId)).filter(({ feedId }) => feedId === id)
  const deviceIds = stations.map(({ deviceId }) => deviceId)
  const told = await readings.layerCounts(countyId, deviceIds, ['feed', 'reviewed', 'import'], from, to)
  const gaps = new Map((await gapsOf(foundation.db, countyId, id)).map((gap) => [gap.hourEnd, gap]))
  const known = new Map(told.map((one) => [`${one.deviceId}|${one.periodEnd}|${one.source}`, one]))
  const own = feed.brings === 'reviewed' ? 'reviewed' : 'feed'
  const span = gapSpan(feed.plan.since, foundation.clocks.domain.now())
  return stations.map((station) => {
    const hours: SeenHour[] = []
    for (let end = (Math.floor(from / HOUR_MS) + 1) * HOUR_MS; end <= to; end += HOUR_MS) {
      const of = (source: string) => known.get(`${station.deviceId}|${end}|${source}`)
      const layers = of(own)
      const isThere = layers !== undefined || (own === 'feed' && of('import') !== undefined)
      const missing =
        end <= span.from || end > span.to ? 'expected' : isGivenUp(gaps.get(end) ?? { asked: 0 }) ? 'none' : 'gap'
      hours.push({
        end,
        state: isThere ? ((layers?.layers ?? 1) > 1 ? 'revised' : 'received') : missing,
        reviewed: of('reviewed') !== undefined,
        versions: layers?.layers ?? 0,
        changedAt: layers?.lastAt ?? null,
      })
    }
    return { station, hours }
  })
}
