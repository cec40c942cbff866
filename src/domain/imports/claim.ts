import { type Kysely, sql } from 'kysely'
import type { WeikeTables } from '../../platform/db/tables.ts'

/** First key of the lock of a file that is brought in. */
const CLAIM = 'weike import'

/**
 * Does something with a file that only one process may do at a time: on a lock of the database, which falls with the process
 * that holds it, however that ends.
 * @returns null, and nothing is done, while another one has it
 */
export async function claimed<T>(
  db: Kysely<WeikeTables>,
  countyId: string,
  id: string,
  use: () => Promise<T>,
): Promise<{ result: T } | null> {
  const key = `${countyId}/${id}`
  return db.connection().execute(async (connection) => {
    const found = await sql<{ got: boolean }>`
      select pg_try_advisory_lock(hashtext(${CLAIM}), hashtext(${key})) as got`.execute(connection)
    if (found.rows[0]?.got !== true) return null
    try {
      return { result: await use() }
    } finally {
      // With a connection that is lost the lock is, too.
      await sql`select pg_advisory_unlock(hashtext(${CLAIM}), hashtext(${key}))`.execute(connection).catch(() => {})
    }
  })
}

/** Is a process at work on a file? */
export async function isClaimed(db: Kysely<WeikeTables>, countyId: string, id: string): Promise<boolean> {
  const key = `${countyId}/${id}`
  const found = await sql<{ held: boolean }>`
    select exists (
      select 1 from pg_locks l join pg_database d on d.oid = l.database
      where d.datname = current_database() and l.locktype = 'advisory' and l.granted
        and l.classid::bigint = hashtext(${CLAIM})::bigint & 4294967295
        and l.objid::bigint = hashtext(${key})::bigint & 4294967295) as held`.execute(db)
  return found.rows[0]?.held === true
}
