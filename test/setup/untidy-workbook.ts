import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** A cell of a workbook as somebody left it: a text, a number, a day's serial number shown as date (and time), a formula. */
export type UntidyCell =
  | string
  | number
  | null
  | { date: number }
  | { dateTime: number }
  | { formula: string; result: string | number }

export interface UntidySheet {
  name: string
  rows: readonly (readonly UntidyCell[])[]
  /** `A1:D1` */
  merges?: readonly string[]
  isHidden?: boolean
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** The bytes of a workbook (ECMA-376), written by hand: texts are shared, dates have a style of their own. */
export async function untidyWorkbook(sheets: readonly UntidySheet[]): Promise<Buffer> {
  const texts: string[] = []
  const zip = new ZipFile()
  const add = (name: string, xml: string) =>
    zip.addBuffer(Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${xml}`), name)
  for (const [at, sheet] of sheets.entries()) add(`xl/worksheets/sheet${at + 1}.xml`, sheetXml(sheet, texts))
  add(
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets
      .map(
        ({ name, isHidden }, at) =>
          `<sheet name="${name}" sheetId="${at + 1}"${isHidden ? ' state="hidden"' : ''} r:id="rId${at + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
  )
  add(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets
      .map(
        (_sheet, at) =>
          `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
      )
      .join('')}</Relationships>`,
  )
  add(
    'xl/styles.xml',
    `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="176"/></cellXfs></styleSheet>`,
  )
  add(
    'xl/sharedStrings.xml',
    `<sst xmlns="${MAIN}">${texts.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
  )
  zip.end()
  return buffer(zip.outputStream)
}

function sheetXml({ rows, merges = [] }: UntidySheet, texts: string[]): string {
  const lines = rows.map((cells, row) => {
    const xml = cells.map((cell, column) => cellXml(cell, `${columnName(column)}${row + 1}`, texts)).join('')
    return `<row r="${row + 1}">${xml}</row>`
  })
  const merged = merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')
  return `<worksheet xmlns="${MAIN}"><sheetData>${lines.join('')}</sheetData>${merged === '' ? '' : `<mergeCells>${merged}</mergeCells>`}</worksheet>`
}

function cellXml(cell: UntidyCell, ref: string, texts: string[]): string {
  if (cell === null) return `<c r="${ref}"/>`
  if (typeof cell === 'number') return `<c r="${ref}"><v>${cell}</v></c>`
  if (typeof cell === 'string') {
    texts.push(cell)
    return `<c r="${ref}" t="s"><v>${texts.length - 1}</v></c>`
  }
  if ('dateTime' in cell) return `<c r="${ref}" s="1"><v>${cell.dateTime}</v></c>`
  if ('date' in cell) return `<c r="${ref}" s="2"><v>${cell.date}</v></c>`
  const type = typeof cell.result === 'string' ? ' t="str"' : ''
  return `<c r="${ref}"${type}><f>${cell.formula}</f><v>${cell.result}</v></c>`
}

function columnName(column: number): string {
  return String.fromCharCode(65 + column)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
