import { asJson } from '../../platform/acts/json.ts'
import { type ActRequest, type Performing, performAct } from '../../platform/acts/perform.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, allowToSee, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import type { Station } from '../stations/model.ts'
import { stationOr404 } from '../stations/service.ts'
import { type Directory, rememberFound } from './directory.ts'
import {
  type Binding,
  bindingAt,
  type DataTimeNames,
  type DeviceSettings,
  type RegisteredDevice,
  usualSettings,
} from './model.ts'
import { openDevice, sealPassword, sealSm4Key } from './secrets.ts'
import {
  bindingsOf,
  type DeviceRow,
  deviceById,
  deviceByMn,
  deviceForUpdate,
  devicesByMn,
  devicesOf,
  endBindings,
  insertBinding,
  insertDevice,
  saveDevice,
} from './store.ts'

type Envelope = Pick<ActRequest, 'actId' | 'actedAt'>

export interface NewDevice {
  mn: string
  name?: string | undefined
  password: string
  /** 16 characters; left out or empty: the device does not encipher. */
  sm4Key?: string | undefined
  stationId: string
  dataTimeNames: DataTimeNames
  minuteInterval: number
  factors: readonly string[]
  /** What differs from `usualSettings`. */
  settings?: Partial<DeviceSettings> | undefined
}

/**
 * Registers a device and binds it to a station. The id of the act becomes the id of the device. Its secrets are kept
 * recoverable, sealed with the device key, because commands to the device must carry them; the ledger never has them.
 * @throws Problem `not-allowed`, `already-exists` (MN), `target-unknown` (station), `invalid-input` (SM4 key)
 */
export async function addDevice(
  foundation: Foundation,
  principal: Principal,
  act: Envelope,
  wanted: NewDevice,
): Promise<{ id: string; mn: string }> {
  const { countyId } = principal
  allow(principal, 'manage-devices', countyScope(countyId))
  // The secrets are no part of what is remembered of the act.
  const { password, sm4Key = '', ...told } = wanted
  const request = { countyId, ...act, kind: 'add-device', actor: actorOf(principal), input: asJson(told) }
  return performAct(foundation, request, async ({ trx, receivedAt, record }) => {
    const { mn } = wanted
    if ((await deviceByMn(trx, mn)) !== undefined) {
      throw new Problem('already-exists', { params: { what: 'device', id: mn } })
    }
    const station = await stationOr404(trx, countyId, wanted.stationId)
    const device: DeviceRow = {
      countyId,
      id: act.actId,
      mn,
      name: wanted.name ?? mn,
      kind: 'hj212',
      passwordSealed: sealPassword(foundation, mn, password),
      nextPasswordSealed: null,
      sm4KeySealed: sealSm4Key(foundation, mn, sm4Key),
      dataTimeNames: wanted.dataTimeNames,
      minuteInterval: wanted.minuteInterval,
      factors: [...wanted.factors],
      settings: { ...usualSettings, ...wanted.settings },
      version: 1,
      createdAt: receivedAt,
    }
    await insertDevice(trx, device)
    // A logger sends what it holds from before it was registered; its station was the same then.
    const bound = await bind(trx, countyId, device.id, station, 0)
    await record({
      kind: 'device.added',
      subject: { type: 'device', id: device.id, version: 1 },
      data: asJson({ mn, ...tellable(device), bound }),
    })
    return { id: device.id, mn }
  })
}

export interface ChangedDevice {
  name: string
  /** Left out: as it was. */
  password?: string | undefined
  /** Left out: as it was; empty: the device enciphers no more. */
  sm4Key?: string | undefined
  /** Left out, or the one it is at: as it was. Another: from now on. */
  stationId?: string | undefined
  dataTimeNames: DataTimeNames
  minuteInterval: number
  factors: readonly string[]
  settings: DeviceSettings
}

/**
 * Changes what a device is set to, for the frames that come from now on. Of secrets the ledger has only that they changed.
 * @throws Problem `not-allowed`, `not-found`, `version-conflict`, `target-unknown` (station), `invalid-input` (SM4 key)
 */
export async function changeDevice(
  foundation: Foundation,
  principal: Principal,
  act: Envelope & { expects: number },
  id: string,
  wanted: ChangedDevice,
): Promise<{ id: string; mn: string; version: number }> {
  const { countyId } = principal
  const { expects, ...envelope } = act
  allow(principal, 'manage-devices', countyScope(countyId))
  const { password, sm4Key, ...told } = wanted
  const input = asJson({ id, expects, ...told })
  const request = { countyId, ...envelope, kind: 'change-device', actor: actorOf(principal), input }
  return performAct(foundation, request, async (performing) => {
    const { trx, record } = performing
    const device = await deviceForUpdate(trx, countyId, id)
    if (device === undefined) throw new Problem('not-found', { params: { type: 'device', id } })
    if (device.version !== expects) throw new Problem('version-conflict', { params: { version: device.version } })
    const next: DeviceRow = {
      ...device,
      name: wanted.name,
      dataTimeNames: wanted.dataTimeNames,
      minuteInterval: wanted.minuteInterval,
      factors: [...wanted.factors],
      settings: wanted.settings,
      version: device.version + 1,
      ...(password === undefined
        ? {}
        : { passwordSealed: sealPassword(foundation, device.mn, password), nextPasswordSealed: null }),
      ...(sm4Key === undefined ? {} : { sm4KeySealed: sealSm4Key(foundation, device.mn, sm4Key) }),
    }
    await saveDevice(trx, next)
    const bound = await rebind(performing, device, wanted.stationId)
    await record({
      kind: 'device.changed',
      subject: { type: 'device', id, version: next.version },
      data: asJson({
        ...tellable(next),
        passwordChanged: password !== undefined,
        sm4KeyChanged: sm4Key !== undefined,
        ...(bound === null ? {} : { bound }),
      }),
    })
    return { id, mn: device.mn, version: next.version }
  })
}

