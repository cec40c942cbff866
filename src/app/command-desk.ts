import {
  answerTimeAsked,
  beginSending,
  confirmPassword,
  createRecall,
  passDeadline,
  type Recall,
  type RecallSettings,
  refuseUnsent,
  takeBack,
  takeWord,
  usualPatience,
  usualRecall,
  waitingCommands,
} from '../domain/commands/service.ts'
import { countiesOf } from '../domain/counties/service.ts'
import type { ReadingsStore } from '../domain/readings/service.ts'
import { type Commander, createCommander, type Exchange } from '../gateways/hj212/commander.ts'
import type { Registry } from '../gateways/hj212/registry.ts'
import type { Foundation } from '../platform/foundation.ts'
import type { Timers } from '../platform/live/timers.ts'
import type { WorkTroubles } from '../platform/trouble/work-troubles.ts'
import { loop } from './loop.ts'

export interface CommandDeskParts {
  foundation: Foundation
  readings: ReadingsStore
  registry: Pick<Registry, 'send' | 'since'>
  timers: Timers
  deviceChanged(mn: string): void
  moved(countyId: string): void
  troubles: Pick<WorkTroubles, 'of'>
  log(line: string): void
  /** Null: missing hours are asked for only when `recall` is told to; left out: as usual. */
  recall?: RecallSettings | null
}

export interface CommandDesk {
  commander: Commander
  recall: Recall
  stop(): Promise<void>
}

/** Between two looks for missing hours: a device that has just come back has that long to send them by itself. [ms] */
const RECALL_EVERY_MS = 60_000

/** Puts commands to work: the commander on the gateway's connections, and the recall of missing hours. */
export function openCommandDesk(parts: CommandDeskParts): CommandDesk {
  const { foundation, readings, registry, timers, troubles } = parts
  const counties = async () => (await countiesOf(foundation.db)).map((county) => county.id)
  const exchange: Exchange = {
    counties,
    open: (countyId) => waitingCommands(foundation, countyId),
    begin: (countyId, id) => beginSending(foundation, usualPatience, countyId, id),
    takeBack: (countyId, id) => takeBack(foundation, usualPatience, countyId, id),
    refuse: (countyId, id) => refuseUnsent(foundation, countyId, id),
    takeWord: (countyId, deviceId, spoken) => takeWord(foundation, countyId, deviceId, spoken),
    passDeadline: (countyId, id, isConnected) => passDeadline(foundation, usualPatience, countyId, id, isConnected),
    confirmPassword: (countyId, deviceId) => confirmPassword(foundation, countyId, deviceId),
    answerTimeAsked: (device) => answerTimeAsked(foundation, device),
  }
  const commander = createCommander({
    exchange,
    registry,
    clocks: foundation.clocks,
    loop: (work) => loop(work, troubles.of('commanding devices'), timers),
    deviceChanged: parts.deviceChanged,
    moved: parts.moved,
    log: parts.log,
  })
  const recall = createRecall(foundation, readings, registry, parts.recall ?? usualRecall)
  const recallLoop =
    parts.recall === null
      ? null
      : loop(
          async () => {
            let queued = 0
            for (const countyId of await counties()) queued += await recall.round(countyId)
            if (queued > 0) commander.wake()
            return RECALL_EVERY_MS
          },
          troubles.of('looking for missing hours'),
          timers,
        )
  return {
    commander,
    recall,
    async stop() {
      await recallLoop?.stop()
      await commander.stop()
    },
  }
}
