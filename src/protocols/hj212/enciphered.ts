import { crc16 } from './crc.ts'

/**
 * Recognises a frame of the 2025 edition whose CP is enciphered, so that it can be framed by its length: cipher bytes may
 * hold `##`, `&&`, CR and LF (fact sheet, section 8). Reported, not verified: that the cipher bytes go raw on the wire. It
 * follows from the standard's own examples, whose declared length is that of the plaintext; one public implementation
 * takes them for the text `{0xE4,0x3E,…}` that the standard prints.
 */

/** More than the header of any frame: QN, ST, CN, PW, MN, Flag, PNUM, PNO, RF. [bytes] */
const LONGEST_HEADER = 256
/** SM4 works on groups of 16 bytes; shorter content stays plain. */
const GROUP = 16
/** Enough of the content to tell cipher bytes from text: 48 random bytes are all text once in 10²⁰ times. */
const SAMPLE = 48
/** Heads inside one CP that are looked at; cipher bytes hold hardly ever one, a heap of cut frames many. */
const MOST_HEADS = 4

const OPENING = ';CP=&&'
const AMPERSAND = 0x26
const HASH = 0x23
const CR = 0x0d
const LF = 0x0a

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const strictGbk = new TextDecoder('gbk', { fatal: true })

/** Place of the first byte of CP's content in the segment that begins at `start`, or -1 where CP is not opened by `&&`. */
export function contentStart(bytes: Buffer, start: number): number {
  const header = bytes.subarray(start, start + LONGEST_HEADER)
  const at = header.indexOf(OPENING, 0, 'latin1')
  return at < 0 ? -1 : start + at + OPENING.length
}

/** Whether the frame that begins at `start` says that it is of 2025 (Flag ≥ 8) and has opened its CP before `boundary`. */
export function mayBeEnciphered(bytes: Buffer, start: number, boundary: number): boolean {
  const content = contentStart(bytes, start)
  if (content < 0 || content > boundary) return false
  const flag = /(?:^|;)Flag=(\d{1,3})(?:;|$)/i.exec(bytes.toString('latin1', start, content - OPENING.length))
  return flag !== null && Number(flag[1]) >= 8 && Number(flag[1]) <= 11
}

/** Whether the content at `content` is written as the text `{0xE4,0x3E,…}`. */
export function isCipherText(bytes: Buffer, content: number): boolean {
  return bytes.toString('latin1', content, content + 3) === '{0x'
}

/**
 * Whether the segment from `start` to its declared end is an enciphered frame: its content is no text, `&&`, four
 * hexadecimal digits and CR LF stand where the length says, and no whole frame lies inside, which would mean that this
 * one was cut. The answer depends on the bytes up to the declared end alone, never on how they were cut into reads.
 */
export function isEncipheredFrame(
  bytes: Buffer,
  start: number,
  declaredEnd: number,
  isFinal: boolean,
): boolean | 'need-more' {
  const content = contentStart(bytes, start)
  if (content < 0 || declaredEnd - 2 - content < GROUP) return false
  const sampleEnd = Math.min(content + SAMPLE, declaredEnd - 2)
  if (bytes.length < sampleEnd) return isFinal ? false : 'need-more'
  if (!isCipherSample(bytes.subarray(content, sampleEnd))) return false
  const end = declaredEnd + 6
  if (holdsFrame(bytes, content, Math.min(end, bytes.length))) return false
  if (bytes.length < end) return isFinal ? false : 'need-more'
  if (bytes[declaredEnd - 1] !== AMPERSAND || bytes[declaredEnd - 2] !== AMPERSAND) return false
  if (bytes[end - 2] !== CR || bytes[end - 1] !== LF) return false
  return /^[0-9A-Fa-f]{4}$/.test(bytes.toString('latin1', declaredEnd, declaredEnd + 4))
}

/** Of cipher bytes five in eight are no printable ASCII; a text with a few damaged bytes stays a text. */
function isCipherSample(sample: Buffer): boolean {
  let odd = 0
  for (const byte of sample) if (byte >= 0x7f || (byte < 0x20 && byte !== CR && byte !== LF)) odd++
  return odd >= sample.length / 4 && !isText(sample)
}

/** Whether bytes may be text: no control characters but line ends, and UTF-8 or GBK (a character may be cut at the end). */
export function isText(bytes: Buffer): boolean {
  for (const byte of bytes) if ((byte < 0x20 && byte !== CR && byte !== LF) || byte === 0x7f) return false
  return isOf(strictUtf8, bytes, 3) || isOf(strictGbk, bytes, 1)
}

function isOf(decoder: TextDecoder, bytes: Buffer, mostCut: number): boolean {
  for (let cut = 0; cut <= mostCut; cut++) {
    try {
      decoder.decode(bytes.subarray(0, bytes.length - cut))
      return true
    } catch {
      // The last character may reach beyond the sample.
    }
  }
  return false
}

/** Whether a whole frame with the right CRC lies in `bytes[from, to)`, or more heads than cipher bytes hold. */
function holdsFrame(bytes: Buffer, from: number, to: number): boolean {
  let heads = 0
  for (let at = bytes.indexOf(HASH, from); at >= 0 && at + 6 < to; at = bytes.indexOf(HASH, at + 1)) {
    if (bytes[at + 1] !== HASH) continue
    const digits = /^\d{2,4}/.exec(bytes.toString('latin1', at + 2, at + 6))?.[0]
    if (digits === undefined) continue
    heads++
    if (heads > MOST_HEADS) return true
    const start = at + 2 + digits.length
    const end = start + Number(digits)
    if (end + 4 > to) continue
    const crc = bytes.toString('latin1', end, end + 4)
    if (/^[0-9A-Fa-f]{4}$/.test(crc) && Number.parseInt(crc, 16) === crc16(bytes, start, end)) return true
  }
  return false
}
