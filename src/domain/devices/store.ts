import { type Insertable, type Selectable, sql } from 'kysely'
import type { DeviceTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import { deviceSettings } from './api.ts'
import { type Binding, bindingSubjects, type DataTimeNames, type DeviceKind, type DeviceSettings } from './model.ts'

export interface DeviceRow {
  countyId: string
  id: string
  mn: string
  name: string
  /** `feed`: it holds what a feed brings of a station, and speaks no HJ 212. */
  kind: DeviceKind
  passwordSealed: Buffer
  nextPasswordSealed: Buffer | null
  sm4KeySealed: Buffer | null
  dataTimeNames: DataTimeNames
  minuteInterval: number
  factors: string[]
  settings: DeviceSettings
  version: number
  createdAt: number
}

function toDevice(row: Selectable<DeviceTable>): DeviceRow {
  return { ...row, settings: deviceSettings.parse(row.settings) }
}

function toRow(device: DeviceRow): Insertable<DeviceTable> {
  return { ...device, settings: JSON.stringify(device.settings) }
}

export async function insertDevice(db: Db, device: DeviceRow): Promise<void> {
  await db.insertInto('device').values(toRow(device)).execute()
}

export async function saveDevice(db: Db, device: DeviceRow): Promise<void> {
  const { countyId, id, ...changed } = toRow(device)
  await db.updateTable('device').set(changed).where('countyId', '=', countyId).where('id', '=', id).execute()
}

/** By MN over all counties: an MN is one device in the whole installation. */
export async function deviceByMn(db: Db, mn: string): Promise<DeviceRow | undefined> {
  const row = await db.selectFrom('device').selectAll().where('mn', '=', mn).executeTakeFirst()
  return row === undefined ? undefined : toDevice(row)
}

/** Those of the MNs that are registered. */
export async function devicesByMn(db: Db, mns: readonly string[]): Promise<DeviceRow[]> {
  const rows = await db.selectFrom('device').selectAll().where(sql<boolean>`mn = any(${mns}::text[])`).execute()
  return rows.map(toDevice)
}

export async function deviceById(db: Db, countyId: string, id: string): Promise<DeviceRow | undefined> {
  const row = await db
    .selectFrom('device')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toDevice(row)
}

export async function deviceForUpdate(db: Db, countyId: string, id: string): Promise<DeviceRow | undefined> {
  const row = await db
    .selectFrom('device')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toDevice(row)
}

export async function devicesOf(db: Db, countyId: string): Promise<DeviceRow[]> {
  const rows = await db.selectFrom('device').selectAll().where('countyId', '=', countyId).orderBy('mn').execute()
  return rows.map(toDevice)
}

export async function insertBinding(db: Db, countyId: string, binding: Binding): Promise<void> {
  await db
    .insertInto('deviceBinding')
    .values({ countyId, ...binding })
    .execute()
}

/** Ends what a device is bound to at an instant [epoch ms]; a binding that would begin at it or later never was. */
export async function endBindings(db: Db, countyId: string, deviceId: string, at: number): Promise<void> {
  await db
    .deleteFrom('deviceBinding')
    .where('countyId', '=', countyId)
    .where('deviceId', '=', deviceId)
    .where('validFrom', '>=', at)
    .execute()
  await db
    .updateTable('deviceBinding')
    .set({ validTo: at })
    .where('countyId', '=', countyId)
    .where('deviceId', '=', deviceId)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', at)]))
    .execute()
}

export async function bindingsOf(db: Db, countyId: string): Promise<Binding[]> {
  const rows = await db
    .selectFrom('deviceBinding')
    .selectAll()
    .where('countyId', '=', countyId)
    .orderBy('validFrom')
    .execute()
  return rows.map((row) => {
    const subjectType = bindingSubjects.find((one) => one === row.subjectType)
    if (subjectType === undefined) throw new Error(`binding of ${row.deviceId} to unknown ${row.subjectType}`)
    return { ...row, subjectType }
  })
}
