import { instantOfCompact } from '../../standards/civil-time.ts'
import { commandOf, isKnownSystem } from './commands.ts'
import { readDecimal, resolutionOfCommand } from './data.ts'
import { cpValue, type Edition, FLAG_SPLIT_BIT, type Hj212Message, isNamed, type NamedText } from './message.ts'
import {
  type FactorName,
  plainNames,
  readName,
  suffixAliases,
  suffixes,
  valueSuffixes,
  valueSuffixes2005,
} from './names.ts'
import { type ParseProblem, type ProblemCode, problemOf } from './problems.ts'

/**
 * Whether a message keeps its edition to the letter: what a gateway reads past in silence and a person who tests a
 * device wants to know. Nothing here stops a message from being read.
 *
 * MN: the standard's 24 hexadecimal digits (2017) and 14 characters (2005) are so rarely kept that its width is not
 * judged, only that it consists of at most 24 letters and digits.
 */

/** Longest CP in bytes (2025: as 2017, reported). */
const CP_LIMIT: Record<Edition, number> = { '2005': 960, '2017': 950, '2025': 950 }

/** Data marks `-Flag`; those of 2025 are not known well enough to judge. */
const MARKS: Record<Edition, string | null> = { '2005': 'PFCMTDSN0123', '2017': 'NFMSDCTB', '2025': null }

const KNOWN_SUFFIXES: ReadonlySet<string> = new Set([...Object.values(suffixes), ...valueSuffixes])
const KNOWN_SUFFIXES_2005: ReadonlySet<string> = new Set(valueSuffixes2005)
const TEXT_SUFFIXES: ReadonlySet<string> = new Set([...Object.values(suffixes), 'Info', 'SN'])
const PLAIN_NAMES: ReadonlySet<string> = new Set(plainNames)
const PLAIN_NAMES_LOWER: ReadonlySet<string> = new Set(plainNames.map((name) => name.toLowerCase()))

/** Everything in which a message departs from its edition, each code once, beyond what parsing noted already. */
export function departuresOf(message: Hj212Message): ParseProblem[] {
  const found = new Map<ProblemCode, ParseProblem>()
  const note = (code: ProblemCode, detail = '') => {
    if (!found.has(code)) found.set(code, problemOf(code, detail.slice(0, 40)))
  }
  judgeHeader(message, note)
  judgeNumbers(message, note)
  judgeDataTime(message, note)
  if (Buffer.byteLength(message.cpText) > CP_LIMIT[message.edition]) {
    note('cp-too-long', String(Buffer.byteLength(message.cpText)))
  }
  const codes = new Set<string>()
  for (const item of message.cp) {
    for (const pair of item) {
      const name = readName(pair.name)
      if (name !== null) {
        codes.add(name.code)
        judgeFactor(pair, name, message.edition, note)
      } else if (codes.has(pair.name)) note('bare-mark', pair.name)
      else judgePlain(pair, note)
    }
  }
  return [...found.values()]
}

type Note = (code: ProblemCode, detail?: string) => void

function judgeHeader(message: Hj212Message, note: Note): void {
  const { edition, qn, st, cn, pw, mn } = message
  const is2005 = edition === '2005'
  const command = commandOf(cn, edition)
  if (qn === '') {
    if (!is2005) note('qn-missing')
  } else if (!/^\d{17}$/.test(qn)) note('qn-form', qn)
  if (isQnMisplaced(message)) note('qn-in-cp')
  if (!is2005 && (cn === '9013' || cn === '9014') && message.cp.length > 0) note('answer-cp', message.cpText)
  if (st.length !== 2) note('st-form', st)
  else if (!isKnownSystem(st)) note('st-unknown', st)
  if (command === null) note('cn-unknown', cn)
  if (command?.kind === 'answer' && st !== '91') note('answer-st', st)
  // A data answer of 2005 has neither PW nor MN; an MN not yet given may be empty in 2025.
  const mayLackIdentity = is2005 && cn === '9014'
  if (pw.length !== 6 && !(pw === '' && mayLackIdentity)) note('pw-form', String(pw.length))
  if (mn === '') {
    if (!mayLackIdentity && edition !== '2025') note('mn-missing')
  } else if (!/^[0-9A-Za-z]{1,24}$/.test(mn)) note('mn-form', mn)
  for (const { name } of message.others) if (!(edition === '2025' && name === 'RF')) note('field-unknown', name)
}

