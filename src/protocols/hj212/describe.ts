import { departuresOf } from './conformity.ts'
import { createFramer, type FrameEvent, type FrameFound } from './frame.ts'
import { type CpItem, cpValue, type Edition, type Hj212Message } from './message.ts'
import { readName } from './names.ts'
import { type Language, type ParseProblem, type ProblemCode, problemOf, wordProblem } from './problems.ts'
import { parseSegment } from './segment.ts'

/** CP as JSON: `DataTime` → text, factor code → suffix → text; a name that comes more than once has a list. */
export type CpTree = { [name: string]: CpLeaf | { [suffix: string]: CpLeaf } }
type CpLeaf = string | string[]

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
  const parsed = parseSegment(event.kind === 'frame' ? event.segment : withoutHead(event.bytes))
  const problems = event.kind === 'frame' ? framingProblems(event) : [problemOf(event.reason)]
  problems.push(...around)
  if (parsed.ok) problems.push(...parsed.message.problems, ...departuresOf(parsed.message))
  else if (event.kind === 'frame') problems.push(parsed.problem)
  return {
    ok: problems.length === 0,
    ...(parsed.ok ? readParts(parsed.message) : { ...readParts(parsed.partial), edition: null }),
    problems: problems.map(({ code, detail }) => ({ code, text: wordProblem(code, detail, language) })),
  }
}

function readParts(message: Hj212Message): Omit<FrameDescription, 'ok' | 'problems'> {
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

/** What a cut frame still says: its bytes without `##` and the length. */
function withoutHead(bytes: Buffer): Buffer {
  const head = /^##\d{2,4}/.exec(bytes.toString('latin1', 0, 6))
  return head === null ? bytes : bytes.subarray(head[0].length)
}

/** CP as a tree of plain objects; names are own properties whatever they are called. */
export function cpTree(cp: readonly CpItem[]): CpTree {
  const plain = new Map<string, string[]>()
  const groups = new Map<string, Map<string, string[]>>()
  const order = new Set<string>()
  for (const item of cp) {
    for (const pair of item) {
      const name = readName(pair.name)
      const code = name?.code ?? pair.name
      order.add(code)
      if (name === null) addTo(plain, code, pair.value)
      else {
        const group = groups.get(code) ?? new Map<string, string[]>()
        groups.set(code, group)
        addTo(group, name.suffix, pair.value)
      }
    }
  }
  return Object.fromEntries([...order].map((code) => [code, branch(plain.get(code), groups.get(code))]))
}

/** A bare name beside suffixed ones of the same code (`NOIS-Rtd=46.3,NOIS=N`) stands under the empty suffix. */
function branch(bare: string[] | undefined, group: Map<string, string[]> | undefined): CpLeaf | Record<string, CpLeaf> {
  if (group === undefined) return leaf(bare ?? [])
  const entries = [...group].map(([suffix, values]) => [suffix, leaf(values)] as const)
  return Object.fromEntries(bare === undefined ? entries : [...entries, ['', leaf(bare)] as const])
}

function leaf(values: string[]): CpLeaf {
  return values.length === 1 ? (values[0] ?? '') : values
}

function addTo(values: Map<string, string[]>, name: string, value: string): void {
  const known = values.get(name)
  if (known === undefined) values.set(name, [value])
  else known.push(value)
}
