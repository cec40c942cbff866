import { describe, expect, it } from 'vitest'
import zh from '../../../catalogues/zh.json' with { type: 'json' }
import { encipherFrame } from '../../protocols/hj212/cipher.ts'
import { formatFrame } from '../../protocols/hj212/format.ts'
import { hasSamples, sampleFrames, samplesAbsent } from '../../protocols/hj212/samples.fixture.ts'
import { compactOf, DAY_MS, HOUR_MS, MINUTE_MS } from '../../standards/civil-time.ts'
import { factorOf } from '../../standards/factors.ts'
import { type DeviceProposal, type KeptBytes, proposeDevice } from './proposal.ts'
import { evidenceCodes } from './proposal-evidence.ts'
import { instantOfQn } from './proposal-times.ts'

const words = new Map<string, string>(Object.entries(zh))
const START = Date.parse('2026-11-18T14:00:00+08:00')
const MN = '439901010000A05C1E7B0001'

interface Sent {
  cn?: string
  /** DataTime. [epoch ms] */
  at: number
  /** Arrival, and QN, after DataTime. [ms] */
  after?: number
  values?: string
  flag?: string
  st?: string
  pw?: string
  hasQn?: boolean
}

/** A frame as a device would send it. */
function sent({
  cn = '2011',
  at,
  after = 2000,
  values,
  flag = 'Flag=5;',
  st = '22',
  pw = '620417',
  hasQn = true,
}: Sent) {
  const receivedAt = at + after
  const qn = hasQn ? `QN=${compactOf(receivedAt)}${String(receivedAt % 1000).padStart(3, '0')};` : ''
  const cp = `DataTime=${compactOf(at)};${values ?? 'a34004-Rtd=35.2,a34004-Flag=N'}`
  return { receivedAt, bytes: formatFrame(`${qn}ST=${st};CN=${cn};PW=${pw};MN=${MN};${flag}CP=&&${cp}&&`) }
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

const minutely = (count: number, more: Partial<Sent> = {}) =>
  times(count, (index) => sent({ at: START + index * MINUTE_MS, ...more }))

const told = ({ value, sure }: { value: string; sure: boolean }) => [value, sure]
const codesOf = (choice: { evidence: { code: string }[] } | null) => choice?.evidence.map(({ code }) => code)

function factorOfProposal(proposal: DeviceProposal, code: string) {
  const found = proposal.factors.find((one) => one.code === code)
  return found && { factor: found.factor, unit: found.unit, sure: found.unitSure, codes: codesOf(found) }
}

describe('proposal for an unknown device', () => {
  it('that keeps the standard of 2017 leaves no doubt', () => {
    const hours = times(4, (index) =>
      sent({ cn: '2061', at: START + index * HOUR_MS, after: HOUR_MS + 40_000, values: 'a34004-Avg=35,a34004-Flag=N' }),
    )
    const minutes = times(24, (index) =>
      sent({ cn: '2051', at: START + index * 10 * MINUTE_MS, after: 10 * MINUTE_MS + 5000, values: 'a34004-Avg=35' }),
    )
    const proposal = proposeDevice(MN, [...minutely(60), ...minutes, ...hours])
    expect(proposal).toMatchObject({ mn: MN, frames: 88, firstAt: START + 2000, passwords: 1, problems: [] })
    expect(proposal.lastAt).toBe(START + 4 * HOUR_MS + 40_000)
    const { edition, crc, charset, answers, dataTimeNames, realtimeSeconds, minuteInterval, sendsHours } = proposal
    expect([edition, crc, charset, answers, dataTimeNames, sendsHours].map(told)).toEqual([
      ['2017', true],
      ['strict', true],
      ['auto', true],
      ['asked', true],
      ['start', true],
      ['true', true],
    ])
    expect([realtimeSeconds, minuteInterval].map((choice) => choice && told(choice))).toEqual([
      ['60', true],
      ['10', true],
    ])
    expect(proposal.delays).toEqual([
      { cn: '2011', frames: 60, shortestSeconds: 2, medianSeconds: 2 },
      { cn: '2051', frames: 24, shortestSeconds: 605, medianSeconds: 605 },
      { cn: '2061', frames: 4, shortestSeconds: 3640, medianSeconds: 3640 },
    ])
    expect(factorOfProposal(proposal, 'a34004')).toEqual({
      factor: 'a34004',
      unit: 'µg/m³',
      sure: true,
      codes: ['code-standard', 'unit-plausible'],
    })
    expect(proposal.sample).toContain('a34004-Avg=35')
    expect(proposal.sample).not.toContain('620417')
  })

  it('of few frames is never sure of what needs many', () => {
    const proposal = proposeDevice(MN, minutely(3))
    expect([proposal.edition, proposal.crc, proposal.dataTimeNames].map(told)).toEqual([
      ['2017', false],
      ['strict', false],
      ['start', false],
    ])
    expect(proposal.realtimeSeconds && told(proposal.realtimeSeconds)).toEqual(['60', false])
    expect(proposal.minuteInterval).toBeNull()
    expect(codesOf(proposal.dataTimeNames)).toEqual(['no-statistics'])
  })

  it('of no frame at all still has the usual settings, none of them sure', () => {
    const proposal = proposeDevice(MN, [{ receivedAt: START, bytes: null }])
    expect(proposal).toMatchObject({ frames: 0, firstAt: START, lastAt: START, factors: [], sample: '' })
    expect([proposal.edition, proposal.crc, proposal.dataTimeNames].map(({ sure }) => sure)).toEqual([
      false,
      false,
      false,
    ])
  })
})

describe('what DataTime names', () => {
  const hourly = (after: (index: number) => number, count = 6) =>
    times(count, (index) => sent({ cn: '2061', at: START + index * HOUR_MS, after: after(index) }))

  it('is the end where the shortest delay is about none, the start where it is about one period', () => {
    expect(
      told(
        proposeDevice(
          MN,
          hourly(() => 75_000),
        ).dataTimeNames,
      ),
    ).toEqual(['end', true])
    expect(
      told(
        proposeDevice(
          MN,
          hourly(() => HOUR_MS + 75_000),
        ).dataTimeNames,
      ),
    ).toEqual(['start', true])
  })

  it('is told by the shortest delay: hours that are sent again after a gap do not count', () => {
    const late = (index: number) => (index < 4 ? 9 * HOUR_MS : 60_000)
    const proposal = proposeDevice(MN, hourly(late))
    expect(told(proposal.dataTimeNames)).toEqual(['end', true])
    expect(proposal.delays[0]).toMatchObject({ shortestSeconds: 60, medianSeconds: 32_400 })
    expect(proposal.dataTimeNames.evidence).toEqual([
      { code: 'delay-end', params: { cn: '2061', frames: 6, shortest: 60, period: 3600 } },
    ])
  })

  it('is not told by reissues alone, nor by one hour', () => {
    expect(
      told(
        proposeDevice(
          MN,
          hourly(() => 17 * HOUR_MS),
        ).dataTimeNames,
      ),
    ).toEqual(['start', false])
    expect(
      told(
        proposeDevice(
          MN,
          hourly(() => 60_000, 1),
        ).dataTimeNames,
      ),
    ).toEqual(['end', false])
  })

  it('is in doubt where minutes and hours contradict each other; hours go first', () => {
    const minutes = times(12, (index) => sent({ cn: '2051', at: START + index * 10 * MINUTE_MS, after: 5000 }))
    const proposal = proposeDevice(MN, [...minutes, ...hourly(() => HOUR_MS + 5000)])
    expect(told(proposal.dataTimeNames)).toEqual(['start', false])
    expect(codesOf(proposal.dataTimeNames)).toEqual(['delay-start', 'delay-end'])
  })

  it('is not proved by minutes so short that their delay may be either', () => {
    const minutes = times(30, (index) => sent({ cn: '2051', at: START + index * MINUTE_MS, after: 58_000 }))
    expect(told(proposeDevice(MN, minutes).dataTimeNames)).toEqual(['start', false])
  })

  it('is told by days where nothing else is sent, and by the arrival where frames have no QN', () => {
    const days = times(4, (index) =>
      sent({ cn: '2031', at: START + index * DAY_MS, after: DAY_MS + 120_000, flag: '', hasQn: false }),
    )
    expect(told(proposeDevice(MN, days).dataTimeNames)).toEqual(['start', true])
  })
})

describe('intervals', () => {
  it('of real-time data are the usual gap, sure when they are steady', () => {
    const every30 = times(20, (index) => sent({ at: START + index * 30_000 }))
    const proposal = proposeDevice(MN, every30)
    expect(proposal.realtimeSeconds).toEqual({
      value: '30',
      sure: true,
      evidence: [{ code: 'interval-steady', params: { cn: '2011', gaps: 19, seconds: 30, near: 19 } }],
    })
    const uneven = times(20, (index) => sent({ at: START + index * index * 7000 }))
    expect(proposeDevice(MN, uneven).realtimeSeconds?.sure).toBe(false)
  })

  it('of minute data are the shortest gap, though some are missing', () => {
    const at = [0, 5, 10, 20, 25, 30, 45, 50, 55, 60]
    const minutes = at.map((minute) => sent({ cn: '2051', at: START + minute * MINUTE_MS }))
    const { minuteInterval } = proposeDevice(MN, minutes)
    expect(minuteInterval).toEqual({
      value: '5',
      sure: false,
      evidence: [{ code: 'interval-varies', params: { cn: '2051', gaps: 9, seconds: 300, near: 7 } }],
    })
  })

  it('that no MinInterval allows are not proposed', () => {
    const odd = times(8, (index) => sent({ cn: '2051', at: START + index * 7 * MINUTE_MS }))
    expect(proposeDevice(MN, odd).minuteInterval).toMatchObject({ value: '10', sure: false })
    expect(codesOf(proposeDevice(MN, odd).minuteInterval)).toEqual(['interval-unknown'])
  })

  it('say whether hours are to be expected: they would have come by now', () => {
    expect(told(proposeDevice(MN, minutely(60)).sendsHours)).toEqual(['true', false])
    expect(told(proposeDevice(MN, minutely(200)).sendsHours)).toEqual(['false', true])
  })
})

describe('how a device speaks', () => {
  it('2005 by its Flag or the lack of one; in doubt with the codes of 2017', () => {
    const old = minutely(12, { flag: '', values: '01-Rtd=2.5,01-Flag=N', st: '31' })
    expect(told(proposeDevice(MN, old).edition)).toEqual(['2005', true])
    const mixed = proposeDevice(MN, minutely(12, { flag: '' })).edition
    expect([told(mixed), codesOf(mixed)]).toEqual([
      ['auto', false],
      ['flags', 'codes-of-2017'],
    ])
  })

  it('2025 only with something that no other edition has', () => {
    const flag9 = proposeDevice(MN, minutely(12, { flag: 'Flag=9;' })).edition
    expect([told(flag9), codesOf(flag9)]).toEqual([
      ['2017', false],
      ['flags', 'flag-8-before-2025'],
    ])
    const beat = {
      receivedAt: START,
      bytes: formatFrame(`QN=20261118140000000;ST=22;CN=9015;PW=1;MN=${MN};Flag=9;CP=&&&&`),
    }
    expect(told(proposeDevice(MN, [...minutely(12, { flag: 'Flag=9;' }), beat]).edition)).toEqual(['2025', true])
    const sealed = minutely(12, { flag: 'Flag=9;' }).map(({ receivedAt, bytes }) => ({
      receivedAt,
      bytes: encipherFrame(bytes, Buffer.from('0'.repeat(16))),
    }))
    const proposal = proposeDevice(MN, sealed)
    expect(told(proposal.edition)).toEqual(['2025', true])
    expect(proposal.factors).toEqual([])
    expect(proposal.problems).toEqual([{ code: 'cp-enciphered', text: expect.stringContaining('SM4'), frames: 12 }])
  })

  it('with editions that change from frame to frame as each frame says', () => {
    const both = [...minutely(8, { flag: 'Flag=1;', values: '01-Rtd=1' }), ...minutely(8)]
    expect(told(proposeDevice(MN, both).edition)).toEqual(['auto', false])
  })

  /** The frames with another CRC text. */
  function withCrc(
    frames: readonly { receivedAt: number; bytes: Buffer }[],
    crcOf: (index: number, crc: string) => string,
  ) {
    return frames.map(({ receivedAt, bytes }, index) => {
      const text = bytes.toString('latin1')
      const crc = crcOf(index, text.slice(-6, -2))
      return { receivedAt, bytes: Buffer.from(`${text.slice(0, -6)}${crc}\r\n`, 'latin1') }
    })
  }

  it('with CRC bytes swapped tolerates that, and a few wrong ones as the noise of a line', () => {
    const swapped = withCrc(minutely(20), (_, crc) => crc.slice(2) + crc.slice(0, 2))
    expect(told(proposeDevice(MN, swapped).crc)).toEqual(['tolerant', true])
    const noisy = withCrc(minutely(20), (index, crc) => (index < 2 ? '0002' : crc))
    expect(told(proposeDevice(MN, noisy).crc)).toEqual(['tolerant', true])
    expect(proposeDevice(MN, noisy).crc.evidence).toEqual([
      { code: 'crc-kinds', params: { standard: 18, modbus: 0, swapped: 0, wrong: 2, absent: 0 } },
    ])
  })

  it('with a constant in place of the CRC ignores it, and is in doubt where it is wrong in many ways', () => {
    const constant = proposeDevice(
      MN,
      withCrc(minutely(20), () => 'FFFF'),
    ).crc
    expect([told(constant), codesOf(constant)]).toEqual([
      ['ignore', true],
      ['crc-kinds', 'crc-constant'],
    ])
    const random = withCrc(minutely(20), (index) => String(1002 + index * 7).padStart(4, '0'))
    expect(told(proposeDevice(MN, random).crc)).toEqual(['ignore', false])
  })

  it('in GBK or UTF-8, where it says something beyond ASCII', () => {
    const log = (bytes: number[]) =>
      times(5, (index) => {
        const text = Buffer.from(bytes)
        const head = `QN=2026111814000000${index};ST=22;CN=3020;PW=1;MN=${MN};Flag=4;CP=&&i11001-Info="//`
        const segment = Buffer.concat([Buffer.from(head), text, Buffer.from('//"&&')])
        const shell = formatFrame('x'.repeat(segment.length))
        return { receivedAt: START, bytes: Buffer.concat([shell.subarray(0, 6), segment, Buffer.from('0000\r\n')]) }
      })
    expect(told(proposeDevice(MN, log([0xcd, 0xa3, 0xb5, 0xe7])).charset)).toEqual(['gbk', true])
    expect(told(proposeDevice(MN, log([...Buffer.from('停电')])).charset)).toEqual(['utf-8', true])
    expect(
      told(proposeDevice(MN, [...log([0xcd, 0xa3, 0xb5, 0xe7]), ...log([...Buffer.from('停电')])]).charset),
    ).toEqual(['auto', false])
  })

  it('that sends all again though it asked for no answer seems to wait for one', () => {
    const once = minutely(6, { flag: 'Flag=4;' })
    expect(told(proposeDevice(MN, once).answers)).toEqual(['asked', true])
    expect(told(proposeDevice(MN, [...once, ...once, ...once]).answers)).toEqual(['always', false])
  })

  it('counts the passwords, and believes none of a frame whose CRC is wrong', () => {
    const broken = withCrc(minutely(1, { pw: '999999' }), () => '0002')
    expect(proposeDevice(MN, [...minutely(3), ...minutely(3, { pw: '111111' }), ...broken]).passwords).toBe(2)
  })

  it('has its dialects counted, in the language asked for', () => {
    const lower = withCrc(minutely(5), (_, crc) => crc.toLowerCase()).concat(withCrc(minutely(2), () => '0002'))
    const { problems } = proposeDevice(MN, lower, 'en')
    expect(problems.find(({ code }) => code === 'crc-wrong')).toEqual({
      code: 'crc-wrong',
      text: 'CRC is wrong',
      frames: 2,
    })
  })
})

describe('factors', () => {
  const withValues = (values: string, more: Partial<Sent> = {}) => proposeDevice(MN, minutely(12, { values, ...more }))

  it('by vendors names are proposed as the standard s, guesses said to be guesses, the unknown kept', () => {
    const proposal = withValues('PM25-Rtd=28,PM25-Flag=N;TEM-Rtd=18.5;107-Rtd=60;H01-Rtd=52.7;A34002-Rtd=61')
    expect(proposal.factors.map(({ code, factor, evidence }) => [code, factor, evidence[0]?.code])).toEqual([
      ['PM25', 'a34004', 'code-named'],
      ['TEM', 'a01001', 'code-named'],
      ['107', 'a34002', 'code-guessed'],
      ['H01', null, 'code-unknown'],
      ['A34002', 'a34002', 'code-standard'],
    ])
    expect(proposal.factors.find(({ code }) => code === 'H01')).toMatchObject({ unit: '', low: 52.7, high: 52.7 })
  })

  it('of 2005 are known, and a vendor s number is none in the table of a chimney', () => {
    const proposal = withValues('01-Rtd=25.21,01-ZsRtd=63.66;S08-Rtd=1.349;B02-Rtd=3600.0;107-Rtd=2', { st: '31' })
    expect(factorOfProposal(proposal, '01')).toMatchObject({ factor: 'a34013', unit: 'mg/m³' })
    expect(factorOfProposal(proposal, 'S08')).toMatchObject({ factor: 'a01013', unit: 'kPa' })
    expect(factorOfProposal(proposal, 'B02')).toMatchObject({ factor: 'a00000', unit: 'm³/h', sure: false })
    expect(factorOfProposal(proposal, '107')).toMatchObject({ factor: null })
  })

  it.each([
    ['a34004-Rtd=75600.000;a34002-Rtd=140600.000', 'a34004', 'ng/m³'],
    ['a34004-Rtd=75600.000;a34002-Rtd=140600.000', 'a34002', 'ng/m³'],
    ['a34004-Rtd=0.0968;a34001-Rtd=0.160', 'a34004', 'mg/m³'],
    ['a01006-Rtd=1011.65', 'a01006', 'hPa'],
    ['a01006-Rtd=101325', 'a01006', 'Pa'],
    ['a05024-Rtd=0.0205;a21004-Rtd=0.0653;a21026-Rtd=0.0873', 'a05024', 'mg/m³'],
    ['a05024-Rtd=0.0205;a21004-Rtd=0.0653;a21026-Rtd=0.0873', 'a21026', 'mg/m³'],
    ['a21005-Rtd=687', 'a21005', 'µg/m³'],
    ['a01013-Rtd=-130.7', 'a01013', 'Pa'],
  ])('of the sizes %s: %s looks like %s, said but not sure', (values, code, unit) => {
    const found = factorOfProposal(withValues(values), code)
    expect(found).toMatchObject({ unit, sure: false })
    expect(found?.codes).toContain('unit-guard')
  })

  it('are not taken for mg/m³ because one particle is low: all must be', () => {
    expect(factorOfProposal(withValues('a34004-Rtd=0.4;a34001-Rtd=92'), 'a34004')).toMatchObject({
      unit: 'µg/m³',
      sure: false,
    })
    expect(factorOfProposal(withValues('a05024-Rtd=0.4;a21004-Rtd=31'), 'a05024')).toMatchObject({ unit: 'µg/m³' })
  })

  it('that are gases may be in ppb, which their size cannot tell; those of a chimney are in mg/m³ by the standard', () => {
    expect(factorOfProposal(withValues('a21026-Rtd=12'), 'a21026')).toEqual({
      factor: 'a21026',
      unit: 'µg/m³',
      sure: false,
      codes: ['code-standard', 'unit-gas'],
    })
    expect(factorOfProposal(withValues('a21026-Rtd=12', { st: '31' }), 'a21026')).toMatchObject({
      unit: 'mg/m³',
      sure: false,
    })
  })

  it('leave out what is marked as not normal, and what is no number', () => {
    const proposal = withValues('a34004-Rtd=9999,a34004-Flag=D;a01001-Rtd=----;a01002-Rtd=0.0')
    expect(proposal.factors.map(({ low, high, unitSure }) => [low, high, unitSure])).toEqual([
      [null, null, false],
      [null, null, false],
      [0, 0, true],
    ])
  })
})

describe('proposals for the devices of the samples', () => {
  it.skipIf(!hasSamples)(
    `never fail, name only units and factors that Weike knows${hasSamples ? '' : ` (${samplesAbsent})`}`,
    () => {
      const all: KeptBytes[] = sampleFrames().map(({ line, frame }) => ({
        receivedAt: START + line * 1000,
        bytes: Buffer.from(`${frame}\r\n`),
      }))
      const sets = [all, ...all.map((frame) => [frame])]
      for (const kept of sets) {
        const proposal = proposeDevice('any', kept)
        for (const { factor } of proposal.factors) expect(factor === null || factorOf(factor)).toBeTruthy()
        const choices = [proposal.edition, proposal.crc, proposal.charset, proposal.answers, proposal.dataTimeNames]
        const evidence = [...choices, ...proposal.factors].flatMap((one) => one.evidence)
        for (const { code } of evidence) expect(evidenceCodes).toContain(code)
        for (const { code, params } of evidence) {
          const figures = [...(words.get(`web.evidence.${code}`) ?? '{{none}}').matchAll(/\{\{(\w+)\}\}/g)]
          for (const [, figure = ''] of figures) expect(Object.keys(params), code).toContain(figure)
        }
        expect(proposal.sample).not.toMatch(/PW=[^*;]/)
      }
    },
  )
})

describe('instant of a QN', () => {
  it.each([
    ['20261118142036007', Date.parse('2026-11-18T14:20:36.007+08:00')],
    ['20261118142036', Date.parse('2026-11-18T14:20:36+08:00')],
    ['1617957600465', 1_617_957_600_465],
    ['202411123203230940', null],
    ['', null],
    ['abc', null],
  ])('%s', (qn, instant) => expect(instantOfQn(qn)).toBe(instant))
})
