import { countiesOf } from '../domain/counties/service.ts'
import type { Replay } from '../domain/devices/adopt.ts'
import { devicesOf } from '../domain/devices/service.ts'
import { systemTimers } from '../platform/live/timers.ts'
import type { WorkTroubles } from '../platform/trouble/work-troubles.ts'
import type { Installation } from './installation.ts'
import { type Loop, loop } from './loop.ts'

const DAY_MS = 86_400_000

/**
 * At the start, and once a day: takes in what was kept only because its device was unknown, of devices that are known by now.
 * An adoption that was cut off goes on by this; so does a registration that nobody followed by a replay.
 */
export function takeLeftovers({ foundation, readings }: Installation, replay: Replay, troubles: WorkTroubles): Loop {
  return loop(
    async () => {
      for (const { id: countyId } of await countiesOf(foundation.db)) {
        const known = new Set((await devicesOf(foundation.db, countyId)).map((device) => device.mn))
        for (const { mn, reasons } of await readings.quarantined(countyId)) {
          if (known.has(mn) && (reasons['unknown-device'] ?? 0) > 0) await replay(countyId, mn)
        }
      }
      return DAY_MS
    },
    troubles.of('taking in what was kept'),
    systemTimers,
  )
}
