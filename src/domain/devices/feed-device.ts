import type { Db, Foundation } from '../../platform/foundation.ts'
import type { Station } from '../stations/model.ts'
import { bindingAt, usualSettings } from './model.ts'
import { sealPassword } from './secrets.ts'
import { bindingsOf, type DeviceRow, deviceByMn, devicesOf, insertBinding, insertDevice, saveDevice } from './store.ts'

/** Nothing but hours, and nobody to ask for them over HJ 212. */
const hoursOnly = { ...usualSettings, realtimeSeconds: null, sendsMinutes: false, sendsHours: true, recall: false }

/**
 * The device that holds what feeds bring of a station, in the transaction of whoever sets a feed up:
 * - the one that a feed of the station has already, so that reviewed hours lie over real-time ones;
 * - else the one that holds what was imported, if the station has nothing else: past and future are one series;
 * - else a new one. It has no socket: the gateway does not know its MN, and its password is known to nobody.
 * @param newId of a new device
 */
export async function deviceForFeed(
  foundation: Pick<Foundation, 'keys' | 'randomness'>,
  db: Db,
  station: Station,
  { newId, now }: { newId: string; now: number },
): Promise<{ id: string; mn: string; outcome: 'there' | 'taken-over' | 'added' }> {
  const { countyId } = station
  const [devices, bindings] = await Promise.all([devicesOf(db, countyId), bindingsOf(db, countyId)])
  const here = devices.filter(({ id }) => {
    const own = bindings.filter((one) => one.deviceId === id)
    const bound = bindingAt(own, now)
    return bound?.subjectType === 'station' && bound.subjectId === station.id
  })
  const feeding = here.find(({ kind }) => kind === 'feed')
  if (feeding !== undefined) return { id: feeding.id, mn: feeding.mn, outcome: 'there' }
  const [only] = here
  if (here.length === 1 && only !== undefined && isHolder(only)) {
    await saveDevice(db, { ...only, kind: 'feed', settings: hoursOnly, version: only.version + 1 })
    return { id: only.id, mn: only.mn, outcome: 'taken-over' }
  }
  const mn = await freeMn(foundation, db, station.code)
  await insertDevice(db, {
    countyId,
    id: newId,
    mn,
    name: station.name,
    kind: 'feed',
    passwordSealed: sealPassword(foundation, mn, foundation.randomness.bytes(16).toString('hex')),
    nextPasswordSealed: null,
    sm4KeySealed: null,
    dataTimeNames: 'end',
    minuteInterval: 10,
    factors: [],
    settings: hoursOnly,
    version: 1,
    createdAt: now,
  })
  const binding = { subjectType: 'station' as const, subjectId: station.id, validFrom: 0, validTo: null }
  await insertBinding(db, countyId, { deviceId: newId, ...binding })
  return { id: newId, mn, outcome: 'added' }
}

/** Nothing is expected of it: it was made to hold what is imported. */
function isHolder({ settings }: DeviceRow): boolean {
  return settings.realtimeSeconds === null && !settings.sendsMinutes && !settings.sendsHours
}

/** No MN of the standard has a hyphen (HJ 212-2017, 6.3.2), so none that a logger sends is ever this one. */
async function freeMn({ randomness }: Pick<Foundation, 'randomness'>, db: Db, code: string): Promise<string> {
  const plain = `FEED-${code}`.slice(0, 40)
  if ((await deviceByMn(db, plain)) === undefined) return plain
  return `${plain.slice(0, 31)}-${randomness.bytes(4).toString('hex')}`
}
