import { asJson } from '../../platform/acts/json.ts'
import { type ActRequest, type Performing, performAct } from '../../platform/acts/perform.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { openBytes, sealBytes } from '../../platform/keys.ts'
import { Problem } from '../../platform/problem.ts'
import { DAY_MS, HOUR_MS } from '../../standards/civil-time.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { deviceForFeed } from '../devices/service.ts'
import { stationOr404 } from '../stations/service.ts'
import { type FeedShape, originOf, type Unfit, unfitness } from './decide.ts'
import type { FeedBrings, FeedKind, FeedPlan } from './model.ts'
import {
  type Feed,
  type FeedStation,
  feedById,
  feedForUpdate,
  feedsOf,
  forgetGaps,
  insertFeed,
  replaceStations,
  saveFeed,
  stationsOfFeeds,
} from './store.ts'

type Envelope = Pick<ActRequest, 'actId' | 'actedAt'>

/** A feed as a person describes it. */
export interface FeedDraft {
  name: string
  kind: FeedKind
  brings: FeedBrings
  plan: Omit<FeedPlan, 'since'> & {
    /** Null: from a day before it is set up. [epoch ms] */
    since: number | null
  }
  /** Left out: as it was. Empty: none. */
  token?: string | undefined
}

/** What an operator allows feeds to do, beyond what a person may set up. */
export interface FeedLimits {
  /** Folders under which a feed may look. */
  folders: readonly string[]
}

const tokenPlace = (feedId: string) => `feed-token:${feedId}`

/**
 * Sets a feed up. The id of the act becomes the id of the feed; each of its stations has a device for what it brings. The token is
 * kept sealed and is given to nobody but the interface.
 * @throws Problem `not-allowed`, `feed-unfit`, `already-exists` (name), `target-unknown` (station)
 */
export async function addFeed(
  foundation: Foundation,
  principal: Principal,
  act: Envelope,
  draft: FeedDraft,
  limits: FeedLimits,
): Promise<{ id: string; version: number }> {
  const { countyId } = principal
  allow(principal, 'manage-feeds', countyScope(countyId))
  const { token, ...told } = draft
  const now = foundation.clocks.domain.now()
  const plan = plannedFrom(draft, now)
  refuseUnfit(draft.kind, plan, (token ?? '') !== '', limits)
  const request = { countyId, ...act, kind: 'add-feed', actor: actorOf(principal), input: asJson(told) }
  return performAct(foundation, request, async (performing) => {
    const { trx, receivedAt, record } = performing
    await refuseTakenName(performing, countyId, act.actId, draft.name)
    const feed: Feed = {
      ...{ countyId, id: act.actId, name: draft.name, kind: draft.kind, brings: draft.brings, plan },
      tokenSealed: sealToken(foundation, act.actId, token ?? ''),
      ...{ paused: false, version: 1, createdAt: receivedAt, watchedSince: receivedAt },
      // What is set up is looked at once.
      ...{ nextAt: 0, pullingUntil: 0, failures: 0, lastPullAt: null, lastSuccessAt: null, newestEnd: null },
      ...{ fault: null, failingSince: null, staleSince: null, validators: {} },
    }
    await insertFeed(trx, feed)
    await bindStations(foundation, performing, feed)
    await record({ kind: 'feed.added', subject: { type: 'feed', id: feed.id, version: 1 }, data: tellable(feed) })
    return { id: feed.id, version: 1 }
  })
}

/**
 * Changes what a feed is set to; it is pulled at once. Another server is never sent the token that was meant for the one before.
 * @throws Problem `not-allowed`, `not-found`, `version-conflict`, `feed-unfit`, `already-exists`, `target-unknown`
 */
