import type { Pool, PoolClient } from 'pg'

/**
 * All or nothing, on a connection of its own.
 * @param begin `begin`, with what else the transaction has to be
 */
export async function transacted<T>(pool: Pool, begin: string, use: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(begin)
    const result = await use(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((reason: Error) => {
      broken = reason
    })
    throw error
  } finally {
    client.release(broken)
  }
}
