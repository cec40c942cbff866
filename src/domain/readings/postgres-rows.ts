import type pg from 'pg'
import type { Pool, QueryResultRow } from 'pg'
import { columnTypes } from '../../platform/db/column-types.ts'
import type { Layouts } from './layouts.ts'
import type { Resolution, Source } from './model.ts'
import { type LayerRecord, layerOf } from './records.ts'
import type { ReadingLayer } from './store.ts'

/** A row of weike.reading as the driver returns it. */
export interface StoredRow {
  device_id: string
  resolution: Resolution
  period_end: number
  version: number
  period_start: number
  layout_id: number
  source: Source
  source_id: string | null
  reading_values: (number | null)[]
  flags: (string | null)[] | null
  qualities: (string | null)[] | null
  seq: number
  recorded_at: number
}

/** PostgreSQL's number for double precision[] (pg_type.oid). */
const float8Array = 1022

/** `{1.5,NULL,3}`, of one dimension as all that is stored here: the driver's own reader knows any, at ten times the price. */
function parseNumbers(text: string): (number | null)[] {
  if (text === '{}') return []
  return text
    .slice(1, -1)
    .split(',')
    .map((one) => (one === 'NULL' ? null : Number(one)))
}

const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary' && oid === float8Array) return parseNumbers
  return columnTypes.getTypeParser(oid, format)
}

/** How rows of readings are read. */
export const rowTypes: pg.CustomTypesConfig = { getTypeParser }

/** The columns of a row, of `weike.reading r`. */
export const ROW_COLUMNS = `r.device_id, r.resolution, r.period_end, r.version, r.period_start, r.layout_id, r.source, r.source_id,
  r.reading_values, r.flags, r.qualities, r.seq, r.recorded_at`

/** Those that readings are made of, of a resolution that is known: at thousands of rows each column more shows. */
export const READING_COLUMNS = `r.device_id, r.period_end, r.version, r.period_start, r.layout_id, r.source,
  r.reading_values, r.flags, r.qualities, r.seq, r.recorded_at`
export type ReadingRowStored = Omit<StoredRow, 'resolution' | 'source_id'>

/** @param text a select of ROW_COLUMNS, or of what else a row is to be */
export async function readRows<Row extends QueryResultRow = StoredRow>(
  pool: Pool,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const found = await pool.query<Row>({ text, values: [...values], types: rowTypes })
  return found.rows
}

/** The layers of rows, in their order, compactly. */
export async function toRecords(
  pool: Pool,
  layouts: Layouts,
  countyId: string,
  rows: readonly StoredRow[],
): Promise<LayerRecord[]> {
  const ids = new Set(rows.map((row) => row.layout_id))
  const known = await layouts.byId(pool, countyId, ids)
  return rows.map((row) => toRecord(row, known.get(row.layout_id)?.columns ?? []))
}

/** The layers of rows, in their order. */
export async function toLayers(
  pool: Pool,
  layouts: Layouts,
  countyId: string,
  rows: readonly StoredRow[],
): Promise<ReadingLayer[]> {
  return (await toRecords(pool, layouts, countyId, rows)).map(layerOf)
}

export function toRecord(row: StoredRow, columns: LayerRecord['columns']): LayerRecord {
  return recordOf(row, row.resolution, row.source_id, columns)
}

export function recordOf(
  row: ReadingRowStored,
  resolution: Resolution,
  sourceId: string | null,
  columns: LayerRecord['columns'],
): LayerRecord {
  return {
    deviceId: row.device_id,
    resolution,
    periodStart: row.period_start,
    periodEnd: row.period_end,
    version: row.version,
    source: row.source,
    sourceId,
    seq: row.seq,
    recordedAt: row.recorded_at,
    columns,
    values: row.reading_values,
    flags: row.flags,
    qualities: row.qualities,
  }
}