export async function changeFeed(
  foundation: Foundation,
  principal: Principal,
  act: Envelope & { expects: number },
  id: string,
  draft: FeedDraft,
  limits: FeedLimits,
): Promise<{ id: string; version: number }> {
  const { countyId } = principal
  const { expects, ...envelope } = act
  allow(principal, 'manage-feeds', countyScope(countyId))
  const { token, ...told } = draft
  const input = asJson({ id, expects, ...told })
  const request = { countyId, ...envelope, kind: 'change-feed', actor: actorOf(principal), input }
  return performAct(foundation, request, async (performing) => {
    const { trx, receivedAt, record } = performing
    const feed = await lockedFeed(performing, countyId, id, expects)
    const plan = plannedFrom(draft, feed.createdAt)
    const keepsToken = token === undefined && feed.tokenSealed !== null
    const moves = originOf(plan.request?.url ?? '') !== originOf(feed.plan.request?.url ?? '')
    const hasToken = keepsToken ? !moves : (token ?? '') !== ''
    refuseUnfit(draft.kind, plan, hasToken, limits)
    await refuseTakenName(performing, countyId, id, draft.name)
    const changed: Feed = {
      ...feed,
      ...{ name: draft.name, kind: draft.kind, brings: draft.brings, plan, version: feed.version + 1 },
      tokenSealed: hasToken ? (keepsToken ? feed.tokenSealed : sealToken(foundation, id, token ?? '')) : null,
      ...{ nextAt: 0, failures: 0, fault: null, failingSince: null, validators: {} },
      watchedSince: receivedAt,
    }
    await saveFeed(trx, changed)
    await bindStations(foundation, performing, changed)
    // Otherwise set, the source may have what it had not, and a file may say something else.
    await forgetGaps(trx, countyId, id)
    await trx.deleteFrom('feedFile').where('countyId', '=', countyId).where('feedId', '=', id).execute()
    const subject = { type: 'feed', id, version: changed.version }
    await record({ kind: 'feed.changed', subject, data: { ...tellable(changed), tokenChanged: token !== undefined } })
    return { id, version: changed.version }
  })
}

/**
 * Rests a feed, or lets it go on; what it brought stays.
 * @throws Problem `not-allowed`, `not-found`, `version-conflict`
 */
export async function pauseFeed(
  foundation: Foundation,
  principal: Principal,
  act: Envelope & { expects: number },
  id: string,
  paused: boolean,
): Promise<{ id: string; version: number }> {
  const { countyId } = principal
  const { expects, ...envelope } = act
  allow(principal, 'manage-feeds', countyScope(countyId))
  const actor = actorOf(principal)
  const request = { countyId, ...envelope, kind: 'pause-feed', actor, input: { id, expects, paused } }
  return performAct(foundation, request, async (performing) => {
    const { trx, receivedAt, record } = performing
    const feed = await lockedFeed(performing, countyId, id, expects)
    const version = feed.version + 1
    const again = paused ? {} : { nextAt: 0, failures: 0, watchedSince: receivedAt }
    await saveFeed(trx, { ...feed, paused, version, staleSince: null, ...again })
    const kind = paused ? 'feed.paused' : 'feed.resumed'
    await record({ kind, subject: { type: 'feed', id, version }, data: { name: feed.name } })
    return { id, version }
  })
}

/**
 * Has a feed pulled as soon as somebody is free to.
 * @throws Problem `not-allowed`, `not-found`, `wrong-state` (it rests)
 */
export async function askForPull(
  foundation: Foundation,
  principal: Principal,
  act: Envelope,
  id: string,
): Promise<{ id: string }> {
  const { countyId } = principal
  allow(principal, 'manage-feeds', countyScope(countyId))
  const request = { countyId, ...act, kind: 'pull-feed', actor: actorOf(principal), input: { id } }
  return performAct(foundation, request, async ({ trx, record }) => {
    const feed = await feedForUpdate(trx, countyId, id)
    if (feed === undefined) throw new Problem('not-found', { params: { type: 'feed', id } })
    if (feed.paused) throw new Problem('wrong-state')
    await saveFeed(trx, { ...feed, nextAt: 0 })
    const subject = { type: 'feed', id, version: feed.version }
    await record({ kind: 'feed.pull-asked', subject, data: { name: feed.name } })
    return { id }
  })
}

/** The token of a feed, for its interface alone; null: it has none. */
export function tokenOf({ keys }: Pick<Foundation, 'keys'>, feed: Pick<Feed, 'id' | 'tokenSealed'>): string | null {
  return feed.tokenSealed === null
    ? null
    : openBytes(keys.device, feed.tokenSealed, tokenPlace(feed.id)).toString('utf8')
}

/** A feed that is only thought of, or one that is and might be otherwise. */
export interface TryWish extends FeedShape {
  /** Of the feed whose token is meant, where none is given. */
  id: string | null
  kind: FeedKind
  token?: string | undefined
}

