import { fewAtATime } from './few-at-a-time.ts'
import { type Hands, inTransaction } from './postgres-change.ts'
import { columnOrders, LAYER_COLUMNS, moveStaged, stageLayers } from './postgres-move.ts'
import { layerStage, stagesOf } from './postgres-stage.ts'
import type { ReadingsStore } from './store.ts'

/** A file takes a connection, and another for its numbers: more at once would wait for each other. */
const FILES_AT_ONCE = 2

/**
 * How the layers of a whole file are written, all or none, however many they are, without frames waiting for it: they are staged
 * while the file is read and moved into the readings at its end. What comes in one go (a document of a feed, a check) is staged
 * in a transaction that ends with it; a file that may be cut off, in a stage that stays.
 */
export function importWriter(
  hands: Hands,
): Pick<ReadingsStore, 'importLayers' | 'staging' | 'dropStage' | 'stages' | 'writtenBy'> {
  const { pool, layouts, parts } = hands
  const inTurn = fewAtATime(FILES_AT_ONCE)
  const importLayers: ReadingsStore['importLayers'] = (countyId, batches, { only }) =>
    inTurn(() =>
      inTransaction(pool, layouts, async (client) => {
        await client.query(`create temporary table import_layer (${LAYER_COLUMNS}) on commit drop`)
        const orders = columnOrders()
        let layers = 0
        let isLive = false
        for await (const batch of batches) {
          if (only !== 'compare') await parts.ensure(batch)
          isLive ||= batch.some(({ source }) => source !== 'import')
          await stageLayers(client, 'import_layer', batch, layers, orders.placeOf)
          layers += batch.length
        }
        if (layers === 0) return { layers: 0, revised: 0, unchanged: 0 }
        await client.query('analyze import_layer')
        const staged = { table: 'import_layer', layers, orders: orders.all, isLive, recordedAt: null }
        return moveStaged(hands, client, countyId, staged, only)
      }),
    )
  return {
    importLayers,
    staging: (countyId, importId, use) => inTurn(() => use(layerStage(hands, countyId, importId))),
    dropStage: (countyId, importId) => layerStage(hands, countyId, importId).drop(),
    stages: (countyId) => stagesOf(pool, countyId),
    async writtenBy(countyId, sourceId, { deviceIds, from, to }) {
      const found = await pool.query<{ layers: number }>(
        `select count(*)::int as layers from weike.reading
         where county_id = $1 and source_id = $2 and resolution = 'hour' and device_id = any($3::uuid[])
           and period_end > $4 and period_end <= $5`,
        [countyId, sourceId, deviceIds, from, to],
      )
      return found.rows[0]?.layers ?? 0
    },
  }
}
