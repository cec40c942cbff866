/**
 * HJ 212 codec: bytes → frames → messages → values, beside a plain parser that splits text, checks the CRC, and
 * yields the identical result on every one of the 311 sample frames (checked before anything is timed).
 * Prints one JSON line: what, n, ours and reference [frames/s of one core], ratio,
 * machine.
 * Run: node bench/hj212-codec.ts [seconds]
 */
import { createHash } from 'node:crypto'
import { cpus } from 'node:os'
import { dataUploadOf, resolutionOfCommand } from '../src/protocols/hj212/data.ts'
import { formatFrame } from '../src/protocols/hj212/format.ts'
import { createFramer } from '../src/protocols/hj212/frame.ts'
import { sampleFrames } from '../src/protocols/hj212/samples.fixture.ts'
import { parseSegment } from '../src/protocols/hj212/segment.ts'

/** What both sides must find in a frame. */
interface Reading {
  qn: string
  st: string
  cn: string
  pw: string
  mn: string
  flag: number | null
  time: string | null
  /** `code-suffix`, text and number of each value, marks included, in the order of the frame. */
  values: [name: string, text: string, value: number | null][]
}

type Take = (reading: Reading) => void
type Reader = (stream: Buffer, take: Take) => void

const CHUNK = 65_536
/** Frames of one round: short, so that some rounds run undisturbed. */
const FRAMES = 5_000
/** How often one round repeats the samples. */
const REPEATS = 20

function readOurs(stream: Buffer, take: Take): void {
  const framer = createFramer()
  for (let from = 0; from < stream.length; from += CHUNK) {
    for (const event of framer.push(stream.subarray(from, from + CHUNK))) {
      if (event.kind !== 'frame' || !event.crcOk) continue
      const parsed = parseSegment(event.segment)
      if (!parsed.ok) continue
      const { qn, st, cn, pw, mn, flag } = parsed.message
      const upload = dataUploadOf(parsed.message)
      const values: Reading['values'] = []
      for (const factor of upload?.factors ?? []) {
        for (const { suffix, text, value } of factor.values) values.push([`${factor.code}-${suffix}`, text, value])
        if (factor.flag !== null) values.push([`${factor.code}-Flag`, factor.flag, null])
      }
      take({ qn, st, cn, pw, mn, flag, time: upload?.dataTimeText ?? null, values })
    }
  }
}

const STEPS = Uint16Array.from({ length: 256 }, (_, byte) => {
  let register = byte
  for (let step = 0; step < 8; step++) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1
  return register
})

function plainCrc(bytes: Buffer): string {
  let register = 0xffff
  for (const byte of bytes) register = STEPS[(register >> 8) ^ byte] ?? 0
  return register.toString(16).toUpperCase().padStart(4, '0')
}

/** Spellings of suffixes that the samples hold; everything else counts as it is written. */
const SUFFIXES = new Map([
  ['td', 'Rtd'],
  ['flag', 'Flag'],
])

/**
 * The plain parser: the whole stream as text, split at CR LF and `##`, the CRC checked, the rest split at `;`, `,` and
 * `=`. It takes the dialects of the samples as they come to a parser that splits; it reports nothing, waits for nothing
 * and cannot tell a frame that was cut from noise.
 */
function readPlain(stream: Buffer, take: Take): void {
  for (const piece of stream.toString('utf8').split('\r\n')) {
    for (const line of piece.split('##')) {
      let start = 0
      while (start < 4 && line.charCodeAt(start) >= 0x30 && line.charCodeAt(start) <= 0x39) start++
      const segment = line.slice(start, -4)
      if (start < 2 || plainCrc(Buffer.from(segment)) !== line.slice(-4).toUpperCase()) continue
      const [head = '', rest = ''] = segment.split('CP=&&')
      const cp = rest.endsWith('&&') ? rest.slice(0, -2) : rest
      const fields = new Map<string, string>()
      for (const field of head.split(/[;,]/)) {
        const [name = '', value = ''] = field.split('=')
        if (name !== '') fields.set(name.toUpperCase(), value)
      }
      const factors = new Map<string, { values: Reading['values']; flag: string | null }>()
      let time: string | null = null
      let mark: string | null = null
      let qn = fields.get('QN') ?? ''
      const cn = fields.get('CN') ?? ''
      const isUpload = resolutionOfCommand.has(cn)
      for (const item of isUpload || qn === '' ? cp.split(';') : []) {
        for (const pair of item.split(',')) {
          const [name = '', text = ''] = pair.split('=')
          const [code = '', written] = name.split('-')
          if (written === undefined) {
            if (name === 'DataTime' && isUpload) time = text
            else if (name === 'Flag') mark = text
            else if (name === 'QN' && qn === '') qn = text
            continue
          }
          if (!isUpload) continue
          const suffix = SUFFIXES.get(written) ?? written
          const factor = factors.get(code) ?? { values: [], flag: null }
          factors.set(code, factor)
          if (suffix === 'Flag') factor.flag = text
          else if (suffix !== 'SampleTime' && suffix !== 'EFlag') {
            const value = Number(text)
            factor.values.push([`${code}-${suffix}`, text, text === '' || Number.isNaN(value) ? null : value])
          }
        }
      }
      const values: Reading['values'] = []
      for (const [code, factor] of factors) {
        values.push(...factor.values)
        const flag = factor.flag ?? mark
        if (flag !== null) values.push([`${code}-Flag`, flag, null])
      }
      take({
        qn,
        st: fields.get('ST') ?? '',
        cn,
        pw: fields.get('PW') ?? '',
        mn: fields.get('MN') ?? '',
        flag: fields.has('FLAG') ? Number(fields.get('FLAG')) : null,
        time,
        values,
      })
    }
  }
}

