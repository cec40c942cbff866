import { sql } from 'kysely'
import type { Db } from '../../platform/foundation.ts'

/** Up to where in the county's chain a person has looked; 0: never. */
export async function seenUpTo(db: Db, countyId: string, personId: string): Promise<number> {
  const row = await db
    .selectFrom('inboxSeen')
    .select('seq')
    .where('countyId', '=', countyId)
    .where('personId', '=', personId)
    .executeTakeFirst()
  return row?.seq ?? 0
}

/** Only ever forward: another window may have looked further. @returns where it stands */
export async function moveSeen(db: Db, countyId: string, personId: string, seq: number): Promise<number> {
  const row = await db
    .insertInto('inboxSeen')
    .values({ countyId, personId, seq })
    .onConflict((conflict) =>
      conflict
        .columns(['countyId', 'personId'])
        .doUpdateSet({ seq: sql<number>`greatest(inbox_seen.seq, excluded.seq)` }),
    )
    .returning('seq')
    .executeTakeFirstOrThrow()
  return row.seq
}
