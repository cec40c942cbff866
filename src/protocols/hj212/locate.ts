import { crc16, modbusCrc16 } from './crc.ts'
import { contentStart, isCipherText, isEncipheredFrame, mayBeEnciphered } from './enciphered.ts'
import { headFrom, isDigit, lineEndFrom, type SearchMarks } from './marks.ts'
import type { ProblemCode } from './problems.ts'

/**
 * Where a frame that begins at a given `##` ends: the pure decision under the streaming framer (HJ 212-2017, packet
 * structure: `##`, four digits, data segment, four hex digits, CR LF; fact sheet, section 1).
 *
 * The decision depends on bytes alone, never on how they were cut into reads: whatever is decided from a beginning is
 * decided the same from more. Three things may end a frame, and the first in the stream wins:
 * a line end that follows a recognisable CRC before the declared end (the declared length was too long);
 * the head of the next frame before the declared end (this one was cut); the declared end itself.
 */

const AMPERSAND = 0x26
const STAR = 0x2a
const CR = 0x0d
const LF = 0x0a
const DIGIT_0 = 0x30
const DIGIT_9 = 0x39

/** How far from the declared place a CRC without closing `&&` is still looked for. */
const CRC_DRIFT = 8

/**
 * How the CRC text of a frame relates to its segment. `enciphered`: it is over a plaintext that only the key can give
 * (2025), so it cannot be judged yet.
 */
export type CrcKind = 'standard' | 'modbus' | 'swapped' | 'wrong' | 'absent' | 'enciphered'

export interface LocatedFrame {
  kind: 'frame'
  segmentStart: number
  segmentEnd: number
  crcEnd: number
  /** First byte after the tail. */
  end: number
  declaredLength: number
  crcKind: CrcKind
  problems: readonly ProblemCode[]
}

export type Located = LocatedFrame | { kind: 'garbage'; end: number; reason: ProblemCode } | { kind: 'need-more' }

export const NO_PROBLEMS: readonly ProblemCode[] = Object.freeze([])
const NEED_MORE = { kind: 'need-more' } as const

/**
 * Decides what begins at `at`, where `bytes[at]` and `bytes[at + 1]` are `#`.
 * @param isFinal no more bytes will come: decide with what is there
 * @param maxBuffer longest frame or unfinished frame, in bytes
 */
export function locateFrame(
  bytes: Buffer,
  at: number,
  isFinal: boolean,
  maxBuffer: number,
  marks: SearchMarks,
): Located {
  const available = bytes.length
  let start = at + 2
  let declaredLength = 0
  while (start < available && start < at + 6 && isDigit(bytes[start])) {
    declaredLength = declaredLength * 10 + (bytes[start] ?? 0) - DIGIT_0
    start++
  }
  const digits = start - at - 2
  if (digits < 4 && start === available && !isFinal) return NEED_MORE
  // A lone `##` is noise; skip one byte, so that `###0101` is found from its second `#`.
  if (digits < 2)
    return { kind: 'garbage', end: at + 1, reason: isFinal && start === available ? 'cut-frame' : 'noise' }

  const declaredEnd = start + declaredLength
  const declaredCrcEnd = declaredEnd + 4
  if (declaredCrcEnd - at > maxBuffer) return { kind: 'garbage', end: at + 2, reason: 'too-long' }
  const nextHead = headFrom(bytes, start, isFinal, marks)
  const isHeadWhole = nextHead === marks.headAt

  let from = start
  for (;;) {
    const lineEnd = lineEndFrom(bytes, from, marks)
    const boundary = Math.min(lineEnd, nextHead)
    if (boundary >= declaredCrcEnd || boundary >= available) break
    if (boundary === nextHead && !isHeadWhole) return NEED_MORE
    const segmentEnd = segmentEndBefore(bytes, start, boundary, declaredEnd)
    const frame = segmentEnd < 0 ? null : closed(bytes, start, segmentEnd, boundary, declaredLength, digits)
    if (frame?.crcKind === 'standard') return frame
    if ((frame !== null || boundary === nextHead) && digits === 4 && mayBeEnciphered(bytes, start, boundary)) {
      const verdict = isEncipheredFrame(bytes, start, declaredEnd, isFinal)
      if (verdict === 'need-more') return NEED_MORE
      if (verdict) return encipheredFrame(start, declaredEnd, declaredLength)
    }
    if (frame !== null) return frame
    if (boundary === nextHead) return { kind: 'garbage', end: nextHead, reason: 'cut-frame' }
    from = boundary + 1
  }

  if (declaredCrcEnd <= available && !marks.crcFailed) {
    const received = hex4(bytes, declaredEnd)
    if (received >= 0 && received === crc16(bytes, start, declaredEnd)) {
      const tail = tailLength(bytes, declaredCrcEnd, isFinal)
      if (tail < 0) return NEED_MORE
      const end = declaredCrcEnd + tail
      const isPlain = digits === 4 && tail === 2 && bytes[end - 1] === LF && !hasLowerCase(bytes, declaredEnd)
      const problems = isPlain ? NO_PROBLEMS : spellingProblems(bytes, declaredEnd, declaredCrcEnd, end, digits)
      return {
        kind: 'frame',
        segmentStart: start,
        segmentEnd: declaredEnd,
        crcEnd: declaredCrcEnd,
        end,
        declaredLength,
        crcKind: 'standard',
        problems,
      }
    }
    marks.crcFailed = true
  }
  if (declaredCrcEnd > available && !isFinal) return NEED_MORE

  // Nothing fits at the declared place: the frame ends where a line, the next frame or the stream ends.
  const lineEnd = lineEndFrom(bytes, from, marks)
  const boundary = Math.min(lineEnd, nextHead, available)
  if (boundary === available || (boundary === nextHead && !isHeadWhole)) {
    if (!isFinal) return available - at > maxBuffer ? { kind: 'garbage', end: boundary, reason: 'too-long' } : NEED_MORE
  }
  const segmentEnd = segmentEndBefore(bytes, start, boundary, declaredEnd)
  if (segmentEnd >= 0) return closed(bytes, start, segmentEnd, boundary, declaredLength, digits)
  if (declaredCrcEnd <= boundary && hex4(bytes, declaredEnd) >= 0 && isClosing(bytes, declaredEnd, start)) {
    return closed(bytes, start, declaredEnd, declaredCrcEnd, declaredLength, digits)
  }
  return {
    kind: 'garbage',
    end: boundary === lineEnd ? boundary + 1 : boundary,
    reason: boundary === available ? 'cut-frame' : 'unreadable-frame',
  }
}

