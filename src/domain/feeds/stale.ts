import type { Transaction } from 'kysely'
import { asJson } from '../../platform/acts/json.ts'
import type { WeikeTables } from '../../platform/db/tables.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { appendEvent } from '../../platform/ledger/append.ts'
import { MINUTE_MS } from '../../standards/civil-time.ts'
import { awaitedFrom, dueOf } from './schedule.ts'
import { type Feed, feedForUpdate, feedsOf, saveFeed } from './store.ts'

/**
 * A server that was off asks first what it missed: for so long no feed is called stale for hours that nobody has asked for yet. [ms]
 */
const ASKS_WITHIN_MS = 10 * MINUTE_MS

/**
 * Looks which feeds of a county have gone stale since, and which are no longer; each change is one ledger event. Whom that is told
 * is for the rules to say.
 * @param since when this server began to ask feeds [epoch ms, domain clock]
 * @returns how many changed
 */
export async function watchFeeds(
  foundation: Foundation,
  countyId: string,
  since = Number.NEGATIVE_INFINITY,
): Promise<number> {
  const { db, clocks } = foundation
  const isAsked = ({ lastPullAt }: Feed) =>
    clocks.domain.now() >= since + ASKS_WITHIN_MS || (lastPullAt !== null && lastPullAt >= since)
  const isToSettle = (feed: Feed) => isUnsettled(foundation, feed) && (feed.staleSince !== null || isAsked(feed))
  let changed = 0
  for (const { id } of (await feedsOf(db, countyId)).filter(isToSettle)) {
    await db.transaction().execute(async (trx) => {
      const feed = await feedForUpdate(trx, countyId, id)
      if (feed === undefined || !isToSettle(feed)) return
      await saveFeed(trx, await settleStale(foundation, trx, feed))
      changed += 1
    })
  }
  return changed
}

/** Does what is said of a feed differ from what is so? */
function isUnsettled({ clocks }: Pick<Foundation, 'clocks'>, feed: Feed): boolean {
  return isStale(feed, clocks.domain.now()) !== (feed.staleSince !== null)
}

function isStale(feed: Feed, now: number): boolean {
  return !feed.paused && now >= dueOf(feed)
}

/** The feed with whether it is stale now; a change is told in the transaction in which it is to be saved. */
export async function settleStale(foundation: Foundation, trx: Transaction<WeikeTables>, feed: Feed): Promise<Feed> {
  const now = foundation.clocks.domain.now()
  if (!isUnsettled(foundation, feed)) return feed
  const settled = { ...feed, staleSince: feed.staleSince === null ? now : null }
  const { countyId, id, newestEnd, fault } = feed
  const missed = settled.staleSince === null ? {} : { dueAt: dueOf(feed), awaitedFrom: awaitedFrom(feed) }
  await appendEvent(trx, {
    ...{ countyId, id: foundation.ids.next(), schemaVersion: 1, actor: 'system:feeds', actedAt: now, receivedAt: now },
    kind: settled.staleSince === null ? 'feed.recovered' : 'feed.stale',
    subject: { type: 'feed', id, version: feed.version },
    data: asJson({ name: feed.name, newestEnd, fault, ...missed }),
  })
  return settled
}
