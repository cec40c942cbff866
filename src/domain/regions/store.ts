import { z } from 'zod'
import type { Db } from '../../platform/foundation.ts'
import type { Outline } from '../../standards/places.ts'
import { type LandFeature, landKinds, type Region } from './model.ts'

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

const line = z.array(z.tuple([z.number(), z.number()]))
const polygons = z.array(z.array(line))

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

/** Parts of a feature as they are kept. */
const parts = z.array(line)

/** What the county's map shows on the ground, areas first, motorways last. */
export async function landscapeOf(db: Db, countyId: string): Promise<(LandFeature & { id: string })[]> {
  const rows = await db.selectFrom('landFeature').selectAll().where('countyId', '=', countyId).orderBy('code').execute()
  return rows
    .map(({ id, code, kind, name, isArea, ...row }) => ({
      id,
      code,
      kind,
      name,
      isArea,
      parts: parts.parse(row.parts),
    }))
    .sort((one, other) => landKinds.indexOf(one.kind) - landKinds.indexOf(other.kind))
}

/** Keeps a feature, in place of the one that has its code. @returns the id that it has */
export async function saveLandFeature(
  db: Db,
  feature: LandFeature & { countyId: string; id: string; changedAt: number },
): Promise<string> {
  const { kind, name, isArea, changedAt } = feature
  const drawn = { kind, name, isArea, parts: JSON.stringify(feature.parts), changedAt }
  const { id } = await db
    .insertInto('landFeature')
    .values({ ...feature, ...drawn })
    .onConflict((conflict) => conflict.columns(['countyId', 'code']).doUpdateSet(drawn))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
