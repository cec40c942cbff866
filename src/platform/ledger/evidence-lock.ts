import { type Kysely, sql } from 'kysely'
import type { WeikeTables } from '../db/tables.ts'

/** 'WEIE' in ASCII: apart from the other advisory locks of Weike. */
const lockSpace = 0x57454945

/**
 * Frames must not lose their bytes while somebody reads the evidence, or what has just expired would look removed.
 * Readers share this lock, a purge needs it alone. It is held by a transaction that does nothing else, so it is free again
 * when its holder dies.
 */
export interface EvidenceLock {
  release(): Promise<void>
}

/** Waits for a purge to end. */
export async function lockToRead(db: Kysely<WeikeTables>, countyId: string): Promise<EvidenceLock> {
  const trx = await db.startTransaction().execute()
  const release = async () => {
    await trx.rollback().execute()
  }
  try {
    await sql`select pg_advisory_xact_lock_shared(${lockSpace}, hashtext(${countyId}))`.execute(trx)
    return { release }
  } catch (error) {
    await release().catch(() => {})
    throw error
  }
}

/** @returns null when somebody is reading */
export async function lockToPurge(db: Kysely<WeikeTables>, countyId: string): Promise<EvidenceLock | null> {
  const trx = await db.startTransaction().execute()
  const release = async () => {
    await trx.rollback().execute()
  }
  try {
    const answer = await sql<{ held: boolean }>`
      select pg_try_advisory_xact_lock(${lockSpace}, hashtext(${countyId})) as held`.execute(trx)
    if (answer.rows[0]?.held === true) return { release }
    await release()
    return null
  } catch (error) {
    await release().catch(() => {})
    throw error
  }
}
