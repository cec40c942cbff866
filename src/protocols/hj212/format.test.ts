import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCp, parseCp } from './cp.ts'
import { formatFrame, formatSegment } from './format.ts'
import { createFramer } from './frame.ts'
import type { Hj212Message } from './message.ts'
import { hasSamples, samplesAbsent, soundSamples } from './samples.fixture.ts'
import { parseSegment } from './segment.ts'

const word = fc.stringMatching(/^[0-9A-Za-z_]{1,24}$/)
const chinese = fc.string({
  unit: fc.constantFrom('停', '电', '校', '零', 'a', '1', ' ', '=', '-', '.'),
  maxLength: 12,
})
const quoted = fc
  .string({ unit: fc.constantFrom('门', ';', ',', '=', 'x'), maxLength: 8 })
  .map((text) => `"//${text}//"`)
const pair = fc.record({
  name: fc.oneof(
    word,
    fc.tuple(word, fc.constantFrom('Rtd', 'Avg', 'Flag')).map((parts) => parts.join('-')),
  ),
  value: fc.oneof(word, chinese, quoted, fc.constant('')),
})
const cp = fc.array(fc.array(pair, { minLength: 1, maxLength: 4 }), { maxLength: 8 })
const knownFields = new Set(['QN', 'ST', 'CN', 'PW', 'MN', 'FLAG', 'PNUM', 'PNO', 'CP'])
const others = fc.array(
  fc.record({
    name: word.filter((name) => !knownFields.has(name.toUpperCase())),
    value: fc.oneof(word, fc.constant('')),
  }),
  { maxLength: 2 },
)
const text = fc.oneof(word, fc.constant(''))
const number = fc.option(fc.integer({ min: 0, max: 9999 }), { nil: undefined })

/** Any message that a segment can carry; QN is what a reader would take from CP where the header has none. */
const message = fc
  .record({ qn: text, st: text, cn: word, pw: text, mn: text, pnum: number, pno: number, others, cp })
  .chain((fields) => {
    const flags = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 11 }))
    return flags.map((flag): Hj212Message => {
      const { pnum, pno, ...rest } = fields
      return {
        ...rest,
        edition: flag === null || flag < 4 ? '2005' : flag < 8 ? '2017' : '2025',
        qn: fields.qn,
        flag,
        needsAnswer: flag !== null && flag % 2 === 1,
        ...(pnum === undefined ? {} : { pnum }),
        ...(pno === undefined ? {} : { pno }),
        cpText: formatCp(fields.cp),
        problems: [],
      }
    })
  })
  .filter(({ qn, cp }) => qn !== '' || !cp.some((item) => item.some(({ name }) => name.toUpperCase() === 'QN')))

describe('writing HJ 212', () => {
  it('gives the reference frame of the standard', () => {
    const segment =
      'QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&'
    expect(formatFrame(segment).toString()).toBe(`##0101${segment}1C80\r\n`)
  })

  it('and reading it again is the identity, over the wire too', () => {
    fc.assert(
      fc.property(message, (sent) => {
        const [event, ...rest] = createFramer().push(formatFrame(sent))
        expect(rest).toEqual([])
        if (event?.kind !== 'frame') throw new Error('no frame')
        expect(event.crcOk && event.problems.length === 0).toBe(true)
        expect(parseSegment(event.segment)).toEqual({ ok: true, message: sent })
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps CP items as they are', () => {
    fc.assert(
      fc.property(cp, (items) => {
        const noted: string[] = []
        expect(parseCp(formatCp(items), (code) => noted.push(code))).toEqual(items)
        expect(noted).toEqual([])
      }),
    )
  })

  it('writes the sub-packet numbers where each edition has them', () => {
    const base = {
      qn: '20040516010101001',
      st: '32',
      cn: '2051',
      pw: '123456',
      mn: '88888880000001',
      needsAnswer: true,
      pnum: 2,
      pno: 1,
      others: [],
      cp: [[{ name: 'DataTime', value: '20040506111000' }]],
      cpText: '',
      problems: [],
    }
    expect(formatSegment({ ...base, edition: '2005', flag: 3 })).toBe(
      'QN=20040516010101001;PNUM=0002;PNO=0001;ST=32;CN=2051;PW=123456;MN=88888880000001;Flag=3;CP=&&DataTime=20040506111000&&',
    )
    expect(formatSegment({ ...base, edition: '2017', flag: 7 })).toBe(
      'QN=20040516010101001;ST=32;CN=2051;PW=123456;MN=88888880000001;Flag=7;PNUM=2;PNO=1;CP=&&DataTime=20040506111000&&',
    )
  })

  it('refuses a segment that four digits cannot declare', () => {
    expect(() => formatFrame('x'.repeat(10_000))).toThrow(RangeError)
    expect(formatFrame('x'.repeat(9999)).length).toBe(10_011)
  })
})

describe.skipIf(!hasSamples)(`writing the samples${hasSamples ? '' : ` (${samplesAbsent})`}`, () => {
  it('gives back the very text of the annex C frames of 2017', () => {
    const annex = soundSamples().filter(({ line }) => line >= 164 && line <= 232)
    expect(annex).toHaveLength(69)
    for (const { line, frame } of annex) {
      const result = parseSegment(Buffer.from(frame.slice(6, -4)))
      if (!result.ok) throw new Error(`line ${line}`)
      expect(formatFrame(result.message).toString(), `line ${line}`).toBe(`${frame}\r\n`)
    }
  })

  it('gives back the meaning of every other sound sample', () => {
    for (const { line, frame } of soundSamples()) {
      const first = parseSegment(
        createFramer()
          .push(Buffer.from(`${frame}\r\n`))
          .flatMap((event) => (event.kind === 'frame' ? [event.segment] : []))[0] ?? Buffer.alloc(0),
      )
      if (!first.ok) throw new Error(`line ${line}`)
      const second = parseSegment(Buffer.from(formatSegment(first.message)))
      if (!second.ok) throw new Error(`line ${line}`)
      const { problems: _before, cpText: _text, ...sent } = first.message
      expect(second.message, `line ${line}`).toMatchObject(sent)
    }
  })
})
