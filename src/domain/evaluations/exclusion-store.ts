import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import type { ExclusionTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import type { TimeCursor } from '../../platform/http/cursor.ts'
import { exclusionKinds } from '../../standards/exclusions.ts'
import { factorCodes } from '../../standards/statistics-table.ts'
import type { ExcludedDays, ExclusionState } from './model.ts'

const stored = z.object({ kind: z.enum(exclusionKinds), factors: z.array(z.enum(factorCodes)) })

function toExclusion(row: Selectable<ExclusionTable>): ExcludedDays {
  return { ...row, ...stored.parse(row) }
}

export async function insertExclusion(db: Db, exclusion: ExcludedDays): Promise<void> {
  await db.insertInto('exclusion').values(exclusion).execute()
}

export async function saveExclusion(
  db: Db,
  { countyId, id, state, version, decidedAt, withdrawnAt }: ExcludedDays,
): Promise<void> {
  await db
    .updateTable('exclusion')
    .set({ state, version, decidedAt, withdrawnAt })
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .execute()
}

export async function exclusionForUpdate(db: Db, countyId: string, id: string): Promise<ExcludedDays | undefined> {
  const row = await db
    .selectFrom('exclusion')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toExclusion(row)
}

/** Of one state, the latest proposed first. */
export async function listExclusions(
  db: Db,
  countyId: string,
  query: {
    state?: ExclusionState | undefined
    ids?: readonly string[] | undefined
    before?: TimeCursor | undefined
    limit: number
  },
): Promise<ExcludedDays[]> {
  let select = db
    .selectFrom('exclusion')
    .selectAll()
    .where('countyId', '=', countyId)
    .orderBy('proposedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit)
  const { before, state, ids } = query
  if (state !== undefined) select = select.where('state', '=', state)
  if (ids !== undefined) select = select.where(sql<boolean>`id = any(${ids}::uuid[])`)
  if (before !== undefined) {
    select = select.where((eb) => eb(eb.refTuple('proposedAt', 'id'), '<', eb.tuple(before.at, before.id)))
  }
  return (await select.execute()).map(toExclusion)
}

/** Those in force in a span of days, of all subjects. */
export async function exclusionsIn(
  db: Db,
  countyId: string,
  span: { first: number; last: number },
): Promise<ExcludedDays[]> {
  const rows = await db
    .selectFrom('exclusion')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('state', '=', 'approved')
    .where('lastDay', '>=', span.first)
    .where('firstDay', '<=', span.last)
    .orderBy('firstDay')
    .orderBy('id')
    .execute()
  return rows.map(toExclusion)
}
