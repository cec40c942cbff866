import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hj212Message } from './message.ts'
import { hasSamples, sampleFrames, samplesAbsent, soundSamples } from './samples.fixture.ts'
import { parseSegment } from './segment.ts'

function read(segment: string): Hj212Message {
  const result = parseSegment(Buffer.from(segment))
  if (!result.ok) throw new Error(result.problem.code)
  return result.message
}

function codes(segment: string): string[] {
  return read(segment).problems.map(({ code }) => code)
}

describe('data segment', () => {
  it('is read by name, with the edition and the wish for an answer from Flag', () => {
    const segment =
      'QN=20160801085857534;ST=32;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=7;PNUM=2;PNO=1;CP=&&DataTime=20160801080000;w00000-Cou=63.0,w00000-Flag=N&&'
    expect(read(segment)).toEqual({
      edition: '2017',
      qn: '20160801085857534',
      st: '32',
      cn: '2061',
      pw: '123456',
      mn: '010000A8900016F000169DC0',
      flag: 7,
      needsAnswer: true,
      pnum: 2,
      pno: 1,
      others: [],
      cp: [
        [{ name: 'DataTime', value: '20160801080000' }],
        [
          { name: 'w00000-Cou', value: '63.0' },
          { name: 'w00000-Flag', value: 'N' },
        ],
      ],
      cpText: 'DataTime=20160801080000;w00000-Cou=63.0,w00000-Flag=N',
      problems: [],
    })
  })

  it.each([
    ['', '2005', false],
    ['Flag=0;', '2005', false],
    ['Flag=3;', '2005', true],
    ['Flag=4;', '2017', false],
    ['Flag=5;', '2017', true],
    ['Flag=8;', '2025', false],
    ['Flag=9;', '2025', true],
  ])('with %j is of edition %s, answer wanted: %s', (flag, edition, needsAnswer) => {
    expect(read(`QN=1;ST=22;CN=2011;MN=1;${flag}CP=&&&&`)).toMatchObject({ edition, needsAnswer, problems: [] })
  })

  it('takes the QN from CP where the header has none, as 2005 writes it', () => {
    const answer = read('ST=91;CN=9011;PW=123456;MN=88888880000001;Flag=0;CP=&&QN=20040516010101001;QnRtn=1&&')
    expect(answer).toMatchObject({ qn: '20040516010101001', edition: '2005', problems: [] })
  })

  it('keeps log text in quotation marks whole', () => {
    const log = 'i11001-Info="//门禁;开,CP=&&;x=1//"'
    expect(read(`QN=1;ST=22;CN=3020;MN=1;Flag=4;CP=&&DataTime=20160801080000;${log}&&`).cp).toEqual([
      [{ name: 'DataTime', value: '20160801080000' }],
      [{ name: 'i11001-Info', value: '"//门禁;开,CP=&&;x=1//"' }],
    ])
  })

  it.each([
    ['QN=1;ST=22;CN=2011;PW=123456;,MN=2;FLAG=0;CP=&&a-Rtd=1&&', ['comma-in-header', 'empty-field', 'name-case']],
    ['QN=20160801085857534,ST=32;CN=2061;MN=2;Flag=5;CP=&&&&', ['comma-in-header']],
    ['QN=1;CN=2011;ST=27;MN=2;Flag=5;CP=&&&&', ['field-order']],
    ['QN=1;ST=22;CN=2011;CN=2012;MN=2;CP=&&&&', ['field-repeated']],
    ['QN=1;ST=22;CN=2011;MN=2;Flag=five;CP=&&&&', ['flag-unreadable']],
    ['QN=1;ST=22;CN=2011;MN=2;Flag=256;CP=&&&&', ['flag-unreadable']],
    ['QN=1;ST=22;CN=2011;MN=2;Flag=13;CP=&&&&', ['flag-edition-unknown']],
    ['QN=1;ST=22;CN=2011;MN=2;Flag=6;PNUM=x;PNO=1;CP=&&&&', ['number-unreadable']],
    ['QN=1;ST=22;CN=2011;MN=2;CP=&&a-Rtd=1;&&', ['empty-item']],
    ['QN=1;ST=22;CN=2011;MN=2;CP=&&a-Rtd=1,;b-Rtd=2&&', ['empty-item']],
    ['QN=1;ST=22;CN=2011;MN=2;CP=&&a-Rtd=1;oops&&', ['pair-without-value']],
    ['QN=1;ST=22;CN=2011;MN=2;CP=&a-Rtd=1&&', ['cp-marks']],
    ['QN=1;ST=22;CN=2011;MN=2;CP=&&a-Rtd=1', ['cp-marks']],
    ['QN=1;ST=22;CN=2011;MN=2;CP=&&a-Rtd=1&&tail', ['text-after-cp', 'cp-marks']],
    ['QN=1;ST=22;CN=2011;MN=2;USCC=91&&', ['cp-missing']],
  ])('%s is read and %j noted', (segment, expected) => {
    expect(codes(segment)).toEqual(expected)
  })

  it('is read whatever stands round CP', () => {
    for (const cp of ['&&a-Rtd=1&&', '&a-Rtd=1&&', '&&a-Rtd=1', '&&a-Rtd=1&&xx']) {
      expect(read(`CN=2011;CP=${cp}`).cp).toEqual([[{ name: 'a-Rtd', value: '1' }]])
    }
    for (const cp of ['&&&&', '&&', '&', '']) expect(read(`CN=2011;CP=${cp}`).cp).toEqual([])
  })

  it('in UTF-8 or GBK gives the same Chinese text, GBK noted; other bytes are kept one by one', () => {
    const before = Buffer.from('CN=3020;CP=&&i11001-Info=')
    const gbk = Buffer.concat([before, Buffer.from([0xcd, 0xa3, 0xb5, 0xe7]), Buffer.from('&&')])
    const result = parseSegment(gbk)
    expect(result).toMatchObject({
      ok: true,
      message: { cpText: 'i11001-Info=停电', problems: [{ code: 'charset-gbk' }] },
    })
    expect(read('CN=3020;CP=&&i11001-Info=停电&&')).toMatchObject({ cpText: 'i11001-Info=停电', problems: [] })
    const raw = parseSegment(Buffer.concat([before, Buffer.from([0xff, 0x20]), Buffer.from('&&')]))
    expect(raw).toMatchObject({ message: { cpText: 'i11001-Info=\u00ff ', problems: [{ code: 'charset-unknown' }] } })
  })

  it('is read in the edition that the device is set to, whatever Flag says', () => {
    const segment = Buffer.from('CN=2011;QN=1;ST=22;MN=1;Flag=9;CP=&&&&')
    expect(parseSegment(segment, { edition: 'auto' })).toEqual(parseSegment(segment))
    for (const edition of ['2005', '2017', '2025'] as const) {
      expect(parseSegment(segment, { edition })).toMatchObject({ message: { edition, flag: 9, needsAnswer: true } })
    }
    expect(parseSegment(segment, { edition: '2005' })).toMatchObject({ message: { problems: [] } })
    const odd = Buffer.from('QN=1;ST=22;CN=2011;MN=1;Flag=13;CP=&&&&')
    expect(parseSegment(odd, { edition: '2017' })).toMatchObject({ message: { edition: '2017', problems: [] } })
  })

  it('is read in the charset that the device is set to', () => {
    const before = Buffer.from('CN=3020;CP=&&i11001-Info=')
    const withText = (bytes: readonly number[]) => Buffer.concat([before, Buffer.from(bytes), Buffer.from('&&')])
    const text = (bytes: readonly number[], charset: 'auto' | 'utf-8' | 'gbk') => {
      const result = parseSegment(withText(bytes), { charset })
      if (!result.ok) throw new Error(result.problem.code)
      const { cp, problems } = result.message
      return [cp[0]?.[0]?.value, ...problems.map(({ code }) => code)]
    }
    const gbk = [0xcd, 0xa3, 0xb5, 0xe7]
    expect(text(gbk, 'gbk')).toEqual(['停电'])
    expect(text(gbk, 'auto')).toEqual(['停电', 'charset-gbk'])
    expect(text(gbk, 'utf-8')).toEqual(['\u00cd\u00a3\u00b5\u00e7', 'charset-unknown'])
    // Two bytes that are a character in both: only the setting can tell which.
    expect([text([0xcd, 0xa3], 'auto'), text([0xcd, 0xa3], 'gbk')]).toEqual([['\u0363'], ['停']])
    expect(text([...Buffer.from('停电')], 'utf-8')).toEqual(['停电'])
    expect(text([0xff, 0x20], 'gbk')).toEqual(['\u00ff ', 'charset-unknown'])
    expect(text([0x41], 'gbk')).toEqual(['A'])
  })

  it('of another protocol is a problem, with what could be read', () => {
    const result = parseSegment(Buffer.from('SN=271909;DATETIME=20180904163444&&'))
    expect(result).toMatchObject({
      ok: false,
      problem: { code: 'not-hj212' },
      partial: {
        others: [
          { name: 'SN', value: '271909' },
          { name: 'DATETIME', value: '20180904163444' },
        ],
      },
    })
  })

  it('may be any bytes', () => {
    const scrap = fc.constantFrom(
      'QN=',
      'CN=2011',
      ';',
      ',',
      '=',
      '&&',
      '&',
      'CP=',
      'Flag=',
      '"//',
      '//"',
      '-',
      'PNO=0',
    )
    const bytes = fc
      .array(fc.oneof(scrap, fc.uint8Array({ maxLength: 5 })), { maxLength: 20 })
      .map((parts) => Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array))))
    fc.assert(
      fc.property(bytes, (segment) => void parseSegment(segment)),
      { numRuns: 5000 },
    )
  })
})

describe.skipIf(!hasSamples)(`data segment of the samples${hasSamples ? '' : ` (${samplesAbsent})`}`, () => {
  it('of every sound sample gives the command and the edition of the table', () => {
    for (const { line, frame, edition, cn } of soundSamples()) {
      const message = read(frame.slice(frame.search(/[A-Z]/), frame.indexOf('&&', frame.lastIndexOf('CP=') + 5) + 2))
      expect(message.cn, `line ${line}`).toBe(cn)
      if (/^\d{4}$/.test(edition)) expect(message.edition, `line ${line}`).toBe(edition)
    }
  })

  it('is read from all samples, another protocol apart', () => {
    const foreign = sampleFrames().filter(({ frame }) => !parseSegment(Buffer.from(frame.replace(/^##\d+/, ''))).ok)
    expect(foreign.map(({ line }) => line)).toEqual([115])
  })
})
