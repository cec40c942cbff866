import { z } from 'zod'
import type { Db } from '../../platform/foundation.ts'
import { type Target, targetFactors } from './model.ts'

const stored = z.object({ factor: z.enum(targetFactors) })

/** @returns false where somebody was faster: it is the first of its place no more, or follows one that another follows */
export async function insertTarget(db: Db, { value, ...target }: Target): Promise<boolean> {
  const row = await db
    .insertInto('target')
    .values({ ...target, targetValue: value })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** All that was ever set for these years, oldest first. */
export async function targetsIn(db: Db, countyId: string, years: readonly number[]): Promise<Target[]> {
  const rows = await db
    .selectFrom('target')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('year', 'in', [...years])
    .orderBy('setAt')
    .orderBy('id')
    .execute()
  return rows.map(({ targetValue, ...row }) => ({ ...row, ...stored.parse(row), value: targetValue }))
}
