import type { Transaction } from 'kysely'
import { asJson } from '../../platform/acts/json.ts'
import type { WeikeTables } from '../../platform/db/tables.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { appendEvent } from '../../platform/ledger/append.ts'
import { HOUR_MS } from '../../standards/civil-time.ts'
import {
  type DeviceValue,
  type LayerWrite,
  layerGrouper,
  type ReadingsStore,
  type ValidityRules,
} from '../readings/service.ts'
import type { DocumentRead, FeedFault, FeedValue, PullCause } from './model.ts'
import { cutOffPulls, insertFile, insertPull, insertRefused, type Pull, savePull } from './pull-store.ts'
import { isFailing, nextPullOf, retryAt } from './schedule.ts'
import type { Validators } from './schemas.ts'
import { settleStale } from './stale.ts'
import { type Feed, type FeedStation, feedForUpdate, noteGaps, saveFeed, saveNewest, stationsOfFeeds } from './store.ts'

/** Refused rows kept of one pull; all are counted. */
const REFUSED_KEPT = 500
const HOURS_AT_ONCE = 5_000

/** What a pull has fetched and read. */
export interface Fetched {
  /** Documents together: a document that failed is not among them. */
  read: DocumentRead
  /** What ended the pull; what was read before it is whole and stands. */
  fault: FeedFault | null
  /** How long the source asks to be left alone. [ms] */
  waitMs: number | null
  requests: number
  bytes: number
  status: number | null
  /** Of the bytes of the documents, one behind the other; null: there was none. */
  sha256: string | null
  validators: Validators
  /** Hours that were asked for because they were lacking, and answered. [ends, epoch ms] */
  answered: readonly number[]
  /** Of a folder: the file that this was. */
  file: { name: string; sha256: string; bytes: number } | null
}

export interface BegunPull {
  id: string
  cause: PullCause
  /** Domain clock. [epoch ms] */
  startedAt: number
  ms: number
}

export interface Taking {
  foundation: Foundation
  readings: ReadingsStore
  limits: ValidityRules['limits']
}

/**
 * Takes what a pull has brought: its values as layers, all or none; then, in one transaction, the record of the pull, how the feed
 * is now, and one ledger event where there was news. Cut off between the two, `finishCutOff` tells what was written.
 * @param isLast of several documents of one pull (files) only the last says when the feed is pulled again
 */
export async function takeFetched(
  taking: Taking,
  feed: Feed,
  begun: BegunPull,
  fetched: Fetched,
  isLast = true,
): Promise<Pull> {
  const { foundation, readings } = taking
  const { countyId } = feed
  const stations = (await stationsOfFeeds(foundation.db, countyId)).filter(({ feedId }) => feedId === feed.id)
  const layers = layersOf(taking, feed, begun, stations, fetched.read.values)
  const pull = recordOf(feed, begun, fetched, layers)
  if (layers.length > 0) {
    await insertPull(foundation.db, { ...pull, state: 'taking' })
    const batches = inBatches(layers)
    const { layers: written, revised, unchanged } = await readings.importLayers(countyId, batches, { only: null })
    Object.assign(pull, { newHours: written - revised, revisedHours: revised, unchangedHours: unchanged })
  }
  if (fetched.fault === null) pull.state = pull.newHours + pull.revisedHours > 0 ? 'taken' : 'unchanged'
  await foundation.db.transaction().execute(async (trx) => {
    if (layers.length > 0) await savePull(trx, pull)
    else await insertPull(trx, pull)
    await insertRefused(trx, { countyId, pullId: pull.id }, fetched.read.refused.slice(0, REFUSED_KEPT))
    const { file } = fetched
    if (file !== null && fetched.fault === null)
      await insertFile(trx, { countyId, feedId: feed.id, ...file, takenAt: begun.startedAt })
    await noteNewest(trx, stations, fetched.read.values)
    await noteAnswered(trx, feed, begun, stations, fetched)
    await settleFeed(foundation, trx, feed, begun, fetched, isLast)
    if (pull.newHours + pull.revisedHours > 0) await tellPulled(foundation, trx, pull, feed.name)
  })
  return pull
}

