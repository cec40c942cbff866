import type { Pool } from 'pg'
import type { Column, Layouts } from './layouts.ts'
import { numbersLiteral } from './postgres-literals.ts'
import { READING_COLUMNS, type ReadingRowStored, readRows, recordOf } from './postgres-rows.ts'
import { layerOf } from './records.ts'
import type { ReadingLayer, ReadingsStore } from './store.ts'

/** Sources of what came from outside: of devices, feeds and files. */
const OUTSIDE = `('frame', 'feed', 'import')`

type Query = Parameters<ReadingsStore['brought']>[1]

/**
 * Each device's layers by its index, cut to the columns of one factor where only that is asked for: of ten factors a second the
 * other nine are most of the work.
 */
export async function readBrought(
  pool: Pool,
  layouts: Layouts,
  countyId: string,
  { deviceIds, resolution, factor, from, to }: Query,
): Promise<ReadingLayer[]> {
  const values = [countyId, deviceIds, resolution, from, to]
  if (factor === null) {
    const rows = await readRows<ReadingRowStored>(pool, select(READING_COLUMNS, ''), values)
    const known = await layouts.byId(pool, countyId, new Set(rows.map((row) => row.layout_id)))
    return rows.map((row) => layerOf(recordOf(row, resolution, null, known.get(row.layout_id)?.columns ?? [])))
  }
  const places = await layouts.placesOf(pool, countyId, factor)
  const known = await layouts.byId(pool, countyId, [])
  const columns = new Map<number, readonly Column[]>()
  const columnsOf = (id: number) => {
    const found = columns.get(id) ?? known.get(id)?.columns.slice((places.lo[id] ?? 1) - 1, places.hi[id]) ?? []
    columns.set(id, found)
    return found
  }
  const cut = READING_COLUMNS.replace(
    /r\.(reading_values|flags|qualities)/g,
    (_, name: string) => `r.${name}[($6::int[])[r.layout_id]:($7::int[])[r.layout_id]] as ${name}`,
  )
  const rows = await readRows<ReadingRowStored>(pool, select(cut, 'and ($6::int[])[r.layout_id] > 0'), [
    ...values,
    // Index 0 of the places is of no layout: arrays of PostgreSQL begin at 1.
    numbersLiteral(places.lo.slice(1)),
    numbersLiteral(places.hi.slice(1)),
  ])
  return rows.map((row) => layerOf(recordOf(row, resolution, null, columnsOf(row.layout_id))))
}

function select(columns: string, condition: string): string {
  return `select found.* from unnest($2::uuid[]) as asked(device_id)
    cross join lateral (
      select ${columns} from weike.reading r
      where r.county_id = $1 and r.device_id = asked.device_id and r.resolution = $3
        and r.period_end > $4 and r.period_end <= $5 and r.source in ${OUTSIDE} ${condition}) found`
}
