import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dataUploadOf } from './data.ts'
import { formatFrame } from './format.ts'
import { createFramer, type FrameEvent, type FrameFound } from './frame.ts'
import { hasSamples, samplesAbsent, soundSamples } from './samples.fixture.ts'
import { parseSegment } from './segment.ts'

const reference =
  '##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n'
const ack = '##0087QN=20160801085857223;ST=91;CN=9014;PW=100000;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&'
const good = Buffer.from(reference)

function framesOf(events: readonly FrameEvent[]): FrameFound[] {
  return events.filter((event) => event.kind === 'frame')
}

/** All events of a stream given in these pieces, the end of the stream included. */
function readAll(pieces: readonly (string | Uint8Array)[], maxBuffer?: number): FrameEvent[] {
  const framer = createFramer(maxBuffer === undefined ? {} : { maxBuffer })
  const events = pieces.flatMap((piece) => framer.push(typeof piece === 'string' ? Buffer.from(piece) : piece))
  return [...events, ...framer.flush()]
}

function textOf(event: FrameEvent | undefined): string {
  return event?.bytes.toString('latin1') ?? ''
}

function bytesOf(events: readonly FrameEvent[]): Buffer {
  return Buffer.concat(events.map((event) => event.bytes))
}

describe('framer', () => {
  it('takes the reference frame of the standard apart', () => {
    const framer = createFramer()
    const events = framer.push(good)
    expect(events).toEqual([
      {
        kind: 'frame',
        bytes: good,
        segment: good.subarray(6, 107),
        declaredLength: 101,
        crcText: '1C80',
        crcOk: true,
        crcKind: 'standard',
        problems: [],
      },
    ])
    expect(framer.pending()).toBe(0)
  })

  it('finds a frame cut anywhere, and holds back what it has until the rest comes', () => {
    for (let cut = 1; cut < good.length; cut++) {
      const framer = createFramer()
      expect(framer.push(good.subarray(0, cut))).toEqual([])
      expect(framer.pending()).toBe(cut)
      expect(framer.push(good.subarray(cut))).toEqual(createFramer().push(good))
      expect(framer.pending()).toBe(0)
    }
  })

  it('accepts a lower-case CRC and says so', () => {
    const [event] = framesOf(readAll([reference.replace('1C80', '1c80')]))
    expect(event).toMatchObject({ crcOk: true, crcKind: 'standard', crcText: '1c80', problems: ['crc-lower-case'] })
  })

  it.each([
    ['0759', 'modbus'],
    ['801C', 'swapped'],
    ['1C81', 'wrong'],
    ['ZZZZ', 'wrong'],
  ])('lets a frame with the CRC %s out as %s, not ok', (crc, kind) => {
    const events = readAll([reference.replace('1C80', crc), reference])
    expect(framesOf(events).map(({ crcOk, crcKind, crcText }) => [crcOk, crcKind, crcText])).toEqual([
      [false, kind, crc],
      [true, 'standard', '1C80'],
    ])
  })

  it('reads a CRC without its leading zero and a frame without any CRC', () => {
    const segment = 'QN=20160801085857223;CN=9014;MN=7;CP=&&&&'
    const frame = formatFrame('QN=20160801085857223;ST=22;CN=2011;MN=1;CP=&&a=2&&').toString()
    const events = framesOf(readAll([`##00${segment.length}${segment}\r\n`, frame.replace(/&&(....)\r/, '&&123\r')]))
    expect(events.map(({ crcKind, crcText }) => [crcKind, crcText])).toEqual([
      ['absent', ''],
      ['wrong', '123'],
    ])
    expect(events[1]?.problems).toContain('crc-unpadded')
  })

  it.each([
    ['##0101', '##0107', 'length-counts-tail'],
    ['##0101', '##0400', 'length-wrong'],
    ['##0101', '##0099', 'length-wrong'],
    ['##0101', '##101', 'length-digits'],
  ])('reads a frame that declares %s as %s by its text', (from, to, problem) => {
    const framer = createFramer()
    const [event, ...rest] = framesOf(framer.push(Buffer.from(reference.replace(from, to))))
    expect(rest).toEqual([])
    expect(event).toMatchObject({ segment: good.subarray(6, 107), crcOk: true, problems: [problem] })
  })

  it('says when a length counts Chinese characters instead of bytes', () => {
    const sent = formatFrame('QN=1;ST=22;CN=3020;MN=1;CP=&&i11001-Info=停电&&')
    const counted = sent.toString().length - 12
    const [event] = framesOf(readAll([sent.toString().replace(/^##..../, `##00${counted}`)]))
    expect(event).toMatchObject({ crcOk: true, problems: ['length-in-characters'] })
  })

  it.each([
    ['\n', 'tail-not-crlf'],
    ['\r', 'tail-not-crlf'],
    ['**\r\n', 'tail-stars'],
    ['', 'tail-missing'],
  ])('reads frames that end in %j, glued or last', (tail, problem) => {
    const odd = reference.replace('\r\n', tail)
    const events = readAll([odd + odd])
    expect(events.map((event) => [textOf(event), event.kind === 'frame' && event.problems])).toEqual([
      [odd, [problem]],
      [odd, [problem]],
    ])
  })

  it('never lets a cut frame swallow the next, wherever it was cut', () => {
    for (let cut = 1; cut < good.length - 2; cut++) {
      const framer = createFramer()
      const events = framer.push(Buffer.concat([good.subarray(0, cut), good]))
      expect(textOf(events.at(-1)), `cut at ${cut}`).toBe(reference)
    }
  })

  it('salvages the frame before, when only its tail was lost', () => {
    const events = readAll([reference.replace('\r\n', ''), `${ack}`, reference])
    expect(framesOf(events).map((frame) => [textOf(frame), frame.crcKind])).toEqual([
      [reference.trimEnd(), 'standard'],
      [ack, 'absent'],
      [reference, 'standard'],
    ])
  })

  it('lets a frame without a tail out as soon as something else follows, a bad frame before it or not', () => {
    const bare = reference.trimEnd()
    const framer = createFramer()
    const events = framer.push(Buffer.from(`${reference.replace('1C80', '1C81')}${bare}xyz`))
    expect(events.map(textOf)).toEqual([reference.replace('1C80', '1C81'), bare, 'xyz'])
  })

  it('makes one event of many heads with nothing behind them', () => {
    const events = createFramer().push(Buffer.from(`${'##12'.repeat(500)}${reference}`))
    expect(events.map(textOf)).toEqual(['##12'.repeat(500), reference])
  })

  it('tells blank between frames from noise, and gives every byte back exactly once', () => {
    const events = readAll(['\r\n', reference, 'abc', reference, '##x'])
    expect(events.map((event) => [textOf(event), event.kind === 'garbage' && event.reason])).toEqual([
      ['\r\n', 'blank'],
      [reference, false],
      ['abc', 'noise'],
      [reference, false],
      ['##x', 'noise'],
    ])
  })

  it('holds no more than its limit, whatever comes', () => {
    const framer = createFramer({ maxBuffer: 256 })
    const endless = `##0020${'x'.repeat(40)}`
    for (let round = 0; round < 500; round++) {
      framer.push(Buffer.from(round === 0 ? endless : 'y'.repeat(13)))
      expect(framer.pending()).toBeLessThanOrEqual(256 + 13)
    }
    expect(textOf(framesOf(framer.push(good)).at(-1))).toBe(reference)
    expect(framer.push(Buffer.from('##9999'))).toEqual([
      { kind: 'garbage', bytes: Buffer.from('##'), reason: 'too-long' },
      {
        kind: 'garbage',
        bytes: Buffer.from('9999'),
        reason: 'noise',
      },
    ])
    expect(framer.pending()).toBe(0)
  })

  it('keeps no memory of its caller', () => {
    const framer = createFramer()
    const chunk = Buffer.from(good.subarray(0, 50))
    framer.push(chunk)
    chunk.fill(0x21)
    const rest = Buffer.from(good.subarray(50))
    const [event] = framer.push(rest)
    rest.fill(0x21)
    expect(textOf(event)).toBe(reference)
    const whole = Buffer.from(good)
    const [other] = framer.push(whole)
    whole.fill(0x21)
    expect(textOf(other)).toBe(reference)
  })

  it('takes a plain Uint8Array, a view into a larger one too', () => {
    const larger = new Uint8Array(good.length + 20)
    larger.set(good, 7)
    expect(textOf(createFramer().push(larger.subarray(7, 7 + good.length))[0])).toBe(reference)
  })
})

describe('framer on any stream', () => {
  const scrap = fc.constantFrom(
    '#',
    '##',
    '###',
    '##0101',
    '##12',
    '##9',
    '0',
    '&&',
    '&&1C80',
    '&',
    '\r',
    '\n',
    '\r\n',
    '**',
    'CP=',
    '##0000FFFF',
    '##0002ab',
    'FFFF',
    'QN=1;',
    'é',
    reference,
    reference.trimEnd(),
    reference.slice(0, 70),
    ack,
    `${ack}5140\r\n`,
    reference.replace('0101', '0107'),
    reference.replace('1C80', '1c81'),
  )
  const stream = fc
    .array(fc.oneof(scrap, fc.uint8Array({ maxLength: 6 })), { maxLength: 14 })
    .map((pieces) =>
      Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece)))),
    )

  it('finds the same frames however the stream is cut, and gives every byte back in order', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }), (bytes, sizes) => {
        const whole = readAll([bytes])
        const single = readAll(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)))
        const pieces: Buffer[] = []
        let from = 0
        for (const size of sizes) {
          pieces.push(bytes.subarray(from, from + size))
          from += size
        }
        const cut = readAll([...pieces, bytes.subarray(from)])
        expect(framesOf(single)).toEqual(framesOf(whole))
        expect(framesOf(cut)).toEqual(framesOf(whole))
        for (const events of [whole, single, cut]) expect(bytesOf(events)).toEqual(bytes)
      }),
      { numRuns: 3000 },
    )
  })

  it('finds a good frame after anything, at once', () => {
    fc.assert(
      fc.property(stream, (bytes) => {
        const framer = createFramer()
        framer.push(bytes)
        expect(textOf(framer.push(good).at(-1))).toBe(reference)
      }),
      { numRuns: 3000 },
    )
  })
})

