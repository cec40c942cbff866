import type { FeedPlan, PullCause } from '../../domain/feeds/model.ts'
import {
  askedOf,
  type BegunPull,
  claimFeed,
  type DocumentContext,
  dueFeeds,
  type Feed,
  type Fetched,
  feedById,
  finishCutOff,
  gapsOf,
  isFileTaken,
  nextDueAt,
  nothingRead,
  pullAgainAt,
  releaseAll,
  releaseFeed,
  takeFetched,
  tokenOf,
} from '../../domain/feeds/service.ts'
import { lackingOf } from '../../domain/feeds/views.ts'
import type { ReadingsStore, ValidityRules } from '../../domain/readings/service.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { MINUTE_MS } from '../../standards/civil-time.ts'
import { type FileLook, lookInto, readFileOf, untaken } from './folder-pull.ts'
import { type HttpParts, pullHttp } from './http-pull.ts'

/** Feeds that are pulled at the same time. */
const AT_ONCE = 4
/** A pull takes no longer, whatever it asks for; nobody else begins one until somewhat later. [ms] */
const LONGEST_PULL_MS = 10 * MINUTE_MS
const LEASE_MS = 12 * MINUTE_MS
/** Looks again for feeds that were set up elsewhere. [ms] */
const LOOK_AGAIN_MS = 5_000
/** So soon a folder is looked into again when a file in it may still be written to. [ms] */
const SETTLE_MS = 2_000
/** After a bug or without a database a feed is left alone for so long. [ms] */
const AFTER_BUG_MS = MINUTE_MS

export interface FeedWorkerParts {
  foundation: Foundation
  readings: ReadingsStore
  limitsOf(countyId: string): ValidityRules['limits']
  steady: Clock
  http: HttpParts
  /** Folders under which feeds may look. */
  roots: readonly string[]
  /** Hours came, or a feed is otherwise than it was. */
  brought(countyId: string, hours: number): void
  /** A bug, or the database: not the feed. */
  wentWrong(error: unknown): void
  /** Somebody is free again. */
  wake(): void
}

/** Pulls feeds when their time has come, each by itself and never twice at once. */
export interface FeedWorker {
  /** Begins what is due. @returns when to look again [ms] */
  step(): Promise<number>
  /** Before the first step of a new leader: what an earlier one left half-done is finished. */
  takeOver(): Promise<void>
  /** Ends what is under way; nothing of it is written. */
  stop(): Promise<void>
}

