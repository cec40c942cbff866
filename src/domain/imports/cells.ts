import { isMissingSign, numberOf } from '../../platform/tables/values.ts'

/** One value of one hour. */
export interface HourlyValue {
  station: string
  /** End of the hour. [epoch ms] */
  hourEnd: number
  /** Code of the factor. */
  factor: string
  /** In Weike's unit; null: the file says that it is missing. */
  value: number | null
}

/**
 * What is wrong with a line: `cut` has fewer cells than the header, its last cell may be a piece of a number and is not taken;
 * `time` names no hour; `number` has a cell that is neither a number nor a sign for missing, which is taken as missing.
 */
export const lineFaults = ['cut', 'time', 'number'] as const
export type LineFault = (typeof lineFaults)[number]

export interface LineRead {
  values: HourlyValue[]
  faults: LineFault[]
}

/** Reads the lines behind the header of one file. */
export interface LayoutReader {
  line(text: string): LineRead
}

/**
 * The cells of one line of a CSV (RFC 4180, without line ends inside quotes), blanks around them taken off. A quote that
 * stays open takes in the rest of the line.
 */
export function csvCells(line: string): string[] {
  if (!line.includes('"')) return plainCells(line)
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at)
    if (isQuoted) {
      if (char !== '"') cell += char
      else if (line.charAt(at + 1) === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (char === '"') isQuoted = true
    else if (char === ',') {
      cells.push(cell.trim())
      cell = ''
    } else cell += char
  }
  return [...cells, cell.trim()]
}

/** Files of millions of lines come this way: only what may have a blank at an end is trimmed. */
function plainCells(line: string): string[] {
  const cells = line.split(',')
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at] ?? ''
    if (!isInk(cell.charCodeAt(0)) || !isInk(cell.charCodeAt(cell.length - 1))) cells[at] = cell.trim()
  }
  return cells
}

/** Is it surely no white space? (Other alphabets have blanks of their own.) */
function isInk(char: number): boolean {
  return char > 0x20 && char < 0x7f
}

/** The cells of a line; of one that was cut, those that are surely whole. */
export function takeLine(text: string, expected: number, read: LineRead): string[] {
  const cells = csvCells(text)
  if (cells.length >= expected) return cells
  read.faults.push('cut')
  return cells.slice(0, -1)
}

export function withFault(read: LineRead, fault: LineFault): LineRead {
  if (!read.faults.includes(fault)) read.faults.push(fault)
  return read
}

/**
 * Takes a cell as a value. A cell that is not there at all (of a line that was cut) says nothing, not even that a value is
 * missing.
 * @param convert from what the file writes to Weike's unit; null: no such value
 */
export function takeValue(
  read: LineRead,
  { station, hourEnd }: Pick<HourlyValue, 'station' | 'hourEnd'>,
  factor: string,
  cell: string | undefined,
  convert: (cell: string) => number | null = numberOf,
): void {
  if (cell === undefined) return
  const value = convert(cell)
  if (value === null && !isMissingSign(cell)) withFault(read, 'number')
  read.values.push({ station, hourEnd, factor, value })
}
