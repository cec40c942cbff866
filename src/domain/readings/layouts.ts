import type { Pool, PoolClient } from 'pg'

/** What a place in an array of values holds. */
export interface Column {
  factor: string
  statistic: string
}

/** A declared column order of layers. */
export interface Layout {
  id: number
  columns: readonly Column[]
}

/** Where the columns of one factor stand in each layout: `lo[id]` to `hi[id]`, counted from 1; 0: it has none. Index 0 is of no layout. */
export interface FactorPlaces {
  lo: readonly number[]
  hi: readonly number[]
}

type Connection = Pick<Pool | PoolClient, 'query'>

/**
 * The declared column orders of layers. A layer's values are one array; which factor stands where is written once per order,
 * not once per value: an order of magnitude less than a row per value.
 */
export interface Layouts {
  /** For the time of one transaction, in which the county's numbers are locked before a layout is asked for. */
  within(client: PoolClient): LayoutsOfTransaction
  /** The layout of a column order, if this process has met it. */
  known(countyId: string, columns: readonly string[]): Layout | undefined
  /** Layouts by id. @throws when one of them does not exist */
  byId(connection: Connection, countyId: string, ids: Iterable<number>): Promise<ReadonlyMap<number, Layout>>
  /** Where a factor stands in all layouts of the county that there are now. */
  placesOf(connection: Connection, countyId: string, factor: string): Promise<FactorPlaces>
}

export interface LayoutsOfTransaction {
  /** The layout of a column order (`code-Statistic` each), made durable with the transaction when it is new. */
  of(countyId: string, columns: readonly string[]): Promise<Layout>
  /** The transaction is committed: what it made may be remembered. */
  committed(): void
}

interface KnownLayouts {
  byOrder: Map<string, Layout>
  /** Frames of one device share the array of their columns. */
  byArray: WeakMap<readonly string[], Layout>
  byId: Map<number, Layout>
  /** Up to this id all are known. Ids are given one by one under the lock of the county's numbers, so none appears below. */
  completeTo: number
  places: Map<string, { completeTo: number; lo: number[]; hi: number[] }>
}

/** `a34004-Avg` → its factor and statistic. */
export function columnOf(name: string): Column {
  const cut = name.lastIndexOf('-')
  return { factor: name.slice(0, cut), statistic: name.slice(cut + 1) }
}

export function layouts(): Layouts {
  const counties = new Map<string, KnownLayouts>()
  const knownOf = (countyId: string): KnownLayouts => {
    let known = counties.get(countyId)
    if (known === undefined) {
      known = { byOrder: new Map(), byArray: new WeakMap(), byId: new Map(), completeTo: 0, places: new Map() }
      counties.set(countyId, known)
    }
    return known
  }
  const remember = (known: KnownLayouts, id: number, names: readonly string[]): Layout => {
    const layout = known.byId.get(id) ?? { id, columns: names.map(columnOf) }
    known.byId.set(id, layout)
    known.byOrder.set(names.join(','), layout)
    return layout
  }

  return {
    within(client) {
      // A transaction that fails leaves nothing behind, so what it made is its own until it is committed.
      const made = new Map<string, { countyId: string; names: readonly string[]; layout: Layout }>()
      return {
        async of(countyId, names) {
          const order = names.join(',')
          const known = knownOf(countyId).byOrder.get(order)
          if (known !== undefined) return known
          const own = made.get(`${countyId}|${order}`)
          if (own !== undefined) return own.layout
          const layout = { id: await idOf(client, countyId, names), columns: names.map(columnOf) }
          made.set(`${countyId}|${order}`, { countyId, names, layout })
          return layout
        },
        committed() {
          for (const { countyId, names, layout } of made.values()) remember(knownOf(countyId), layout.id, names)
        },
      }
    },

    known(countyId, names) {
      const { byArray, byOrder } = knownOf(countyId)
      const found = byArray.get(names) ?? byOrder.get(names.join(','))
      if (found !== undefined) byArray.set(names, found)
      return found
    },

    async byId(connection, countyId, ids) {
      const known = knownOf(countyId)
      const missing = [...new Set(ids)].filter((id) => !known.byId.has(id))
      if (missing.length === 0) return known.byId
      const found = await connection.query<{ id: number; columns: string[] }>(
        'select id, columns from weike.reading_layout where county_id = $1 and id = any($2::int[])',
        [countyId, missing],
      )
      for (const row of found.rows) remember(known, row.id, row.columns)
      if (found.rows.length < missing.length) throw new Error(`county ${countyId} lacks a column order of its readings`)
      return known.byId
    },

    async placesOf(connection, countyId, factor) {
      const known = knownOf(countyId)
      const newer = await connection.query<{ id: number; columns: string[] }>({
        name: 'newer-layouts',
        text: 'select id, columns from weike.reading_layout where county_id = $1 and id > $2 order by id',
        values: [countyId, known.completeTo],
      })
      for (const row of newer.rows) {
        remember(known, row.id, row.columns)
        known.completeTo = row.id
      }
      const places = known.places.get(factor) ?? { completeTo: 0, lo: [0], hi: [0] }
      known.places.set(factor, places)
      for (let id = places.completeTo + 1; id <= known.completeTo; id += 1) {
        const columns = known.byId.get(id)?.columns ?? []
        places.lo[id] = columns.findIndex((column) => column.factor === factor) + 1
        places.hi[id] = columns.findLastIndex((column) => column.factor === factor) + 1
      }
      places.completeTo = known.completeTo
      return places
    },
  }
}

/** Id of a column order, stored when it is new. The lock of the county's numbers keeps two from making the same. */
async function idOf(client: PoolClient, countyId: string, names: readonly string[]): Promise<number> {
  const found = await client.query<{ id: number }>(
    `with wanted as (select sha256(convert_to(array_to_json($2::text[])::text, 'UTF8')) as columns_hash),
          existing as (select id from weike.reading_layout natural join wanted where county_id = $1),
          made as (
            insert into weike.reading_layout (county_id, id, columns, columns_hash)
            select $1, coalesce((select max(id) from weike.reading_layout where county_id = $1), 0) + 1, $2::text[], columns_hash
            from wanted where not exists (select 1 from existing)
            returning id)
     select id from existing union all select id from made`,
    [countyId, names],
  )
  const id = found.rows[0]?.id
  if (id === undefined) throw new Error('a column order could not be stored')
  return id
}
