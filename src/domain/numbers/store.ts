import { sql } from 'kysely'
import type { Db } from '../../platform/foundation.ts'

/** The next number of a series, without gaps: the row stays locked until the transaction ends. */
export async function nextInSeries(db: Db, countyId: string, series: string): Promise<number> {
  const row = await db
    .insertInto('numberCounter')
    .values({ countyId, series, value: 1 })
    .onConflict((conflict) =>
      conflict.columns(['countyId', 'series']).doUpdateSet({ value: sql<number>`number_counter.value + 1` }),
    )
    .returning('value')
    .executeTakeFirstOrThrow()
  return row.value
}
