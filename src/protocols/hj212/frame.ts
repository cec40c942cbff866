import { type CrcKind, locateFrame } from './locate.ts'
import { freshMarks, shiftMarks } from './marks.ts'
import type { ProblemCode } from './problems.ts'

/** A frame found in the stream. `bytes` and `segment` are the event's own copy, never the caller's memory. */
export interface FrameFound {
  kind: 'frame'
  /** The whole frame, from `##` to its tail inclusive. */
  bytes: Buffer
  /** The data segment, a view into `bytes`. */
  segment: Buffer
  declaredLength: number
  /** The CRC as received: four characters as a rule, fewer or none in some dialects. */
  crcText: string
  /** Whether the HJ 212 CRC over `segment` is the one received, in either case. Other kinds are the device's setting. */
  crcOk: boolean
  crcKind: CrcKind
  /** What framing had to tolerate; empty for a frame that keeps the standard. */
  problems: readonly ProblemCode[]
}

/** Bytes that belong to no readable frame. */
export interface GarbageFound {
  kind: 'garbage'
  bytes: Buffer
  reason: ProblemCode
}

export type FrameEvent = FrameFound | GarbageFound

export interface Framer {
  /** Takes the next bytes of the stream and returns what they complete, in order. Never throws, never keeps `chunk`. */
  push(chunk: Uint8Array): FrameEvent[]
  /** Bytes held back because they may still become a frame. */
  pending(): number
  /**
   * Decides about what is held as if the stream had ended: a frame without CR LF comes out, half a frame becomes
   * garbage. For a connection that closes or has been idle.
   */
  flush(): FrameEvent[]
}

/** Longest frame, and most bytes held between reads, unless told otherwise (fact sheet, section 1: 16 KiB). */
export const DEFAULT_MAX_BUFFER = 16_384

/** `##`, two digits at least, no segment, CRC. */
const SMALLEST_FRAME = 8
const HASH = 0x23
const BLANKS = new Set([0x00, 0x09, 0x0a, 0x0d, 0x20])
const NOTHING = Buffer.alloc(0)

/**
 * A streaming framer for one connection: the stream may be cut at any byte, frames may be glued, anything may lie
 * between, and a bad frame never swallows the next. Every byte pushed comes out in exactly one event, in order.
 * @param options.maxBuffer longest frame in bytes; memory held between reads stays below this plus a few bytes
 */
export function createFramer(options: { maxBuffer?: number } = {}): Framer {
  const maxBuffer = options.maxBuffer ?? DEFAULT_MAX_BUFFER
  let storage: Buffer = NOTHING
  let held = 0
  let marks = freshMarks()

  /** Held bytes and `chunk` in one piece; the caller's own memory when nothing is held. */
  function windowWith(chunk: Buffer): Buffer {
    if (held === 0) return chunk
    const total = held + chunk.length
    if (total > storage.length) {
      const wider = Buffer.allocUnsafe(Math.max(total, Math.min(2 * storage.length, maxBuffer)))
      storage.copy(wider, 0, 0, held)
      storage = wider
    }
    chunk.copy(storage, held)
    return storage.subarray(0, total)
  }

  /** Keeps the bytes of `window` from `from` on; `isOwn` says that the window is a view of `storage`. */
  function hold(window: Buffer, from: number, isOwn: boolean): void {
    held = window.length - from
    if (held === 0) storage = NOTHING
    else if (!isOwn || storage.length > maxBuffer) storage = copyOf(window, from, window.length)
    else if (from > 0) storage.copyWithin(0, from, window.length)
  }

  function scan(window: Buffer, isOwn: boolean, isFinal: boolean): FrameEvent[] {
    const events: FrameEvent[] = []
    let at = 0
    let noiseFrom = 0
    while (at < window.length) {
      const head = doubleHashFrom(window, at, isFinal)
      at = head
      if (head >= window.length - 1) break
      const found = locateFrame(window, head, isFinal, maxBuffer, marks)
      if (found.kind === 'need-more') break
      marks.crcFailed = false
      at = found.end
      if (found.kind === 'garbage' && isStray(found.reason, at - head)) continue
      if (head > noiseFrom) events.push(noiseIn(window, noiseFrom, head))
      noiseFrom = at
      if (found.kind === 'garbage') {
        events.push({ kind: 'garbage', bytes: copyOf(window, head, at), reason: found.reason })
        continue
      }
      const bytes = copyOf(window, head, at)
      events.push({
        kind: 'frame',
        bytes,
        segment: bytes.subarray(found.segmentStart - head, found.segmentEnd - head),
        declaredLength: found.declaredLength,
        crcText: bytes.toString('latin1', found.segmentEnd - head, found.crcEnd - head),
        crcOk: found.crcKind === 'standard',
        crcKind: found.crcKind,
        problems: found.problems,
      })
    }
    if (at > noiseFrom) events.push(noiseIn(window, noiseFrom, at))
    shiftMarks(marks, at)
    hold(window, at, isOwn)
    return events
  }

  return {
    push(chunk) {
      if (chunk.length === 0) return []
      const view = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
      const isOwn = held > 0
      return scan(windowWith(view), isOwn, false)
    },
    pending: () => held,
    flush() {
      const events = scan(storage.subarray(0, held), true, true)
      marks = freshMarks()
      return events
    },
  }
}

/** Place of the next `##`; a lone `#` as the last byte counts while more may come; the window's end when there is none. */
function doubleHashFrom(window: Buffer, from: number, isFinal: boolean): number {
  for (let at = window.indexOf(HASH, from); at >= 0; at = window.indexOf(HASH, at + 1)) {
    if (at + 1 === window.length) return isFinal ? window.length : at
    if (window[at + 1] === HASH) return at
  }
  return window.length
}

/** Heads with nothing behind them join the noise around, so that a stream of heads makes no stream of events. */
function isStray(reason: ProblemCode, size: number): boolean {
  return reason === 'noise' || (reason === 'cut-frame' && size < SMALLEST_FRAME)
}

function noiseIn(window: Buffer, from: number, to: number): GarbageFound {
  const bytes = copyOf(window, from, to)
  return { kind: 'garbage', bytes, reason: bytes.every((byte) => BLANKS.has(byte)) ? 'blank' : 'noise' }
}

function copyOf(window: Buffer, from: number, to: number): Buffer {
  const copy = Buffer.allocUnsafe(to - from)
  window.copy(copy, 0, from, to)
  return copy
}
