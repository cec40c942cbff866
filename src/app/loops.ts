import { citedFrames, engineMemory, evaluateStep, type RadiiOf, rememberInForce } from '../domain/alerts/service.ts'
import { climbLadders } from '../domain/clocks/ladder.ts'
import { applyApproved, correctedFrames, judgeStep } from '../domain/corrections/service.ts'
import { countiesOf } from '../domain/counties/service.ts'
import { evaluateStep as evaluateDays } from '../domain/evaluations/service.ts'
import type { LevelsOf } from '../domain/evaluations/table.ts'
import { robotBudget, sendDue } from '../domain/messages/sender.ts'
import { keptSince } from '../domain/readings/retention.ts'
import type { RulesOf } from '../domain/readings/service.ts'
import { forgetOldActs } from '../platform/acts/retention.ts'
import { signDays } from '../platform/ledger/days.ts'
import { packFrames, purgeFrames } from '../platform/ledger/purge.ts'
import { sealTelemetry } from '../platform/ledger/telemetry.ts'
import type { Hub } from '../platform/live/hub.ts'
import { systemTimers } from '../platform/live/timers.ts'
import type { WorkTroubles } from '../platform/trouble/work-troubles.ts'
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
export function startLoops(
  installation: Installation,
  hub: Hub,
  troubles: WorkTroubles,
  { rulesOf, radiiOf, levelsOf }: { rulesOf: RulesOf; radiiOf: RadiiOf; levelsOf: LevelsOf },
): Loops {
  const { foundation, readings, auth } = installation
  const { db, clocks, ids, keys } = foundation
  const counties = async () => (await countiesOf(db)).map((county) => county.id)

  const budget = robotBudget()
  const messages = loop(
    async () => {
      const next = await sendDue(foundation, budget)
      return next === null ? LOOK_AGAIN_MS * 5 : Math.max(0, next - clocks.wall.now())
    },
    troubles.of('sending messages'),
    systemTimers,
  )

  const inForce = rememberInForce(foundation, radiiOf)
  const memory = engineMemory()
  // Under load these three are busy without a pause: each step that went well is told by itself.
  const looking = troubles.of('looking at the rules')
  const rules = loop(
    async (isToEnd) => {
      for (const countyId of await counties()) {
        for (;;) {
          const step = await evaluateStep(foundation, readings, countyId, inForce, memory)
          looking.worked()
          if (step.grouped.length > 0) hub.announce(countyId, 'alerts', {})
          if (step.raised.length > 0) messages.wake()
          if (step.frames === 0 || isToEnd()) break
        }
      }
      return LOOK_AGAIN_MS
    },
    looking,
    systemTimers,
  )

  const checking = troubles.of('checking the readings')
  const checks = loop(
    async (isToEnd) => {
      for (const countyId of await counties()) {
        const applied = await applyApproved(foundation, readings, countyId)
        let isNews = applied > 0
        for (;;) {
          const step = await judgeStep(foundation, readings, countyId, rulesOf(countyId).rules)
          checking.worked()
          isNews ||= step.verdicts > 0 || step.findings > 0
          if (step.changes === 0 || isToEnd()) break
        }
        if (isNews) hub.announce(countyId, 'quality', {})
      }
      return LOOK_AGAIN_MS
    },
    checking,
    systemTimers,
  )

  const rollingUp = troubles.of('rolling up the readings')
  const rollups = loop(
    async (isToEnd) => {
      for (const countyId of await counties()) {
        let isNews = false
        while (!isToEnd() && (await readings.rollUp(countyId, clocks.domain.now())) > 0) {
          rollingUp.worked()
          isNews = true
        }
        if (isNews) {
          hub.announce(countyId, 'readings', {})
          evaluations.wake()
        }
      }
      return LOOK_AGAIN_MS
    },
    rollingUp,
    systemTimers,
  )
  let callOffRollups: (() => void) | null = null
  const rollUpSoon = () => {
    callOffRollups ??= systemTimers.after(GATHER_MS, () => {
      callOffRollups = null
      rollups.wake()
    })
  }

  const evaluating = troubles.of('keeping the statistics')
  const evaluations = loop(
    async (isToEnd) => {
      for (const countyId of await counties()) {
        let isNews = false
        for (;;) {
          const step = await evaluateDays(foundation, readings, countyId, levelsOf)
          evaluating.worked()
          isNews ||= step.changed > 0
          if (step.taken === 0 || isToEnd()) break
        }
        if (isNews) hub.announce(countyId, 'evaluations', {})
      }
      // Roll-ups wake it; by itself it finds a device that was moved, or what another process rolled up.
      return LOOK_AGAIN_MS * 5
    },
    evaluating,
    systemTimers,
  )

  const ladders = loop(
    async () => {
      for (const countyId of await counties()) {
        if ((await climbLadders(foundation, countyId)) > 0) messages.wake()
      }
      return LOOK_AGAIN_MS
    },
    troubles.of('climbing the ladders'),
    systemTimers,
  )

  const housekeeping = loop(
    async (isToEnd) => {
      const telemetry = { db, archive: evidenceDeps(installation).archive, ids, clock: clocks.domain, isToEnd }
      for (const countyId of await counties()) {
        // After an import of years this is thousands of hours.
        await sealTelemetry(telemetry, countyId)
        if (isToEnd()) break
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
    troubles.of('keeping the ledger'),
    systemTimers,
  )

  const all: Loop[] = [rules, checks, rollups, evaluations, messages, ladders, housekeeping]
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
