import { DAY_MS, HOUR_MS, MINUTE_MS, OFFSET_MS } from '../../standards/civil-time.ts'
import { hourOf, isMissingSign, numberOf } from './cells.ts'
import { missingWords } from './fields.ts'

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
    return { instant: instant + offsetOf(written), hasClock: hour !== undefined }
  }
  const [whole, year, month, day, hour, minute, second] = COMPACT.exec(text) ?? []
  if (whole !== undefined) {
    const instant = civil([year, month, day, hour ?? '0'], minute, second)
    return instant === null ? null : { instant, hasClock: hour !== undefined }
  }
  const serial = numberOf(text)
  if (serial === null || serial < FIRST_SERIAL || serial > LAST_SERIAL) return null
  const seconds = Math.round((serial - EXCEL_EPOCH_DAYS) * (DAY_MS / 1000))
  return { instant: seconds * 1000 - OFFSET_MS, hasClock: !Number.isInteger(serial) }
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
