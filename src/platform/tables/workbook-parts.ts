import { UnreadableTable } from './model.ts'
import { readWholeXml } from './xml.ts'

/** The parts of a zip archive by name, each read when it is asked for. */
export interface Parts {
  has(name: string): boolean
  /** The bytes of a part as they are unpacked. */
  read(name: string): AsyncGenerator<Buffer, void, void>
  close(): void
}

/** How a workbook's numbers are shown: which of its cell styles are dates, and from which day it counts. */
export interface SheetStyles {
  /** By number of the style: `date` has a day, `time` has only hours and minutes. */
  dates: readonly ('date' | 'time' | null)[]
  startsIn1904: boolean
}

/** The sheets of a workbook, in its order, each with the name of its part. */
export async function readSheetList(
  parts: Parts,
): Promise<{ sheets: { name: string; part: string; isVisible: boolean }[]; startsIn1904: boolean }> {
  const targets = new Map<string, string>()
  await readWholeXml(parts.read('xl/_rels/workbook.xml.rels'), {
    open(name, { Id = '', Target = '' }) {
      if (name === 'Relationship') targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
    },
  })
  const sheets: { name: string; part: string; isVisible: boolean }[] = []
  let startsIn1904 = false
  await readWholeXml(parts.read('xl/workbook.xml'), {
    open(name, attributes) {
      if (name === 'workbookPr') startsIn1904 = isTrue(attributes.date1904)
      if (name !== 'sheet') return
      const relation = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? ''
      const part = targets.get(relation)
      // A chart's own sheet has a part of another kind, without rows.
      if (part?.includes('worksheets/') !== true) return
      sheets.push({ name: attributes.name ?? '', part, isVisible: (attributes.state ?? 'visible') === 'visible' })
    },
  })
  return { sheets, startsIn1904 }
}

/** Characters of all shared texts: beyond it the file is a bomb and no table. */
const MOST_SHARED = 268_435_456

/** The texts that cells share, by number; what is only there to be read aloud (phonetic runs) is left out. */
export async function readSharedTexts(parts: Parts): Promise<string[]> {
  const texts: string[] = []
  if (!parts.has('xl/sharedStrings.xml')) return texts
  let text = ''
  let isText = false
  let phonetic = 0
  let size = 0
  await readWholeXml(parts.read('xl/sharedStrings.xml'), {
    open(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') phonetic += 1
      if (name === 't') isText = phonetic === 0
    },
    text(piece) {
      if (!isText) return
      size += piece.length
      if (size > MOST_SHARED) throw new UnreadableTable('not-a-table')
      text += piece
    },
    close(name) {
      if (name === 't') isText = false
      if (name === 'rPh') phonetic -= 1
      if (name === 'si') texts.push(text)
    },
  })
  return texts
}

/** Formats of dates that need no code in the file (ECMA-376-1, 18.8.30), those of Chinese Excel among them. */
const builtInDates: readonly (readonly [from: number, to: number, kind: 'date' | 'time'])[] = [
  [14, 17, 'date'],
  [18, 21, 'time'],
  [22, 22, 'date'],
  [27, 31, 'date'],
  [32, 35, 'time'],
  [36, 36, 'date'],
  [45, 47, 'time'],
  [50, 54, 'date'],
  [55, 56, 'time'],
  [57, 58, 'date'],
]

/** Which of the cell styles show a date. */
export async function readStyles(parts: Parts): Promise<Pick<SheetStyles, 'dates'>> {
  const dates: ('date' | 'time' | null)[] = []
  if (!parts.has('xl/styles.xml')) return { dates }
  const own = new Map<number, string>()
  let isCellStyles = false
  await readWholeXml(parts.read('xl/styles.xml'), {
    open(name, attributes) {
      if (name === 'numFmt') own.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      if (name === 'cellXfs') isCellStyles = true
      if (name === 'xf' && isCellStyles) dates.push(dateKind(Number(attributes.numFmtId ?? 0), own))
    },
    close(name) {
      if (name === 'cellXfs') isCellStyles = false
    },
  })
  return { dates }
}

function dateKind(format: number, own: ReadonlyMap<number, string>): 'date' | 'time' | null {
  const code = own.get(format)
  if (code === undefined) return builtInDates.find(([from, to]) => from <= format && format <= to)?.[2] ?? null
  // Texts, colours and conditions aside, letters of a day or an hour are left only in a date; of a length of time (`[h]`) none is.
  const [signs = ''] = code.replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').split(';')
  if (/[yde]/i.test(signs)) return 'date'
  if (/[hs]/i.test(signs)) return 'time'
  return /^m+$/i.test(signs) ? 'date' : null
}

function isTrue(text: string | undefined): boolean {
  return text === '1' || text === 'true'
}
