import { describe, expect, it } from 'vitest'
import { crc16, crcHex } from './crc.ts'
import { crcPolicies, judgeCrc } from './crc-policy.ts'
import { describeFrame } from './describe.ts'
import { formatFrame } from './format.ts'
import { createFramer, type FrameEvent, type FrameFound } from './frame.ts'
import { type ProblemCode, problemTexts } from './problems.ts'
import { hasSamples, type SampleFrame, sampleFrames, samplesAbsent } from './samples.fixture.ts'
import { parseSegment } from './segment.ts'

/**
 * The verdict on each of the 311 sample frames, derived from what their table says of it: length, CRC, edition, CN and every
 * remark of its note. Strict: `ok` of the description. Tolerant: what is read all the same, and the problems that name the dialect.
 */

/** Lines of the frames found in the field that keep the standard to the letter; those of the standards (164–308) all do. */
// biome-ignore format: a list to proof-read
const keptToTheLetter = new Set([
  1, 2, 8, 18, 19, 20, 21, 22, 23, 24, 25, 44, 46, 48, 49, 52, 53, 54, 55, 59, 60, 62, 64, 65, 97, 98, 99, 107, 108, 113,
  121, 122, 124, 128, 129, 132, 137, 138, 140, 141, 143, 144, 145, 146, 147, 148, 150, 152, 156, 158,
])

/** Remarks of the table's notes, and the problems that must name them; none for what no frame can show. */
// biome-ignore format: a table to proof-read
const remarks: readonly (readonly [remark: string | RegExp, problems: readonly ProblemCode[]])[] = [
  ['CRC wrong in the source (edited by hand, or other algorithm)', ['crc-wrong']],
  ['length counts CRC and CR LF (6 too many)', ['length-counts-tail']],
  [/length written with \d digits/, ['length-digits']],
  ['length constant, no CRC', ['length-wrong', 'crc-absent']],
  [/QN has 1\d digits/, ['qn-form']],
  ['QN has 0 digits', []],
  [/DataTime has \d+ digits/, ['data-time-form']],
  ['split bit set but no PNUM/PNO', ['split-without-numbers']],
  ['`,;` before &&', ['empty-item']],
  ['trailing ; before &&', ['empty-item']],
  ['segment does not end with &&', ['cp-marks']],
  ['LA-td typo', ['suffix-alias']],
  ['lower-case -flag', ['name-case']],
  ['long PW', ['pw-form']],
  ['empty PW', ['pw-form']],
  ['ST=43 unlisted', ['st-unknown']],
  ['QN inside CP', ['qn-in-cp']],
  [/no CP, extra header fields \(.*\)/, ['cp-missing', 'field-unknown']],
  ['foreign message on the port', ['not-hj212']],
  ['CN 2000 dialect', ['cn-unknown']],
  ['-Ori raw value', ['suffix-unknown']],
  ['bare Flag=N in CP', ['bare-flag']],
  ['ng/m3 scale, doubled suffix', ['suffix-repeated']],
  ['NOIS=N typo', ['bare-mark']],
  ['CRC bytes swapped', ['crc-swapped']],
  ['shuffled header, clock 2040', ['field-order']],
  ['four copies sent back to back without CR LF', ['tail-missing']],
  ['several frames glued', ['several-frames']],
  ['login dialect', ['cn-unknown']],
  ['9021 login', ['cn-unknown']],
  ['ack with extra CP values', ['answer-cp']],
  ['commas everywhere, dummy CRC', ['data-time-in-item', 'crc-wrong']],
  [/dummy CRC( FFFF)?/, ['crc-wrong']],
  ['longer than 1024', ['cp-too-long']],
  // Seen in the message below, or in no frame.
  ['sub-packet', []], ['no QN', []], ['no -Flag values', []], ['no Flag', []], ['Flag=9 before 2025', []], ['Flag=9', []],
  ['ack with Flag=8', []], ['9014 ack', []], ['ack dialect: CN repeats 2011', []], ['alpha factor names', []],
  ['alpha names', []], ['kitchen fume', []], ['TSP in mg/m3', []], ['hPa', []], ['mg/m3', []],
  ['true ng/m3 user', []], ['head and length added by us, CRC as given', []], [/legacy codes(, 3-character MN|, stale length\/CRC)?/, []],
  ['DataTime before QN minute', []], ['Pa-scale pressure (kPa expected), marked T', []], [/reported 2025 (App A )?example(, plaintext form)?/, []],
  ['reference frame of the standard', []], ['constructed frame', []], ['ellipsis marks of the standard left out', []],
  ['test of wrong CRC or changed time', []],
]

