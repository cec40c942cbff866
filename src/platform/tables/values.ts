import { DAY_MS, HOUR_MS, instantOf, MINUTE_MS, OFFSET_MS } from '../../standards/civil-time.ts'

/** Signs for a value that is not there, as published files spell them. */
const missing: ReadonlySet<string> = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', '_', '-', '—', '--'])

export function isMissingSign(cell: string): boolean {
  return missing.has(cell)
}

/** Signs in a cell for a value that is not there, besides those of published files. */
const missingWords: ReadonlySet<string> = new Set([
  '无',
  '缺',
  '缺测',
  '无数据',
  '缺失',
  '/',
  '\\',
  '*',
  '***',
  '×',
  '-99',
  '-999',
  '-9999',
])

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

/** Text as people type it: full-width figures and signs are the plain ones, blanks around it are none. */
export function plainText(cell: string): string {
  return cell.normalize('NFKC').trim()
}

/** Does a cell say that there is no value? */
export function isMissing(cell: string): boolean {
  const text = plainText(cell)
  return isMissingSign(text) || missingWords.has(text)
}

/** A decimal number as people type it: full-width figures, commas between thousands. Null for anything else. */
export function typedNumber(cell: string): number | null {
  const text = plainText(cell)
  const plain = numberOf(text)
  if (plain !== null) return plain
  return /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? numberOf(text.replaceAll(',', '')) : null
}

const DATE = '(?<year>\\d{4})(?:[-/.](?<month>\\d{1,2})[-/.](?<day>\\d{1,2})|年(?<m>\\d{1,2})月(?<d>\\d{1,2})日?)'
const CLOCK =
  '(?<hour>\\d{1,2})(?::(?<minute>\\d{1,2})(?::(?<second>\\d{1,2})(?:\\.\\d+)?)?|[时点](?:(?<min>\\d{1,2})分)?(?:(?<sec>\\d{1,2})秒)?)?'
const OFFSET = '(?:(?<zulu>Z)|(?<sign>[+-])(?<hours>\\d{2}):?(?<minutes>\\d{2}))?'
const WRITTEN = new RegExp(`^${DATE}(?:[T\\s]*${CLOCK}\\s*${OFFSET})?$`)
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(?:(\d{2})(\d{2})?)?)?$/
const CLOCK_ALONE = new RegExp(`^${CLOCK}$`)

/** Days from Excel's day 0 to 1970-01-01, and the days that a bare number may mean: 1982 to 2064. */
const EXCEL_EPOCH_DAYS = 25_569
const [FIRST_SERIAL, LAST_SERIAL] = [30_000, 60_000]

/** A time as it is written; without a clock it is a day. [epoch ms] */
export interface WrittenTime {
  instant: number
  hasClock: boolean
  /** Does it name its offset from UTC? Otherwise it was read as civil time of Asia/Shanghai. */
  hasOffset: boolean
}

/**
 * A time in one of the spellings of tables: `2026-01-05 13:00[:00]` (also with `/` or `.`, `T`, an offset), `2026年1月5日13时`,
 * `2026010513[0000]`, Excel's number of days, and days alone. Civil time of Asia/Shanghai where no offset is named; 24:00 is the
 * end of its day. What may be a day or a month first (`1/5/2026`) is none.
 */
export function writtenTime(cell: string): WrittenTime | null {
  const text = plainText(cell)
  const written = WRITTEN.exec(text)?.groups
  if (written !== undefined) {
    const { hour, minute, min, second, sec } = written
    const instant = civil(
      [written.year, written.month ?? written.m, written.day ?? written.d, hour ?? '0'],
      minute ?? min,
      second ?? sec,
    )
    if (instant === null) return null
    const hasOffset = written.zulu !== undefined || written.sign !== undefined
    return { instant: instant + offsetOf(written), hasClock: hour !== undefined, hasOffset }
  }
  const [whole, year, month, day, hour, minute, second] = COMPACT.exec(text) ?? []
  if (whole !== undefined) {
    const instant = civil([year, month, day, hour ?? '0'], minute, second)
    return instant === null ? null : { instant, hasClock: hour !== undefined, hasOffset: false }
  }
  const serial = numberOf(text)
  if (serial === null || serial < FIRST_SERIAL || serial > LAST_SERIAL) return null
  const seconds = Math.round((serial - EXCEL_EPOCH_DAYS) * (DAY_MS / 1000))
  return { instant: seconds * 1000 - OFFSET_MS, hasClock: !Number.isInteger(serial), hasOffset: false }
}

function civil(parts: readonly (string | undefined)[], minute = '0', second = '0'): number | null {
  const hour = hourOf(...parts)
  const [minutes, seconds] = [Number(minute), Number(second)]
  if (hour === null || minutes > 59 || seconds > 59) return null
  if (Number(parts[3]) === 24 && minutes + seconds > 0) return null
  return hour + minutes * MINUTE_MS + seconds * 1000
}

/** From the civil time of Shanghai to that of the offset that is named. [ms] */
function offsetOf({ zulu, sign, hours, minutes }: Record<string, string | undefined>): number {
  if (zulu === undefined && sign === undefined) return 0
  const ahead = (Number(hours ?? 0) * HOUR_MS + Number(minutes ?? 0) * MINUTE_MS) * (sign === '-' ? -1 : 1)
  return OFFSET_MS - ahead
}

/** Hours of the day in a cell of their own: `13`, `13时`, `13:00`, a fraction of a day in Excel. [ms] */
export function clockOf(cell: string): number | null {
  const text = plainText(cell).replace(/^\d{4}-\d{2}-\d{2} /, '')
  const written = CLOCK_ALONE.exec(text)?.groups
  if (written !== undefined) {
    const [hour, minute] = [Number(written.hour), Number(written.minute ?? written.min ?? 0)]
    return hour > 24 || minute > 59 ? null : hour * HOUR_MS + minute * MINUTE_MS
  }
  const share = numberOf(text)
  return share === null || share < 0 || share >= 1 ? null : Math.round(share * 24 * 60) * MINUTE_MS
}

/** Is a cell what rows of data have and headers have not: a number or a time? */
export function isDataLike(cell: string): boolean {
  return typedNumber(cell) !== null || writtenTime(cell) !== null
}
