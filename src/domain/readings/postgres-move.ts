import type { PoolClient } from 'pg'
import { type Hands, inTransaction, takeNumbers } from './postgres-change.ts'
import { literalUnless, numbersLiteral, textsLiteral } from './postgres-literals.ts'
import { dropPending, lockImports, notePending } from './postgres-pending.ts'
import { usualFlag } from './records.ts'
import type { ImportOutcome, LayerWrite } from './store.ts'

/** Layers handed over by one statement. */
const LAYERS_AT_ONCE = 5_000

/** Layers of one source that wait in a table of the form of `LAYER_COLUMNS` to become readings. */
export interface StagedLayers {
  table: string
  layers: number
  /** The column order of each layer, by its `order_place`. */
  orders: readonly (readonly string[])[]
  /** Does any tell of what happens now? */
  isLive: boolean
  /** When they came, of all; null: each says it itself. [epoch ms] */
  recordedAt: number | null
}

/** The columns of a table in which layers wait. */
export const LAYER_COLUMNS = `
    place int not null, order_place int not null, device_id uuid not null, resolution text collate "C" not null,
    period_end bigint not null, period_start bigint not null, source text collate "C" not null, source_id uuid,
    reading_values double precision[] not null, flags text[], qualities text[], recorded_at bigint not null`

/** Numbers column orders; they may be stored only under the lock of the county's numbers, which staging does not have. */
export function columnOrders(known: readonly (readonly string[])[] = []) {
  const all = [...known]
  const places = new Map(all.map((columns, place) => [columns.join(','), place]))
  return {
    all,
    placeOf(columns: readonly string[]): number {
      const key = columns.join(',')
      const place = places.get(key) ?? all.length
      if (place === all.length) {
        places.set(key, place)
        all.push(columns)
      }
      return place
    },
  }
}

/**
 * Hands layers over to a table in which they wait, in their order.
 * @param base how many are there already
 */
export async function stageLayers(
  client: PoolClient,
  table: string,
  layers: readonly LayerWrite[],
  base: number,
  orderOf: (columns: readonly string[]) => number,
): Promise<void> {
  for (let from = 0; from < layers.length; from += LAYERS_AT_ONCE) {
    await stageSome(client, table, layers.slice(from, from + LAYERS_AT_ONCE), base + from, orderOf)
  }
}

async function stageSome(
  client: PoolClient,
  table: string,
  layers: readonly LayerWrite[],
  base: number,
  orderOf: (columns: readonly string[]) => number,
): Promise<void> {
  await client.query({
    text: `insert into ${table}
      select r.place, r.order_place, r.device_id, r.resolution, r.period_end, r.period_start, r.source, r.source_id,
        r.reading_values::double precision[], r.flags::text[], r.qualities::text[], r.recorded_at
      from unnest($1::int[], $2::int[], $3::uuid[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::uuid[],
        $9::text[], $10::text[], $11::text[], $12::bigint[])
        as r(place, order_place, device_id, resolution, period_end, period_start, source, source_id, reading_values, flags,
             qualities, recorded_at)`,
    values: [
      numbersLiteral(layers.map((_layer, at) => base + at)),
      numbersLiteral(layers.map(({ columns }) => orderOf(columns))),
      textsLiteral(layers.map(({ deviceId }) => deviceId)),
      textsLiteral(layers.map(({ resolution }) => resolution)),
      numbersLiteral(layers.map(({ periodEnd }) => periodEnd)),
      numbersLiteral(layers.map(({ periodStart }) => periodStart)),
      textsLiteral(layers.map(({ source }) => source)),
      textsLiteral(layers.map(({ sourceId }) => sourceId)),
      textsLiteral(layers.map(({ values }) => numbersLiteral(values))),
      textsLiteral(layers.map(({ source, flags }) => literalUnless(usualFlag(source), flags))),
      textsLiteral(layers.map(({ qualities }) => literalUnless(null, qualities))),
      numbersLiteral(layers.map(({ recordedAt }) => recordedAt)),
    ],
  })
}

