import { PassThrough, pipeline, Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { DAY_MS, OFFSET_MS } from '../../standards/civil-time.ts'

/**
 * Excel workbooks (ECMA-376, SpreadsheetML) of any length with little memory: sheets are written while their rows are read.
 * Texts that return stand once, in the shared strings, which are written last.
 */
export interface SheetColumn {
  title: string
  /** In characters, as Excel counts widths. */
  width: number
  /** `instant`: epoch ms, shown as a date and time of Asia/Shanghai. */
  kind: 'text' | 'number' | 'instant'
}

export type SheetCell = string | number | null
export type SheetRow = readonly SheetCell[]

export interface WorkbookPlan {
  /** Name of the sheet; further ones are numbered. At most 28 characters, none of `[]:*?/\`. */
  sheet: string
  columns: readonly SheetColumn[]
  /** Rows, page by page; a page is asked for when the one before it has been taken away. */
  pages: AsyncIterable<readonly SheetRow[]>
  /** Date of the parts inside the file. [epoch ms] */
  madeAt: number
  /** Data rows of a sheet; Excel's own limit unless told otherwise. */
  rowsPerSheet?: number
}

export const workbookMedia = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** 1,048,576 rows of a sheet, less the header. */
const MOST_ROWS = 1_048_575
/** Rows of one piece of XML. */
const ROWS_AT_ONCE = 1000
/** Beyond this many different texts they stand in their cells: the memory for them must have an end. */
const MOST_SHARED = 50_000
/** Days from Excel's day 0 (1899-12-30) to 1970-01-01. */
const EXCEL_EPOCH_DAYS = 25_569

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Styles of cells, by their place in styles.xml. */
const styles = { plain: 0, instant: 1, title: 2 } as const

/**
 * The bytes of a workbook, made as they are read. When the reader goes away the pages are let go of; when they fail, so
 * does the flow.
 */
export function workbookFlow(plan: WorkbookPlan): Readable {
  const zip = new ZipFile()
  const out = new PassThrough()
  const rows = rowsOf(plan.pages)
  let writing: Readable | undefined
  pipeline(zip.outputStream, out, () => writing?.destroy())
  zip.on('error', (error) => out.destroy(error))
  write().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))))
  return out

  async function write(): Promise<void> {
    // What is alike in column after column packs well at any level; a higher one only takes longer.
    const options = { mtime: new Date(plan.madeAt), compressionLevel: 3 }
    const texts = sharedTexts()
    let sheets = 0
    try {
      // Looked for before a byte is written: a question that fails at once can still be answered with a refusal.
      await rows.hasMore()
      do {
        sheets += 1
        writing = Readable.from(sheetXml(plan, rows, texts), { objectMode: false })
        zip.addReadStream(writing, `xl/worksheets/sheet${sheets}.xml`, options)
        await finished(writing)
      } while (!out.destroyed && (await rows.hasMore()))
    } finally {
      await rows.letGo()
    }
    for (const [path, xml] of partsOf(plan, sheets, texts)) zip.addBuffer(Buffer.from(DECLARATION + xml), path, options)
    zip.end()
  }
}

interface Rows {
  /** Up to so many; none: there are no more. */
  next(most: number): Promise<readonly SheetRow[]>
  hasMore(): Promise<boolean>
  letGo(): Promise<void>
}

function rowsOf(pages: AsyncIterable<readonly SheetRow[]>): Rows {
  const iterator = pages[Symbol.asyncIterator]()
  let page: readonly SheetRow[] = []
  let at = 0
  async function hasMore(): Promise<boolean> {
    while (at >= page.length) {
      const next = await iterator.next()
      if (next.done === true) return false
      page = next.value
      at = 0
    }
    return true
  }
  return {
    hasMore,
    async next(most) {
      if (!(await hasMore())) return []
      const taken = page.slice(at, at + most)
      at += taken.length
      return taken
    },
    async letGo() {
      await iterator.return?.()
    },
  }
}

interface SharedTexts {
  /** Place of a text among the shared ones; null: it is to stand in its cell. */
  place(text: string): number | null
  all(): Iterable<string>
  count(): number
}

function sharedTexts(): SharedTexts {
  const places = new Map<string, number>()
  return {
    place(text) {
      const known = places.get(text)
      if (known !== undefined) return known
      if (places.size >= MOST_SHARED) return null
      places.set(text, places.size)
      return places.size - 1
    },
    all: () => places.keys(),
    count: () => places.size,
  }
}

