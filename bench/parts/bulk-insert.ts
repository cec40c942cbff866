import type pg from 'pg'

/** A row of weike.frame as the driver reads it; `bytes` and hashes as Buffers. */
interface FrameRow {
  [column: string]: unknown
}

const frameColumns = [
  ['county_id', 'uuid'],
  ['seq', 'bigint'],
  ['mn', 'text'],
  ['device_id', 'uuid'],
  ['received_at', 'bigint'],
  ['data_hour', 'bigint'],
  ['cn', 'text'],
  ['qn', 'text'],
  ['data_time', 'text'],
  ['disposition', 'text'],
  ['reason', 'text'],
  ['identity', 'bytea'],
  ['sha256', 'bytea'],
  ['bytes', 'bytea'],
] as const

const readingColumns = [
  ['county_id', 'uuid'],
  ['device_id', 'uuid'],
  ['resolution', 'text'],
  ['period_end', 'bigint'],
  ['version', 'int'],
  ['period_start', 'bigint'],
  ['layout_id', 'int'],
  ['reading_values', 'double precision[]'],
  ['flags', 'text[]'],
  ['source', 'text'],
  ['qualities', 'text[]'],
  ['seq', 'bigint'],
  ['recorded_at', 'bigint'],
] as const

/** Rows of one transaction: the largest batch that the gateway itself writes. */
const BATCH = 2000

/** Rows, column by column, ready to be sent: what is timed is the insertion alone. */
interface Batch {
  frames: unknown[][]
  readings: unknown[][]
}

/** Tables of the same shape, with the same indexes, beside those of Weike. */
export async function makeTables(client: pg.Client): Promise<void> {
  await client.query(`
    drop schema if exists bench cascade;
    create schema bench;
    create table bench.frame (like weike.frame including all);
    create table bench.reading (like weike.reading including all);`)
}

/** Reads what the gateway left, to insert the very same. */
export async function loadBatches(client: pg.Client, afterSeq: number): Promise<{ rows: number; batches: Batch[] }> {
  const frames = await client.query<FrameRow>(
    `select ${names(frameColumns)} from weike.frame where seq > $1 order by seq`,
    [afterSeq],
  )
  // Arrays stay text: that is how the gateway itself sends them.
  const readings = await client.query<FrameRow>(
    `select ${names(readingColumns).replaceAll(/reading_values|flags|qualities/g, '$&::text')}
     from weike.reading where seq > $1 and source = 'frame' order by seq`,
    [afterSeq],
  )
  const batches: Batch[] = []
  for (let from = 0; from < frames.rows.length; from += BATCH) {
    batches.push({
      frames: columnsOf(frames.rows.slice(from, from + BATCH), frameColumns),
      readings: columnsOf(readings.rows.slice(from, from + BATCH), readingColumns),
    })
  }
  return { rows: frames.rows.length, batches }
}

type Columns = readonly (readonly [name: string, type: string])[]

function names(columns: Columns): string {
  return columns.map(([name]) => name).join(', ')
}

function columnsOf(rows: readonly FrameRow[], columns: Columns): unknown[][] {
  return columns.map(([name]) => rows.map((row) => row[name]))
}

/** One transaction a batch, a statement a table. @returns seconds */
export async function insertBatches(client: pg.Client, batches: readonly Batch[]): Promise<number> {
  const started = performance.now()
  for (const { frames, readings } of batches) {
    await client.query('begin')
    await client.query({ name: 'bulk-frames', text: insertion('bench.frame', frameColumns), values: frames })
    await client.query({ name: 'bulk-readings', text: insertion('bench.reading', readingColumns), values: readings })
    await client.query('commit')
  }
  return (performance.now() - started) / 1000
}

/** A column of arrays travels as text, an element a row, and is read as an array in the server: unnest flattens real ones. */
function insertion(table: string, columns: Columns): string {
  const wire = columns.map(([, type], place) => `$${place + 1}::${type.endsWith('[]') ? 'text' : type}[]`)
  const read = columns.map(([name, type]) => (type.endsWith('[]') ? `r.${name}::${type}` : `r.${name}`))
  return `insert into ${table} (${names(columns)}) select ${read.join(', ')} from unnest(${wire.join(', ')}) as r(${names(columns)})`
}

/** How many rows are in one pair of tables and not in the other; 0 when both left the same. */
export async function differences(client: pg.Client): Promise<number> {
  const counted = await client.query<{ differences: number }>(`
    select (select count(*) from (${both('frame', names(frameColumns))}) f)
         + (select count(*) from (${both('reading', names(readingColumns))}) r) as differences`)
  return counted.rows[0]?.differences ?? Number.NaN
}

function both(table: string, columns: string): string {
  const one = `select ${columns} from weike.${table}`
  const other = `select ${columns} from bench.${table}`
  return `(${one} except all ${other}) union all (${other} except all ${one})`
}