/** A frame of 2025 whose CP is enciphered, framed by its length alone: its bytes may hold `##`, `&&` and line ends. */
function encipheredFrame(segmentStart: number, segmentEnd: number, declaredLength: number): LocatedFrame {
  return {
    kind: 'frame',
    segmentStart,
    segmentEnd,
    crcEnd: segmentEnd + 4,
    end: segmentEnd + 6,
    declaredLength,
    crcKind: 'enciphered',
    problems: ['cp-enciphered'],
  }
}

/** A frame whose end was recognised from its text; `boundary` is the line end, the next head or the last byte. */
function closed(
  bytes: Buffer,
  segmentStart: number,
  segmentEnd: number,
  boundary: number,
  declaredLength: number,
  digits: number,
): LocatedFrame {
  const crcEnd = Math.min(contentEnd(bytes, segmentStart, boundary), segmentEnd + 4)
  const end = bytes[boundary] === LF ? boundary + 1 : boundary
  const crcKind = crcKindOf(bytes, segmentStart, segmentEnd, crcEnd)
  const problems = spellingProblems(bytes, segmentEnd, crcEnd, end, digits)
  if (crcKind !== 'standard' && mayBeEnciphered(bytes, segmentStart, segmentEnd)) {
    if (isCipherText(bytes, contentStart(bytes, segmentStart))) {
      problems.push('cp-enciphered')
      return { kind: 'frame', segmentStart, segmentEnd, crcEnd, end, declaredLength, crcKind: 'enciphered', problems }
    }
    const isWhole = declaredLength === segmentEnd - segmentStart && digits === 4
    if (isWhole && isEncipheredFrame(bytes, segmentStart, segmentEnd, true) === true) {
      return encipheredFrame(segmentStart, segmentEnd, declaredLength)
    }
  }
  if (declaredLength !== segmentEnd - segmentStart) {
    problems.push(lengthProblem(bytes, segmentStart, segmentEnd, declaredLength))
  }
  if (crcKind !== 'standard' && crcKind !== 'enciphered') problems.push(`crc-${crcKind}`)
  return { kind: 'frame', segmentStart, segmentEnd, crcEnd, end, declaredLength, crcKind, problems }
}

