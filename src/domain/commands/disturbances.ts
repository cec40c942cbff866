import type { Db } from '../../platform/foundation.ts'
import { devicesOf } from '../devices/service.ts'
import type { Disturbance } from '../readings/service.ts'
import { checksWithin } from './checks.ts'

/**
 * The zero and span checks (3011) that devices of a county accepted and that touch a span of time: from when they were told
 * until they said that it was done, or until it was given up. Those under way have no end yet. [epoch ms, domain clock]
 */
export async function disturbancesIn(db: Db, countyId: string, from: number, to: number): Promise<Disturbance[]> {
  const checks = await checksWithin(db, countyId, from, to)
  if (checks.length === 0) return []
  const settingsOf = new Map((await devicesOf(db, countyId)).map((device) => [device.id, device.settings]))
  return checks.map(({ deviceId, factor, fromAt, untilAt }) => {
    // A command names the factor as the device knows it.
    const aliases = settingsOf.get(deviceId)?.aliases ?? {}
    const code = factor !== null && Object.hasOwn(aliases, factor) ? (aliases[factor] ?? factor) : factor
    return { deviceId, factor: code, from: fromAt, until: untilAt }
  })
}
