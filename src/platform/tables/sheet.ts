import { DAY_MS } from '../../standards/civil-time.ts'
import type { TableRow } from './model.ts'
import type { SheetStyles } from './workbook-parts.ts'
import { readWholeXml, readXml } from './xml.ts'

/** A block of merged cells; rows and columns from 0, both ends included. Only its first cell has a content. */
export interface Merge {
  top: number
  left: number
  bottom: number
  right: number
}

/** The merged cells of a sheet, from above to below. They stand behind its rows, so it is read once for them alone. */
export async function sheetMerges(bytes: AsyncIterable<Buffer>): Promise<Merge[]> {
  const merges: Merge[] = []
  await readWholeXml(bytes, {
    open(name, { ref = '' }) {
      if (name !== 'mergeCell') return
      const [first = '', last = first] = ref.split(':')
      const [from, to] = [placeOf(first), placeOf(last)]
      if (from !== null && to !== null) {
        merges.push({ top: from.row, left: from.column, bottom: to.row, right: to.column })
      }
    },
  })
  return merges.sort((one, other) => one.top - other.top)
}

export interface SheetContext {
  texts: readonly string[]
  styles: SheetStyles
  merges: readonly Merge[]
}

interface OpenCell {
  column: number
  type: string
  style: number
  content: string
}

/**
 * The rows of a sheet with every cell as text: numbers as the file writes them, dates as `YYYY-MM-DD hh:mm:ss`; all cells of a
 * merged block have its content.
 * @param isLook nothing but the first rows, to see whether there are any
 */
export async function* sheetRows(
  bytes: AsyncIterable<Buffer>,
  { texts, styles, merges }: SheetContext,
  isLook = false,
): AsyncGenerator<TableRow[], void, void> {
  let rows: TableRow[] = []
  let row = -1
  let cells: string[] = []
  let cell: OpenCell | null = null
  let isContent = false
  let phonetic = 0
  const filled = mergeFiller(merges)
  const pieces = readXml(bytes, {
    open(name, attributes) {
      if (name === 'row') {
        row = attributes.r === undefined ? row + 1 : Number(attributes.r) - 1
        cells = []
      } else if (name === 'c') {
        const column = attributes.r === undefined ? null : (placeOf(attributes.r)?.column ?? null)
        cell = {
          column: column ?? cells.length,
          type: attributes.t ?? 'n',
          style: Number(attributes.s ?? 0),
          content: '',
        }
      } else if (name === 'rPh') phonetic += 1
      else if (name === 'v' || name === 't') isContent = cell !== null && phonetic === 0
    },
    text(piece) {
      if (isContent && cell !== null) cell.content += piece
    },
    close(name) {
      if (name === 'v' || name === 't') isContent = false
      else if (name === 'rPh') phonetic -= 1
      else if (name === 'c' && cell !== null) {
        while (cells.length < cell.column) cells.push('')
        cells[cell.column] = textOf(cell, texts, styles)
        cell = null
      } else if (name === 'row') {
        const whole = filled(row, cells)
        if (whole.some((one) => one.trim() !== '')) rows.push({ line: row + 1, cells: whole })
      }
    },
    isDone: () => isLook && rows.length > 0,
  })
  for await (const _piece of pieces) {
    if (rows.length === 0) continue
    yield rows
    rows = []
  }
  if (rows.length > 0) yield rows
}

/** Puts the content of merged blocks into all their cells, row after row. */
function mergeFiller(merges: readonly Merge[]): (row: number, cells: string[]) => string[] {
  let next = 0
  let open: { merge: Merge; content: string }[] = []
  return (row, cells) => {
    for (let merge = merges[next]; merge !== undefined && merge.top <= row; merge = merges[next]) {
      // One whose first row is not written at all has no content.
      if (merge.top === row) open.push({ merge, content: cells[merge.left] ?? '' })
      next += 1
    }
    open = open.filter(({ merge }) => merge.bottom >= row)
    for (const { merge, content } of open) {
      // Titles over a whole sheet may be merged to its very last column.
      const right = Math.min(merge.right, merge.left + 1_000)
      while (cells.length <= right) cells.push('')
      for (let column = merge.left; column <= right; column += 1) cells[column] = content
    }
    return cells
  }
}

function textOf({ type, style, content }: OpenCell, texts: readonly string[], styles: SheetStyles): string {
  if (type === 's') return texts[Number(content)] ?? ''
  if (type === 'b') return content === '1' ? 'TRUE' : 'FALSE'
  // A formula that went wrong says nothing.
  if (type === 'e') return ''
  if (type !== 'n' || content === '') return type === 'd' ? content.replace('T', ' ') : content
  const kind = styles.dates[style] ?? null
  return kind === null ? plainNumber(content) : dateText(Number(content), kind, styles.startsIn1904)
}

/** Binary fractions show in what Excel writes (`0.10000000000000001`): it itself shows fifteen figures. */
function plainNumber(content: string): string {
  return content.length > 15 && Number.isFinite(Number(content))
    ? String(Number(Number(content).toPrecision(15)))
    : content
}

/** Days from Excel's day 0 (1899-12-30, and 1904-01-01) to 1970-01-01. */
const EPOCH_DAYS = 25_569
const EPOCH_DAYS_1904 = 24_107

function dateText(serial: number, kind: 'date' | 'time', startsIn1904: boolean): string {
  if (!Number.isFinite(serial)) return ''
  const ms = Math.round((serial * DAY_MS) / 1000) * 1000
  const text = new Date(ms - (startsIn1904 ? EPOCH_DAYS_1904 : EPOCH_DAYS) * DAY_MS).toISOString()
  if (kind === 'time' && serial < 1) return text.slice(11, 19)
  return `${text.slice(0, 10)} ${text.slice(11, 19)}`
}

/** `BC12` → row 11, column 54; null for anything else. */
function placeOf(reference: string): { row: number; column: number } | null {
  const [, letters, digits] = /^\$?([A-Z]{1,3})\$?(\d+)$/.exec(reference) ?? []
  if (letters === undefined) return null
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  return { row: Number(digits) - 1, column }
}
