import { asJson } from '../../platform/acts/json.ts'
import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { openBytes, sealBytes } from '../../platform/keys.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { stationById } from '../stations/service.ts'
import { type Directory, rememberFound } from './directory.ts'
import type { Binding, DataTimeNames, RegisteredDevice } from './model.ts'
import { bindingsOf, type DeviceRow, deviceByMn, devicesOf, insertBinding, insertDevice } from './store.ts'

export interface NewDevice {
  mn: string
  name?: string | undefined
  password: string
  stationId: string
  dataTimeNames: DataTimeNames
  minuteInterval: number
  factors: readonly string[]
}

/**
 * Registers a device and binds it to a station from now on. Its password is kept recoverable, sealed with the device key,
 * because commands to the device must carry it.
 * @throws Problem `not-allowed`, `already-exists` (MN), `target-unknown` (station)
 */
export async function addDevice(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'>,
  wanted: NewDevice,
): Promise<{ id: string; mn: string }> {
  const { countyId } = principal
  allow(principal, 'manage-devices', countyScope(countyId))
  // The password is no part of what is remembered of the act.
  const { password: _password, ...told } = wanted
  const input = asJson(told)
  const request = { countyId, ...act, kind: 'add-device', actor: actorOf(principal), input }
  return performAct(foundation, request, async ({ trx, receivedAt, record }) => {
    if ((await deviceByMn(trx, wanted.mn)) !== undefined) {
      throw new Problem('already-exists', { params: { what: 'device', id: wanted.mn } })
    }
    const station = await stationById(trx, countyId, wanted.stationId)
    if (station === undefined) {
      throw new Problem('target-unknown', { params: { what: 'station', id: wanted.stationId } })
    }
    const described = {
      mn: wanted.mn,
      name: wanted.name ?? wanted.mn,
      dataTimeNames: wanted.dataTimeNames,
      minuteInterval: wanted.minuteInterval,
      factors: [...wanted.factors],
    }
    const passwordSealed = sealBytes(
      foundation.keys.device,
      Buffer.from(wanted.password, 'utf8'),
      sealContext(wanted.mn),
      foundation.randomness,
    )
    await insertDevice(trx, { countyId, id: act.actId, ...described, passwordSealed, createdAt: receivedAt })
    await insertBinding(trx, countyId, {
      deviceId: act.actId,
      subjectType: 'station',
      subjectId: station.id,
      // A logger sends what it holds from before it was registered; its station was the same then.
      validFrom: 0,
      validTo: null,
    })
    const bound = { type: 'station', id: station.id, from: 0 }
    await record({
      kind: 'device.added',
      subject: { type: 'device', id: act.actId, version: 1 },
      data: { ...described, bound },
    })
    return { id: act.actId, mn: wanted.mn }
  })
}

const sealContext = (mn: string) => `device-password:${mn}`

export async function listDevices(
  foundation: Foundation,
  principal: Principal,
): Promise<{ devices: DeviceRow[]; bindings: Binding[] }> {
  allow(principal, 'read-devices', countyScope(principal.countyId))
  return {
    devices: await devicesOf(foundation.db, principal.countyId),
    bindings: await bindingsOf(foundation.db, principal.countyId),
  }
}

/** The devices by MN as the gateway asks for them, thousands of times a second. */
export function deviceDirectory(
  { db, keys }: Pick<Foundation, 'db' | 'keys'>,
  wall: Clock,
): Directory<RegisteredDevice> {
  return rememberFound(async (mn) => {
    const row = await deviceByMn(db, mn)
    if (row === undefined) return undefined
    const { passwordSealed, ...rest } = row
    return { ...rest, password: openBytes(keys.device, passwordSealed, sealContext(mn)).toString('utf8') }
  }, wall)
}

export { bindingsOf, devicesOf }
