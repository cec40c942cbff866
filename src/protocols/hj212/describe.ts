import { isSealed } from './cipher.ts'
import { departuresOf } from './conformity.ts'
import { type CpTree, cpTree, isToldByTree } from './cp-tree.ts'
import { contentStart } from './enciphered.ts'
import { createFramer, type FrameEvent, type FrameFound } from './frame.ts'
import { cpValue, type Edition, type Hj212Message } from './message.ts'
import { type Language, type ParseProblem, type ProblemCode, problemOf, wordProblem } from './problems.ts'
import { parseSegment } from './segment.ts'

/** One frame for a person or a script: the JSON object of `weike hj212 parse`. Texts stand as the frame spells them. */
export interface FrameDescription {
  /** Keeps the standard to the letter. A tolerated dialect is not ok: a problem names it, and the rest is what was read. */
  ok: boolean
  edition: Edition | null
  cn: string | null
  st: string | null
  mn: string | null
  qn: string | null
  flag: number | null
  dataTime: string | null
  cp: CpTree
  problems: { code: ProblemCode; text: string }[]
  /** What else the frame says, so that `weike hj212 format` can give it back. */
  pw: string | null
  pnum?: number
  pno?: number
  /** Header fields that the standard does not name. */
  others?: Record<string, string>
  /** The text of CP, where `cp` does not tell which separators stood where. */
  cpText?: string
}

/** Most bytes of one piece; far above any frame, so that a long piece is described and not cut. */
const LONGEST_PIECE = 1_048_576
const LONGEST_SEGMENT = 1024

/**
 * Describes the first frame of a piece of text (a line: its CR LF may have been stripped) or of bytes as they came.
 * Never throws; a piece without a frame is described as far as it can be read.
 */
export function describeFrame(piece: string | Uint8Array, language: Language = 'zh'): FrameDescription {
  const bytes = typeof piece === 'string' ? Buffer.from(`${piece.replace(/[\r\n]+$/, '')}\r\n`, 'utf8') : piece
  const framer = createFramer({ maxBuffer: LONGEST_PIECE })
  const events = [...framer.push(bytes), ...framer.flush()]
  const frames = events.filter((event) => event.kind === 'frame')
  const cut = events.find((event) => event.kind === 'garbage' && event.reason === 'cut-frame')
  const chosen = frames[0] ?? cut ?? events[0]
  const around: ParseProblem[] = []
  if (frames.length > 1) around.push(problemOf('several-frames', String(frames.length)))
  if (events.some((event) => event !== chosen && event.kind === 'garbage' && event.reason !== 'blank')) {
    around.push(problemOf('noise-around'))
  }
  return describeEvent(chosen ?? { kind: 'garbage', bytes: Buffer.alloc(0), reason: 'noise' }, language, around)
}

/** Describes one event of the framer; `around` are problems of the piece that it came from. */
export function describeEvent(
  event: FrameEvent,
  language: Language = 'zh',
  around: readonly ParseProblem[] = [],
): FrameDescription {
  const isShut = event.kind === 'frame' && isSealed(event)
  const segment = event.kind === 'frame' ? event.segment : withoutHead(event.bytes)
  const parsed = parseSegment(isShut ? withoutContent(segment) : segment)
  const problems = event.kind === 'frame' ? framingProblems(event) : [problemOf(event.reason)]
  if (isShut && !problems.some(({ code }) => code === 'cp-enciphered')) problems.push(problemOf('cp-enciphered'))
  problems.push(...around)
  if (parsed.ok) problems.push(...parsed.message.problems, ...departuresOf(parsed.message))
  else if (event.kind === 'frame') problems.push(parsed.problem)
  return {
    ok: problems.length === 0,
    ...(parsed.ok ? readParts(parsed.message) : { ...readParts(parsed.partial), edition: null }),
    problems: problems.map(({ code, detail }) => ({ code, text: wordProblem(code, detail, language) })),
    ...restOf(parsed.ok ? parsed.message : parsed.partial),
  }
}

function restOf(message: Hj212Message): Pick<FrameDescription, 'pw' | 'pnum' | 'pno' | 'others' | 'cpText'> {
  const { pw, pnum, pno, others, cpText } = message
  return {
    pw: pw || null,
    ...(pnum === undefined ? {} : { pnum }),
    ...(pno === undefined ? {} : { pno }),
    ...(others.length === 0 ? {} : { others: Object.fromEntries(others.map(({ name, value }) => [name, value])) }),
    ...(isToldByTree(message) ? {} : { cpText }),
  }
}

function readParts(
  message: Hj212Message,
): Pick<FrameDescription, 'edition' | 'cn' | 'st' | 'mn' | 'qn' | 'flag' | 'dataTime' | 'cp'> {
  return {
    edition: message.edition,
    cn: message.cn || null,
    st: message.st || null,
    mn: message.mn || null,
    qn: message.qn || null,
    flag: message.flag,
    dataTime: cpValue(message.cp, 'DataTime'),
    cp: cpTree(message.cp),
  }
}

function framingProblems(frame: FrameFound): ParseProblem[] {
  const actual = frame.segment.length
  const problems = frame.problems.map((code) => {
    if (code === 'length-digits') return problemOf(code, String(frame.declaredLength))
    if (code.startsWith('length-')) return problemOf(code, `${frame.declaredLength} ≠ ${actual}`)
    return problemOf(code, code.startsWith('crc-') ? frame.crcText : '')
  })
  if (actual > LONGEST_SEGMENT) problems.push(problemOf('segment-too-long', String(actual)))
  return problems
}

/** A segment with its CP emptied: of an enciphered one only the header can be described. */
function withoutContent(segment: Buffer): Buffer {
  return Buffer.concat([segment.subarray(0, Math.max(0, contentStart(segment, 0))), Buffer.from('&&')])
}

/** What a cut frame still says: its bytes without `##` and the length. */
function withoutHead(bytes: Buffer): Buffer {
  const head = /^##\d{2,4}/.exec(bytes.toString('latin1', 0, 6))
  return head === null ? bytes : bytes.subarray(head[0].length)
}
