import type { Transaction } from 'kysely'
import { asJson } from '../../platform/acts/json.ts'
import type { WeikeTables } from '../../platform/db/tables.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { defaultLanguage } from '../../platform/i18n.ts'
import { appendEvent } from '../../platform/ledger/append.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { tellChannels } from '../messages/service.ts'
import { jitterOf, staleAt } from './schedule.ts'
import { type Feed, feedForUpdate, feedsOf, saveFeed } from './store.ts'

/**
 * Looks which feeds of a county have gone stale since, and which are no longer; each change is one ledger event and one message
 * to every channel. @returns how many changed
 */
export async function watchFeeds(foundation: Foundation, countyId: string): Promise<number> {
  const { db } = foundation
  let changed = 0
  for (const { id } of (await feedsOf(db, countyId)).filter((feed) => isUnsettled(foundation, feed))) {
    await db.transaction().execute(async (trx) => {
      const feed = await feedForUpdate(trx, countyId, id)
      if (feed === undefined || !isUnsettled(foundation, feed)) return
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
  const { newestEnd, watchedSince, id, plan } = feed
  return !feed.paused && now >= staleAt(plan.schedule, { newestEnd, watchedSince, jitterMs: jitterOf(id) })
}

/** The feed with whether it is stale now; a change is told in the transaction in which it is to be saved. */
export async function settleStale(foundation: Foundation, trx: Transaction<WeikeTables>, feed: Feed): Promise<Feed> {
  const now = foundation.clocks.domain.now()
  if (!isUnsettled(foundation, feed)) return feed
  const settled = { ...feed, staleSince: feed.staleSince === null ? now : null }
  const { countyId, id, newestEnd, fault } = feed
  await appendEvent(trx, {
    ...{ countyId, id: foundation.ids.next(), schemaVersion: 1, actor: 'system:feeds', actedAt: now, receivedAt: now },
    kind: settled.staleSince === null ? 'feed.recovered' : 'feed.stale',
    subject: { type: 'feed', id, version: feed.version },
    data: asJson({ name: feed.name, newestEnd, fault }),
  })
  await tell(foundation, trx, settled)
  return settled
}

async function tell(foundation: Foundation, db: Db, feed: Feed): Promise<void> {
  const t = foundation.words.translator(defaultLanguage)
  const newest =
    feed.newestEnd === null ? t('feeds.no-hour') : isoShanghai(feed.newestEnd).slice(0, 16).replace('T', ' ')
  const { fault } = feed
  // catalogue keys: feeds.fault.*, feeds.todo.*
  const why =
    fault === null
      ? t('feeds.nothing-new')
      : `${t(`feeds.fault.${fault.code}`, fault.params)} ${t(`feeds.todo.${fault.code}`, fault.params)}`
  const params = { feed: feed.name, newest, why }
  const body = feed.staleSince === null ? t('message.feed-recovered', params) : t('message.feed-stale', params)
  await tellChannels(foundation, db, feed.countyId, { subject: { type: 'feed', id: feed.id }, body })
}
