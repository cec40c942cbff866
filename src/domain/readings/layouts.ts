import type { PoolClient } from 'pg'

/**
 * The declared column orders of frames. A frame's values are one array; which factor stands where is written once per order,
 * not once per value: an order of magnitude less than a row per value.
 */
export interface Layouts {
  /** Id of a column order, made durable in the client's transaction when it is new. */
  idOf(client: PoolClient, countyId: string, columns: readonly string[]): Promise<number>
  /** Column order of an id. */
  columnsOf(client: { query: PoolClient['query'] }, countyId: string, id: number): Promise<readonly string[]>
  /** Forgets what a transaction that failed had made. */
  forget(): void
}

export function layouts(): Layouts {
  const ids = new Map<string, number>()
  const columns = new Map<string, readonly string[]>()
  return {
    async idOf(client, countyId, wanted) {
      const key = `${countyId}|${wanted.join(',')}`
      const known = ids.get(key)
      if (known !== undefined) return known
      const found = await client.query<{ id: number }>(
        `with existing as (select id from weike.reading_layout where county_id = $1 and columns = $2::text[]),
              made as (
                insert into weike.reading_layout (county_id, id, columns)
                select $1, coalesce((select max(id) from weike.reading_layout where county_id = $1), 0) + 1, $2::text[]
                where not exists (select 1 from existing)
                returning id)
         select id from existing union all select id from made`,
        [countyId, wanted],
      )
      const id = found.rows[0]?.id
      if (id === undefined) throw new Error('a column order could not be stored')
      ids.set(key, id)
      return id
    },
    async columnsOf(client, countyId, id) {
      const key = `${countyId}|${id}`
      const known = columns.get(key)
      if (known !== undefined) return known
      const found = await client.query<{ columns: string[] }>(
        'select columns from weike.reading_layout where county_id = $1 and id = $2',
        [countyId, id],
      )
      const row = found.rows[0]
      if (row === undefined) throw new Error(`no column order ${id} in county ${countyId}`)
      columns.set(key, row.columns)
      return row.columns
    },
    forget() {
      ids.clear()
    },
  }
}
