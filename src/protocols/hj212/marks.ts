const HASH = 0x23
const LF = 0x0a
const DIGIT_0 = 0x30
const DIGIT_9 = 0x39

/** Positions already found in the window, so that no byte is searched twice however small the reads are. */
export interface SearchMarks {
  lineEndAt: number
  lineEndTo: number
  headAt: number
  headTo: number
  crcFailed: boolean
}

export function freshMarks(): SearchMarks {
  return { lineEndAt: -1, lineEndTo: 0, headAt: -1, headTo: 0, crcFailed: false }
}

/** Marks after the first `count` bytes of the window have been dropped. */
export function shiftMarks(marks: SearchMarks, count: number): void {
  marks.lineEndAt = Math.max(-1, marks.lineEndAt - count)
  marks.lineEndTo = Math.max(0, marks.lineEndTo - count)
  marks.headAt = Math.max(-1, marks.headAt - count)
  marks.headTo = Math.max(0, marks.headTo - count)
}

/** First LF at or after `from`; Infinity when the window holds none. */
export function lineEndFrom(bytes: Buffer, from: number, marks: SearchMarks): number {
  if (marks.lineEndAt >= from) return marks.lineEndAt
  const at = bytes.indexOf(LF, Math.max(from, marks.lineEndTo))
  marks.lineEndAt = at
  marks.lineEndTo = at < 0 ? bytes.length : at + 1
  return at < 0 ? Number.POSITIVE_INFINITY : at
}

/**
 * First head (`##` and two digits) at or after `from`; Infinity when there is none. A beginning of a head that reaches
 * the end of the window is returned too but not marked in `marks.headAt`: it needs more bytes.
 */
export function headFrom(bytes: Buffer, from: number, isFinal: boolean, marks: SearchMarks): number {
  if (marks.headAt >= from) return marks.headAt
  marks.headAt = -1
  let at = bytes.indexOf(HASH, Math.max(from, marks.headTo))
  for (; at >= 0; at = bytes.indexOf(HASH, at + 1)) {
    let matched = 1
    while (matched < 4 && at + matched < bytes.length && isHeadByte(bytes[at + matched], matched)) matched++
    if (matched === 4) {
      marks.headAt = at
      marks.headTo = at
      return at
    }
    if (at + matched === bytes.length && !isFinal) {
      marks.headTo = at
      return at
    }
  }
  marks.headTo = bytes.length
  return Number.POSITIVE_INFINITY
}

function isHeadByte(byte: number | undefined, place: number): boolean {
  return place === 1 ? byte === HASH : isDigit(byte)
}

/** Whether a byte is one of `0`–`9`. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= DIGIT_0 && byte <= DIGIT_9
}
