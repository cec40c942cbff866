import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandForms } from '../../domain/commands/model.ts'
import { formatFrame } from './format.ts'
import { createFramer } from './frame.ts'
import { type Addressee, isSafeValue, qnOf, type RequestContent, requestMessage } from './requests.ts'
import { hasSamples, sampleFrames, samplesAbsent } from './samples.fixture.ts'
import { parseSegment } from './segment.ts'

const at = (text: string) => Date.parse(`${text}+08:00`)
const mn = '010000A8900016F000169DC0'
const to2017: Addressee = { edition: '2017', st: '32', pw: '123456', mn }
const to2005: Addressee = { edition: '2005', st: '32', pw: '123456', mn: '88888880000001' }
const to2025: Addressee = { edition: '2025', st: '32', pw: '123456', mn }
const qn2017 = '20160801085857223'
const qn2005 = '20040516010101001'
const qn2025 = '20240601085857223'

/** Line of the sample file → the command that must give its very bytes. */
const examples: readonly [line: number, to: Addressee, qn: string, cn: string, content: RequestContent][] = [
  [167, to2017, qn2017, '1011', { factor: 'w01018' }],
  [169, to2017, qn2017, '1012', { factor: 'w01018', systemTime: at('2016-08-01T08:58:57') }],
  [172, to2017, qn2017, '1061', {}],
  [174, to2017, qn2017, '1062', { rtdInterval: 30 }],
  [175, to2017, qn2017, '1063', {}],
  [177, to2017, qn2017, '1064', { minInterval: 10 }],
  [178, to2017, qn2017, '1072', { newPassword: '654321' }],
  [179, to2017, qn2017, '2011', {}],
  [180, to2017, qn2017, '2012', {}],
  [181, to2017, qn2017, '2021', {}],
  [182, to2017, qn2017, '2022', {}],
  [191, to2017, qn2017, '2051', { begin: at('2016-08-01T08:40:00'), end: at('2016-08-01T08:40:00') }],
  [193, to2017, qn2017, '2061', { begin: at('2016-08-01T08:00:00'), end: at('2016-08-01T08:00:00') }],
  [195, to2017, qn2017, '2031', { begin: at('2016-08-01T00:00:00'), end: at('2016-08-01T00:00:00') }],
  [196, to2017, qn2017, '2041', { begin: at('2016-08-01T00:00:00'), end: at('2016-08-01T00:00:00') }],
  [204, to2017, qn2017, '3011', { factor: 'w01018' }],
  [205, to2017, qn2017, '3012', { factor: 'w01018' }],
  [206, to2017, qn2017, '3013', { factor: 'w01018' }],
  [207, to2017, qn2017, '3014', { factor: 'w01018' }],
  [211, to2017, qn2017, '3017', { factor: 'w01018' }],
  [213, to2017, qn2017, '3018', { factor: 'w01018' }],
  [215, to2017, qn2017, '3019', { factor: 'w01018' }],
  [
    218,
    to2017,
    qn2017,
    '3020',
    { factor: 'w01018', infoId: 'i11001', begin: at('2016-08-01T01:05:22'), end: at('2016-08-01T08:58:57') },
  ],
  [220, to2017, qn2017, '3020', { factor: 'w01018', infoId: 'i12001' }],
  [233, to2005, qn2005, '1072', { newPassword: '654321' }],
  [236, to2005, qn2005, '1011', {}],
  [238, to2005, qn2005, '1012', { systemTime: at('2004-05-16T01:01:01') }],
  [239, to2005, qn2005, '2011', {}],
  [240, to2005, qn2005, '2012', {}],
  [242, to2005, qn2005, '2021', {}],
  [244, to2005, qn2005, '2022', {}],
  [59, to2005, qn2005, '2051', { begin: at('2004-05-06T11:10:00'), end: at('2004-05-06T15:10:00') }],
  [248, to2005, qn2005, '2031', { begin: at('2004-05-06T00:00:00'), end: at('2004-05-10T00:00:00') }],
  [250, to2005, qn2005, '2041', { begin: at('2004-05-06T00:00:00'), end: at('2004-05-10T00:00:00') }],
  [252, to2005, qn2005, '2071', { begin: at('2004-05-06T01:00:01'), end: at('2004-05-06T15:00:30') }],
  [265, to2005, qn2005, '3011', { factor: '101' }],
  [266, to2005, qn2005, '1062', { rtdInterval: 30 }],
  [267, to2005, qn2005, '1061', {}],
  [271, to2005, qn2005, '3012', { factor: '101' }],
  [279, to2025, qn2025, '3019', { factor: 'w01018' }],
  [281, to2025, qn2025, '3013', { factor: 'w01018' }],
  [282, to2025, qn2025, '3012', { factor: 'w01018' }],
  [283, to2025, qn2025, '3011', { factor: 'w01018', calibrationType: 0 }],
  [286, to2025, qn2025, '2031', { begin: at('2024-06-01T00:00:00'), end: at('2024-06-01T00:00:00') }],
  [287, to2025, qn2025, '2061', { begin: at('2024-06-01T08:00:00'), end: at('2024-06-01T08:00:00') }],
  [288, { ...to2025, st: '31' }, qn2025, '2051', { begin: at('2024-06-01T08:40:00'), end: at('2024-06-01T08:40:00') }],
  [291, to2025, qn2025, '2012', {}],
  [292, to2025, qn2025, '2011', {}],
  [293, to2025, qn2025, '1072', { newPassword: '654321' }],
  [294, { ...to2025, st: '31' }, qn2025, '1064', { minInterval: 10 }],
  [296, to2025, qn2025, '1062', { rtdInterval: 30 }],
  [299, to2025, qn2025, '1012', { factor: 'w01018', systemTime: at('2024-06-01T08:58:57') }],
  [300, to2025, qn2025, '1011', { factor: 'w01018' }],
]

