import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { DAY_MS } from '../../standards/civil-time.ts'
import type { Resolution } from './model.ts'
import { type Hands, inTransaction } from './postgres-change.ts'
import { columnOrders, moveStaged, stageLayers } from './postgres-move.ts'
import type { ImportOutcome, LayerStage, StagedFile } from './store.ts'

/** Layers told of at once. */
const TOLD_AT_ONCE = 50_000

/** Of the periods that wait, the first and the last of each so long stretch are looked at: no month hides in one. */
const STRETCH_MS = 28 * DAY_MS

interface StageRow {
  note: string
  layers: number
  orders: string[][]
  outcome: ImportOutcome | null
}

/** Somebody else has gone on with a file meanwhile. */
class StageMoved extends Error {}

/**
 * Where the layers of a file wait while it is read, each batch durable together with the note of whoever reads it: a table of
 * their own and a row that counts them.
 *
 * Whoever asks what is there waits for the row, and so for what a process that died may still have in flight; whoever adds says
 * how many there were, so that of two who both think that it is theirs one fails.
 */
export function layerStage(hands: Hands, countyId: string, importId: string): LayerStage {
  const { pool, layouts, parts } = hands
  const key = [countyId, importId]
  const table = `weike.reading_stage_${createHash('md5').update(`${countyId}/${importId}`).digest('hex')}`
  let here: StageRow | null = null

  const rowIn = async (client: PoolClient): Promise<StageRow | null> => {
    const found = await client.query<StageRow>(
      `select note, layers, column_orders as orders, outcome from weike.reading_stage
       where county_id = $1 and import_id = $2 for update`,
      key,
    )
    return found.rows[0] ?? null
  }
  const drop = (client: PoolClient) => client.query('select weike.drop_reading_stage($1, $2)', key)

  return {
    async found() {
      here = await inTransaction(pool, layouts, rowIn)
      return here
    },
    async add(layers, note, at) {
      await parts.ensure(layers)
      const before = here
      const base = before?.layers ?? 0
      const orders = columnOrders(before?.orders)
      await inTransaction(pool, layouts, async (client) => {
        // What a power cut takes of it is read again; the order of batches is kept.
        await client.query('set local synchronous_commit to off')
        if (base === 0 && layers.length > 0) await client.query('select weike.make_reading_stage($1, $2)', key)
        await stageLayers(client, table, layers, base, orders.placeOf)
        const values = [...key, note, base + layers.length, JSON.stringify(orders.all), at]
        const moved =
          before === null
            ? await client.query(
                `insert into weike.reading_stage (county_id, import_id, note, layers, column_orders, changed_at)
                 values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
                values,
              )
            : await client.query(
                `update weike.reading_stage set note = $3, layers = $4, column_orders = $5, changed_at = $6
                 where county_id = $1 and import_id = $2 and note = $7 and layers = $8 and outcome is null`,
                [...values, before.note, base],
              )
        if (moved.rowCount !== 1) throw new StageMoved(`another process has gone on with the import ${importId}`)
      })
      here = { note, layers: base + layers.length, orders: orders.all.map((columns) => [...columns]), outcome: null }
    },
    async *hours() {
      for (let from = 0; from < (here?.layers ?? 0); from += TOLD_AT_ONCE) {
        const page = await pool.query<{ deviceId: string; periodEnd: number; order: number }>(
          `select device_id as "deviceId", period_end as "periodEnd", order_place as order from ${table}
           where place >= $1 and place < $2 order by place`,
          [from, from + TOLD_AT_ONCE],
        )
        yield page.rows.map(({ order, ...hour }) => ({ ...hour, columns: here?.orders[order] ?? [] }))
      }
    },
    async publish(recordedAt) {
      if ((here?.layers ?? 0) > 0 && here?.outcome === null) await parts.ensure(await periodsOf(pool, table))
      return inTransaction(pool, layouts, async (client) => {
        const row = await rowIn(client)
        if (row === null) throw new StageMoved(`nothing of the import ${importId} is staged any more`)
        if (row.outcome !== null) return row.outcome
        const { layers, orders } = row
        let outcome: ImportOutcome = { layers: 0, revised: 0, unchanged: 0 }
        if (layers > 0) {
          await client.query('select weike.analyze_reading_stage($1, $2)', key)
          const staged = { table, layers, orders, isLive: false, recordedAt }
          outcome = await moveStaged(hands, client, countyId, staged, null)
        }
        await client.query('update weike.reading_stage set outcome = $3 where county_id = $1 and import_id = $2', [
          ...key,
          JSON.stringify(outcome),
        ])
        await drop(client)
        return outcome
      })
    },
    async drop() {
      await inTransaction(pool, layouts, async (client) => {
        await rowIn(client)
        await drop(client)
        await client.query('delete from weike.reading_stage where county_id = $1 and import_id = $2', key)
      })
      here = null
    },
  }
}

/** Periods of layers that wait, enough of them for every part of the readings that they belong to. */
async function periodsOf(pool: Pool, table: string): Promise<{ resolution: Resolution; periodEnd: number }[]> {
  const found = await pool.query<{ resolution: Resolution; periodEnd: number }>(
    `select resolution, unnest(array[min(period_end), max(period_end)]) as "periodEnd" from ${table}
     group by resolution, period_end / $1`,
    [STRETCH_MS],
  )
  return found.rows
}

/** What is staged of files of a county, without waiting for anybody. */
export async function stagesOf(pool: Pool, countyId: string): Promise<StagedFile[]> {
  const found = await pool.query<StagedFile>(
    `select import_id as "importId", note, outcome is not null as "isMoved", changed_at as "changedAt"
     from weike.reading_stage where county_id = $1`,
    [countyId],
  )
  return found.rows
}
