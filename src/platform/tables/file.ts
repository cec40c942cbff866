import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { csvRecords, EndlessRecord } from '../csv.ts'
import { decodedText, UnknownEncoding } from '../text-encoding.ts'
import { geoJsonTable, isJsonObject, MOST_GEOJSON } from './geojson.ts'
import { type FileTable, type TableRow, UnreadableTable } from './model.ts'
import { openWorkbook } from './workbook.ts'

/** Bytes of a file that its form is told by. */
const HEAD_BYTES = 65_536

const ZIP = '504b0304'
const GZIP = '1f8b'
const COMPOUND = 'd0cf11e0a1b11ae1'

/**
 * Opens a file as a table, whatever its name says: an Excel workbook (ECMA-376), or a text in UTF-8 or GB18030 whose cells are
 * parted by commas, semicolons or tabs, or a FeatureCollection of GeoJSON; a text may be packed (gzip).
 * @param sheet of a workbook; left out: the first one that has rows
 * @throws UnreadableTable
 */
export async function openTable(path: string, sheet?: string): Promise<FileTable> {
  const head = await headOf(path)
  const mark = head.subarray(0, 8).toString('hex')
  if (mark.startsWith(ZIP)) return openWorkbook(path, sheet)
  if (mark.startsWith(COMPOUND)) throw new UnreadableTable('old-excel')
  const isPacked = mark.startsWith(GZIP)
  const beginning = await beginningOf(path, isPacked)
  if (isJsonObject(beginning)) return geoJsonTable(await wholeText(path, isPacked))
  const separator = separatorOf(beginning)
  return {
    form: separator === '\t' ? 'tsv' : 'csv',
    sheets: [],
    sheet: null,
    rows: () => textRows(path, isPacked, separator),
  }
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    if (bytesRead === 0) throw new UnreadableTable('empty')
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** The first text of a file. */
async function beginningOf(path: string, isPacked: boolean): Promise<string> {
  let text = ''
  try {
    for await (const piece of decodedText(bytesOf(path, isPacked))) {
      text += piece
      if (text.length >= HEAD_BYTES) break
    }
  } catch (error) {
    throw unreadable(error, 1)
  }
  return text
}

async function wholeText(path: string, isPacked: boolean): Promise<string> {
  let text = ''
  try {
    for await (const piece of decodedText(bytesOf(path, isPacked))) {
      text += piece
      if (text.length > MOST_GEOJSON) throw new UnreadableTable('not-a-table')
    }
  } catch (error) {
    throw unreadable(error, 1)
  }
  return text
}

/** The sign that parts the cells: of those in the first lines the commonest. A page of the web is none. */
function separatorOf(text: string): string {
  if (/^\s*<(!doctype|html|table|\?xml|meta|head)/i.test(text)) throw new UnreadableTable('web-page')
  const lines = text.split('\n').slice(0, 20).join('\n')
  const counts = ['\t', ',', ';'].map((sign) => ({ sign, count: lines.split(sign).length - 1 }))
  return counts.reduce((best, one) => (one.count > best.count ? one : best), { sign: ',', count: 0 }).sign
}

function bytesOf(path: string, isPacked: boolean): Readable {
  const bytes = createReadStream(path)
  if (!isPacked) return bytes
  const text = createGunzip()
  // What goes wrong with the file is told to whoever reads the text.
  pipeline(bytes, text, () => {})
  return text
}

async function* textRows(path: string, isPacked: boolean, separator: string): AsyncGenerator<TableRow[], void, void> {
  let line = 1
  try {
    for await (const records of csvRecords(decodedText(bytesOf(path, isPacked)), separator)) {
      line = records.at(-1)?.line ?? line
      const rows = records.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
      if (rows.length > 0) yield separator === ',' ? rows : rows.map(({ line: at, cells }) => ({ line: at, cells }))
    }
  } catch (error) {
    throw unreadable(error, line)
  }
}

function unreadable(error: unknown, line: number): unknown {
  if (error instanceof EndlessRecord) return new UnreadableTable('endless', error.line, error)
  if (error instanceof UnknownEncoding) return new UnreadableTable('encoding', line, error)
  const isOfUnpacking = error instanceof Error && 'code' in error && /^Z_/.test(String(error.code))
  return isOfUnpacking ? new UnreadableTable('damaged', line, error) : error
}