/** May this be tried, and with which token? @throws Problem `not-allowed`, `not-found`, `feed-unfit` */
export async function tokenToTry(
  foundation: Foundation,
  principal: Principal,
  wish: TryWish,
  { folders }: FeedLimits,
): Promise<string | null> {
  const { countyId } = principal
  const { id } = wish
  allow(principal, 'manage-feeds', countyScope(countyId))
  const feed = id === null ? undefined : await feedById(foundation.db, countyId, id)
  if (id !== null && feed === undefined) throw new Problem('not-found', { params: { type: 'feed', id } })
  const isSameServer = originOf(wish.request?.url ?? '') === originOf(feed?.plan.request?.url ?? '')
  const kept = feed !== undefined && isSameServer ? tokenOf(foundation, feed) : null
  const token = wish.token === undefined ? kept : wish.token === '' ? null : wish.token
  refuse(unfitness(wish.kind, wish, token !== null, folders))
  return token
}

function plannedFrom({ plan, kind }: FeedDraft, now: number): FeedPlan {
  const since = plan.since ?? Math.floor((now - DAY_MS) / HOUR_MS) * HOUR_MS
  return {
    ...plan,
    since,
    request: kind === 'http' ? plan.request : null,
    folder: kind === 'folder' ? plan.folder : null,
  }
}

function refuseUnfit(kind: FeedKind, plan: FeedPlan, hasToken: boolean, { folders }: FeedLimits): void {
  refuse(unfitness(kind, plan, hasToken, folders))
}

function refuse(unfit: Unfit | null): void {
  if (unfit !== null) throw new Problem('feed-unfit', { params: { reason: unfit.reason, what: unfit.what } })
}

function sealToken({ keys, randomness }: Foundation, feedId: string, token: string): Buffer | null {
  return token === '' ? null : sealBytes(keys.device, Buffer.from(token, 'utf8'), tokenPlace(feedId), randomness)
}

/** What the ledger may say of a feed: all that it is set to, but not its token. */
function tellable({ name, kind, brings, plan, tokenSealed }: Feed) {
  return asJson({ name, kind, brings, plan, hasToken: tokenSealed !== null })
}

async function lockedFeed({ trx }: Performing, countyId: string, id: string, expects: number): Promise<Feed> {
  const feed = await feedForUpdate(trx, countyId, id)
  if (feed === undefined) throw new Problem('not-found', { params: { type: 'feed', id } })
  if (feed.version !== expects) throw new Problem('version-conflict', { params: { version: feed.version } })
  return feed
}

async function refuseTakenName({ trx }: Performing, countyId: string, id: string, name: string): Promise<void> {
  const taken = (await feedsOf(trx, countyId)).some((one) => one.name === name && one.id !== id)
  if (taken) throw new Problem('already-exists', { params: { what: 'feed', id: name } })
}

/** Each station of a feed has the device that holds what feeds bring of it, and no other feed that brings the same. */
async function bindStations(foundation: Foundation, { trx, receivedAt }: Performing, feed: Feed): Promise<void> {
  const { countyId, id, brings, plan } = feed
  const all = await stationsOfFeeds(trx, countyId)
  const own = new Map(all.filter(({ feedId }) => feedId === id).map((one) => [one.stationId, one]))
  const bound: FeedStation[] = []
  for (const { code, stationId } of plan.stations) {
    const station = await stationOr404(trx, countyId, stationId)
    const taken = all.some((one) => one.feedId !== id && one.stationId === stationId && one.brings === brings)
    if (taken) throw new Problem('feed-unfit', { params: { reason: 'station-taken', what: station.name } })
    const newId = foundation.ids.next()
    const device = await deviceForFeed(foundation, trx, station, { newId, now: receivedAt })
    const newestEnd = own.get(stationId)?.newestEnd ?? null
    bound.push({ countyId, feedId: id, code, brings, stationId, deviceId: device.id, newestEnd })
  }
  await replaceStations(trx, countyId, id, bound)
}

export { askedOf } from './asking.ts'
export { devicesOfFeeds, feedNames } from './brought.ts'
export { isUnder } from './decide.ts'
export { type FoundRows, rowsIn } from './discover.ts'
export { parseJson, type ReadingOf as DocumentContext, readJson, readTable, textIn } from './document.ts'
export { askedHours, nothingRead, withMore } from './gathered.ts'
export { dropPulls, isFileTaken } from './pull-store.ts'
export type { Validators } from './schemas.ts'
export { watchFeeds } from './stale.ts'
export {
  claimFeed,
  dueFeeds,
  type Feed,
  feedById,
  gapsOf,
  nextDueAt,
  pullAgainAt,
  releaseAll,
  releaseFeed,
} from './store.ts'
export { type BegunPull, type Fetched, finishCutOff, takeFetched } from './take.ts'
export { type Asked, fillRequest } from './template.ts'
export { staleNow, turnsOfFeeds } from './turns.ts'
export { staleWords } from './wording.ts'
