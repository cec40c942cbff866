import { writtenTime } from '../../platform/tables/values.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, OFFSET_MS } from '../../standards/civil-time.ts'

/** What a pattern may hold besides literal text: letters of Unicode's date patterns (UTS 35). */
const fields = { yyyy: 4, MM: 2, M: 1, dd: 2, d: 1, HH: 2, H: 1, mm: 2, ss: 2, SSS: 3 } as const
type Field = keyof typeof fields

type Piece = { field: Field } | { field: 'XXX' } | { text: string }

const TOKEN = /yyyy|MM|dd|HH|mm|ss|SSS|XXX|M|d|H|'((?:[^']|'')*)'|[^A-Za-z']/y

/**
 * Reads a pattern such as `yyyy-MM-dd HH:mm:ss`, `yyyyMMddHH` or `yyyy-MM-dd'T'HH:mm:ssXXX`: letters of UTS 35, other text in
 * apostrophes. @returns null for letters that are none of it, and for patterns without a year, month and day
 */
export function parsePattern(pattern: string): Piece[] | null {
  const pieces: Piece[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < pattern.length) {
    const found = TOKEN.exec(pattern)
    if (found === null) return null
    const [token, quoted] = found
    if (quoted !== undefined) pieces.push({ text: quoted === '' ? "'" : quoted.replaceAll("''", "'") })
    else if (token === 'XXX') pieces.push({ field: 'XXX' })
    else if (isField(token)) pieces.push({ field: token })
    else pieces.push({ text: token })
  }
  const has = (...some: readonly string[]) => pieces.some((one) => 'field' in one && some.includes(one.field))
  return has('yyyy') && has('MM', 'M') && has('dd', 'd') ? pieces : null
}

function isField(token: string): token is Field {
  return Object.hasOwn(fields, token)
}

/** How far a zone is ahead of UTC [ms]; null: it is none of `Asia/Shanghai`, `UTC`, `+08:00`. */
export function zoneOffset(zone: string): number | null {
  if (zone === 'Asia/Shanghai') return OFFSET_MS
  if (zone === 'UTC' || zone === 'Z') return 0
  const [whole, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(zone) ?? []
  if (whole === undefined || Number(hours) > 14 || Number(minutes) > 59) return null
  return (Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS) * (sign === '-' ? -1 : 1)
}

/** An instant that a document names; `hasClock` is false for a day alone. */
export interface NamedTime {
  instant: number
  hasClock: boolean
}

/** A reader of times in one format and zone; null for a text that is none. 24:00 is the end of its day. Pure. */
export function timeReader(format: string, zone: string): (text: string) => NamedTime | null {
  const ahead = zoneOffset(zone) ?? OFFSET_MS
  if (format === 'epoch-s' || format === 'epoch-ms') {
    const unit = format === 'epoch-s' ? 1000 : 1
    return (text) => (/^\d{1,15}$/.test(text.trim()) ? { instant: Number(text) * unit, hasClock: true } : null)
  }
  if (format === 'auto') {
    return (text) => {
      const written = writtenTime(text)
      if (written === null) return null
      // What names no offset was read as civil time of Shanghai.
      return { ...written, instant: written.instant + (written.hasOffset ? 0 : OFFSET_MS - ahead) }
    }
  }
  const pieces = parsePattern(format) ?? []
  const expression = new RegExp(`^${pieces.map(expressionOf).join('')}$`)
  const hasClock = pieces.some((one) => 'field' in one && (one.field === 'HH' || one.field === 'H'))
  return (text) => {
    const groups = expression.exec(text.trim())?.groups
    if (groups === undefined) return null
    const utc = utcOf(groups)
    if (utc === null) return null
    const offset = groups.XXX === undefined ? ahead : (zoneOffset(groups.XXX) ?? ahead)
    return { instant: utc - offset, hasClock }
  }
}

function expressionOf(piece: Piece): string {
  if ('text' in piece) return piece.text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`)
  if (piece.field === 'XXX') return String.raw`(?<XXX>Z|[+-]\d{2}:\d{2})`
  const width = fields[piece.field]
  return `(?<${piece.field}>${width === 1 ? String.raw`\d{1,2}` : String.raw`\d{${width}}`})`
}

/** The parts as if they were UTC; null where there is no such day or time. */
function utcOf(parts: Record<string, string | undefined>): number | null {
  const year = Number(parts.yyyy)
  const month = Number(parts.MM ?? parts.M)
  const day = Number(parts.dd ?? parts.d)
  const hour = Number(parts.HH ?? parts.H ?? 0)
  const [minute, second, ms] = [Number(parts.mm ?? 0), Number(parts.ss ?? 0), Number(parts.SSS ?? 0)]
  const midnight = Date.UTC(year, month - 1, day)
  const isDay = new Date(midnight).getUTCMonth() === month - 1 && day >= 1
  if (!isDay || hour > 24 || minute > 59 || second > 59 || (hour === 24 && minute + second > 0)) return null
  return midnight + hour * HOUR_MS + minute * MINUTE_MS + second * 1000 + ms
}

/** Writes an instant in a format and zone, as an interface wants to be asked; `auto` is `yyyy-MM-dd HH:mm:ss`. Pure. */
export function writeTime(instant: number, format: string, zone: string): string {
  if (format === 'epoch-s') return String(Math.floor(instant / 1000))
  if (format === 'epoch-ms') return String(instant)
  const ahead = zoneOffset(zone) ?? OFFSET_MS
  const iso = new Date(instant + ahead).toISOString()
  const part: Record<Field, string> = {
    ...{ yyyy: iso.slice(0, 4), MM: iso.slice(5, 7), M: String(Number(iso.slice(5, 7))) },
    ...{ dd: iso.slice(8, 10), d: String(Number(iso.slice(8, 10))) },
    ...{ HH: iso.slice(11, 13), H: String(Number(iso.slice(11, 13))) },
    ...{ mm: iso.slice(14, 16), ss: iso.slice(17, 19), SSS: iso.slice(20, 23) },
  }
  return (parsePattern(format === 'auto' ? 'yyyy-MM-dd HH:mm:ss' : format) ?? [])
    .map((piece) => ('text' in piece ? piece.text : piece.field === 'XXX' ? offsetText(ahead) : part[piece.field]))
    .join('')
}

function offsetText(ahead: number): string {
  const size = Math.abs(ahead)
  const two = (number: number) => String(number).padStart(2, '0')
  const minutes = two(Math.floor((size % HOUR_MS) / MINUTE_MS))
  return `${ahead < 0 ? '-' : '+'}${two(Math.floor(size / HOUR_MS) % (DAY_MS / HOUR_MS))}:${minutes}`
}
