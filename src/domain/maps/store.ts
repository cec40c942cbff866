import { z } from 'zod'
import type { Db } from '../../platform/foundation.ts'
import { type BaseMap, baseMapKinds, pictures } from './model.ts'

const stored = z.object({ kind: z.enum(baseMapKinds), picture: z.enum(pictures).nullable() })

export async function baseMapOf(db: Db, countyId: string): Promise<BaseMap | undefined> {
  const row = await db.selectFrom('baseMap').selectAll().where('countyId', '=', countyId).executeTakeFirst()
  return row && { ...row, ...stored.parse(row) }
}

export async function baseMapForUpdate(db: Db, countyId: string): Promise<BaseMap | undefined> {
  const row = await db.selectFrom('baseMap').selectAll().where('countyId', '=', countyId).forUpdate().executeTakeFirst()
  return row && { ...row, ...stored.parse(row) }
}

/** @returns false where somebody was faster: nobody had set it when this one was decided upon, and now somebody has */
export async function saveBaseMap(db: Db, { countyId, ...map }: BaseMap): Promise<boolean> {
  if (map.version > 1) {
    await db.updateTable('baseMap').set(map).where('countyId', '=', countyId).execute()
    return true
  }
  const row = await db
    .insertInto('baseMap')
    .values({ countyId, ...map })
    .onConflict((conflict) => conflict.doNothing())
    .returning('countyId')
    .executeTakeFirst()
  return row !== undefined
}

/** Counties whose maps lie on Tianditu. */
export async function countiesOnTianditu(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('baseMap').select('countyId').where('kind', '=', 'tianditu').execute()
  return rows.map(({ countyId }) => countyId)
}
