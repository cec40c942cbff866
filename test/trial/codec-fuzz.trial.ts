import { expect, it } from 'vitest'
import { decipherFrame, encipherFrame } from '../../src/protocols/hj212/cipher.ts'
import { dataUploadOf } from '../../src/protocols/hj212/data.ts'
import { describeEvent } from '../../src/protocols/hj212/describe.ts'
import { eventOf } from '../../src/protocols/hj212/events.ts'
import { formatFrame } from '../../src/protocols/hj212/format.ts'
import { createFramer, type FrameEvent } from '../../src/protocols/hj212/frame.ts'
import { replyOf } from '../../src/protocols/hj212/replies.ts'
import { hasSamples, sampleFrames, samplesAbsent } from '../../src/protocols/hj212/samples.fixture.ts'
import { parseSegment } from '../../src/protocols/hj212/segment.ts'
import { randomFrom, report, seedOfRun, times } from './parts/figures.ts'
import { mutated, pick, type Random } from './parts/flood-mutation.ts'

const FRAMES = times(1_000_000)
/** Mutated frames in one stream before it is looked over and a new one begins. */
const BATCH = 500
/** A frame in so many is a good one, to be found again. */
const GOOD_OF = 4
const KEY = Buffer.from('0123456789ABCDEF')

it.skipIf(!hasSamples)(
  `${FRAMES} mutated frames: nothing throws, no byte is lost, every good frame between them is found${hasSamples ? '' : ` (${samplesAbsent})`}`,
  () => {
    const seed = seedOfRun()
    process.stdout.write(`codec fuzz: WEIKE_TRIAL_SEED=${seed}\n`)
    const random = randomFrom(seed)
    const seeds = seedFrames()
    const counts = { mutated: 0, good: 0, bytes: 0, chunks: 0, frames: 0, sound: 0, garbage: 0, messages: 0 }
    while (counts.mutated < FRAMES) {
      const batch = Math.min(BATCH, FRAMES - counts.mutated)
      const pieces: Buffer[] = []
      const goods: Buffer[] = []
      for (let frame = 0; frame < batch; frame++) {
        pieces.push(mutated(pick(seeds, random), seeds, random))
        if (random(1, GOOD_OF) > 1) continue
        const good = goodFrame(counts.mutated + frame, random)
        goods.push(good)
        pieces.push(good)
      }
      const stream = Buffer.concat(pieces)
      const events = readInPieces(stream, random, counts)
      const where = `seed ${seed}, behind ${counts.mutated} mutated frames`
      if (!Buffer.concat(events.map(({ bytes }) => bytes)).equals(stream)) throw new Error(`bytes were lost: ${where}`)
      const found = new Set(events.filter(({ kind }) => kind === 'frame').map(({ bytes }) => bytes.toString('latin1')))
      for (const good of goods) {
        if (!found.has(good.toString('latin1'))) throw new Error(`${good.toString('latin1')} was not found: ${where}`)
      }
      for (const event of events) look(event, counts)
      counts.mutated += batch
      counts.good += goods.length
      counts.bytes += stream.length
    }
    report('mutated frames in the HJ 212 codec', [
      ['seed', `${seed} (WEIKE_TRIAL_SEED repeats it)`],
      ['mutated frames', `${counts.mutated}, of the samples and of enciphered frames`],
      ['good frames between them, all found', String(counts.good)],
      ['bytes, in reads of 1 to 4,096', `${counts.bytes}, ${counts.chunks} reads; every byte in one event, in order`],
      ['came out', `${counts.frames} frames (${counts.sound} with a right CRC), ${counts.garbage} pieces of garbage`],
      ['messages read, each frame in three settings', String(counts.messages)],
    ])
    expect(counts.mutated).toBe(FRAMES)
  },
)

/** The samples, and some of them enciphered as 2025 does. */
function seedFrames(): Buffer[] {
  const samples = sampleFrames().map(({ frame }) => Buffer.from(`${frame}\r\n`))
  const plain = samples.filter((bytes) => /;Flag=[4-9];CP=&&DataTime/.test(bytes.toString('latin1')))
  const sealed = plain.slice(0, 40).map((bytes) => {
    const text = bytes.toString('utf8').replace(/^##\d+/, '')
    const segment = text.slice(0, text.lastIndexOf('&&') + 2).replace(/;Flag=\d;/, ';Flag=9;')
    return encipherFrame(formatFrame(segment), KEY)
  })
  return [...samples, ...sealed]
}

/** A frame that no other is like. */
function goodFrame(number: number, random: Random): Buffer {
  const flag = pick(['Flag=5;', 'Flag=4;', 'Flag=9;', ''], random)
  const cp = `DataTime=20261118142000;a34004-Rtd=${number},a34004-Flag=N;a01001-Rtd=${random(-20, 40)}.5`
  return formatFrame(`QN=20261118142000${random(100, 999)};ST=22;CN=2011;PW=123456;MN=${number};${flag}CP=&&${cp}&&`)
}

/** Reads a stream cut anywhere, now and then at rest as an idle connection is at its end. */
function readInPieces(stream: Buffer, random: Random, counts: { chunks: number }): FrameEvent[] {
  const framer = createFramer()
  const events: FrameEvent[] = []
  for (let from = 0; from < stream.length; ) {
    const size = random(0, 3) === 0 ? random(1, 20) : random(200, 4096)
    events.push(...framer.push(stream.subarray(from, from + size)))
    from += size
    counts.chunks++
  }
  events.push(...framer.flush())
  if (framer.pending() !== 0) throw new Error('bytes were held back at the end')
  return events
}

/** All that is done with an event, and what must hold of it. */
function look(event: FrameEvent, counts: { frames: number; sound: number; garbage: number; messages: number }): void {
  const { ok, problems } = describeEvent(event)
  if (ok !== (problems.length === 0)) throw new Error('not ok without a reason')
  if (event.kind === 'garbage') {
    counts.garbage++
    return
  }
  counts.frames++
  if (event.crcOk) counts.sound++
  decipherFrame(event, KEY)
  for (const options of [{}, { edition: '2005', charset: 'gbk' }, { edition: '2025', charset: 'utf-8' }] as const) {
    const parsed = parseSegment(event.segment, options)
    const message = parsed.ok ? parsed.message : parsed.partial
    dataUploadOf(message)
    eventOf(message)
    replyOf(message)
    if (parsed.ok) counts.messages++
  }
}
