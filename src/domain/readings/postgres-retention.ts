import type { Pool } from 'pg'
import { instantOf } from '../../standards/civil-time.ts'
import type { ReadingsStore } from './store.ts'
import { transacted } from './transaction.ts'

type Before = Parameters<ReadingsStore['dropBefore']>[0]

/** So long a part waits to be alone; readers and writers queue behind it meanwhile. [ms] */
const PATIENCE_MS = 300

/** PostgreSQL's code for a lock that was not given in time. */
const LOCK_NOT_AVAILABLE = '55P03'

/**
 * Drops parts of the table that ended by the given instants, each in a transaction of its own: whatever a part holds, dropping
 * it is the removal of a file. It needs the part's table for itself for that moment; while somebody reads a long range of that
 * resolution it gives way and leaves the part to the next time, rather than hold up what arrives.
 * @returns names of the tables that were dropped
 */
export async function dropPartsBefore(pool: Pool, before: Before): Promise<string[]> {
  const found = await pool.query<{ part: string }>('select part from weike.reading_parts() as parts(part)')
  const dropped: string[] = []
  for (const { part } of found.rows) {
    const named = /^reading_(realtime|minute|hour)_(\d{4})(\d{2})?$/.exec(part)
    if (named === null) continue
    const [, resolution = '', year = '', month] = named
    const limit = isDroppable(resolution) ? before[resolution] : undefined
    if (limit === undefined || endOf(Number(year), month === undefined ? 12 : Number(month)) > limit) continue
    if (await drop(pool, resolution, `${year}${month ?? ''}`)) dropped.push(part)
  }
  return dropped
}

function isDroppable(resolution: string): resolution is keyof Before {
  return resolution === 'realtime' || resolution === 'minute' || resolution === 'hour'
}

/** End of a civil month. [epoch ms] */
function endOf(year: number, month: number): number {
  return instantOf({ year, month: month + 1, day: 1, hour: 0, minute: 0, second: 0 })
}

/** @returns false when somebody was using it */
async function drop(pool: Pool, resolution: string, label: string): Promise<boolean> {
  try {
    await transacted(pool, 'begin', async (client) => {
      await client.query(`set local lock_timeout = ${PATIENCE_MS}`)
      await client.query('select weike.drop_reading_part($1, $2)', [resolution, label])
    })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE) return false
    throw error
  }
}
