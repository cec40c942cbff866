import type { Pool, PoolClient, QueryConfig, QueryResultRow } from 'pg'
import type { Layout, Layouts, LayoutsOfTransaction } from './layouts.ts'
import type { Source } from './model.ts'
import { literalUnless, numbersLiteral, textsLiteral } from './postgres-literals.ts'
import { isPartMissing, type Parts } from './postgres-parts.ts'
import { type LayerRecord, usualFlag } from './records.ts'
import type { LayerWrite } from './store.ts'
import type { Appended, RemovedLayer, Tail } from './tail.ts'

/** A layer of any source, to be stored. */
export interface NewLayer extends Omit<LayerWrite, 'source'> {
  source: Source
}

/** A transaction that changes the readings of one county. */
export interface CountyChange {
  client: PoolClient
  /** Waits until no other transaction gives numbers to changes of the county; it holds until this one ends, so be brief. */
  lock(): Promise<void>
  /** Stores layers under a number and a version each, in the order given. Locks. */
  write(layers: readonly NewLayer[]): Promise<void>
  /** Takes layers away, to be replaced in this transaction: `write` comes behind it. */
  remove(layers: readonly RemovedLayer[]): Promise<void>
}

/**
 * Runs `use` in a transaction; when it resolves, the change is durable. `use` is run again from its beginning, in a new
 * transaction, when the part of the table that a layer belongs to has to be made first: it may do nothing but ask and write.
 */
export type ChangeCounty = <T>(countyId: string, use: (change: CountyChange) => Promise<T>) => Promise<T>

/** Takes statements that are done in the order in which they are given, each in a transaction of its own. */
export interface InOrder {
  query<R extends QueryResultRow>(statement: QueryConfig): Promise<{ rows: R[] }>
}

/** What the readings in PostgreSQL are written with. */
export interface Hands {
  pool: Pool
  inOrder: InOrder
  layouts: Layouts
  parts: Parts
  tail: Tail
}

/** Thrown out of a transaction: the parts that its layers need are not there yet. */
class PartsNeeded extends Error {
  readonly layers: readonly NewLayer[]
  constructor(layers: readonly NewLayer[]) {
    super('parts of the readings have to be made first')
    this.layers = layers
  }
}

/** How often a change is begun again: for parts that it turns out to need, and for one that somebody drops meanwhile. */
const ATTEMPTS = 4

export function changeCounty({ pool, layouts, parts, tail }: Hands): ChangeCounty {
  return async (countyId, use) => {
    for (let attempt = 1; ; attempt += 1) {
      const written: Appended[] = []
      const removed: RemovedLayer[] = []
      try {
        const result = await inTransaction(pool, layouts, (client, layoutsHere) =>
          use({
            client,
            lock: async () => {
              await takeNumbers(client, countyId, 0)
            },
            async write(layers) {
              if (layers.length === 0) return
              if (!layers.every(parts.has)) throw new PartsNeeded(layers)
              const base = await takeNumbers(client, countyId, layers.length)
              const numbered = layers.map((layer, place) => ({ layer, seq: base + place + 1 }))
              const stored = await insertLayers(client, layoutsHere, countyId, numbered)
              written.push({ countyId, base, to: base + layers.length, layers: stored, removed: removed.splice(0) })
            },
            async remove(layers) {
              await removeLayers(client, countyId, layers)
              removed.push(...layers)
            },
          }),
        )
        for (const one of written) tail.add(one)
        return result
      } catch (error) {
        if (attempt === ATTEMPTS) throw error
        if (error instanceof PartsNeeded) await parts.ensure(error.layers)
        else if (isPartMissing(error)) parts.forget()
        else throw error
      }
    }
  }
}