/** 2005 puts the QN first in the CP of replies; elsewhere in CP, or in a later edition, it is a dialect. */
function isQnMisplaced(message: Hj212Message): boolean {
  const isFirst = message.cp[0]?.[0] !== undefined && isNamed(message.cp[0][0], 'QN')
  return cpValue(message.cp, 'QN') !== null && !(message.edition === '2005' && isFirst)
}

function judgeNumbers(message: Hj212Message, note: Note): void {
  const { flag, pnum, pno } = message
  const isSplit = flag !== null && (flag & FLAG_SPLIT_BIT) !== 0
  const hasNumbers = pnum !== undefined && pno !== undefined
  const isUpload = cpValue(message.cp, 'DataTime') !== null
  // In 2005 a request with the bit set asks for answers that may be split; it is not split itself.
  if (isSplit && !hasNumbers && (message.edition !== '2005' || isUpload)) note('split-without-numbers')
  if (flag !== null && !isSplit && (pnum !== undefined || pno !== undefined)) note('numbers-without-split')
  if (hasNumbers && (pno < 1 || pno > pnum)) note('numbers-invalid', `PNO=${pno}, PNUM=${pnum}`)
}

function judgeDataTime(message: Hj212Message, note: Note): void {
  const text = cpValue(message.cp, 'DataTime')
  if (text === null) {
    const hasFactor = message.cp.some((item) => item.some((pair) => readName(pair.name) !== null))
    if (resolutionOfCommand.has(message.cn) && hasFactor) note('data-time-missing')
    return
  }
  if (!/^\d{14}$/.test(text)) note('data-time-form', text)
  else if (instantOfCompact(text) === null) note('data-time-unreal', text)
  if (message.cp.some((item) => item.length > 1 && item.some((pair) => isNamed(pair, 'DataTime')))) {
    note('data-time-in-item')
  }
}

function judgePlain(pair: NamedText, note: Note): void {
  if (isNamed(pair, 'Flag')) note('bare-flag')
  else if (!PLAIN_NAMES.has(pair.name) && PLAIN_NAMES_LOWER.has(pair.name.toLowerCase())) note('name-case', pair.name)
}

function judgeFactor(pair: NamedText, name: FactorName, edition: Edition, note: Note): void {
  const { code, suffix } = name
  const spelt = pair.name.slice(pair.name.lastIndexOf('-') + 1)
  if (pair.name.length - spelt.length - 1 > code.length) note('suffix-repeated', pair.name)
  else if (Object.hasOwn(suffixAliases, spelt)) note('suffix-alias', pair.name)
  else if (spelt !== suffix) note('name-case', pair.name)
  const isKnown = KNOWN_SUFFIXES.has(suffix) || (edition === '2005' && KNOWN_SUFFIXES_2005.has(suffix))
  if (!isKnown && edition !== '2025') note('suffix-unknown', pair.name)
  const marks = MARKS[edition]
  if (suffix === suffixes.flag && marks !== null && (pair.value.length !== 1 || !marks.includes(pair.value))) {
    note('mark-unknown', `${pair.name}=${pair.value}`)
  }
  if (!TEXT_SUFFIXES.has(suffix) && edition !== '2025' && readDecimal(pair.value) === null) {
    note('value-unreadable', `${pair.name}=${pair.value}`)
  }
  // Codes of HJ 524-2009 (a34004, w01018) came with 2017; 2005 has three characters.
  if (edition === '2005' && /^[a-z]\d{5}$/.test(code)) note('edition-mixed', code)
}