/**
 * Moves layers that wait into the readings, in the transaction of `client`; what the same source said before and stands still is
 * left out. Their table must have been analyzed.
 *
 * Moving a million takes ten seconds, and whoever gives numbers to changes must give them in the order in which they are
 * committed, or a cursor would miss some. So the numbers are taken in a small transaction of their own, which also notes that
 * they are not filled yet (`reading_pending`): frames go on with the numbers behind them at once, and readers of changes
 * (`ReadingsStore.head`) stop in front of them until the large transaction has filled them and takes the note away. When it dies
 * instead, its numbers are given to nothing, and whoever reads next sees by the lock that nobody is moving anything and takes
 * the note away.
 */
export async function moveStaged(
  hands: Hands,
  client: PoolClient,
  countyId: string,
  staged: StagedLayers,
  only: 'compare' | null,
): Promise<ImportOutcome> {
  // One at a time: it compares itself with what is there, and its numbers are the only ones that are pending.
  await lockImports(client, countyId)
  const unchanged = await dropUnchanged(client, countyId, staged)
  const layers = staged.layers - unchanged
  const revised = layers === 0 ? 0 : await revisedPeriods(client, staged)
  if (only === 'compare' || layers === 0) return { layers, revised, unchanged }
  const numbers = await reserve(hands, countyId, { layers, isLive: staged.isLive }, staged.orders)
  await insertStaged(client, countyId, staged, numbers)
  await dropPending(client, countyId)
  return { layers, revised, unchanged }
}

/**
 * Leaves out what the same source said before and stands still: layers of which every column is as the source said it last,
 * whatever layers those were. @returns how many were
 */
async function dropUnchanged(client: PoolClient, countyId: string, { table, orders }: StagedLayers): Promise<number> {
  const bounds = await client.query<Bounds>(
    `select min(period_end) as least, max(period_end) as most, array_agg(distinct resolution) as resolutions,
       array_agg(distinct device_id) as devices, array_agg(distinct source) as sources from ${table}`,
  )
  const [{ least, most, resolutions, devices, sources } = nothing] = bounds.rows
  // Not a named statement: with the bounds known the planner leaves out all other parts of the table.
  await client.query(`create temporary table import_there (
      device_id uuid not null, resolution text collate "C" not null, period_end bigint not null, version int not null,
      layout_id int not null, reading_values double precision[] not null, flags text[], qualities text[]
    ) on commit drop`)
  const there = await client.query({
    text: `insert into import_there
      select r.device_id, r.resolution, r.period_end, r.version, r.layout_id, r.reading_values, r.flags, r.qualities
      from weike.reading r
      where r.county_id = $1 and r.source = any($6::text[]) and r.resolution = any($2::text[])
        and r.period_end between $3 and $4 and r.device_id = any($5::uuid[])`,
    values: [countyId, resolutions, least, most, devices, sources],
  })
  if (there.rowCount === 0) return 0
  // Both sides of the comparison are as large as the file: the planner must know.
  await client.query('analyze import_there')
  const dropped = await client.query({
    text: `with standing as (
        select distinct on (r.device_id, r.resolution, r.period_end, c.name)
          r.device_id, r.resolution, r.period_end, c.name, c.value, c.flag, c.quality
        from import_there r join weike.reading_layout l on l.county_id = $1 and l.id = r.layout_id
          cross join unnest(l.columns, r.reading_values, r.flags, r.qualities) as c(name, value, flag, quality)
        order by r.device_id, r.resolution, r.period_end, c.name, r.version desc),
      news as (
        select distinct n.place
        from ${table} n join unnest($2::int[], $3::text[]) as o(place, columns) on o.place = n.order_place
          cross join unnest(o.columns::text[], n.reading_values, n.flags, n.qualities) as c(name, value, flag, quality)
          left join standing s on s.device_id = n.device_id and s.resolution = n.resolution
            and s.period_end = n.period_end and s.name = c.name
        where s.name is null or (s.value, s.flag, s.quality) is distinct from (c.value, c.flag, c.quality))
      delete from ${table} n where not exists (select 1 from news where news.place = n.place)`,
    values: [countyId, numbersLiteral(orders.map((_columns, place) => place)), textsLiteral(orders.map(textsLiteral))],
  })
  return dropped.rowCount ?? 0
}

