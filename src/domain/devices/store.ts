import type { Selectable } from 'kysely'
import type { DeviceTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import { type Binding, bindingSubjects, type DataTimeNames } from './model.ts'

export interface DeviceRow {
  countyId: string
  id: string
  mn: string
  name: string
  passwordSealed: Buffer
  dataTimeNames: DataTimeNames
  minuteInterval: number
  factors: string[]
}

function toDevice(row: Selectable<DeviceTable>): DeviceRow {
  const { createdAt: _createdAt, ...device } = row
  return device
}

export async function insertDevice(db: Db, device: DeviceRow & { createdAt: number }): Promise<void> {
  await db.insertInto('device').values(device).execute()
}

export async function insertBinding(db: Db, countyId: string, binding: Binding): Promise<void> {
  await db
    .insertInto('deviceBinding')
    .values({ countyId, ...binding })
    .execute()
}

/** By MN over all counties: an MN is one device in the whole installation. */
export async function deviceByMn(db: Db, mn: string): Promise<DeviceRow | undefined> {
  const row = await db.selectFrom('device').selectAll().where('mn', '=', mn).executeTakeFirst()
  return row === undefined ? undefined : toDevice(row)
}

export async function devicesOf(db: Db, countyId: string): Promise<DeviceRow[]> {
  const rows = await db.selectFrom('device').selectAll().where('countyId', '=', countyId).orderBy('mn').execute()
  return rows.map(toDevice)
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
