/** One record of a CSV. */
export interface CsvRecord {
  /** Number of the line on which it begins, from 1. */
  line: number
  /** As it stands there, without its line end. */
  text: string
  cells: readonly string[]
}

/** A record that does not end: its quote is not closed, or it is longer than any row of a table. */
export class EndlessRecord extends Error {
  readonly line: number

  constructor(line: number) {
    super(`line ${line}`)
    this.line = line
  }
}

/** Longest record, so that an open quote does not fill the memory. [characters] */
const LONGEST = 1_048_576

/**
 * The records of a CSV (RFC 4180) as its text streams, in batches as they come; line ends CR LF or LF, also inside quotes.
 * A quote opens a cell only at its very beginning; elsewhere it is a character like any other.
 * @param separator of cells: one character
 * @throws EndlessRecord
 */
export async function* csvRecords(
  texts: AsyncIterable<string>,
  separator = ',',
): AsyncGenerator<CsvRecord[], void, void> {
  const reader = recordReader(separator)
  let rest = ''
  for await (const text of texts) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST) throw new EndlessRecord(reader.lines() + 1)
    const batch = lines.flatMap(reader.take)
    if (batch.length > 0) yield batch
  }
  const batch = rest === '' ? [] : reader.take(rest)
  reader.end()
  if (batch.length > 0) yield batch
}

/** Takes line after line; a record comes out once it is whole. */
function recordReader(separator: string) {
  let lines = 0
  let open: { line: number; text: string } | undefined
  return {
    lines: () => lines,
    take(lineText: string): CsvRecord[] {
      lines += 1
      const begun =
        open === undefined ? { line: lines, text: lineText } : { ...open, text: `${open.text}\n${lineText}` }
      if (begun.text.length > LONGEST) throw new EndlessRecord(begun.line)
      open = isOpenAfter(lineText, open !== undefined, separator) ? begun : undefined
      return open === undefined ? [recordOf(begun.line, begun.text, separator)] : []
    },
    end(): void {
      if (open !== undefined) throw new EndlessRecord(open.line)
    },
  }
}

function recordOf(line: number, withReturn: string, separator: string): CsvRecord {
  const text = withReturn.endsWith('\r') ? withReturn.slice(0, -1) : withReturn
  return { line, text, cells: text.includes('"') ? quotedCells(text, separator) : text.split(separator) }
}

/** Is a quote open at the end of a line? */
function isOpenAfter(line: string, wasOpen: boolean, separator: string): boolean {
  let isOpen = wasOpen
  let at = 0
  if (!isOpen && !line.includes('"')) return false
  while (at < line.length) {
    if (isOpen) {
      const quote = line.indexOf('"', at)
      if (quote < 0) return true
      if (line.charAt(quote + 1) === '"') {
        at = quote + 2
        continue
      }
      isOpen = false
      at = quote + 1
    } else if (line.charAt(at) === '"') {
      isOpen = true
      at += 1
      continue
    }
    const end = line.indexOf(separator, at)
    if (end < 0) return false
    at = end + 1
  }
  return isOpen
}

function quotedCells(text: string, separator: string): string[] {
  const cells: string[] = []
  let at = 0
  for (;;) {
    let cell = ''
    if (text.charAt(at) === '"') {
      at += 1
      for (;;) {
        const quote = text.indexOf('"', at)
        cell += text.slice(at, quote)
        at = quote + 1
        if (text.charAt(at) !== '"') break
        cell += '"'
        at += 1
      }
    }
    const end = text.indexOf(separator, at)
    cells.push(cell + text.slice(at, end < 0 ? undefined : end))
    if (end < 0) return cells
    at = end + 1
  }
}

/**
 * The cells as one line of a CSV (RFC 4180), without its line end. As they are: a file that comes back to be mended and loaded
 * again must say what it said. What is made for a spreadsheet goes through tables/csv-writer, where nothing becomes a formula.
 */
export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
}
