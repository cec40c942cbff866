import { z } from 'zod'
import { sharedRead } from '../../platform/db/shared-read.ts'
import type { Db } from '../../platform/foundation.ts'
import type { Outline } from '../../standards/places.ts'
import { type LandFeature, landKinds, type Region } from './model.ts'

export async function insertRegion(db: Db, region: Region): Promise<void> {
  await db.insertInto('region').values(region).execute()
}

export async function saveRegion(db: Db, { countyId, id, ...region }: Region): Promise<void> {
  await db.updateTable('region').set(region).where('countyId', '=', countyId).where('id', '=', id).execute()
}

export const regionsOf = sharedRead((db: Db, countyId: string): Promise<readonly Region[]> => {
  return db.selectFrom('region').selectAll().where('countyId', '=', countyId).orderBy('path').execute()
})

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
  const known = rows.map((row) => [row.regionId, polygons.parse(row.polygons)] as const)
  return new Map(known.filter(([, outline]) => outline.length > 0))
}

/** How often the borders of each region have been drawn or taken away; those that never were are not in it. */
export async function outlineVersionsOf(db: Db, countyId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('regionOutline')
    .select(['regionId', 'version'])
    .where('countyId', '=', countyId)
    .execute()
  return new Map(rows.map(({ regionId, version }) => [regionId, version]))
}

/** The borders of a region, locked with it until the transaction ends; version 0: never drawn. */
export async function outlineForUpdate(
  db: Db,
  countyId: string,
  regionId: string,
): Promise<{ version: number; polygons: Outline }> {
  await db
    .selectFrom('region')
    .select('id')
    .where('countyId', '=', countyId)
    .where('id', '=', regionId)
    .forUpdate()
    .execute()
  const row = await db
    .selectFrom('regionOutline')
    .select(['version', 'polygons'])
    .where('countyId', '=', countyId)
    .where('regionId', '=', regionId)
    .executeTakeFirst()
  return row === undefined
    ? { version: 0, polygons: [] }
    : { version: row.version, polygons: polygons.parse(row.polygons) }
}

/** Keeps the borders of a region over those before; no polygon: it has none any more. @returns the version that they have */
export async function saveOutline(
  db: Db,
  outline: { countyId: string; regionId: string; polygons: Outline; changedAt: number },
): Promise<number> {
  const row = { ...outline, polygons: JSON.stringify(outline.polygons) }
  const { version } = await db
    .insertInto('regionOutline')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['countyId', 'regionId']).doUpdateSet((eb) => ({
        polygons: row.polygons,
        changedAt: row.changedAt,
        version: eb('regionOutline.version', '+', 1),
      })),
    )
    .returning('version')
    .executeTakeFirstOrThrow()
  return version
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