/** What the ledger may say of a device: all that it is set to, none of its secrets. */
function tellable(device: DeviceRow) {
  const { name, dataTimeNames, minuteInterval, factors, settings } = device
  return { name, dataTimeNames, minuteInterval, factors, settings, enciphers: device.sm4KeySealed !== null }
}

interface Bound {
  type: 'station'
  id: string
  from: number
}

async function bind(db: Db, countyId: string, deviceId: string, station: Station, from: number): Promise<Bound> {
  await insertBinding(db, countyId, {
    deviceId,
    subjectType: 'station',
    subjectId: station.id,
    validFrom: from,
    validTo: null,
  })
  return { type: 'station', id: station.id, from }
}

/** Binds a device to another station from now on; null when it stays where it is. */
async function rebind(
  { trx, receivedAt }: Performing,
  { countyId, id }: DeviceRow,
  stationId: string | undefined,
): Promise<Bound | null> {
  if (stationId === undefined) return null
  const station = await stationOr404(trx, countyId, stationId)
  const own = (await bindingsOf(trx, countyId)).filter((one) => one.deviceId === id)
  const now = bindingAt(own, receivedAt)
  if (now?.subjectType === 'station' && now.subjectId === station.id) return null
  await endBindings(trx, countyId, id, receivedAt)
  return bind(trx, countyId, id, station, receivedAt)
}

export interface BoundDevice {
  device: DeviceRow
  /** What it measures now. */
  binding: Binding | undefined
}

/** The devices of the county by MN, each with what it measures now. @throws Problem `not-allowed` */
export async function listDevices(foundation: Foundation, principal: Principal): Promise<BoundDevice[]> {
  const { countyId } = principal
  allow(principal, 'read-devices', countyScope(countyId))
  const [devices, bindings] = await Promise.all([
    devicesOf(foundation.db, countyId),
    bindingsOf(foundation.db, countyId),
  ])
  const now = foundation.clocks.domain.now()
  return devices.map((device) => ({ device, binding: boundAt(bindings, device.id, now) }))
}

/** One device with what it measures now. @throws Problem `not-found`, also for whoever may not see it */
export async function deviceToSee(foundation: Foundation, principal: Principal, id: string): Promise<BoundDevice> {
  const { countyId } = principal
  allowToSee(principal, 'read-devices', countyScope(countyId), { type: 'device', id })
  const device = await deviceOr404(foundation.db, countyId, id)
  const bindings = await bindingsOf(foundation.db, countyId)
  return { device, binding: boundAt(bindings, id, foundation.clocks.domain.now()) }
}

function boundAt(bindings: readonly Binding[], deviceId: string, instant: number): Binding | undefined {
  return bindingAt(
    bindings.filter((one) => one.deviceId === deviceId),
    instant,
  )
}

/** For other rooms: the device, or Problem `not-found`. */
export async function deviceOr404(db: Db, countyId: string, id: string): Promise<DeviceRow> {
  const device = await deviceById(db, countyId, id)
  if (device === undefined) throw new Problem('not-found', { params: { type: 'device', id } })
  return device
}

/** The devices by MN as the gateway asks for them, thousands of times a second; those of feeds are none of its. */
export function deviceDirectory(
  { db, keys }: Pick<Foundation, 'db' | 'keys'>,
  wall: Clock,
): Directory<RegisteredDevice> {
  return rememberFound(async (mns) => {
    const rows = await devicesByMn(db, mns)
    return new Map(rows.flatMap((row) => (row.kind === 'hj212' ? [[row.mn, openDevice({ keys }, row)]] : [])))
  }, wall)
}

/** For the commands room: a device with its secrets opened, locked until the transaction ends. */
export async function registeredForUpdate(
  { keys }: Pick<Foundation, 'keys'>,
  trx: Db,
  countyId: string,
  id: string,
): Promise<{ row: DeviceRow; device: RegisteredDevice } | undefined> {
  const row = await deviceForUpdate(trx, countyId, id)
  return row === undefined ? undefined : { row, device: openDevice({ keys }, row) }
}

export { deviceForFeed } from './feed-device.ts'
export { dropOffered, learnIntervals, offerPassword, takeOffered } from './learn.ts'
export { bindingsOf, type DeviceRow, type Directory, deviceByMn, devicesOf }
