import { z } from 'zod'
import type { Db } from '../../platform/foundation.ts'
import { readEvent } from '../../platform/ledger/model.ts'
import type { FeedTurn } from './model.ts'
import { awaitedFrom, dueOf } from './schedule.ts'
import { feedsOf } from './store.ts'

const turnKinds = ['feed.stale', 'feed.recovered', 'feed.paused'] as const

/** What the ledger says of a feed that went stale; of old only how new its newest hour was. */
const told = z.object({
  dueAt: z.number().optional(),
  awaitedFrom: z.number().optional(),
  newestEnd: z.number().nullable(),
})

/** Which feeds of a county went stale and which no longer were, by its ledger, in its order. `after` is not among them. */
export async function turnsOfFeeds(
  db: Db,
  countyId: string,
  span?: { after: number; upTo: number },
): Promise<FeedTurn[]> {
  let query = db
    .selectFrom('ledgerEvent')
    .select('bytes')
    .where('countyId', '=', countyId)
    .where('subjectType', '=', 'feed')
    .where('kind', 'in', turnKinds)
    .orderBy('seq')
  if (span !== undefined) query = query.where('seq', '>', span.after).where('seq', '<=', span.upTo)
  return (await query.execute()).flatMap(({ bytes }): FeedTurn[] => {
    const event = readEvent(bytes)
    if (event === null) return []
    const { subject, receivedAt: at, kind, data } = event
    if (kind !== 'feed.stale') return [{ at, feedId: subject.id, stale: null }]
    const { newestEnd, dueAt = at, awaitedFrom: from = newestEnd ?? at } = told.parse(data)
    return [{ at, feedId: subject.id, stale: { dueAt, awaitedFrom: from } }]
  })
}

/** Those of a county that are stale now, as if they had just become so. */
export async function staleNow(db: Db, countyId: string): Promise<FeedTurn[]> {
  return (await feedsOf(db, countyId)).flatMap((feed) =>
    feed.staleSince === null
      ? []
      : [{ at: feed.staleSince, feedId: feed.id, stale: { dueAt: dueOf(feed), awaitedFrom: awaitedFrom(feed) } }],
  )
}
