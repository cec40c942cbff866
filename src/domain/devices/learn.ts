import type { Db, Foundation } from '../../platform/foundation.ts'
import { sealPassword } from './secrets.ts'
import { type DeviceRow, saveDevice } from './store.ts'

/**
 * What commands teach of a device, in the transaction of the command: a new password on its way, a new password in force,
 * intervals. The ledger event of the command tells of it.
 */

/** A new password is about to be sent: from now on the device may speak with the old one or with this. */
export async function offerPassword(
  foundation: Pick<Foundation, 'keys' | 'randomness'>,
  trx: Db,
  row: DeviceRow,
  password: string,
): Promise<void> {
  await saveDevice(trx, { ...row, nextPasswordSealed: sealPassword(foundation, row.mn, password) })
}

/** The device has taken the new password: the old one is worth nothing more. @returns the device's new version */
export async function takeOffered(trx: Db, row: DeviceRow): Promise<DeviceRow> {
  if (row.nextPasswordSealed === null) return row
  const next = {
    ...row,
    passwordSealed: row.nextPasswordSealed,
    nextPasswordSealed: null,
    version: row.version + 1,
  }
  await saveDevice(trx, next)
  return next
}

/** The device has refused the new password: it goes on with the old one alone. */
export async function dropOffered(trx: Db, row: DeviceRow): Promise<void> {
  if (row.nextPasswordSealed !== null) await saveDevice(trx, { ...row, nextPasswordSealed: null })
}

/** The intervals at which the device sends, as it said or was told. A new version only when something is new. */
export async function learnIntervals(
  trx: Db,
  row: DeviceRow,
  intervals: { realtimeSeconds?: number | undefined; minuteInterval?: number | undefined },
): Promise<DeviceRow> {
  const { realtimeSeconds = row.settings.realtimeSeconds, minuteInterval = row.minuteInterval } = intervals
  if (realtimeSeconds === row.settings.realtimeSeconds && minuteInterval === row.minuteInterval) return row
  const next = {
    ...row,
    minuteInterval,
    settings: { ...row.settings, realtimeSeconds },
    version: row.version + 1,
  }
  await saveDevice(trx, next)
  return next
}
