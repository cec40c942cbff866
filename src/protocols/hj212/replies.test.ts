import { describe, expect, it } from 'vitest'
import { eventOf } from './events.ts'
import type { Hj212Message } from './message.ts'
import { replyOf, systemTimeOf } from './replies.ts'
import { hasSamples, sampleFrames, samplesAbsent } from './samples.fixture.ts'
import { parseSegment } from './segment.ts'

function read(segment: string): Hj212Message {
  const result = parseSegment(Buffer.from(segment))
  if (!result.ok) throw new Error(result.problem.code)
  return result.message
}

/** A frame of a device, from its CN, Flag and CP. */
function told(cn: string, cp: string, flag = 'Flag=5;'): Hj212Message {
  return read(`QN=20160801085857223;ST=22;CN=${cn};PW=123456;MN=1;${flag}CP=&&${cp}&&`)
}

const qn = '20160801085857223'

describe('replies of a device', () => {
  it('9011 and 9012 carry the code they return', () => {
    expect(replyOf(told('9011', 'QnRtn=1', 'Flag=4;'))).toEqual({ kind: 'accepts', qn, returns: 1, willAsk: false })
    expect(replyOf(told('9011', 'QnRtn=3', 'Flag=5;'))).toEqual({ kind: 'accepts', qn, returns: 3, willAsk: false })
    expect(replyOf(told('9012', 'ExeRtn=100', 'Flag=4;'))).toEqual({ kind: 'done', qn, returns: 100 })
    expect(replyOf(told('9012', '', 'Flag=4;'))).toEqual({ kind: 'done', qn, returns: null })
    expect(replyOf(told('9013', '', 'Flag=4;'))).toEqual({ kind: 'notified', qn })
  })

  it('of 2005 have the QN inside CP, and their 9011 announces whether the data that follow want answers', () => {
    const head = 'ST=91;CN=9011;PW=123456;MN=88888880000001;'
    const told2005 = (flag: number) => replyOf(read(`${head}Flag=${flag};CP=&&QN=20040516010101001;QnRtn=1&&`))
    const accepts = { kind: 'accepts', qn: '20040516010101001', returns: 1 }
    expect([0, 1, 3].map(told2005)).toEqual([false, true, true].map((willAsk) => ({ ...accepts, willAsk })))
  })

  it.each([
    ['1011', 'PolId=w01018;SystemTime=20160801085857', { PolId: 'w01018', SystemTime: '20160801085857' }],
    ['1061', 'RtdInterval=30', { RtdInterval: '30' }],
    ['1063', 'MinInterval=10', { MinInterval: '10' }],
    ['3017', 'PolId=w01018;CstartTime=000000;CTime=2', { PolId: 'w01018', CstartTime: '000000', CTime: '2' }],
    ['3018', 'PolId=w01018;Stime=40', { PolId: 'w01018', Stime: '40' }],
    ['3019', 'PolId=w01018;w01018-SN=01', { PolId: 'w01018', 'w01018-SN': '01' }],
  ])('%s tells what was asked for: %s', (cn, cp, values) => {
    expect(replyOf(told(cn, cp, 'Flag=4;'))).toEqual({ kind: 'result', qn, cn, values })
    expect(eventOf(told(cn, cp))).toEqual({ kind: 'parameters', data: values })
  })

  it('are not what the centre itself asks, nor data, nor notices', () => {
    for (const [cn, cp] of [
      ['1011', 'PolId=w01018'],
      ['1061', ''],
      ['3019', 'PolId=w01018'],
      ['3020', 'PolId=w01018;InfoId=i12001'],
      ['2061', 'DataTime=20160801080000;a34004-Avg=35'],
      ['1013', ''],
      ['9014', ''],
    ] as const)
      expect(replyOf(told(cn, cp)), cn).toBeNull()
  })

  it('have the time of the device', () => {
    expect(systemTimeOf(told('1011', 'SystemTime=20160801085857'))).toBe(Date.parse('2016-08-01T08:58:57+08:00'))
    expect(systemTimeOf(told('1011', ''))).toBeNull()
  })
})