/** Tells the ledger of pulls that wrote their hours and were cut off before they could say so; the others left nothing. */
export async function finishCutOff(foundation: Foundation, readings: ReadingsStore): Promise<number> {
  const cutOff = await cutOffPulls(foundation.db)
  for (const pull of cutOff) {
    const { countyId, feedId, id } = pull
    const stations = (await stationsOfFeeds(foundation.db, countyId)).filter((one) => one.feedId === feedId)
    const deviceIds = stations.map(({ deviceId }) => deviceId)
    const span = { from: (pull.firstEnd ?? 0) - HOUR_MS, to: pull.lastEnd ?? 0 }
    const newHours = await readings.writtenBy(countyId, id, { deviceIds, ...span })
    await foundation.db.transaction().execute(async (trx) => {
      const ended: Pull = { ...pull, newHours, state: newHours > 0 ? 'taken' : 'failed' }
      if (newHours === 0) ended.fault = { code: 'internal', params: {} }
      await savePull(trx, ended)
      const feed = await feedForUpdate(trx, countyId, feedId)
      if (newHours > 0) await tellPulled(foundation, trx, ended, feed?.name ?? '')
    })
  }
  return cutOff.length
}

function layersOf(
  { limits }: Taking,
  feed: Feed,
  begun: BegunPull,
  stations: readonly FeedStation[],
  values: readonly FeedValue[],
): LayerWrite[] {
  const source = feed.brings === 'reviewed' ? ('reviewed' as const) : ('feed' as const)
  const grouper = layerGrouper({ source, sourceId: begun.id, recordedAt: begun.startedAt }, limits)
  const deviceOf = new Map(stations.map(({ code, deviceId }) => [code, deviceId]))
  const placed: DeviceValue[] = values.flatMap(({ code, hourEnd, factor, value }) => {
    const deviceId = deviceOf.get(code)
    return deviceId === undefined ? [] : [{ deviceId, hourEnd, factor, value }]
  })
  grouper.add(placed)
  return grouper.take()
}

async function* inBatches(layers: readonly LayerWrite[]): AsyncGenerator<readonly LayerWrite[]> {
  for (let from = 0; from < layers.length; from += HOURS_AT_ONCE) yield layers.slice(from, from + HOURS_AT_ONCE)
}

function recordOf(feed: Feed, begun: BegunPull, fetched: Fetched, layers: readonly LayerWrite[]): Pull {
  const ends = layers.map(({ periodEnd }) => periodEnd)
  return {
    countyId: feed.countyId,
    id: begun.id,
    feedId: feed.id,
    cause: begun.cause,
    state: fetched.fault === null ? 'unchanged' : 'failed',
    startedAt: begun.startedAt,
    ms: begun.ms,
    requests: fetched.requests,
    status: fetched.status,
    bytes: fetched.bytes,
    sha256: fetched.sha256,
    fileName: fetched.file?.name ?? null,
    rowCount: fetched.read.rows,
    ...{ newHours: 0, revisedHours: 0, unchangedHours: 0 },
    refused: fetched.read.refused.length,
    others: fetched.read.others,
    firstEnd: ends.length === 0 ? null : ends.reduce((least, end) => Math.min(least, end)),
    lastEnd: ends.length === 0 ? null : ends.reduce((most, end) => Math.max(most, end)),
    fault: fetched.fault,
    header: fetched.read.header,
  }
}

/** Of each station the newest hour that has a value. */
async function noteNewest(
  trx: Transaction<WeikeTables>,
  stations: readonly FeedStation[],
  values: readonly FeedValue[],
): Promise<void> {
  for (const station of stations) {
    let newest = station.newestEnd ?? 0
    for (const { code, hourEnd, value } of values)
      if (code === station.code && value !== null) newest = Math.max(newest, hourEnd)
    if (newest > (station.newestEnd ?? 0)) await saveNewest(trx, { ...station, newestEnd: newest })
  }
}