export function createFeedWorker(parts: FeedWorkerParts): FeedWorker {
  const { foundation, readings } = parts
  const { db, clocks } = foundation
  const running = new Map<string, Promise<void>>()
  const looks = new Map<string, Map<string, FileLook>>()
  /** SHA-256 of files by how they looked. */
  const sums = new Map<string, string>()
  const restsUntil = new Map<string, number>()
  const end = new AbortController()

  async function pull(countyId: string, id: string): Promise<void> {
    const now = clocks.wall.now()
    if (!(await claimFeed(db, countyId, id, { now, until: now + LEASE_MS }))) return
    try {
      const feed = await feedById(db, countyId, id)
      if (feed === undefined) return
      const hours = feed.kind === 'http' ? await pullOverHttp(feed) : await pullFolder(feed)
      parts.brought(countyId, hours)
    } catch (error) {
      if (!end.signal.aborted) {
        restsUntil.set(id, clocks.wall.now() + AFTER_BUG_MS)
        parts.wentWrong(error)
      }
      await releaseFeed(db, countyId, id).catch(() => undefined)
    }
  }

  /** A pull that begins now; its record is made when it is done. */
  function begin(feed: Feed): { startedAt: number; done(): BegunPull } {
    const startedAt = clocks.domain.now()
    const since = parts.steady.now()
    const lasted = () => Math.round(parts.steady.now() - since)
    return { startedAt, done: () => ({ id: foundation.ids.next(), cause: causeOf(feed), startedAt, ms: lasted() }) }
  }

  async function pullOverHttp(feed: Feed): Promise<number> {
    const { plan, countyId, id } = feed
    const { request } = plan
    if (request === null) return 0
    const pulling = begin(feed)
    const lacking = await lackingOf({ foundation, readings }, feed)
    const gaps = await gapsOf(db, countyId, id)
    const codes = plan.stations.map(({ code }) => code)
    const asked = askedOf(request, { lacking, gaps, codes, since: plan.since, now: pulling.startedAt })
    const fetched = await pullHttp(parts.http, {
      ...{ plan, request, asked, lacking, validators: feed.validators },
      token: tokenOf(foundation, feed),
      context: contextOf(plan, pulling.startedAt),
      deadline: AbortSignal.timeout(LONGEST_PULL_MS),
      signal: end.signal,
    })
    const taken = await takeFetched(taking(countyId), feed, pulling.done(), fetched)
    return taken.newHours + taken.revisedHours
  }

  async function pullFolder(feed: Feed): Promise<number> {
    const { plan, countyId, id } = feed
    if (plan.folder === null) return 0
    const pulling = begin(feed)
    const before = looks.get(id) ?? new Map<string, FileLook>()
    looks.set(id, before)
    const look = await lookInto(plan.folder, parts.roots, before, parts.http.mostBytes)
    const files = look.ok ? await untaken(look.settled, (sum) => isFileTaken(db, countyId, id, sum), sums) : []
    const context = contextOf(plan, pulling.startedAt)
    const read: Fetched[] = []
    for (const file of files) read.push(await readFileOf(plan, file, context))
    // Those that failed come last: what they say of the feed stands.
    const inOrder = [...read.filter(({ fault }) => fault === null), ...read.filter(({ fault }) => fault !== null)]
    let hours = 0
    for (const [at, fetched] of inOrder.entries()) {
      end.signal.throwIfAborted()
      const taken = await takeFetched(taking(countyId), feed, pulling.done(), fetched, at === inOrder.length - 1)
      hours += taken.newHours + taken.revisedHours
    }
    if (files.length === 0) {
      const nothing = { ...nothingOf(), fault: look.ok ? null : look.fault }
      await takeFetched(taking(countyId), feed, pulling.done(), nothing)
    }
    // A file that was still written to is waited for a moment, not until the next pull is due.
    if (look.ok && look.isUnsettled) await pullAgainAt(db, feed, clocks.wall.now() + SETTLE_MS)
    return hours
  }

  const taking = (countyId: string) => ({ foundation, readings, limits: parts.limitsOf(countyId) })

  return {
    async step() {
      const now = clocks.wall.now()
      const free = AT_ONCE - running.size
      const due = free <= 0 ? [] : await dueFeeds(db, now, AT_ONCE * 2)
      const startable = due.filter(({ id }) => !running.has(id) && (restsUntil.get(id) ?? 0) <= now)
      for (const { countyId, id } of startable.slice(0, free)) {
        const one = pull(countyId, id)
          .catch(parts.wentWrong)
          .finally(() => {
            running.delete(id)
            parts.wake()
          })
        running.set(id, one)
      }
      const next = await nextDueAt(db)
      const rest = next === null ? LOOK_AGAIN_MS : next - clocks.wall.now()
      // What is due and waits for somebody to be free is looked at when somebody is.
      return Math.max(200, Math.min(LOOK_AGAIN_MS, rest))
    },
    async takeOver() {
      await releaseAll(db)
      await finishCutOff(foundation, readings)
    },
    async stop() {
      end.abort()
      await Promise.all(running.values())
    },
  }
}

function causeOf({ nextAt, failures }: Feed): PullCause {
  if (nextAt === 0) return 'person'
  return failures > 0 ? 'retry' : 'schedule'
}

function contextOf(plan: FeedPlan, now: number): DocumentContext {
  return { reading: plan.reading, codes: plan.stations.map(({ code }) => code), since: plan.since, now }
}

function nothingOf(): Fetched {
  return {
    ...{ read: nothingRead(), fault: null, waitMs: null, requests: 0, bytes: 0, status: null, sha256: null },
    ...{ validators: {}, answered: [], file: null },
  }
}
