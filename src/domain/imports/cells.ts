import { instantOf } from '../../standards/civil-time.ts'

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

/** Signs for a value that is not there, as published files spell them. */
const missing: ReadonlySet<string> = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', '_', '-', '—', '--'])

export function isMissingSign(cell: string): boolean {
  return missing.has(cell)
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
  if (value === null && !missing.has(cell)) withFault(read, 'number')
  read.values.push({ station, hourEnd, factor, value })
}

/** A decimal number; null for anything else. */
export function numberOf(cell: string): number | null {
  const plain = plainNumber(cell)
  if (plain !== null) return plain
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) ? Number(cell) : null
}

/** Digits that a double holds whatever they are. */
const EXACT_DIGITS = 15
const [ZERO, NINE, POINT] = [0x30, 0x39, 0x2e]

/**
 * Of up to fifteen figures with or without a point between them, as nearly all cells are; null: to be looked at closer. Both
 * the figures and the power of ten are exact doubles, so their quotient is the number that `Number` reads (Clinger 1990).
 */
function plainNumber(cell: string): number | null {
  const last = cell.length - 1
  if (last < 0 || last > EXACT_DIGITS) return null
  let figures = 0
  let point = -1
  for (let at = 0; at <= last; at += 1) {
    const char = cell.charCodeAt(at)
    if (char >= ZERO && char <= NINE) figures = figures * 10 + (char - ZERO)
    else if (char === POINT && point < 0 && at > 0 && at < last) point = at
    else return null
  }
  if (point < 0) return last < EXACT_DIGITS ? figures : null
  return figures / 10 ** (last - point)
}

/** The instant of a label by its parts, hour 24 allowed; null when there is no such hour. [epoch ms] */
export function hourOf(...parts: readonly (string | undefined)[]): number | null {
  const numbers = parts.map((part) => (/^\d{1,4}$/.test(part ?? '') ? Number(part) : Number.NaN))
  const [year = Number.NaN, month = Number.NaN, day = Number.NaN, hour = Number.NaN] = numbers
  const isDay = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
  if (!isDay || !(hour >= 0 && hour <= 24)) return null
  return instantOf({ year, month, day, hour, minute: 0, second: 0 })
}

/** Days of a month: its last day is day 0 of the next one. */
function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
