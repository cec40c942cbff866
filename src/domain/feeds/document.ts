import { openTable } from '../../platform/tables/file.ts'
import { UnreadableTable } from '../../platform/tables/model.ts'
import { decodedText, UnknownEncoding } from '../../platform/text-encoding.ts'
import type { DocumentRead, FeedFault, FeedReading } from './model.ts'
import { fieldsOf, type JsonRow, nearest, type Path, parsePath, rowsAt, valueAt } from './path.ts'
import { type ReadingContext, readRows, type SourceRow } from './reading.ts'
import { timeReader } from './times.ts'

export type Outcome<T> = ({ ok: true } & T) | { ok: false; fault: FeedFault }

/** What a document is read by besides the reading itself. */
export type ReadingOf = Omit<ReadingContext, 'timeOf'>

/** A body as JSON, in UTF-8 or GB18030; a page of the web (a sign-in page, most often) is told apart from half a document. */
export async function parseJson(bytes: Uint8Array): Promise<Outcome<{ document: unknown }>> {
  let text = ''
  try {
    for await (const piece of decodedText(once(bytes))) text += piece
  } catch (error) {
    if (error instanceof UnknownEncoding) return failed('not-json', { at: '' })
    throw error
  }
  if (isWebPage(text)) return failed('web-page', { title: titleOf(text) })
  try {
    const document: unknown = JSON.parse(text)
    return { ok: true, document }
  } catch {
    const isCut = /^\s*[[{]/.test(text) && !/[\]}]\s*$/.test(text)
    return failed(isCut ? 'cut' : 'not-json', { at: text.slice(-40).trim() })
  }
}

/** What the rows of a JSON document say. */
export function readJson(document: unknown, context: ReadingOf): Outcome<{ read: DocumentRead }> {
  const { reading } = context
  const path = parsePath(reading.rows)
  const found = path === null ? null : rowsAt(document, path)
  if (found === null || !found.ok) {
    const there = found?.fields ?? []
    const name = reading.rows.slice(found?.at.length ?? 0).replace(/^\./, '')
    const near = nearest(name.replace(/[.[].*$/, ''), there) ?? ''
    return failed('rows-missing', { path: reading.rows, at: found?.at ?? '', there: there.join(', '), near })
  }
  const paths = new Map<string, Path | null>()
  const header = fieldsShown(reading)
  const rows = found.rows.map((row, at) => jsonRow(row, at + 1, paths, header))
  return readRows(rows, header, withTimes(context))
}

/** What a table in a file says. @param endsWithLine does its text end with a line end? */
export async function readTable(
  path: string,
  endsWithLine: boolean,
  context: ReadingOf,
): Promise<Outcome<{ read: DocumentRead; head: string[][] }>> {
  const { headerLine, needsLineEnd } = context.reading
  try {
    const table = await openTable(path)
    const rows: { line: number; cells: readonly string[] }[] = []
    let header: string[] = []
    for await (const batch of table.rows()) {
      for (const { line, cells } of batch) {
        if (line < headerLine) continue
        if (header.length === 0) header = cells.map(tidy)
        else rows.push({ line, cells })
      }
    }
    const last = rows.at(-1)
    const isText = table.form !== 'xlsx'
    const isShort = last !== undefined && last.cells.length < header.length
    if (isText && (isShort || (needsLineEnd && !endsWithLine)))
      return failed('cut', { at: (last?.cells ?? header).join(',').slice(-40) })
    // Of two columns of one name the first is meant.
    const places = new Map(header.map((name, at): [string, number] => [name, at]).toReversed())
    const sourceRows = rows.map(({ line, cells }) => tableRow(line, cells, places, header))
    const outcome = readRows(sourceRows, header, withTimes(context))
    return outcome.ok ? { ...outcome, head: [header, ...rows.slice(0, 5).map(({ cells }) => [...cells])] } : outcome
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error
    if (error.reason === 'web-page') return failed('web-page', { title: '' })
    const isCut = error.reason === 'damaged' || error.reason === 'endless'
    return isCut ? failed('cut', { at: `${error.line}` }) : failed('not-a-table', { reason: error.reason })
  }
}

/** The value at the path of a document, as text; null: there is none. */
export function textIn(document: unknown, path: string): string | null {
  const parsed = parsePath(path)
  const value = parsed === null ? undefined : valueAt({ value: document, key: null, within: null }, parsed)
  return typeof value === 'string' && value !== '' ? value : null
}

function failed(code: FeedFault['code'], params: FeedFault['params']): { ok: false; fault: FeedFault } {
  return { ok: false, fault: { code, params } }
}

function withTimes(context: ReadingOf): ReadingContext {
  const { timeFormat, timeZone } = context.reading
  return { ...context, timeOf: timeReader(timeFormat, timeZone) }
}

function jsonRow(row: JsonRow, line: number, paths: Map<string, Path | null>, header: readonly string[]): SourceRow {
  const pathOf = (field: string) => {
    let path = paths.get(field)
    if (path === undefined) {
      path = parsePath(field)
      paths.set(field, path)
    }
    return path
  }
  const text = (field: string) => {
    const path = pathOf(field)
    return path === null ? undefined : textOf(valueAt(row, path))
  }
  return { line, text, fields: () => fieldsOf(row.value), cells: () => header.map((field) => text(field) ?? '') }
}

function textOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return value
  return typeof value === 'object' ? JSON.stringify(value).slice(0, 200) : String(value)
}

function tableRow(
  line: number,
  cells: readonly string[],
  places: ReadonlyMap<string, number>,
  header: readonly string[],
): SourceRow {
  return {
    line,
    text(field) {
      const place = places.get(tidy(field))
      return place === undefined ? undefined : (cells[place] ?? null)
    },
    fields: () => header,
    cells: () => cells,
  }
}

/** The fields that a reading looks at, each once. */
function fieldsShown(reading: FeedReading): string[] {
  const { station, time, hour, layout, factorField, valueField, factors } = reading
  const ofValues = layout === 'long' ? [factorField, valueField] : factors.map(({ name }) => name)
  return [...new Set([station, time, hour, ...ofValues])].filter((field) => field !== '')
}

function tidy(name: string): string {
  return name.replaceAll(/\s+/g, ' ').trim()
}

function isWebPage(text: string): boolean {
  return /^\s*<(!doctype|html|head|meta|body|\?xml|!--)/i.test(text)
}

function titleOf(text: string): string {
  return (/<title[^>]*>([^<]{0,80})/i.exec(text)?.[1] ?? '').trim()
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
