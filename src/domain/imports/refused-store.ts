import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../platform/foundation.ts'
import { type RefusedRow, rowFaults } from './model.ts'

/** Rows read at once. */
const PAGE = 2_000

/** Which file of which county. */
export interface ImportKey {
  countyId: string
  importId: string
}

const stored = z.object({ fault: z.enum(rowFaults), what: z.string().nullable(), cells: z.array(z.string()) })

/** Keeps refused rows of a file that is being read; those of a line are kept once. */
export async function keepRefused(
  db: Db,
  { countyId, importId }: ImportKey,
  rows: readonly RefusedRow[],
): Promise<void> {
  if (rows.length === 0) return
  const lines = rows.map(({ line }) => line)
  const told = rows.map(({ fault, what, cells }) => JSON.stringify({ fault, what, cells }))
  await sql`insert into import_refused (county_id, import_id, line, told)
    select ${countyId}, ${importId}, line, told from unnest(${lines}::int[], ${told}::text[]) as r(line, told)
    on conflict (county_id, import_id, line) do update set told = excluded.told`.execute(db)
}

/** All that are kept, by their lines. */
export async function* keptRefused(
  db: Db,
  { countyId, importId }: ImportKey,
): AsyncGenerator<RefusedRow[], void, void> {
  for (let after = 0; ; ) {
    const page = await db
      .selectFrom('importRefused')
      .select(['line', 'told'])
      .where('countyId', '=', countyId)
      .where('importId', '=', importId)
      .where('line', '>', after)
      .orderBy('line')
      .limit(PAGE)
      .execute()
    const last = page.at(-1)
    if (last === undefined) return
    yield page.map(({ line, told }) => ({ line, ...stored.parse(JSON.parse(told)) }))
    after = last.line
  }
}

/** Forgets those behind a line. */
export async function cutRefused(db: Db, { countyId, importId }: ImportKey, behind: number): Promise<void> {
  await db
    .deleteFrom('importRefused')
    .where('countyId', '=', countyId)
    .where('importId', '=', importId)
    .where('line', '>', behind)
    .execute()
}
