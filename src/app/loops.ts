import { citedFrames, evaluateStep, rememberInForce } from '../domain/alerts/service.ts'
import { climbLadders } from '../domain/clocks/ladder.ts'
import { applyApproved, correctedFrames, judgeStep } from '../domain/corrections/service.ts'
import { countiesOf } from '../domain/counties/service.ts'
import { robotBudget, sendDue } from '../domain/messages/sender.ts'
import { keptSince } from '../domain/readings/retention.ts'
import { forgetOldActs } from '../platform/acts/retention.ts'
import { signDays } from '../platform/ledger/days.ts'
import { packFrames, purgeFrames } from '../platform/ledger/purge.ts'
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
  /** Two people agreed on a correction: let the readings have it at once. */
  correct(): void
  stop(): Promise<void>
}

/** A safety net behind the immediate calls: what was committed by another process, or before a crash, is found by then. */
const LOOK_AGAIN_MS = 1_000
const HOUSEKEEPING_MS = 60_000
/** Roll-ups are about hours and longer: under load they look once for all that was committed meanwhile. */
const GATHER_MS = 250

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

  const inForce = rememberInForce(foundation)
  const rules = loop(
    async () => {
      for (const countyId of await counties()) {
        for (;;) {
          const step = await evaluateStep(foundation, readings, countyId, inForce)
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

  const checks = loop(
    async () => {
      for (const countyId of await counties()) {
        const applied = await applyApproved(foundation, readings, countyId)
        let isNews = applied > 0
        for (;;) {
          const step = await judgeStep(foundation, readings, countyId)
          isNews ||= step.verdicts > 0 || step.findings > 0
          if (step.changes === 0) break
        }
        if (isNews) hub.announce(countyId, 'quality', {})
      }
      return LOOK_AGAIN_MS
    },
    failed('checking the readings'),
    systemTimers,
  )

  const rollups = loop(
    async () => {
      for (const countyId of await counties()) {
        let isNews = false
        while ((await readings.rollUp(countyId, clocks.domain.now())) > 0) isNews = true
        if (isNews) hub.announce(countyId, 'readings', {})
      }
      return LOOK_AGAIN_MS
    },
    failed('rolling up the readings'),
    systemTimers,
  )
  let callOffRollups: (() => void) | null = null
  const rollUpSoon = () => {
    callOffRollups ??= systemTimers.after(GATHER_MS, () => {
      callOffRollups = null
      rollups.wake()
    })
  }

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
        await packFrames(telemetry, countyId)
        await signDays(db, countyId, clocks.domain.now(), keys.signer)
        const cited = [...(await citedFrames(db, countyId)), ...(await correctedFrames(db, countyId))]
        await purgeFrames(telemetry, countyId, cited)
      }
      await readings.dropBefore(keptSince(installation.retention, clocks.domain.now()))
      await forgetOldActs(db, clocks.domain.now())
      await auth.sessions.purge()
      return HOUSEKEEPING_MS
    },
    failed('keeping the ledger'),
    systemTimers,
  )

  const all: Loop[] = [rules, checks, rollups, messages, ladders, housekeeping]
  return {
    // Checks are about whole hours: they look by themselves, and leave the moment to the rules.
    lookAt() {
      rules.wake()
      rollUpSoon()
    },
    correct: () => checks.wake(),
    async stop() {
      callOffRollups?.()
      await Promise.all(all.map((one) => one.stop()))
    },
  }
}
