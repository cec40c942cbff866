import type { Foundation } from '../../platform/foundation.ts'
import { HOUR_MS } from '../../standards/civil-time.ts'
import { type DeviceRow, devicesOf } from '../devices/service.ts'
import { newestExpectedHour } from '../devices/views.ts'
import type { ReadingsStore } from '../readings/service.ts'
import { usualPatience } from './decide.ts'
import { formOf, unsent } from './form.ts'
import { nextRecall, type RecallSettings, type RecallStep } from './gaps.ts'
import { commandsBecause, insertCommand } from './store.ts'

export { type RecallSettings, usualRecall } from './gaps.ts'

/** Asks devices by itself for hours that are missing: after they reconnect, and once an hour. */
export interface Recall {
  /**
   * One round over the connected devices of a county.
   * @returns how many commands were queued
   */
  round(countyId: string): Promise<number>
}

/**
 * @param presence since when a device is connected [epoch ms], or null
 */
export function createRecall(
  foundation: Foundation,
  readings: ReadingsStore,
  presence: { since(mn: string): number | null },
  settings: RecallSettings,
): Recall {
  /** Up to which hour, on which connection, a device was looked at and left nothing to ask for. */
  const lookedAt = new Map<string, { since: number; hour: number }>()

  return {
    async round(countyId) {
      const now = foundation.clocks.domain.now()
      const hour = newestExpectedHour(now)
      let queued = 0
      for (const device of await devicesOf(foundation.db, countyId)) {
        const since = presence.since(device.mn)
        if (since === null || !device.settings.recall || !device.settings.sendsHours) continue
        if (now - since < settings.settleMs) continue
        const looked = lookedAt.get(device.id)
        if (looked?.since === since && looked.hour === hour) continue
        const step = await recallFrom(foundation, readings, device, now, settings)
        if (step.kind === 'rest') lookedAt.set(device.id, { since, hour })
        if (step.kind === 'ask') queued += 1
      }
      return queued
    },
  }
}

async function recallFrom(
  foundation: Foundation,
  readings: ReadingsStore,
  device: DeviceRow,
  now: number,
  settings: RecallSettings,
): Promise<RecallStep> {
  const { db } = foundation
  const { countyId, id } = device
  const to = newestExpectedHour(now)
  const from = Math.floor((now - settings.windowMs) / HOUR_MS) * HOUR_MS
  const missing = (await readings.missingHours(countyId, [id], from, to)).get(id) ?? []
  if (missing.length === 0) return { kind: 'rest' }
  const told = (await readings.firstTold(countyId, [id])).get(id)
  // Before a device has spoken nobody knows what it should have said.
  if (told === undefined) return { kind: 'rest' }
  const since = Math.max(told, device.settings.commissionedAt)
  const wanted = missing.filter((end) => end - HOUR_MS >= since)
  const earlier = await commandsBecause(db, countyId, id, 'gap-recall', from)
  const step = nextRecall(
    wanted,
    earlier.flatMap((one) => (one.from === null || one.to === null ? [] : [{ ...one, from: one.from, to: one.to }])),
    now,
    settings,
  )
  if (step.kind === 'ask') {
    const command = unsent(foundation, usualPatience, countyId, id, formOf('hours'), now)
    await insertCommand(db, { ...command, cause: 'gap-recall', from: step.from, to: step.to })
  }
  return step
}