describe('what a device tells besides values', () => {
  it.each([
    ['2081', 'DataTime=20160801085857;RestartTime=20160801085624', 'power-on'],
    ['2021', 'DataTime=20160801085857;SB1-RS=1;SB2-RS=0', 'status'],
    ['2041', 'DataTime=20160801000000;SB1-RT=1.1;SB2-RT=2.1', 'run-times'],
    ['1013', 'PolId=w01018', 'time-asked'],
    ['1013', '', 'time-asked'],
    ['9015', '', 'heartbeat'],
    ['9021', '', 'login'],
    ['2071', 'DataTime=20040506010101;101-Ala=1.1', 'alarm'],
    ['2072', 'AlarmTime=20040506010101;101-Ala=1.1,AlarmType=1', 'alarm'],
    ['1001', 'i23005-Info=6970;i23006-Info=1', 'hardware'],
    ['1014', 'SKCreateTime=20240601085857223', 'key-wanted'],
    ['2013', 'a21026-SampleTime=20240601080000,a21026-Avg=3', 'measurement'],
    ['2052', 'DataTime=20240601080000;L5-Data=53.0', 'measurement'],
    ['2111', 'DataTime=20240601080000;a01901-Avg=901.5', 'measurement'],
    ['2062', 'DataTime=20240601080000;a21026-SampleRd=3;a21026-ResultType=1', 'calibration'],
    ['3015', 'DataTime=20160801085857;VaseNo=1', 'sample'],
    ['3020', 'DataTime=20100301145000;PolId=w01018;i12001-Info=1;i12003-Info=0', 'status'],
    ['3020', 'DataTime=20160801085857;PolId=w01018;i13004-Info=168.0', 'parameters'],
    ['3020', 'DataTime=20160801085857;PolId=w01018;i11001-Info="//停电//"', 'log'],
    ['3020', 'DataTime=20160801085857;i11001="//door open//"', 'log'],
    ['9011', 'QnRtn=1', 'reply'],
  ])('%s %s is %s', (cn, cp, kind) => {
    const event = eventOf(told(cn, cp))
    expect(event?.kind).toBe(kind)
    const pairs = cp === '' ? [] : cp.split(/[;,](?=\w+[-=])/).map((pair) => pair.split(/=(.*)/s).slice(0, 2))
    expect(event?.data).toEqual(Object.fromEntries(pairs))
  })

  it.each([
    ['2011', 'DataTime=20160801080000;a34004-Rtd=35'],
    ['2021', ''],
    ['2041', 'BeginTime=20160801000000,EndTime=20160801000000'],
    ['2071', 'BeginTime=20040506010001,EndTime=20040506150030'],
    ['1001', 'WarnTime=5'],
    ['1014', 'SKCreateTime=20240601085857223,NewSK=0000000000000000'],
    ['3015', ''],
    ['3020', 'PolId=w01018;InfoId=i11001;BeginTime=20160801010522,EndTime=20160801085857'],
    ['2083', 'ICCID=1'],
  ])('%s %s is none of it', (cn, cp) => expect(eventOf(told(cn, cp))).toBeNull())

  it('is told whatever edition the Flag names', () => {
    for (const flag of ['', 'Flag=1;', 'Flag=5;', 'Flag=9;']) {
      expect(eventOf(told('2072', 'AlarmTime=20040506010101;101-Ala=1.1', flag))?.kind).toBe('alarm')
      expect(eventOf(told('9015', '', flag))?.kind).toBe('heartbeat')
    }
  })

  it('keeps every value of a name that comes again, and makes no trap of odd names', () => {
    const event = eventOf(told('3020', 'PolId=w01019,i12001-Info=0;PolId=w21001,i12001-Info=1;__proto__=2'))
    expect(Object.entries(event?.data ?? {})).toEqual([
      ['PolId', 'w01019;w21001'],
      ['i12001-Info', '0;1'],
      ['__proto__', '2'],
    ])
  })

  it.skipIf(!hasSamples)(`is found in the samples${hasSamples ? '' : ` (${samplesAbsent})`}`, () => {
    const kinds = new Map<string, number[]>()
    for (const { line, frame } of sampleFrames()) {
      const parsed = parseSegment(Buffer.from(frame.replace(/^##\d{2,4}/, '').replace(/&&[0-9A-Fa-f]{0,4}$/, '&&')))
      const kind = parsed.ok ? eventOf(parsed.message)?.kind : undefined
      if (kind !== undefined) kinds.set(kind, [...(kinds.get(kind) ?? []), line])
    }
    expect(kinds.get('power-on')).toEqual([19, 23, 24, 25, 64, 134, 135, 198])
    expect(kinds.get('status')).toEqual([46, 49, 53, 54, 153, 185, 219, 222, 243])
    expect(kinds.get('run-times')).toEqual([197, 251])
    expect(kinds.get('time-asked')).toEqual([44, 48, 52, 55, 170])
    expect(kinds.get('alarm')).toEqual([253, 254])
    expect(kinds.get('parameters')).toEqual([
      32, 36, 168, 173, 176, 212, 214, 216, 217, 223, 225, 237, 258, 261, 264, 268,
    ])
    expect(kinds.get('login')).toEqual([45, 47, 50, 51, 149, 159, 160])
    expect(kinds.get('sample')).toEqual([209])
  })
})