function namedBy(note: string): ProblemCode[] {
  let rest = note
  const problems: ProblemCode[] = []
  for (const [remark, codes] of remarks) {
    const shorter = rest.replace(remark, '')
    if (shorter !== rest) problems.push(...codes)
    rest = shorter
  }
  if (/[^;, ]/.test(rest)) throw new Error(`a remark without a verdict: ${rest}`)
  return problems
}

function eventsOf(pieces: readonly Buffer[]): FrameEvent[] {
  const framer = createFramer()
  return [...pieces.flatMap((piece) => framer.push(piece)), ...framer.flush()]
}

function framesOf(events: readonly FrameEvent[]): FrameFound[] {
  return events.filter((event) => event.kind === 'frame')
}

const bytesOf = ({ frame }: SampleFrame) => Buffer.from(`${frame}\r\n`)

describe.skipIf(!hasSamples)(`verdicts on the samples${hasSamples ? '' : ` (${samplesAbsent})`}`, () => {
  const samples = sampleFrames()
  const lineOf = new Map(samples.map((sample) => [sample.line, sample]))
  const lines = samples.map(({ line }) => line)
  const sampleOf = (line: number): SampleFrame => {
    const sample = lineOf.get(line)
    if (sample === undefined) throw new Error(`no line ${line}`)
    return sample
  }

  it('are 311', () => expect(lines).toEqual(Array.from({ length: 311 }, (_, index) => index + 1)))

  it.each(lines)('line %i: length and CRC are as the table says, and judged by each policy', (line) => {
    const sample = sampleOf(line)
    const [frame] = framesOf(eventsOf([bytesOf(sample)]))
    const declared = /declared (\d+), (?:segment|text) (\d+)/.exec(sample.lengthOk)
    if (frame === undefined) {
      // The one frame that was cut off in its source.
      expect([line, declared?.[0]]).toEqual([13, 'declared 1623, text 1403'])
      return
    }
    if (declared === null) expect(frame.declaredLength).toBe(frame.segment.length)
    else if (sample.lengthOk.includes('segment')) {
      expect([frame.declaredLength, frame.segment.length]).toEqual([Number(declared[1]), Number(declared[2])])
    } else expect(frame.declaredLength).toBe(Number(declared[1]))
    expect(frame.problems.some((code) => /^length-(?!digits)/.test(code))).toBe(declared !== null)

    const calculated = /calc ([0-9A-F]{4})/.exec(sample.crcOk)?.[1]
    const kind = calculated === undefined ? sample.crcOk.replace(/^yes.*/, 'standard') : 'wrong'
    expect(frame.crcKind).toBe(kind)
    if (calculated !== undefined) expect(crcHex(crc16(frame.segment))).toBe(calculated)
    if (sample.crcOk.includes('lower')) expect(frame.crcText).toMatch(/^[0-9a-f]{4}$/)
    const expected = { strict: kind === 'standard', tolerant: /standard|modbus|swapped/.test(kind), ignore: true }
    for (const policy of crcPolicies) expect(judgeCrc(frame, policy), policy).toBe(expected[policy])
  })

  it.each(lines)('line %i: the message is as the table says', (line) => {
    const { edition, cn, note } = sampleOf(line)
    const described = describeFrame(sampleOf(line).frame)
    if (cn === '-') {
      expect(described).toMatchObject({ edition: null, cn: null })
      return
    }
    expect(described.cn).toBe(cn)
    const isOld = edition.startsWith('2005') || edition === '?' || /2005 (layout|flag)/.test(edition)
    const flagged = /Flag [89]/.test(edition) ? '2025' : edition
    expect(described.edition).toBe(isOld ? '2005' : flagged)
    const cut = framesOf(eventsOf([bytesOf(sampleOf(line))]))[0]
    const parsed = cut && parseSegment(cut.segment)
    const message = parsed?.ok ? parsed.message : undefined
    if (/\bno QN|QN has 0 digits/.test(note)) expect(described.qn).toBeNull()
    else expect(described.qn).not.toBeNull()
    if (note.includes('sub-packet')) expect([message?.pnum, message?.pno]).not.toContain(undefined)
    if (/no Flag(?! *values)/.test(note)) expect(described.flag).toBeNull()
  })

  it.each(lines)('line %i: strict says whether it keeps the standard, tolerant names the dialect', (line) => {
    const sample = sampleOf(line)
    const described = describeFrame(sample.frame)
    const codes = described.problems.map(({ code }) => code)
    for (const code of codes) expect(Object.keys(problemTexts)).toContain(code)
    const isOfStandard = line >= 164 && line <= 308
    expect(described.ok, codes.join()).toBe(isOfStandard || keptToTheLetter.has(line))
    expect(codes).toEqual(expect.arrayContaining(line === 13 ? ['cut-frame', 'cp-too-long'] : namedBy(sample.note)))
    if (sample.lengthOk !== 'yes' || !sample.crcOk.startsWith('yes')) expect(described.ok).toBe(false)
    if (/2005 (layout|flag), 2017 codes/.test(sample.edition)) expect(codes).toContain('edition-mixed')
    if (sample.crcOk === 'modbus') expect(codes).toContain('crc-modbus')
  })

  it('stay the same when the device is set to another edition than its Flag says', () => {
    for (const line of [16, 153, 154, 155]) {
      const [frame] = framesOf(eventsOf([bytesOf(sampleOf(line))]))
      const parsed = parseSegment(frame?.segment ?? Buffer.alloc(0), { edition: '2017' })
      expect(parsed, `line ${line}`).toMatchObject({ ok: true, message: { edition: '2017', cn: sampleOf(line).cn } })
    }
  })

  it('are the same wherever the frame is cut in two, and byte by byte', () => {
    for (const sample of samples) {
      const bytes = bytesOf(sample)
      const whole = framesOf(eventsOf([bytes]))
      const same = (pieces: readonly Buffer[], what: string) => {
        const events = eventsOf(pieces)
        const found = framesOf(events)
        const isSame = found.length === whole.length && found.every((frame, index) => isAlike(frame, whole[index]))
        if (!isSame || !Buffer.concat(events.map((event) => event.bytes)).equals(bytes))
          throw new Error(`line ${sample.line} ${what}`)
      }
      for (let cut = 1; cut < bytes.length; cut++) same([bytes.subarray(0, cut), bytes.subarray(cut)], `cut at ${cut}`)
      same(
        Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)),
        'byte by byte',
      )
    }
  })

  it('never keep the next frame from being found, glued to it or behind 1 KiB of noise', () => {
    const next = formatFrame('QN=20160801085857223;ST=91;CN=9014;PW=123456;MN=1;Flag=4;CP=&&&&')
    for (const sample of samples) {
      const bytes = bytesOf(sample)
      const noise = Buffer.from(Array.from({ length: 1024 }, (_, at) => (at * 7919 + sample.line * 131) % 256))
      for (const stream of [
        [bytes, next],
        [bytes.subarray(0, -2), next],
        [bytes, noise, next],
      ]) {
        const last = createFramer().push(Buffer.concat(stream)).at(-1)
        expect(last?.bytes.toString(), `line ${sample.line}`).toBe(next.toString())
      }
    }
  })
})

function isAlike(frame: FrameFound, other: FrameFound | undefined): boolean {
  return (
    other !== undefined &&
    frame.bytes.equals(other.bytes) &&
    frame.segment.equals(other.segment) &&
    frame.crcKind === other.crcKind &&
    frame.problems.join() === other.problems.join()
  )
}
