import { describe, expect, it } from 'vitest'
import { type Addressee, type RequestContent, requestMessage } from '../src/protocols/hj212/requests.ts'
import { parseSegment } from '../src/protocols/hj212/segment.ts'
import { instantOf } from '../src/standards/civil-time.ts'
import { type Commanded, deedOf } from './commands.ts'

const now = instantOf({ year: 2026, month: 11, day: 18, hour: 14, minute: 20, second: 36 })
const device = { mn: '439901010000A05C1E7B0001', pw: '620417', factors: ['a34004', 'a01008'] }
const logger: Commanded = { device, now, realtimeMs: 30_000, minuteInterval: 10 }
const to: Addressee = { edition: '2017', st: '22', mn: device.mn, pw: device.pw }

const deed = (cn: string, content: RequestContent = {}, more: Partial<Addressee> = {}) =>
  deedOf(requestMessage({ ...to, ...more }, cn, '20261118142036000', content), logger)
const ofSegment = (segment: string) => {
  const parsed = parseSegment(Buffer.from(segment))
  if (!parsed.ok) throw new Error('no message')
  return deedOf(parsed.message, logger)
}
const told = (name: string, value: string) => ({ kind: 'tell', cp: [[{ name, value }]] })

describe('what a logger does about a command', () => {
  it('tells its time, its intervals and the number of an instrument', () => {
    expect(deed('1011')).toEqual(told('SystemTime', '20261118142036'))
    expect(deed('1061')).toEqual(told('RtdInterval', '30'))
    expect(deed('1063')).toEqual(told('MinInterval', '10'))
    expect(deed('3019', { factor: 'a34004' })).toEqual(told('a34004-SN', 'QY0001A34004'))
  })

  it('is set, where the standard lets it be', () => {
    const set = (setting: object) => ({ kind: 'set', setting })
    const wrong = { kind: 'fail', returns: 3 }
    expect(deed('1012', { systemTime: now + 5_000 })).toEqual(set({ what: 'clock', instant: now + 5_000 }))
    expect(deed('1012')).toEqual(wrong)
    expect(deed('1062', { rtdInterval: 60 })).toEqual(set({ what: 'realtime-interval', ms: 60_000 }))
    for (const rtdInterval of [29, 3601, 30.5]) expect(deed('1062', { rtdInterval })).toEqual(wrong)
    expect(deed('1064', { minInterval: 5 })).toEqual(set({ what: 'minute-interval', minutes: 5 }))
    expect(deed('1064', { minInterval: 7 })).toEqual(wrong)
  })

  it('brings history, and does work that takes its time', () => {
    const span = { begin: now - 3_600_000, end: now }
    for (const cn of ['2031', '2051', '2061']) expect(deed(cn, span)).toEqual({ kind: 'history', cn, ...span })
    expect(deed('2061')).toEqual({ kind: 'fail', returns: 3 })
    expect(deed('3011', { factor: 'a34004' })).toEqual({ kind: 'work', ms: 120_000, samples: false })
    expect(deed('3012', { factor: 'a34004' })).toEqual({ kind: 'work', ms: 20_000, samples: true })
    // It has no such instrument.
    expect(deed('3011', { factor: 'a21026' })).toEqual({ kind: 'fail', returns: 3 })
    for (const cn of ['2041', '3020']) expect(deed(cn)).toEqual({ kind: 'fail', returns: 100 })
  })

  it('starts and stops real-time data', () => {
    expect(deed('2011')).toEqual({ kind: 'realtime' })
    expect(deed('2012')).toEqual({ kind: 'stop-realtime' })
  })

  it('refuses what is not for it, what it does not know, and a new password', () => {
    expect(deed('1011', {}, { pw: '000000' })).toEqual({ kind: 'refuse', returns: 3 })
    expect(deed('1011', {}, { mn: '439901010000A05C1E7B0009' })).toEqual({ kind: 'refuse', returns: 4 })
    expect(deed('1072', { newPassword: '123456' })).toEqual({ kind: 'refuse', returns: 2 })
    expect(deed('3014', { factor: 'a34004' })).toEqual({ kind: 'refuse', returns: 8 })
  })

  it('lets answers and other notices pass', () => {
    const of = (cn: string) => `QN=20261118142036000;ST=91;CN=${cn};PW=620417;MN=${device.mn};Flag=4;CP=&&&&`
    for (const cn of ['9011', '9012', '9013', '9014', '1013']) expect(ofSegment(of(cn))).toEqual({ kind: 'none' })
  })
})
