import { citedFrames, evaluateStep } from '../domain/alerts/service.ts'
import { climbLadders } from '../domain/clocks/ladder.ts'
import { countiesOf } from '../domain/counties/service.ts'
import { robotBudget, sendDue } from '../domain/messages/sender.ts'
import { forgetOldActs } from '../platform/acts/retention.ts'
import { signDays } from '../platform/ledger/days.ts'
import { purgeFrames } from '../platform/ledger/purge.ts'
import { sealTelemetry } from '../platform/ledger/telemetry.ts'
import type { Hub } from '../platform/live/hub.ts'
import { systemTimers } from '../platform/live/timers.ts'
import { consoleLog } from './console-log.ts'
import { evidenceDeps } from './evidence.ts'
import type { Installation } from './installation.ts'
import { type Loop, loop } from './loop.ts'

export interface Loops {
  /** Frames of the county were just committed: let the rules look at once. */
  lookAt(countyId: string): void
  stop(): Promise<void>
}

/** A safety net behind the immediate calls: what was committed by another process, or before a crash, is found by then. */
const LOOK_AGAIN_MS = 1_000
const HOUSEKEEPING_MS = 60_000

/** The work of the leader that nobody asks for: rules, messages, deadlines, and the keeping of the ledger. */
export function startLoops(installation: Installation, hub: Hub): Loops {
  const { foundation, readings, auth } = installation
  const { db, clocks, ids, keys } = foundation
  const counties = async () => (await countiesOf(db)).map((county) => county.id)
  const failed = (what: string) => (error: unknown) =>
    consoleLog.error(`${what} failed and will be tried again`, { error })

  const budget = robotBudget()
  const messages = loop(
    async () => {
      const next = await sendDue(foundation, budget)
      return next === null ? LOOK_AGAIN_MS * 5 : Math.max(0, next - clocks.wall.now())
    },
    failed('sending messages'),
    systemTimers,
  )

  const rules = loop(
    async () => {
      for (const countyId of await counties()) {
        for (;;) {
          const step = await evaluateStep(foundation, readings, countyId)
          if (step.grouped.length > 0) hub.announce(countyId, 'alerts', {})
          if (step.raised.length > 0) messages.wake()
          if (step.frames === 0) break
        }
      }
      return LOOK_AGAIN_MS
    },
    failed('looking at the rules'),
    systemTimers,
  )

  const ladders = loop(
    async () => {
      for (const countyId of await counties()) {
        if ((await climbLadders(foundation, countyId)) > 0) messages.wake()
      }
      return LOOK_AGAIN_MS
    },
    failed('climbing the ladders'),
    systemTimers,
  )

  const housekeeping = loop(
    async () => {
      const telemetry = { db, archive: evidenceDeps(installation).archive, ids, clock: clocks.domain }
      for (const countyId of await counties()) {
        await sealTelemetry(telemetry, countyId)
        await signDays(db, countyId, clocks.domain.now(), keys.signer)
        await purgeFrames(telemetry, countyId, await citedFrames(db, countyId))
      }
      await forgetOldActs(db, clocks.domain.now())
      await auth.sessions.purge()
      return HOUSEKEEPING_MS
    },
    failed('keeping the ledger'),
    systemTimers,
  )

  const all: Loop[] = [rules, messages, ladders, housekeeping]
  return {
    lookAt: () => rules.wake(),
    async stop() {
      await Promise.all(all.map((one) => one.stop()))
    },
  }
}