async function* sheetXml(plan: WorkbookPlan, rows: Rows, texts: SharedTexts): AsyncGenerator<Buffer> {
  const { columns } = plan
  const names = columns.map((_column, place) => columnName(place))
  const widths = columns.map(
    ({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  )
  const titles = columns.map(({ title }, at) => textCell(`${names[at]}1`, title, texts, styles.title))
  yield Buffer.from(
    `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
      '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
      `<sheetFormatPr defaultRowHeight="15"/><cols>${widths.join('')}</cols>` +
      `<sheetData><row r="1">${titles.join('')}</row>`,
  )
  const most = plan.rowsPerSheet ?? MOST_ROWS
  let written = 0
  while (written < most) {
    const some = await rows.next(Math.min(ROWS_AT_ONCE, most - written))
    if (some.length === 0) break
    let xml = ''
    for (const row of some) {
      written += 1
      const number = written + 1
      xml += `<row r="${number}">`
      for (const [at, name] of names.entries()) xml += cellXml(`${name}${number}`, columns[at]?.kind, row[at], texts)
      xml += '</row>'
    }
    yield Buffer.from(xml)
  }
  yield Buffer.from('</sheetData></worksheet>')
}

function cellXml(at: string, kind: SheetColumn['kind'] | undefined, cell: SheetCell | undefined, texts: SharedTexts) {
  if (cell === null || cell === undefined || cell === '') return ''
  if (typeof cell === 'string') return textCell(at, cell, texts, styles.plain)
  if (!Number.isFinite(cell)) return ''
  return kind === 'instant'
    ? `<c r="${at}" s="${styles.instant}"><v>${excelDate(cell)}</v></c>`
    : `<c r="${at}"><v>${cell}</v></c>`
}

function textCell(at: string, text: string, texts: SharedTexts, style: number): string {
  const place = texts.place(text)
  const look = style === styles.plain ? '' : ` s="${style}"`
  return place === null
    ? `<c r="${at}"${look} t="inlineStr"><is>${textXml(text)}</is></c>`
    : `<c r="${at}"${look} t="s"><v>${place}</v></c>`
}

/** Excel's number of a date and time, in civil time of Asia/Shanghai; to the millisecond. [days] */
export function excelDate(instant: number): number {
  return (instant + OFFSET_MS) / DAY_MS + EXCEL_EPOCH_DAYS
}

/** `A`, …, `Z`, `AA`, … */
function columnName(place: number): string {
  const last = String.fromCharCode(65 + (place % 26))
  return place < 26 ? last : columnName(Math.floor(place / 26) - 1) + last
}

/** Controls and non-characters, which XML 1.0 does not have in whatever spelling. */
const noXml = /[^\t\n\r\P{Cc}]|[\ufffe\uffff]/gu
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(noXml, '')
    .replaceAll(/[&<>"]/g, (one) => entities[one] ?? one)
}

function textXml(text: string): string {
  return `<t xml:space="preserve">${escapeXml(text)}</t>`
}

/** Everything of the file but the sheets. */
function partsOf(plan: WorkbookPlan, sheets: number, texts: SharedTexts): readonly (readonly [string, string])[] {
  const numbers = Array.from({ length: sheets }, (_each, place) => place + 1)
  const sheetName = (number: number) => escapeXml(number === 1 ? plan.sheet : `${plan.sheet} ${number}`)
  const override = (part: string, type: string) =>
    `<Override PartName="${part}" ContentType="${SPREADSHEET}.${type}+xml"/>`
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`
  let strings = ''
  for (const text of texts.all()) strings += `<si>${textXml(text)}</si>`
  return [
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${numbers
        .map((each) => `<sheet name="${sheetName(each)}" sheetId="${each}" r:id="rId${each}"/>`)
        .join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">${[
        ...numbers.map((each) => relation(`rId${each}`, 'worksheet', `worksheets/sheet${each}.xml`)),
        relation('rIdStyles', 'styles', 'styles.xml'),
        relation('rIdTexts', 'sharedStrings', 'sharedStrings.xml'),
      ].join('')}</Relationships>`,
    ],
    ['xl/styles.xml', stylesXml],
    ['xl/sharedStrings.xml', `<sst xmlns="${MAIN}" uniqueCount="${texts.count()}">${strings}</sst>`],
    [
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ` +
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        '<Default Extension="xml" ContentType="application/xml"/>' +
        override('/xl/workbook.xml', 'sheet.main') +
        numbers.map((each) => override(`/xl/worksheets/sheet${each}.xml`, 'worksheet')).join('') +
        override('/xl/styles.xml', 'styles') +
        override('/xl/sharedStrings.xml', 'sharedStrings') +
        '</Types>',
    ],
  ]
}

/** Cell styles in the order of `styles`; the first fill, the second fill and the first border are Excel's own. */
const stylesXml =
  `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