/** Small seeded generator (mulberry32), so that a failure can be repeated. */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

function mutated(frame: Buffer, random: (below: number) => number): Buffer {
  let bytes: Buffer = Buffer.from(frame)
  const strange = [0x23, 0x26, 0x0d, 0x0a, 0x3b, 0x3d, 0x2c, 0x30, 0x39, 0x00, 0xff]
  for (let change = 1 + random(6); change > 0 && bytes.length > 1; change--) {
    const at = random(bytes.length)
    const to = Math.min(bytes.length, at + 1 + random(20))
    switch (random(6)) {
      case 0:
        bytes[at] = random(256)
        break
      case 1:
        bytes[at] = strange[random(strange.length)] ?? 0
        break
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)])
        break
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)])
        break
      case 4:
        bytes = bytes.subarray(0, at)
        break
      default:
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from([random(256), random(256)]), bytes.subarray(at)])
    }
  }
  return bytes
}

describe.skipIf(!hasSamples)(`framer on the sample frames${hasSamples ? '' : ` (${samplesAbsent})`}`, () => {
  const sound = soundSamples()
  /** One frame per sample: a line of the file may hold several glued ones. */
  const frames = sound.flatMap(({ line, frame }) =>
    frame.split(/(?=##)/).map((text) => ({ line, bytes: Buffer.from(`${text}\r\n`) })),
  )

  it('reads every sound sample without a framing problem but those its note names', () => {
    expect(sound.length).toBeGreaterThan(200)
    for (const { line, frame, crcOk, note } of sound) {
      const events = readAll([`${frame}\r\n`])
      const expected = [
        ...(note.includes('length written with') ? ['length-digits'] : []),
        ...(crcOk === 'yes(lower case)' && /[a-f]/.test(frame.slice(-4)) ? ['crc-lower-case'] : []),
      ]
      const isGlued = note.includes('several frames glued')
      expect(framesOf(events), `line ${line}`).toHaveLength(isGlued ? 4 : 1)
      const last = framesOf(events).at(-1)
      expect(last, `line ${line}`).toMatchObject({ crcOk: true, crcKind: 'standard', problems: expected })
      expect(last?.declaredLength, `line ${line}`).toBe(last?.segment.length)
      expect(bytesOf(events).toString()).toBe(`${frame}\r\n`)
    }
  })

  it('finds the same frame when a sample is cut at any byte', () => {
    for (const { line, bytes } of frames) {
      const whole = framesOf(createFramer().push(bytes))
      for (let cut = 1; cut < bytes.length; cut++) {
        const framer = createFramer()
        const events = [...framer.push(bytes.subarray(0, cut)), ...framer.push(bytes.subarray(cut))]
        if (events.length !== 1 || !events[0]?.bytes.equals(bytes)) throw new Error(`line ${line} cut at ${cut}`)
      }
      expect(framesOf(readAll(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))))).toEqual(whole)
    }
  })

  it('separates every glued pair, with and without CR LF between', () => {
    const random = seeded(212)
    for (const { line, bytes } of frames) {
      const other = frames[random(frames.length)]?.bytes ?? good
      const withTail = framesOf(createFramer().push(Buffer.concat([bytes, other])))
      expect(
        withTail.map(({ bytes }) => bytes),
        `line ${line}`,
      ).toEqual([bytes, other])
      const withoutTail = framesOf(createFramer().push(Buffer.concat([bytes.subarray(0, -2), other])))
      expect(
        withoutTail.map(({ bytes }) => bytes),
        `line ${line}`,
      ).toEqual([bytes.subarray(0, -2), other])
    }
  })

  it('finds every sample behind 1 KiB of noise, whatever the noise is', () => {
    const random = seeded(1024)
    for (const { line, bytes } of frames) {
      const noise = Buffer.from(Array.from({ length: 1024 }, () => (random(4) === 0 ? 0x23 : random(256))))
      const events = framesOf(createFramer().push(Buffer.concat([bytes, noise, bytes, noise, bytes])))
      expect(
        events.filter((event) => event.bytes.equals(bytes)),
        `line ${line}`,
      ).toHaveLength(3)
    }
  })

  it('survives 20,000 mutated frames, and none hides the good frame after it', () => {
    const random = seeded(20_000)
    for (let round = 0; round < 20_000; round++) {
      const bad = mutated(frames[random(frames.length)]?.bytes ?? good, random)
      const next = frames[random(frames.length)]?.bytes ?? good
      const stream = Buffer.concat([bad, next])
      const cut = random(stream.length)
      const framer = createFramer()
      const events = [...framer.push(stream.subarray(0, cut)), ...framer.push(stream.subarray(cut))]
      for (const { segment } of framesOf(events)) {
        const parsed = parseSegment(segment)
        if (parsed.ok) dataUploadOf(parsed.message)
      }
      if (!events.at(-1)?.bytes.equals(next))
        throw new Error(`round ${round} of seed 20000: ${stream.toString('latin1')}`)
    }
  })
})
