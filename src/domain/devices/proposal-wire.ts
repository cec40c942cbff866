import type { DataUpload } from '../../protocols/hj212/data.ts'
import type { FrameFound } from '../../protocols/hj212/frame.ts'
import type { CrcKind } from '../../protocols/hj212/locate.ts'
import type { Hj212Message } from '../../protocols/hj212/message.ts'
import { type Choice, countsOf, type Evidence, evidenceOf } from './proposal-evidence.ts'

/** A kept frame, read as far as it can be. */
export interface HeardFrame {
  receivedAt: number
  frame: FrameFound
  message: Hj212Message
  /** Whether its CP is enciphered: then only the header says something. */
  isSealed: boolean
  upload: DataUpload | null
}

/** Fewer frames than this prove nothing about how a device spells. */
export const ENOUGH_FRAMES = 10
const ENOUGH_TEXTS = 3
/** Up to this share of wrong CRCs is the line's doing, not the device's. */
const NOISE_SHARE = 0.2

/** Commands and header fields that no edition before 2025 has (fact sheet, section 5.2; reported). */
const commandsOf2025: ReadonlySet<string> = new Set([
  '1002',
  '1014',
  '2013',
  '2052',
  '2062',
  '2111',
  '3022',
  '3024',
  '9015',
])

/**
 * Edition by Flag, which is a hint only: Flag 8 and 9 were sent years before 2025 (fact sheet, section 8), so they count as
 * that edition only beside something that no other has.
 */
export function editionChoice(heard: readonly HeardFrame[]): Choice<'auto' | '2005' | '2017' | '2025'> {
  const flags = heard.map(({ message }) => (message.flag === null ? '–' : String(message.flag)))
  const evidence = [evidenceOf('flags', { flags: listed(flags), frames: heard.length })]
  const editions = countsOf(heard.map(({ message }) => message.edition))
  const isEnough = heard.length >= ENOUGH_FRAMES
  const marks = heard.flatMap(marksOf2025)
  if (marks.length > 0) {
    evidence.push(evidenceOf('only-2025', { what: listed(marks) }))
    return { value: '2025', evidence, sure: isEnough && editions.length === 1 }
  }
  const [only] = editions
  if (only === undefined || editions.length > 1) return { value: 'auto', evidence, sure: false }
  if (only.text === '2025') {
    evidence.push(evidenceOf('flag-8-before-2025'))
    return { value: '2017', evidence, sure: false }
  }
  const mixed = heard.filter(({ message }) => message.edition === '2005' && hasCodesOf2017(message)).length
  if (mixed > 0) {
    evidence.push(evidenceOf('codes-of-2017', { frames: mixed }))
    return { value: 'auto', evidence, sure: false }
  }
  return { value: only.text === '2005' ? '2005' : '2017', evidence, sure: isEnough }
}

function marksOf2025({ message, isSealed }: HeardFrame): string[] {
  const marks = commandsOf2025.has(message.cn) ? [`CN ${message.cn}`] : []
  if (isSealed) marks.push('SM4')
  if (message.others.some(({ name }) => name === 'RF')) marks.push('RF')
  return marks
}

function hasCodesOf2017(message: Hj212Message): boolean {
  return message.cp.some((item) => item.some(({ name }) => /^[a-z]\d{5}-/.test(name)))
}

/** The strictest CRC policy under which the frames would have been taken, but for what a noisy line spoils. */
export function crcChoice(heard: readonly HeardFrame[]): Choice<'tolerant' | 'strict' | 'ignore'> {
  const judged = heard.filter(({ isSealed }) => !isSealed).map(({ frame }) => frame)
  const of = (kind: CrcKind) => judged.filter(({ crcKind }) => crcKind === kind).length
  const kinds = { standard: of('standard'), modbus: of('modbus'), swapped: of('swapped') }
  const evidence = [evidenceOf('crc-kinds', { ...kinds, wrong: of('wrong'), absent: of('absent') })]
  const bad = judged.filter(({ crcKind }) => crcKind === 'wrong' || crcKind === 'absent')
  const isEnough = judged.length >= ENOUGH_FRAMES
  if (judged.length === 0) return { value: 'tolerant', evidence, sure: false }
  if (judged.every(({ crcKind }) => crcKind === 'standard')) return { value: 'strict', evidence, sure: isEnough }
  if (bad.length <= judged.length * NOISE_SHARE) return { value: 'tolerant', evidence, sure: isEnough }
  const [constant, ...others] = countsOf(bad.map(({ crcText }) => crcText.toUpperCase()))
  const isConstant = constant !== undefined && others.length === 0 && bad.length === judged.length
  if (isConstant && constant.text !== '') evidence.push(evidenceOf('crc-constant', { crc: constant.text }))
  return { value: 'ignore', evidence, sure: isEnough && isConstant }
}

/** Charset by the frames that hold more than ASCII. */
export function charsetChoice(heard: readonly HeardFrame[]): Choice<'auto' | 'utf-8' | 'gbk'> {
  const texts = heard.filter(({ frame, isSealed }) => !isSealed && frame.segment.some((byte) => byte >= 0x80))
  if (texts.length === 0) {
    return { value: 'auto', evidence: [evidenceOf('text-ascii', { frames: heard.length })], sure: true }
  }
  const codes = texts.map(({ message }) => message.problems.find(({ code }) => code.startsWith('charset-'))?.code)
  const gbk = codes.filter((code) => code === 'charset-gbk').length
  const unknown = codes.filter((code) => code === 'charset-unknown').length
  const utf8 = texts.length - gbk - unknown
  const evidence = [evidenceOf('text-kinds', { utf8, gbk, unknown })]
  const sure = texts.length >= ENOUGH_TEXTS
  if (utf8 === texts.length) return { value: 'utf-8', evidence, sure }
  if (gbk === texts.length) return { value: 'gbk', evidence, sure }
  return { value: 'auto', evidence, sure: false }
}

/** Whether the device asks for answers; one that does not ask and yet sends everything again waits for them all the same. */
export function answersChoice(heard: readonly HeardFrame[]): Choice<'asked' | 'always' | 'never'> {
  const asked = heard.filter(({ message }) => message.needsAnswer).length
  const uploads = heard.filter(({ upload }) => upload !== null)
  const distinct = new Set(uploads.map(({ message }) => `${message.cn} ${message.cpText}`)).size
  const repeats = uploads.length - distinct
  const evidence: Evidence[] = [evidenceOf('answers-asked', { asked, frames: heard.length })]
  if (repeats > 0) evidence.push(evidenceOf('answers-repeats', { repeats, frames: uploads.length }))
  if (asked === 0 && repeats > 0 && repeats >= distinct) return { value: 'always', evidence, sure: false }
  return { value: 'asked', evidence, sure: asked > 0 || repeats === 0 }
}

function listed(texts: readonly string[]): string {
  return countsOf(texts)
    .map(({ text, count }) => `${text} × ${count}`)
    .join(', ')
}