interface Bounds {
  least: number
  most: number
  resolutions: string[]
  devices: string[]
  sources: string[]
}

const nothing: Bounds = { least: 0, most: 0, resolutions: [], devices: [], sources: [] }

/** Of the layers that are left, how many are of a period that their source told of before. */
async function revisedPeriods(client: PoolClient, { table }: StagedLayers): Promise<number> {
  const found = await client.query<{ revised: number }>(
    `select count(*)::int as revised from ${table} n where exists (
       select 1 from import_there t
       where t.device_id = n.device_id and t.resolution = n.resolution and t.period_end = n.period_end)`,
  )
  return found.rows[0]?.revised ?? 0
}

/**
 * Takes numbers for layers and stores their column orders, both of which the lock of the county's numbers guards: durable when
 * it returns, and before any layer is there.
 */
async function reserve(
  { pool, layouts }: Hands,
  countyId: string,
  { layers, isLive }: { layers: number; isLive: boolean },
  orders: StagedLayers['orders'],
): Promise<{ base: number; ids: readonly number[] }> {
  return inTransaction(pool, layouts, async (client, layoutsHere) => {
    const base = await takeNumbers(client, countyId, layers)
    const ids: number[] = []
    for (const columns of orders) ids.push((await layoutsHere.of(countyId, columns)).id)
    await notePending(client, countyId, { after: base, upTo: base + layers, isLive })
    return { base, ids }
  })
}

/**
 * Gives each layer its number and its version and moves all into the readings. Nearly all are the first of their period, so all
 * are tried as that. Frames of the same devices may come in meanwhile and take the place of one: it is tried again as the next.
 */
async function insertStaged(
  client: PoolClient,
  countyId: string,
  { table, recordedAt }: StagedLayers,
  { base, ids }: { base: number; ids: readonly number[] },
): Promise<void> {
  const staged = `select n.*, o.layout_id, $2::bigint + row_number() over (order by n.period_end, n.place) as seq
    from ${table} n join unnest($3::int[]) with ordinality as o(layout_id, at) on o.at = n.order_place + 1`
  const columns = `county_id, device_id, resolution, period_end, version, period_start, layout_id, source, source_id,
    reading_values, flags, qualities, seq, recorded_at`
  const values = `s.period_start, s.layout_id, s.source, s.source_id, s.reading_values, s.flags, s.qualities, s.seq,
    coalesce($4::bigint, s.recorded_at)`
  const parameters = [countyId, base, numbersLiteral(ids), recordedAt]
  await client.query(`create temporary table import_late on commit drop as select 0::bigint as seq limit 0`)
  const tried = await client.query(
    `with staged as (${staged}),
      first as (
        insert into weike.reading (${columns})
        select $1::uuid, s.device_id, s.resolution, s.period_end, 1, ${values} from staged s order by s.seq
        on conflict do nothing returning seq)
     insert into import_late select s.seq from staged s where not exists (select 1 from first f where f.seq = s.seq)`,
    parameters,
  )
  for (let late = tried.rowCount ?? 0; late > 0; ) {
    const left = await client.query(
      `with late as (select s.* from (${staged}) s join import_late using (seq)),
        next as (
          insert into weike.reading (${columns})
          select $1::uuid, s.device_id, s.resolution, s.period_end,
            (select max(old.version) from weike.reading old
             where old.county_id = $1 and old.device_id = s.device_id and old.resolution = s.resolution
               and old.period_end = s.period_end)
            + row_number() over (partition by s.device_id, s.resolution, s.period_end order by s.seq),
            ${values}
          from late s on conflict do nothing returning seq),
        done as (delete from import_late l using next where l.seq = next.seq)
       select 1 from import_late l where not exists (select 1 from next where next.seq = l.seq)`,
      parameters,
    )
    late = left.rowCount ?? 0
  }
}
