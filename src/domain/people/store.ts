import type { Selectable } from 'kysely'
import { sharedRead } from '../../platform/db/shared-read.ts'
import type { PersonTable, UnitTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import { type Role, roles } from '../access/table.ts'
import { type Person, type UnitKind, unitKinds } from './model.ts'

export interface Unit {
  countyId: string
  id: string
  kind: UnitKind
  name: string
  regionId: string
  version: number
}

export async function insertUnit(db: Db, unit: Unit): Promise<void> {
  await db.insertInto('unit').values(unit).execute()
}

export async function unitsOf(db: Db, countyId: string): Promise<Unit[]> {
  const rows = await db.selectFrom('unit').selectAll().where('countyId', '=', countyId).orderBy('id').execute()
  return rows.map(toUnit)
}

/** Locked until the transaction ends. */
export async function unitForUpdate(db: Db, countyId: string, id: string): Promise<Unit | undefined> {
  const row = await db
    .selectFrom('unit')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toUnit(row)
}

export async function saveUnit(db: Db, { countyId, id, ...unit }: Unit): Promise<void> {
  await db.updateTable('unit').set(unit).where('countyId', '=', countyId).where('id', '=', id).execute()
}

function toUnit(row: Selectable<UnitTable>): Unit {
  const kind = unitKinds.find((one) => one === row.kind)
  if (kind === undefined) throw new Error(`unit ${row.id} of unknown kind ${row.kind}`)
  return { ...row, kind }
}

export async function insertPerson(db: Db, person: Person & { createdAt: number }): Promise<void> {
  await db
    .insertInto('person')
    .values({ ...person, roles: [...person.roles] })
    .execute()
}

function toPerson(row: Selectable<PersonTable>): Person {
  return {
    countyId: row.countyId,
    id: row.id,
    name: row.name,
    unitId: row.unitId,
    regionId: row.regionId,
    roles: row.roles.filter((role): role is Role => roles.some((one) => one === role)),
    state: row.state,
    version: row.version,
  }
}

export const personById = sharedRead(async (db: Db, countyId: string, id: string): Promise<Person | undefined> => {
  const row = await db
    .selectFrom('person')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toPerson(row)
})

/** Locked until the transaction ends. */
export async function personForUpdate(db: Db, countyId: string, id: string): Promise<Person | undefined> {
  const row = await db
    .selectFrom('person')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toPerson(row)
}

export async function savePerson(db: Db, { countyId, id, roles: held, ...person }: Person): Promise<void> {
  await db
    .updateTable('person')
    .set({ ...person, roles: [...held] })
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .execute()
}

export const peopleOf = sharedRead(async (db: Db, countyId: string): Promise<readonly Person[]> => {
  const rows = await db.selectFrom('person').selectAll().where('countyId', '=', countyId).orderBy('id').execute()
  return rows.map(toPerson)
})

/** Open tasks by assignee. */
export async function openTaskCounts(db: Db, countyId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('task')
    .select(['assigneeId', (eb) => eb.fn.countAll<number>().as('open')])
    .where('countyId', '=', countyId)
    .where('state', '<>', 'done')
    .groupBy('assigneeId')
    .execute()
  return new Map(rows.map((row) => [row.assigneeId, row.open]))
}

/** Takes away what names a person; their rows stay as what an unnamed somebody did. */
export async function anonymise(db: Db, countyId: string, id: string): Promise<void> {
  await db
    .updateTable('person')
    .set((eb) => ({ name: '', state: 'erased', roles: [], version: eb('version', '+', 1) }))
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .execute()
  await db.deleteFrom('account').where('countyId', '=', countyId).where('personId', '=', id).execute()
}