/** Which of the hours that were asked for came for all stations, and which were asked for in vain. */
async function noteAnswered(
  trx: Transaction<WeikeTables>,
  feed: Feed,
  begun: BegunPull,
  stations: readonly FeedStation[],
  { answered, read }: Fetched,
): Promise<void> {
  if (answered.length === 0) return
  const said = new Map<number, Set<string>>()
  for (const { hourEnd, code } of read.values) said.set(hourEnd, (said.get(hourEnd) ?? new Set()).add(code))
  const isWhole = (end: number) => (said.get(end)?.size ?? 0) >= stations.length
  const came = answered.filter(isWhole)
  const inVain = answered.filter((end) => !isWhole(end))
  await noteGaps(trx, { countyId: feed.countyId, feedId: feed.id }, { inVain, came, askedAt: begun.startedAt })
}

/** How the feed is after a pull, and what has to be said about it. */
async function settleFeed(
  foundation: Foundation,
  trx: Transaction<WeikeTables>,
  pulled: Feed,
  begun: BegunPull,
  { fault, waitMs, validators, read }: Fetched,
  isLast: boolean,
): Promise<void> {
  const { countyId, id } = pulled
  const feed = await feedForUpdate(trx, countyId, id)
  if (feed === undefined) return
  const newestEnd = read.values.reduce(
    (most, { hourEnd, value }) => (value === null ? most : Math.max(most, hourEnd)),
    0,
  )
  const failures = fault === null ? 0 : feed.failures + 1
  const failing = fault !== null && isFailing(fault, failures)
  const now = foundation.clocks.wall.now()
  const slot = nextPullOf(feed, now)
  // Whoever changed the feed meanwhile wants it pulled again by what it is set to now.
  const isSame = feed.version === pulled.version
  const nextAt = fault === null ? slot : retryAt(now, { fault, failures, waitMs, slot })
  const settled: Feed = {
    ...feed,
    failures,
    fault,
    failingSince: failing ? (feed.failingSince ?? begun.startedAt) : fault === null ? null : feed.failingSince,
    lastPullAt: begun.startedAt,
    lastSuccessAt: fault === null ? begun.startedAt : feed.lastSuccessAt,
    newestEnd: newestEnd === 0 ? feed.newestEnd : Math.max(newestEnd, feed.newestEnd ?? 0),
    validators: isSame && fault === null ? validators : {},
    nextAt: isSame ? nextAt : 0,
    pullingUntil: isLast ? 0 : feed.pullingUntil,
  }
  const event = (kind: string, data: object) =>
    appendEvent(trx, {
      ...{ countyId, id: foundation.ids.next(), kind, schemaVersion: 1, actor: 'system:feeds' },
      subject: { type: 'feed', id, version: feed.version },
      ...{ actedAt: begun.startedAt, receivedAt: begun.startedAt, data: asJson({ name: feed.name, ...data }) },
    })
  if (settled.failingSince !== null && feed.failingSince === null && fault !== null)
    await event('feed.failing', { fault, pullId: begun.id })
  if (settled.failingSince === null && feed.failingSince !== null) await event('feed.mended', { pullId: begun.id })
  await saveFeed(trx, await settleStale(foundation, trx, settled))
}

async function tellPulled(foundation: Foundation, trx: Transaction<WeikeTables>, pull: Pull, name: string) {
  const { countyId, id, feedId, sha256, bytes, rowCount, newHours, revisedHours, refused, firstEnd, lastEnd } = pull
  const { fileName } = pull
  await appendEvent(trx, {
    ...{ countyId, id, kind: 'feed.pulled', schemaVersion: 1, actor: 'system:feeds' },
    subject: { type: 'feed', id: feedId, version: null },
    ...{ actedAt: pull.startedAt, receivedAt: foundation.clocks.domain.now() },
    data: asJson({ name, sha256, bytes, fileName, rows: rowCount, newHours, revisedHours, refused, firstEnd, lastEnd }),
  })
}
