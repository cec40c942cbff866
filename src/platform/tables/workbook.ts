import { type Entry, open as openZip, type ZipFile } from 'yauzl'
import { type FileTable, UnreadableTable } from './model.ts'
import { sheetMerges, sheetRows } from './sheet.ts'
import { type Parts, readSharedTexts, readSheetList, readStyles, type SheetStyles } from './workbook-parts.ts'

/** Unpacked size of one part of a workbook: beyond it the file is a bomb and no table. [bytes] */
const MOST_UNPACKED = 4_294_967_296

/**
 * An Excel workbook (ECMA-376, transitional and strict). Only the shared texts and the list of merged cells are held in memory.
 * @throws UnreadableTable
 */
export async function openWorkbook(path: string, wanted?: string): Promise<FileTable> {
  const parts = await openParts(path)
  try {
    if (!parts.has('xl/workbook.xml')) throw new UnreadableTable('not-a-table')
    const { sheets, startsIn1904 } = await readSheetList(parts)
    const visible = sheets.filter((sheet) => sheet.isVisible)
    const chosen =
      wanted === undefined ? await firstWithRows(parts, visible) : visible.find(({ name }) => name === wanted)
    if (chosen === undefined) throw new UnreadableTable(wanted === undefined ? 'empty' : 'sheet')
    const styles: SheetStyles = { ...(await readStyles(parts)), startsIn1904 }
    return {
      form: 'xlsx',
      sheets: visible.map(({ name }) => name),
      sheet: chosen.name,
      async *rows() {
        const again = await openParts(path)
        try {
          const texts = await readSharedTexts(again)
          const merges = await sheetMerges(again.read(chosen.part))
          yield* sheetRows(again.read(chosen.part), { texts, styles, merges })
        } catch (error) {
          throw asUnreadable(error)
        } finally {
          again.close()
        }
      },
    }
  } catch (error) {
    throw asUnreadable(error)
  } finally {
    parts.close()
  }
}

async function firstWithRows<T extends { part: string }>(parts: Parts, sheets: readonly T[]): Promise<T | undefined> {
  // A list of people has no cell but shared texts: without them it would look empty.
  const texts = await readSharedTexts(parts)
  for (const sheet of sheets) {
    const read = { texts, styles: { dates: [], startsIn1904: false }, merges: [] }
    for await (const rows of sheetRows(parts.read(sheet.part), read, true)) if (rows.length > 0) return sheet
  }
  return undefined
}

function asUnreadable(error: unknown): unknown {
  if (error instanceof UnreadableTable) return error
  // What the unzipping or the XML reader find wrong is a plain Error; what the system refuses has a code of its own.
  const isOfSystem = error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code))
  return error instanceof Error && !isOfSystem ? new UnreadableTable('damaged', 1, error) : error
}

async function openParts(path: string): Promise<Parts> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    openZip(path, { lazyEntries: true, autoClose: false }, (error, file) => {
      if (error === null) resolve(file)
      else reject(asUnreadable(error))
    })
  })
  const entries = new Map<string, Entry>()
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on('entry', (entry: Entry) => {
        entries.set(entry.fileName.replace(/^\//, ''), entry)
        zip.readEntry()
      })
      zip.once('end', () => resolve())
      zip.once('error', reject)
      zip.readEntry()
    })
  } catch (error) {
    zip.close()
    throw asUnreadable(error)
  }
  return {
    has: (name) => entries.has(name),
    async *read(name) {
      const entry = entries.get(name)
      if (entry === undefined) throw new UnreadableTable('damaged')
      if (entry.uncompressedSize > MOST_UNPACKED) throw new UnreadableTable('not-a-table')
      const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
        zip.openReadStream(entry, (error, opened) => {
          if (error === null) resolve(opened)
          else reject(error)
        })
      })
      for await (const chunk of stream) yield chunk as unknown as Buffer
    },
    close: () => zip.close(),
  }
}
