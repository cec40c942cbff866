import type { Db } from '../../platform/foundation.ts'
import type { Region } from './model.ts'

export async function insertRegion(db: Db, region: Region): Promise<void> {
  await db.insertInto('region').values(region).execute()
}

export async function regionsOf(db: Db, countyId: string): Promise<Region[]> {
  return db.selectFrom('region').selectAll().where('countyId', '=', countyId).orderBy('path').execute()
}

export async function regionById(db: Db, countyId: string, id: string): Promise<Region | undefined> {
  return db.selectFrom('region').selectAll().where('countyId', '=', countyId).where('id', '=', id).executeTakeFirst()
}

/** The region of the county itself. */
export async function rootRegion(db: Db, countyId: string): Promise<Region | undefined> {
  return db
    .selectFrom('region')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('parentId', 'is', null)
    .executeTakeFirst()
}
