import { join } from 'node:path'
import { countiesOf } from '../domain/counties/service.ts'
import type { FeedsDoors } from '../domain/feeds/routes.ts'
import { dropPulls, watchFeeds } from '../domain/feeds/service.ts'
import type { RulesOf } from '../domain/readings/service.ts'
import { tryFeed } from '../gateways/feeds/try.ts'
import { createFeedWorker } from '../gateways/feeds/worker.ts'
import { steadyClock } from '../platform/clock.ts'
import type { Hub } from '../platform/live/hub.ts'
import { systemTimers } from '../platform/live/timers.ts'
import type { WorkTroubles } from '../platform/trouble/work-troubles.ts'
import { DAY_MS, HOUR_MS } from '../standards/civil-time.ts'
import type { Installation } from './installation.ts'
import { type Loop, loop } from './loop.ts'
import type { Loops } from './loops.ts'
import type { Settings } from './settings.ts'

const MEBIBYTE = 1_048_576
/** Whether a feed is stale is asked so often. [ms] */
const WATCH_EVERY_MS = 5_000
/** Records of pulls are kept so long. [ms] */
const PULLS_KEPT_MS = 30 * DAY_MS
const DROP_EVERY_MS = HOUR_MS

export interface FeedParts {
  installation: Installation
  hub: Hub
  loops: Loops
  troubles: WorkTroubles
  rulesOf: RulesOf
  settings: Settings['feeds']
  /** Servers of this machine that the start itself allows feeds to ask. [origins] */
  localServers: ReadonlySet<string>
}

/** Puts the feeds of an installation to work. */
export async function startFeeds(parts: FeedParts): Promise<{ doors: FeedsDoors; stop(): Promise<void> }> {
  const { installation, hub, loops, troubles, rulesOf, settings, localServers } = parts
  const { foundation, readings, dataDir } = installation
  const { db, clocks, ids } = foundation
  const end = new AbortController()
  const pulling = troubles.of('pulling feeds')
  const http = {
    ...{ wall: clocks.wall, ids, temporary: join(dataDir, 'feeds') },
    ...{ mostBytes: settings.documentMegabytes * MEBIBYTE, allowLocal: settings.allowPrivate },
    localServers,
  }
  let droppedAt = Number.NEGATIVE_INFINITY
  async function dropOldPulls(): Promise<void> {
    if (steadyClock.now() < droppedAt + DROP_EVERY_MS) return
    for (const { id: countyId } of await countiesOf(db)) {
      await dropPulls(db, countyId, clocks.domain.now() - PULLS_KEPT_MS)
    }
    droppedAt = steadyClock.now()
  }
  let pulls: Loop | null = null
  let watch: Loop | null = null
  const since = clocks.domain.now()
  const worker = createFeedWorker({
    ...{ foundation, readings, steady: steadyClock, http, roots: settings.folders },
    limitsOf: (countyId) => rulesOf(countyId).rules.limits,
    brought(countyId, hours) {
      hub.announce(countyId, 'feeds', {})
      if (hours === 0) return
      hub.announce(countyId, 'readings', {})
      loops.lookAt(countyId)
    },
    wentWrong: (error) => pulling.failed(error),
    wake: () => pulls?.wake(),
  })
  await worker.takeOver()
  pulls = loop(() => worker.step(), pulling, systemTimers)
  watch = loop(
    async () => {
      for (const { id: countyId } of await countiesOf(db)) {
        if ((await watchFeeds(foundation, countyId, since)) === 0) continue
        hub.announce(countyId, 'feeds', {})
        loops.lookAt(countyId)
      }
      await dropOldPulls()
      return WATCH_EVERY_MS
    },
    troubles.of('watching feeds'),
    systemTimers,
  )
  return {
    doors: {
      ...{ foundation, readings, limits: { folders: settings.folders } },
      tryOut: (wish, token) =>
        tryFeed({ http, roots: settings.folders, steady: steadyClock }, wish, token, clocks.domain.now(), end.signal),
      changed(countyId) {
        hub.announce(countyId, 'feeds', {})
        pulls?.wake()
      },
    },
    async stop() {
      end.abort()
      await watch?.stop()
      await pulls?.stop()
      await worker.stop()
    },
  }
}