/**
 * What a parser finds in a stream, as a digest of it all in its order. Nothing is kept: what survives would teach the
 * engine to allocate as if everything did, and the rounds after it would time that.
 */
function digestOf(read: Reader, stream: Buffer): { count: number; digest: string } {
  const hash = createHash('sha256')
  let count = 0
  read(stream, (reading) => {
    count++
    hash.update(JSON.stringify(reading))
  })
  return { count, digest: hash.digest('hex') }
}

/** How many messages both find in a stream. @throws when they do not find the same */
function foundAlike(stream: Buffer, what: string): number {
  const ours = digestOf(readOurs, stream)
  if (ours.digest !== digestOf(readPlain, stream).digest) throw new Error(`the two parsers disagree on ${what}`)
  return ours.count
}

/** Processor time of one reading of the stream, all threads of the process counted. [µs] */
function costOf(read: Reader, stream: Buffer, frames: number): number {
  let count = 0
  const before = process.cpuUsage()
  read(stream, () => count++)
  const { user, system } = process.cpuUsage(before)
  if (count !== frames) throw new Error('frames lost')
  return user + system
}

/**
 * Times both in turns for `seconds` and tells the best round of each, in frames per second of one core: what else the
 * machine does meanwhile counts as little as it can.
 */
function report(what: string, stream: Buffer, n: number, seconds: number): void {
  const best = { ours: Number.POSITIVE_INFINITY, reference: Number.POSITIVE_INFINITY }
  const end = process.hrtime.bigint() + BigInt(Math.round(seconds * 1e9))
  do {
    best.ours = Math.min(best.ours, costOf(readOurs, stream, n))
    best.reference = Math.min(best.reference, costOf(readPlain, stream, n))
  } while (process.hrtime.bigint() < end)
  const ours = Math.round(n / (best.ours / 1e6))
  const reference = Math.round(n / (best.reference / 1e6))
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown'} × ${cpus().length}, Node ${process.version}`
  const ratio = Number((ours / reference).toFixed(2))
  console.log(JSON.stringify({ what, n, bytes: stream.length, ours, reference, ratio, machine }))
}

/** Frames of ten factors, as an air station sends them. */
function tenFactorStream(n: number): Buffer {
  const codes = ['a34004', 'a34002', 'a21026', 'a21004', 'a21005', 'a05024', 'a01001', 'a01002', 'a01006', 'a01007']
  const frames = Array.from({ length: n }, (_, index) => {
    const values = codes.map((code, place) => `${code}-Rtd=${((index * 7 + place * 13) % 900) / 10},${code}-Flag=N`)
    const qn = `20261118${String(index % 1_000_000_000).padStart(9, '0')}`
    return formatFrame(
      `QN=${qn};ST=22;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20261118142000;${values.join(';')}&&`,
    )
  })
  return Buffer.concat(frames)
}

const seconds = Number(process.argv[2] ?? 5)
const ten = tenFactorStream(FRAMES)
report('hj212 codec, 10 factors', ten, foundAlike(ten, 'ten factors'), seconds)

const samples = sampleFrames()
if (samples.length === 0) console.error('SKIPPED: ../shared/reference/hj212-samples.* absent, no sample frames timed')
else {
  for (const { line, frame } of samples) foundAlike(Buffer.from(`${frame}\r\n`), `sample ${line}`)
  const stream = Buffer.from(
    samples
      .map(({ frame }) => `${frame}\r\n`)
      .join('')
      .repeat(REPEATS),
  )
  const messages = foundAlike(stream, 'the samples in a row')
  console.error(`all ${samples.length} samples are read alike by both: ${messages / REPEATS} messages with a right CRC`)
  report('hj212 codec, sample frames', stream, messages, seconds)
}