/** End of the data segment when the frame's text stops at `boundary`, or -1 when no segment can be recognised. */
function segmentEndBefore(bytes: Buffer, start: number, boundary: number, declaredEnd: number): number {
  const end = contentEnd(bytes, start, boundary)
  const crcAt = end - 4
  if (crcAt === declaredEnd && crcAt >= start) return crcAt
  if (crcAt >= start && hex4(bytes, crcAt) >= 0) {
    if (isClosing(bytes, crcAt, start)) return crcAt
    if (Math.abs(crcAt - declaredEnd) <= CRC_DRIFT && hex4(bytes, crcAt) === crc16(bytes, start, crcAt)) return crcAt
  }
  for (let place = end; place >= start && place > end - 4; place--) {
    if (isClosing(bytes, place, start)) return place
    if (hexDigit(bytes[place - 1]) < 0) break
  }
  return -1
}

/** `boundary` without the CR and the `**` that stand before it. */
function contentEnd(bytes: Buffer, start: number, boundary: number): number {
  let end = boundary
  if (end > start && bytes[end - 1] === CR) end--
  if (end - start >= 2 && bytes[end - 1] === STAR && bytes[end - 2] === STAR) end -= 2
  return end
}

/** How the CRC text `bytes[end, crcEnd)` relates to the segment `bytes[start, end)`. */
export function crcKindOf(bytes: Buffer, start: number, end: number, crcEnd: number): CrcKind {
  if (crcEnd === end) return 'absent'
  let received = 0
  for (let at = end; at < crcEnd; at++) {
    const digit = hexDigit(bytes[at])
    if (digit < 0) return 'wrong'
    received = received * 16 + digit
  }
  const expected = crc16(bytes, start, end)
  if (received === expected) return 'standard'
  if (received === modbusCrc16(bytes, start, end)) return 'modbus'
  if (received === (((expected & 0xff) << 8) | (expected >> 8))) return 'swapped'
  return 'wrong'
}

/** What had to be tolerated in the spelling of length, CRC and tail. */
function spellingProblems(
  bytes: Buffer,
  segmentEnd: number,
  crcEnd: number,
  end: number,
  digits: number,
): ProblemCode[] {
  const problems: ProblemCode[] = []
  if (digits !== 4) problems.push('length-digits')
  if (crcEnd > segmentEnd && crcEnd - segmentEnd < 4) problems.push('crc-unpadded')
  if (crcEnd - segmentEnd === 4 && hex4(bytes, segmentEnd) >= 0 && hasLowerCase(bytes, segmentEnd)) {
    problems.push('crc-lower-case')
  }
  if (end <= crcEnd) problems.push('tail-missing')
  else if (end - crcEnd === 4 && bytes[crcEnd] === STAR) problems.push('tail-stars')
  else if (end - crcEnd !== 2 || bytes[crcEnd] !== CR) problems.push('tail-not-crlf')
  return problems
}

function lengthProblem(bytes: Buffer, start: number, end: number, declared: number): ProblemCode {
  if (declared === end - start + 6) return 'length-counts-tail'
  return declared === bytes.toString('utf8', start, end).length ? 'length-in-characters' : 'length-wrong'
}

/** Bytes of the tail at `at`: CR LF, LF, CR, `**` CR LF, or 0; -1 when more bytes are needed to say. */
function tailLength(bytes: Buffer, at: number, isFinal: boolean): number {
  if (at >= bytes.length) return isFinal ? 0 : -1
  const first = bytes[at]
  if (first === LF) return 1
  if (first === CR) {
    if (at + 1 >= bytes.length) return isFinal ? 1 : -1
    return bytes[at + 1] === LF ? 2 : 1
  }
  if (first !== STAR) return 0
  for (let offset = 1; offset < 4; offset++) {
    if (at + offset >= bytes.length) return isFinal ? 0 : -1
    if (bytes[at + offset] !== (offset === 1 ? STAR : offset === 2 ? CR : LF)) return 0
  }
  return 4
}

/** Whether the closing `&&` ends right before `at`. */
function isClosing(bytes: Buffer, at: number, start: number): boolean {
  return at - 2 >= start && bytes[at - 1] === AMPERSAND && bytes[at - 2] === AMPERSAND
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= DIGIT_0 && byte <= DIGIT_9) return byte - DIGIT_0
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** Value of the four hexadecimal digits at `at` in either case, or -1. */
function hex4(bytes: Buffer, at: number): number {
  let value = 0
  for (let place = at; place < at + 4; place++) {
    const digit = hexDigit(bytes[place])
    if (digit < 0) return -1
    value = (value << 4) | digit
  }
  return value
}

function hasLowerCase(bytes: Buffer, at: number): boolean {
  for (let place = at; place < at + 4; place++) if ((bytes[place] ?? 0) >= 0x61) return true
  return false
}
