import type { Foundation } from '../../platform/foundation.ts'
import type { Principal } from '../access/model.ts'
import { usualSettings } from '../devices/model.ts'
import { addDevice, devicesOf } from '../devices/service.ts'
import { stationsOf } from '../stations/service.ts'
import type { Holder } from './where.ts'

/** Registers the holders that stations are to get; those that are there already stay. */
export async function addHolders(
  foundation: Foundation,
  principal: Principal,
  holders: readonly Holder[],
): Promise<void> {
  if (holders.length === 0) return
  const { countyId } = principal
  const [devices, stations] = await Promise.all([
    devicesOf(foundation.db, countyId),
    stationsOf(foundation.db, countyId),
  ])
  const taken = new Set(devices.map(({ mn }) => mn))
  for (const { stationId, deviceId } of holders) {
    const station = stations.find(({ id }) => id === stationId)
    if (station === undefined || devices.some(({ id }) => id === deviceId)) continue
    await addHolder(foundation, principal, station, deviceId, taken)
  }
}

/**
 * A device that holds what is imported of a station that has none of its own: nothing is expected of it, and nobody can speak
 * as it, for its password is known to nobody.
 */
async function addHolder(
  foundation: Foundation,
  principal: Principal,
  station: { id: string; code: string; name: string },
  deviceId: string,
  taken: ReadonlySet<string>,
): Promise<void> {
  const { randomness, clocks } = foundation
  const plain = `IMPORT-${station.code}`.slice(0, 40)
  const mn = taken.has(plain) ? `${plain.slice(0, 31)}-${randomness.bytes(4).toString('hex')}` : plain
  await addDevice(
    foundation,
    principal,
    { actId: deviceId, actedAt: clocks.domain.now() },
    {
      mn,
      name: station.name,
      password: randomness.bytes(16).toString('hex'),
      stationId: station.id,
      dataTimeNames: 'end',
      minuteInterval: 10,
      factors: [],
      settings: { ...usualSettings, realtimeSeconds: null, sendsMinutes: false, sendsHours: false, recall: false },
    },
  )
}
