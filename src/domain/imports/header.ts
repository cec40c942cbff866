import { isDataLike } from '../../platform/tables/values.ts'
import { factorOf, factors } from '../../standards/factors.ts'
import { unitNamed } from '../../standards/units.ts'
import { factorNames, factorSuffixes, fieldsOf, reportColumns, unitNames } from './fields.ts'
import type { ImportKind, PlannedColumn } from './model.ts'

/** What stands in one line of a file. */
interface Line {
  line: number
  cells: readonly string[]
}

export interface Header {
  /** Line of the last header line. */
  line: number
  columns: PlannedColumn[]
}

/** A header is looked for in so many rows: above it stand titles, notes, the name of who made the table. */
export const HEADER_ROWS = 20

/** A name as names are compared: width, case, blanks and subscripts do not count. */
export function foldName(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('μ', 'µ')
    .replaceAll(/[\s*：:]+/g, '')
}

/**
 * The header of a table, of one line or two (names above, units or parts below), with what each column is taken for; pure.
 * @param rows the first of the file
 * @returns null when no column is one of the kind's
 */
export function findHeader(kind: ImportKind, rows: readonly Line[]): Header | null {
  let best: { score: number; header: Header } | null = null
  for (const [at, row] of rows.slice(0, HEADER_ROWS).entries()) {
    const next = rows[at + 1]
    const candidates: Header[] = [{ line: row.line, columns: columnsOf(kind, row.cells.map(tidyName)) }]
    if (next !== undefined && isSecondLine(kind, row.cells, next.cells)) {
      candidates.push({ line: next.line, columns: columnsOf(kind, joinedNames(row.cells, next.cells)) })
    }
    for (const header of candidates) {
      const score = scoreOf(header.columns)
      // Of two lines that say as much as one, both are the header: what stands below it is data.
      const isBetter = best === null || score > best.score || (score === best.score && candidates.length === 2)
      if (score > 0 && isBetter) best = { score, header }
    }
    // Below the first row of data there is no header.
    if (best !== null && row.cells.some(isDataLike)) break
  }
  return best?.header ?? null
}

/** What a column's name says that it is; `unit` where the name has one. */
export function recognise(kind: ImportKind, name: string): { target: string; unit: string | null } | null {
  for (const part of [name, ...name.split(' ').toReversed()]) {
    const folded = foldName(part)
    if (folded === '') continue
    const field = fieldsOf[kind].find(({ names }) => names.includes(folded))
    if (field !== undefined) return { target: field.key, unit: null }
  }
  if (kind !== 'readings') return fieldWithNote(kind, name)
  return factorIn(name) ?? fieldWithNote(kind, name)
}

/** `经度（°）`, `监测时间(小时)`: what stands in brackets is a note. */
function fieldWithNote(kind: ImportKind, name: string): { target: string; unit: null } | null {
  const folded = foldName(name).replaceAll(/\(.*?\)|\[.*?\]/g, '')
  const field = fieldsOf[kind].find(({ names }) => names.includes(folded))
  return field === undefined ? null : { target: field.key, unit: null }
}

/** The factor and the unit in a name: `PM2.5(μg/m³)`, `SO₂浓度（微克/立方米）`, `CO mg/m3`. */
function factorIn(name: string): { target: string; unit: string | null } | null {
  const { rest, unit } = unitIn(name)
  for (const part of [rest, ...rest.split(' ').toReversed()]) {
    const code = factorCode(part)
    if (code !== null) return { target: code, unit }
  }
  return null
}

function unitIn(name: string): { rest: string; unit: string | null } {
  const text = name.normalize('NFKC')
  const inBrackets = [...text.matchAll(/[([{]([^()[\]{}]+)[)\]}]/g)]
  const behind = [...text.matchAll(/[\s_,]([^\s_,]+)$/g)]
  for (const found of [...inBrackets, ...behind]) {
    const unit = unitOfText(found[1] ?? '')
    if (unit !== null) return { rest: text.replace(found[0], ' ').trim(), unit }
  }
  return { rest: text, unit: null }
}

/** The unit that a text names, or null. */
export function unitOfText(text: string): string | null {
  const folded = foldName(text).replace(/^单位/, '')
  return unitNames[folded] ?? (folded === '' ? null : unitNamed(folded))
}

function factorCode(text: string): string | null {
  const folded = foldName(text).replaceAll(/\(.*?\)/g, '')
  if (folded === '') return null
  for (const name of [
    folded,
    ...factorSuffixes.filter((end) => folded.endsWith(end)).map((end) => folded.slice(0, -end.length)),
  ]) {
    const known = factorOf(name) ?? factors.find(({ zh, en, code }) => [zh, en.toLowerCase(), code].includes(name))
    const code = known?.code ?? factorNames[name]
    if (code !== undefined) return code
  }
  return null
}

/** Each target once: the first column that is named for it has it. */
function columnsOf(kind: ImportKind, names: readonly string[]): PlannedColumn[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const found = reportColumns.includes(foldName(name)) ? null : recognise(kind, name)
    if (found === null || taken.has(found.target)) return { name, target: null, unit: null }
    taken.add(found.target)
    return { name, ...found }
  })
}

function scoreOf(columns: readonly PlannedColumn[]): number {
  return columns.filter(({ target }) => target !== null).length
}

/** Is a row the second line of a header: units, parts of names, or what stands above it (merged cells)? */
function isSecondLine(kind: ImportKind, above: readonly string[], cells: readonly string[]): boolean {
  const said = cells
    .map((cell, at) => ({ cell: cell.trim(), above: above[at]?.trim() ?? '' }))
    .filter(({ cell }) => cell !== '')
  const isHeaderLike = ({ cell, above: upper }: { cell: string; above: string }) =>
    cell === upper || unitOfText(withoutBrackets(cell)) !== null || recognise(kind, cell) !== null
  return said.some(({ cell, above: upper }) => cell !== upper) && said.every(isHeaderLike)
}

function joinedNames(above: readonly string[], below: readonly string[]): string[] {
  const width = Math.max(above.length, below.length)
  return Array.from({ length: width }, (_, at) => {
    const [upper, lower] = [tidyName(above[at] ?? ''), tidyName(below[at] ?? '')]
    if (lower === '' || lower === upper) return upper
    if (upper === '') return lower
    const unit = withoutBrackets(lower)
    return unitOfText(unit) === null ? `${upper} ${lower}` : `${upper} (${unit})`
  })
}

function withoutBrackets(text: string): string {
  return text.replaceAll(/[()（）[\]]/g, '')
}

function tidyName(name: string): string {
  return name.replaceAll(/\s+/g, ' ').trim()
}
