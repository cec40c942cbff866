import { type Charset, decodeText } from './charset.ts'
import { parseCp } from './cp.ts'
import { cpValue, type Edition, editionOfFlag, FLAG_ANSWER_BIT, type Hj212Message, type NamedText } from './message.ts'
import { type ParseProblem, type ProblemCode, problemOf } from './problems.ts'

/** A message, or the problem that makes the segment none, with what could be read of it. */
export type SegmentResult =
  | { ok: true; message: Hj212Message }
  | { ok: false; problem: ParseProblem; partial: Hj212Message }

/** How a device's segments are read; both as the bytes say unless the device is set to something. */
export interface SegmentOptions {
  /** `auto`: as Flag says, a hint only (fact sheet, rule 4); an edition: whatever Flag says. */
  edition?: 'auto' | Edition
  charset?: Charset
}

/** Fields of the header before they are judged; undefined = the segment has no such field. */
interface Header {
  fields: (string | undefined)[]
  others: NamedText[]
  /** Place after `CP=`, or -1. */
  cpFrom: number
  /** Place in FIELD_NAMES of the field read last. */
  lastPlace: number
  isOutOfOrder: boolean
}

type Note = (code: ProblemCode, detail: string) => void

/** Header fields in the order of HJ 212-2017; 2005 itself varies the order, so only later editions are held to it. */
const FIELD_NAMES = ['QN', 'ST', 'CN', 'PW', 'MN', 'FLAG', 'PNUM', 'PNO'] as const
const FIELD_PLACES = new Map<string, number>(FIELD_NAMES.map((name, place) => [name, place]))
FIELD_PLACES.set('Flag', FIELD_NAMES.indexOf('FLAG'))
const NO_PROBLEMS: readonly ParseProblem[] = Object.freeze([])

const SEMICOLON = 0x3b
const COMMA = 0x2c
const EQUALS = 0x3d

/**
 * Reads a data segment (HJ 212-2017, HJ/T 212-2005; fact sheet, section 3): fields by name whatever their order, the
 * edition from Flag, CP as items. Total: any bytes give a message or a problem.
 * @param options what the device is set to, once it is known: its MN stands inside
 */
export function parseSegment(segment: Buffer, options: SegmentOptions = {}): SegmentResult {
  let problems: ParseProblem[] | null = null
  const note: Note = (code, detail) => {
    problems ??= []
    if (!problems.some((known) => known.code === code)) problems.push(problemOf(code, shorten(detail)))
  }
  const text = decodeText(segment, note, options.charset)
  const header = parseHeader(text, note)
  const cpText = header.cpFrom < 0 ? '' : cpBetweenMarks(text, header.cpFrom, note)
  const cp = parseCp(cpText, note)
  const [qn = '', st = '', cn = '', pw = '', mn = '', flagText, pnumText, pnoText] = header.fields
  const flag = flagText === undefined ? null : readFlag(flagText, note)
  const pnum = pnumText === undefined ? undefined : readNumber(pnumText, note)
  const pno = pnoText === undefined ? undefined : readNumber(pnoText, note)

  const message: Hj212Message = {
    edition: isEdition(options.edition) ? options.edition : editionOf(flag, note),
    qn: qn === '' ? (cpValue(cp, 'QN') ?? '') : qn,
    st,
    cn,
    pw,
    mn,
    flag,
    needsAnswer: flag !== null && (flag & FLAG_ANSWER_BIT) !== 0,
    others: header.others,
    cp,
    cpText,
    problems: NO_PROBLEMS,
  }
  if (pnum !== undefined) message.pnum = pnum
  if (pno !== undefined) message.pno = pno
  if (cn === '')
    return { ok: false, problem: problemOf('not-hj212'), partial: { ...message, problems: problems ?? [] } }
  if (header.cpFrom < 0) note('cp-missing', '')
  if (message.edition !== '2005' && header.isOutOfOrder) note('field-order', '')
  message.problems = problems ?? NO_PROBLEMS
  return { ok: true, message }
}

function parseHeader(text: string, note: Note): Header {
  const header: Header = { fields: [], others: [], cpFrom: -1, lastPlace: -1, isOutOfOrder: false }
  let start = 0
  let equals = -1
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : SEMICOLON
    if (code === EQUALS) {
      if (equals >= 0) continue
      equals = at
      if (isCpName(text, start, at)) {
        header.cpFrom = at + 1
        return header
      }
    } else if (code === SEMICOLON || code === COMMA) {
      if (code === COMMA) note('comma-in-header', '')
      if (at === start) {
        if (at < text.length) note('empty-field', '')
      } else if (equals < 0) {
        takeField(header, text.slice(start, at), '', note)
      } else {
        takeField(header, text.slice(start, equals), text.slice(equals + 1, at), note)
      }
      start = at + 1
      equals = -1
    }
  }
  return header
}

function takeField(header: Header, name: string, value: string, note: Note): void {
  let place = FIELD_PLACES.get(name)
  if (place === undefined || name === 'FLAG') {
    place = FIELD_PLACES.get(name.trim().toUpperCase())
    if (place !== undefined) note('name-case', name)
  }
  if (place === undefined) {
    // A segment without CP closes its last field with `&&` (fact sheet, section 9).
    header.others.push({ name, value: value.endsWith('&&') ? value.slice(0, -2) : value })
  } else if (header.fields[place] === undefined) {
    header.fields[place] = value
    if (place < header.lastPlace) header.isOutOfOrder = true
    header.lastPlace = place
  } else {
    note('field-repeated', name)
  }
}

/** Text between the opening and the closing `&&` of CP; what stands in their place is noted and read as well as can be. */
function cpBetweenMarks(text: string, from: number, note: Note): string {
  const isClosed = text.length - from >= 4 && text.endsWith('&&')
  if (isClosed && text.startsWith('&&', from)) return text.slice(from + 2, -2)
  let start = from
  while (start < from + 2 && text[start] === '&') start++
  let end = text.length
  if (isClosed) end -= 2
  else {
    const close = text.lastIndexOf('&&')
    if (close >= start) {
      note('text-after-cp', text.slice(close + 2))
      end = close
    }
  }
  note('cp-marks', '')
  return text.slice(start, end)
}

function isCpName(text: string, start: number, end: number): boolean {
  return end - start === 2 && (text.charCodeAt(start) | 0x20) === 0x63 && (text.charCodeAt(start + 1) | 0x20) === 0x70
}

function isEdition(wanted: SegmentOptions['edition']): wanted is Edition {
  return wanted !== undefined && wanted !== 'auto'
}

function editionOf(flag: number | null, note: Note): Edition {
  if (flag === null) return '2005'
  const edition = editionOfFlag(flag)
  if (edition === null) note('flag-edition-unknown', String(flag))
  return edition ?? '2017'
}

function readFlag(text: string, note: Note): number | null {
  const flag = readDecimal(text.trim(), 3)
  if (flag === null || flag > 255) {
    note('flag-unreadable', text)
    return null
  }
  return flag
}

function readNumber(text: string, note: Note): number | undefined {
  const number = readDecimal(text.trim(), 4)
  if (number === null) note('number-unreadable', text)
  return number ?? undefined
}

function readDecimal(text: string, maxDigits: number): number | null {
  if (text.length === 0 || text.length > maxDigits) return null
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x30 || code > 0x39) return null
  }
  return Number(text)
}

function shorten(detail: string): string {
  return detail.length <= 40 ? detail : `${detail.slice(0, 40)}…`
}