describe('commands of the centre', () => {
  it.skipIf(!hasSamples).each(examples)(
    `are the frames of the standards, byte for byte: line %i${hasSamples ? '' : ` (${samplesAbsent})`}`,
    (line, to, qn, cn, content) => {
      const sample = sampleFrames()[line - 1]
      expect(formatFrame(requestMessage(to, cn, qn, content)).toString()).toBe(`${sample?.frame}\r\n`)
    },
  )

  it('set the clock of the logger itself where no factor is named', () => {
    const content = { systemTime: at('2026-11-18T14:20:36') }
    expect(requestMessage(to2017, '1012', qn2017, content).cpText).toBe('SystemTime=20261118142036')
  })

  it('of 2005 read hours as they read minutes', () => {
    const content = { begin: at('2004-05-06T11:00:00'), end: at('2004-05-06T15:00:00') }
    expect(requestMessage(to2005, '2061', qn2005, content).cpText).toBe(
      'BeginTime=20040506110000,EndTime=20040506150000',
    )
  })

  it('can be written for every kind that a person may ask of a device, in each of its editions', () => {
    const to = { '2005': to2005, '2017': to2017, '2025': to2025 }
    const content: RequestContent = {
      factor: 'a34004',
      systemTime: at('2026-11-18T14:20:36'),
      rtdInterval: 30,
      minInterval: 10,
      newPassword: '654321',
      begin: at('2026-11-18T14:00:00'),
      end: at('2026-11-18T15:00:00'),
      infoId: 'i11001',
    }
    const told = {
      range: 'BeginTime=20261118140000',
      factor: '=a34004',
      seconds: 'RtdInterval=30',
      minutes: 'MinInterval=10',
      password: '=654321',
    }
    for (const { kind, cn, editions, needs } of commandForms) {
      for (const edition of editions) {
        const { cpText } = requestMessage(to[edition], cn, qn2017, content)
        for (const need of needs) expect(cpText, `${kind} of ${edition}`).toContain(told[need])
      }
    }
  })

  it('come back from the wire as they were meant', () => {
    const content = { factor: 'a34004', begin: at('2026-11-18T14:00:00'), end: at('2026-11-18T15:00:00') }
    for (const to of [to2005, to2017, to2025]) {
      for (const cn of ['1011', '2011', '2051', '3012', '3020']) {
        const message = requestMessage(to, cn, qn2017, content)
        const [event] = createFramer().push(formatFrame(message))
        expect(event?.kind === 'frame' && parseSegment(event.segment)).toEqual({ ok: true, message })
      }
    }
  })

  it('refuse what they have no layout for, and values that would break the frame', () => {
    expect(() => requestMessage(to2017, '2999', qn2017)).toThrow(RangeError)
    expect(() => requestMessage(to2017, '1072', qn2017, { newPassword: '65;321' })).toThrow(RangeError)
    expect(() => requestMessage({ ...to2017, mn: '1;CP=&&&&' }, '2011', qn2017)).toThrow(RangeError)
    expect(() => requestMessage(to2017, '3012', qn2017, { factor: 'a\r\n##0101' })).toThrow(RangeError)
  })
})

describe('a safe value', () => {
  it.each(['', '123456', 'a34004', '20261118142036', 'A110000_0001', '停电', 'a b', '-1.5', '"'])('%j', (text) => {
    expect(isSafeValue(text)).toBe(text !== '"')
  })
  it.each([';', ',', '=', '&', '#', '\r', '\n', '\0', '\t', '\x7f'])('holds no %j', (character) => {
    expect(isSafeValue(`1${character}2`)).toBe(false)
  })

  it('is read back as it was written, whatever stands beside it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }).filter(isSafeValue), { minLength: 1 }), (values) => {
        const cp = [values.map((value, index) => ({ name: `n${index}`, value }))]
        const message = { ...requestMessage(to2017, '2011', qn2017), cp }
        const [event] = createFramer().push(formatFrame(message))
        const parsed = event?.kind === 'frame' ? parseSegment(event.segment) : undefined
        expect(parsed?.ok === true && parsed.message.cp).toEqual(cp)
      }),
    )
  })
})

describe('request number', () => {
  it('is civil time to the millisecond, 17 digits', () => {
    expect(qnOf(Date.parse('2026-11-18T14:20:36.007+08:00'))).toBe('20261118142036007')
    expect(qnOf(Date.parse('2026-12-31T23:59:59.999+08:00'))).toBe('20261231235959999')
    expect(qnOf(at('2026-11-18T00:00:00') + 0.75)).toBe('20261118000000000')
  })
})
