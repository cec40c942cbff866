import type { Pool, PoolClient } from 'pg'

type Connection = Pick<Pool | PoolClient, 'query'>

/** First key of the lock that lets only one import of a county at a time move its layers; it falls with the transaction. */
const IMPORT_LOCK = 'weike readings import'

/** Waits for other imports of the county; holds until the transaction ends. */
export async function lockImports(client: PoolClient, countyId: string): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtext('${IMPORT_LOCK}'), hashtext($1))`, [countyId])
}

/**
 * Notes that an import has taken numbers, (after, upTo], that it will fill.
 * @param isLive what happens now (a feed): rules wait for it, as they do not for the past that is brought in
 */
export async function notePending(
  client: PoolClient,
  countyId: string,
  { after, upTo, isLive }: { after: number; upTo: number; isLive: boolean },
): Promise<void> {
  // Whatever another one left when it died is none of ours to keep: this one holds the lock of imports.
  await client.query(
    `insert into weike.reading_pending (county_id, after_seq, up_to_seq, is_live) values ($1, $2, $3, $4)
     on conflict (county_id) do update set after_seq = $2, up_to_seq = $3, is_live = $4`,
    [countyId, after, upTo, isLive],
  )
}

/** In the transaction that fills them: with its commit nothing is pending any more. */
export async function dropPending(client: PoolClient, countyId: string): Promise<void> {
  await client.query('delete from weike.reading_pending where county_id = $1', [countyId])
}

/** Up to where changes of a county are committed. */
export interface Heads {
  /** Every number up to it is committed, or given to nothing. */
  whole: number
  /** Every number up to it that is none of the past's that is brought in is committed. */
  besideImports: number
}

/** @returns zeros for a county that has no readings */
export async function readHeads(pool: Pool, countyId: string): Promise<Heads> {
  const heads = await askHeads(pool, countyId)
  if (!heads.isPending || !(await dropAbandoned(pool, countyId))) return heads
  return askHeads(pool, countyId)
}

async function askHeads(connection: Connection, countyId: string): Promise<Heads & { isPending: boolean }> {
  const found = await connection.query<{ seq: number; after: number | null; isLive: boolean | null }>({
    name: 'heads',
    text: `select head.seq, pending.after_seq as after, pending.is_live as "isLive" from weike.ingest_head head
      left join weike.reading_pending pending on pending.county_id = head.county_id where head.county_id = $1`,
    values: [countyId],
  })
  const { seq, after, isLive } = found.rows[0] ?? { seq: 0, after: null, isLive: null }
  const whole = after ?? seq
  return { whole, besideImports: isLive === true ? whole : seq, isPending: after !== null }
}

/**
 * Takes away the note of an import that died before it filled its numbers.
 * @returns false while one is at work: it holds the lock from before its note until after it is gone
 */
async function dropAbandoned(pool: Pool, countyId: string): Promise<boolean> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const locked = await client.query<{ is: boolean }>(
      `select pg_try_advisory_xact_lock(hashtext('${IMPORT_LOCK}'), hashtext($1)) as is`,
      [countyId],
    )
    const isFree = locked.rows[0]?.is === true
    if (isFree) await dropPending(client, countyId)
    await client.query('commit')
    return isFree
  } catch (error) {
    await client.query('rollback').catch((reason: Error) => {
      broken = reason
    })
    throw error
  } finally {
    client.release(broken)
  }
}
