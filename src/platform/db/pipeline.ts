import type { Pool, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg'

/** One connection on which statements are done in the order in which they are given, each in a transaction of its own. */
export interface Pipeline {
  /**
   * Goes out at once, whatever the statements before it are doing. Rejects with the database's error, or with that of the
   * connection when it is lost; the next statement gets a new connection.
   */
  query<R extends QueryResultRow>(statement: QueryConfig): Promise<QueryResult<R>>
  /** Gives the connection back when all is done; before the pool is ended. */
  end(): Promise<void>
}

/** @param pool of one connection, `pipelined` */
export function pipelineOf(pool: Pool): Pipeline {
  let kept: Promise<PoolClient> | null = null

  function connected(): Promise<PoolClient> {
    if (kept !== null) return kept
    const own = pool.connect()
    kept = own
    own.then(
      (client) => {
        const lost = () => letGo(own, client)
        client.once('error', lost)
        client.once('end', lost)
      },
      () => {
        if (kept === own) kept = null
      },
    )
    return own
  }

  function letGo(own: Promise<PoolClient>, client: PoolClient): void {
    if (kept !== own) return
    kept = null
    // Closed, not lent to others: it takes no turns.
    client.release(true)
  }

  return {
    async query<R extends QueryResultRow>(statement: QueryConfig) {
      const client = await connected()
      return client.query<R>(statement)
    },
    async end() {
      if (kept === null) return
      const own = kept
      const client = await own.catch(() => undefined)
      if (client !== undefined) letGo(own, client)
    },
  }
}