/** All or nothing; what the transaction made known of layouts is remembered once it is committed. */
export async function inTransaction<T>(
  pool: Pool,
  layouts: Layouts,
  use: (client: PoolClient, layoutsHere: LayoutsOfTransaction) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  const layoutsHere = layouts.within(client)
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await use(client, layoutsHere)
    await client.query('commit')
    layoutsHere.committed()
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

/**
 * Reserves `count` numbers; the lock is held until the transaction ends: numbers are committed in the order in which they
 * were given, and whoever reads up to the head misses nothing. @returns the number before the first
 */
export async function takeNumbers(client: PoolClient, countyId: string, count: number): Promise<number> {
  const taken = await client.query<{ seq: number }>({
    name: 'take-numbers',
    text: `insert into weike.ingest_head as head (county_id, seq) values ($1, $2)
      on conflict (county_id) do update set seq = head.seq + $2 returning seq`,
    values: [countyId, count],
  })
  const seq = taken.rows[0]?.seq
  if (seq === undefined) throw new Error('no sequence numbers were given')
  return seq - count
}

interface NumberedLayer {
  layer: NewLayer
  seq: number
}

async function removeLayers(client: PoolClient, countyId: string, layers: readonly RemovedLayer[]): Promise<void> {
  if (layers.length === 0) return
  await client.query(
    `delete from weike.reading r
     using unnest($2::uuid[], $3::text[], $4::bigint[], $5::int[]) as gone(device_id, resolution, period_end, version)
     where r.county_id = $1 and r.device_id = gone.device_id and r.resolution = gone.resolution
       and r.period_end = gone.period_end and r.version = gone.version`,
    [
      countyId,
      layers.map((layer) => layer.deviceId),
      layers.map((layer) => layer.resolution),
      layers.map((layer) => layer.periodEnd),
      layers.map((layer) => layer.version),
    ],
  )
}

/** A layer on its way into the table. */
interface Row extends NumberedLayer {
  layout: Layout
  version: number
}

/**
 * Stores layers, each as the next version of its device, resolution and period, in the order given. The numbers of the county
 * must be locked. Nearly all are the first of their period, so all are tried as that; only who finds the place taken looks up
 * which version it is.
 * @returns what was stored, by number
 */
async function insertLayers(
  client: PoolClient,
  layouts: LayoutsOfTransaction,
  countyId: string,
  layers: readonly NumberedLayer[],
): Promise<LayerRecord[]> {
  const rows: Row[] = []
  for (const { layer, seq } of layers) {
    rows.push({ layer, seq, layout: await layouts.of(countyId, layer.columns), version: 1 })
  }
  if (rows.length === 0) return []
  const late = await insertFirst(client, countyId, rows)
  if (late.size > 0)
    await insertNext(
      client,
      countyId,
      rows.filter(({ seq }) => late.has(seq)),
    )
  return rows.map(recordOf)
}

const WIRE = `$1::uuid, r.device_id, r.resolution, r.period_end, r.version, r.period_start, r.layout_id, r.source, r.source_id,
  r.reading_values::double precision[], r.flags::text[], r.qualities::text[], r.seq, r.recorded_at
  from unnest($2::uuid[], $3::text[], $4::bigint[], $5::int[], $6::bigint[], $7::int[], $8::text[], $9::uuid[], $10::text[],
              $11::text[], $12::text[], $13::bigint[], $14::bigint[])
    as r(device_id, resolution, period_end, version, period_start, layout_id, source, source_id, reading_values, flags,
         qualities, seq, recorded_at)`
const INTO = `weike.reading (county_id, device_id, resolution, period_end, version, period_start, layout_id, source, source_id,
  reading_values, flags, qualities, seq, recorded_at)`

/** @returns numbers of those whose period has a layer already, or an earlier one in this very batch */
async function insertFirst(client: PoolClient, countyId: string, rows: readonly Row[]): Promise<ReadonlySet<number>> {
  const inserted = await client.query<{ seq: number }>({
    name: 'insert-first-layers',
    text: `insert into ${INTO} select ${WIRE} on conflict do nothing returning seq`,
    values: valuesOf(countyId, rows),
  })
  if (inserted.rows.length === rows.length) return new Set()
  const late = new Set(rows.map(({ seq }) => seq))
  for (const { seq } of inserted.rows) late.delete(seq)
  return late
}

/** Gives each its version and inserts it. */
async function insertNext(client: PoolClient, countyId: string, rows: readonly Row[]): Promise<void> {
  const ends = rows.map(({ layer }) => layer.periodEnd)
  // Not a named statement: with the bounds known the planner leaves out all other parts of the table.
  const found = await client.query<{ place: number; version: number }>(
    `select asked.place::int as place, (
       select max(version) from weike.reading old
       where old.county_id = $1 and old.device_id = asked.device_id and old.resolution = asked.resolution
         and old.period_end = asked.period_end and old.resolution = any($5::text[])
         and old.period_end between $6 and $7) as version
     from unnest($2::uuid[], $3::text[], $4::bigint[]) with ordinality as asked(device_id, resolution, period_end, place)`,
    [
      countyId,
      rows.map(({ layer }) => layer.deviceId),
      rows.map(({ layer }) => layer.resolution),
      numbersLiteral(ends),
      [...new Set(rows.map(({ layer }) => layer.resolution))],
      Math.min(...ends),
      Math.max(...ends),
    ],
  )
  const next = new Map<string, number>()
  for (const { place, version } of found.rows) {
    const row = rows[place - 1]
    if (row === undefined) continue
    const { deviceId, resolution, periodEnd } = row.layer
    const key = `${deviceId}|${resolution}|${periodEnd}`
    row.version = (next.get(key) ?? version) + 1
    next.set(key, row.version)
  }
  await client.query({
    name: 'insert-next-layers',
    text: `insert into ${INTO} select ${WIRE}`,
    values: valuesOf(countyId, rows),
  })
}

function valuesOf(countyId: string, rows: readonly Row[]): unknown[] {
  return [
    countyId,
    textsLiteral(rows.map(({ layer }) => layer.deviceId)),
    textsLiteral(rows.map(({ layer }) => layer.resolution)),
    numbersLiteral(rows.map(({ layer }) => layer.periodEnd)),
    numbersLiteral(rows.map(({ version }) => version)),
    numbersLiteral(rows.map(({ layer }) => layer.periodStart)),
    numbersLiteral(rows.map(({ layout }) => layout.id)),
    textsLiteral(rows.map(({ layer }) => layer.source)),
    textsLiteral(rows.map(({ layer }) => layer.sourceId)),
    textsLiteral(rows.map(({ layer }) => numbersLiteral(layer.values))),
    textsLiteral(rows.map(({ layer }) => literalUnless(usualFlag(layer.source), layer.flags))),
    textsLiteral(rows.map(({ layer }) => literalUnless(null, layer.qualities))),
    numbersLiteral(rows.map(({ seq }) => seq)),
    numbersLiteral(rows.map(({ layer }) => layer.recordedAt)),
  ]
}

function recordOf({ layer, seq, layout, version }: Row): LayerRecord {
  return {
    deviceId: layer.deviceId,
    resolution: layer.resolution,
    periodStart: layer.periodStart,
    periodEnd: layer.periodEnd,
    version,
    source: layer.source,
    sourceId: layer.sourceId,
    seq,
    recordedAt: layer.recordedAt,
    columns: layout.columns,
    values: layer.values,
    flags: layer.flags,
    qualities: layer.qualities,
  }
}
