/**
 * HJ 212 codec: bytes → frames → messages → values, beside a plain parser that splits text, checks length and CRC, and
 * yields the identical result on every sound sample frame (checked before anything is timed).
 * Prints one JSON line: what, n, ours [frames/s], reference [frames/s], ratio, machine.
 * Run: node bench/hj212-codec.ts [seconds]
 */
import { cpus } from 'node:os'
import { isDeepStrictEqual } from 'node:util'
import { dataUploadOf, resolutionOfCommand } from '../src/protocols/hj212/data.ts'
import { formatFrame } from '../src/protocols/hj212/format.ts'
import { createFramer } from '../src/protocols/hj212/frame.ts'
import { soundSamples } from '../src/protocols/hj212/samples.fixture.ts'
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

/** The plain parser: the whole stream as text, split at CR LF, then at `;`, `,` and `=`. It knows no dialect. */
function readPlain(stream: Buffer, take: Take): void {
  for (const line of stream.toString('utf8').split('\r\n')) {
    if (!line.startsWith('##')) continue
    const segment = line.slice(6, -4)
    const bytes = Buffer.from(segment)
    if (bytes.length !== Number(line.slice(2, 6)) || plainCrc(bytes) !== line.slice(-4)) continue
    const [head = '', cp = ''] = segment.split('CP=&&')
    const fields = new Map<string, string>()
    for (const field of head.split(';')) {
      const [name = '', value = ''] = field.split('=')
      if (name !== '') fields.set(name, value)
    }
    const factors = new Map<string, { values: Reading['values']; flag: string | null }>()
    let time: string | null = null
    const cn = fields.get('CN') ?? ''
    for (const item of resolutionOfCommand.has(cn) ? cp.slice(0, -2).split(';') : []) {
      for (const pair of item.split(',')) {
        const [name = '', text = ''] = pair.split('=')
        const [code = '', suffix] = name.split('-')
        if (suffix === undefined) {
          if (name === 'DataTime') time = text
          continue
        }
        const factor = factors.get(code) ?? { values: [], flag: null }
        factors.set(code, factor)
        if (suffix === 'Flag') factor.flag = text
        else if (suffix !== 'SampleTime' && suffix !== 'EFlag') {
          const value = Number(text)
          factor.values.push([name, text, text === '' || Number.isNaN(value) ? null : value])
        }
      }
    }
    const values = [...factors].flatMap(([code, factor]) =>
      factor.flag === null
        ? factor.values
        : [...factor.values, [`${code}-Flag`, factor.flag, null] satisfies Reading['values'][number]],
    )
    take({
      qn: fields.get('QN') ?? '',
      st: fields.get('ST') ?? '',
      cn,
      pw: fields.get('PW') ?? '',
      mn: fields.get('MN') ?? '',
      flag: fields.has('Flag') ? Number(fields.get('Flag')) : null,
      time,
      values,
    })
  }
}

function readingsOf(read: Reader, stream: Buffer): Reading[] {
  const readings: Reading[] = []
  read(stream, (reading) => readings.push(reading))
  return readings
}

/** Frames per second of `read` over the stream, the best of rounds that fill `seconds`. */
function speedOf(read: Reader, stream: Buffer, frames: number, seconds: number): number {
  let best = Number.POSITIVE_INFINITY
  const end = process.hrtime.bigint() + BigInt(Math.round(seconds * 1e9))
  do {
    let count = 0
    const start = process.hrtime.bigint()
    read(stream, () => count++)
    best = Math.min(best, Number(process.hrtime.bigint() - start))
    if (count !== frames) throw new Error('frames lost')
  } while (process.hrtime.bigint() < end)
  return Math.round(frames / (best / 1e9))
}

function report(what: string, stream: Buffer, n: number, seconds: number): void {
  const ours = speedOf(readOurs, stream, n, seconds)
  const reference = speedOf(readPlain, stream, n, seconds)
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

const seconds = Number(process.argv[2] ?? 2)
const ten = tenFactorStream(20_000)
if (!isDeepStrictEqual(readingsOf(readOurs, ten), readingsOf(readPlain, ten)))
  throw new Error('the two parsers disagree')
report('hj212 codec, 10 factors', ten, 20_000, seconds)

// The plain parser knows no dialect: samples that it cannot read (lower-case CRC, glued, odd names) are left out, counted.
const samples = soundSamples()
const common = samples.filter(({ frame }) => {
  const stream = Buffer.from(`${frame}\r\n`)
  const plain = readingsOf(readPlain, stream)
  return plain.length === 1 && isDeepStrictEqual(readingsOf(readOurs, stream), plain)
})
if (samples.length === 0) console.error('SKIPPED: ../shared/reference/hj212-samples.* absent, no sample frames timed')
else {
  console.error(`${common.length} of ${samples.length} sound samples are read alike by both; the others are dialects`)
  const stream = Buffer.from(
    `${Array.from({ length: 80 }, () => common.map(({ frame }) => frame).join('\r\n')).join('\r\n')}\r\n`,
  )
  if (!isDeepStrictEqual(readingsOf(readOurs, stream), readingsOf(readPlain, stream)))
    throw new Error('the two parsers disagree')
  report('hj212 codec, sample frames', stream, common.length * 80, seconds)
}
