import { z } from 'zod'
import type { Db } from '../../platform/foundation.ts'
import type { Outline } from '../../standards/places.ts'
import type { Region } from './model.ts'

export async function insertRegion(db: Db, region: Region): Promise<void> {
  await db.insertInto('region').values(region).execute()
}

export async function saveRegion(db: Db, { countyId, id, ...region }: Region): Promise<void> {
  await db.updateTable('region').set(region).where('countyId', '=', countyId).where('id', '=', id).execute()
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

const polygons = z.array(z.array(z.array(z.tuple([z.number(), z.number()]))))

/** The outlines of a county's regions, by region. */
export async function outlinesOf(db: Db, countyId: string): Promise<Map<string, Outline>> {
  const rows = await db
    .selectFrom('regionOutline')
    .select(['regionId', 'polygons'])
    .where('countyId', '=', countyId)
    .execute()
  return new Map(rows.map((row) => [row.regionId, polygons.parse(row.polygons)]))
}

export async function saveOutline(
  db: Db,
  outline: { countyId: string; regionId: string; polygons: Outline; changedAt: number },
): Promise<void> {
  const row = { ...outline, polygons: JSON.stringify(outline.polygons) }
  await db
    .insertInto('regionOutline')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['countyId', 'regionId']).doUpdateSet({ polygons: row.polygons, changedAt: row.changedAt }),
    )
    .execute()
}
