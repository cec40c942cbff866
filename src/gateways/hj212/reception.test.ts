import { describe, expect, it } from 'vitest'
import type { RegisteredDevice } from '../../domain/devices/model.ts'
import { formatFrame } from '../../protocols/hj212/format.ts'
import { createFramer, type FrameFound } from '../../protocols/hj212/frame.ts'
import { MINUTE_MS } from '../../standards/civil-time.ts'
import { FUTURE_TOLERANCE_MS, readFrame, receive } from './reception.ts'

const NOW = Date.parse('2026-11-18T14:20:36+08:00')
const at = (text: string) => Date.parse(`${text}+08:00`)

const device: RegisteredDevice = {
  countyId: 'county of the device',
  id: 'device',
  mn: '439901010000A05C1E7B0001',
  name: 'logger',
  password: '620417',
  dataTimeNames: 'start',
  minuteInterval: 10,
  factors: ['a34004'],
}

interface Wanted {
  qn?: string
  cn?: string
  pw?: string
  cp?: string
}

const cpAt = (dataTime: string) => `DataTime=${dataTime};a34004-Rtd=88.5,a34004-Flag=N;a21005-Rtd=0.7,a21005-Flag=D`

function segment({
  qn = '20261118142036000',
  cn = '2011',
  pw = '620417',
  cp = cpAt('20261118142000'),
}: Wanted): string {
  return `QN=${qn};ST=22;CN=${cn};PW=${pw};MN=${device.mn};Flag=5;CP=&&${cp}&&`
}

function frameOf(bytes: Buffer): FrameFound {
  const framer = createFramer()
  const [event] = [...framer.push(bytes), ...framer.flush()]
  if (event?.kind !== 'frame') throw new Error('no frame')
  return event
}

const received = (wanted: Wanted = {}, by: RegisteredDevice | undefined = device, now = NOW) =>
  receive(readFrame(frameOf(formatFrame(segment(wanted)))), by, 'county of the listener', now)

/** A frame whose CRC was hit on the way. */
function withWrongCrc(wanted: Wanted = {}): FrameFound {
  const bytes = formatFrame(segment(wanted))
  const place = bytes.length - 3
  bytes.write(bytes.toString('latin1', place, place + 1) === '0' ? '1' : '0', place, 'latin1')
  return frameOf(bytes)
}

const verdict = (wanted: Wanted, by: RegisteredDevice | undefined = device) => {
  const { disposition, reason } = received(wanted, by)
  return [disposition, reason]
}

describe('a frame of a registered device', () => {
  it('is stored with its values in the order in which it named them, in the county of the device', () => {
    const stored = received()
    expect(stored).toMatchObject({
      countyId: 'county of the device',
      deviceId: 'device',
      mn: device.mn,
      cn: '2011',
      qn: '20261118142036000',
      dataTime: '20261118142000',
      receivedAt: NOW,
      disposition: 'stored',
      reason: null,
    })
    expect(stored.bytes).toEqual(formatFrame(segment({})))
    expect(stored.readings).toEqual({
      deviceId: 'device',
      resolution: 'realtime',
      periodStart: at('2026-11-18T14:20:00'),
      periodEnd: at('2026-11-18T14:20:00'),
      columns: ['a34004-Rtd', 'a21005-Rtd'],
      values: [88.5, 0.7],
      flags: ['N', 'D'],
    })
  })

  it('a value that is no number is kept as none, beside the others', () => {
    const cp = 'DataTime=20261118142000;a34004-Rtd=----,a34004-Flag=N;a21005-Rtd=0.7'
    expect(received({ cp }).readings).toMatchObject({ values: [null, 0.7], flags: ['N', null] })
  })

  it('every statistic of a period is a column of its own', () => {
    const cp = 'DataTime=20261118130000;a34004-Min=30,a34004-Avg=41.2,a34004-Max=60,a34004-Flag=N'
    expect(received({ cn: '2061', cp }).readings).toMatchObject({
      columns: ['a34004-Min', 'a34004-Avg', 'a34004-Max'],
      values: [30, 41.2, 60],
      flags: ['N', 'N', 'N'],
    })
  })
})

describe('the period that a value stands for', () => {
  const period = (cn: string, dataTime: string, more: Partial<RegisteredDevice> = {}) => {
    const cp = `DataTime=${dataTime};a34004-Avg=41,a34004-Flag=N`
    const { readings, dataHour } = received({ cn, cp }, { ...device, ...more })
    return { start: readings?.periodStart, end: readings?.periodEnd, hour: dataHour }
  }

  it('of an hour begins at DataTime where the device names the start, as the standard says', () => {
    expect(period('2061', '20261118130000')).toEqual({
      start: at('2026-11-18T13:00:00'),
      end: at('2026-11-18T14:00:00'),
      hour: at('2026-11-18T14:00:00'),
    })
  })

  it('of an hour ends at DataTime where the device names the end', () => {
    expect(period('2061', '20261118130000', { dataTimeNames: 'end' })).toEqual({
      start: at('2026-11-18T12:00:00'),
      end: at('2026-11-18T13:00:00'),
      hour: at('2026-11-18T13:00:00'),
    })
  })

  it('of a minute value is as long as the interval that the device is set to', () => {
    expect(period('2051', '20261118141000')).toMatchObject({
      start: at('2026-11-18T14:10:00'),
      end: at('2026-11-18T14:20:00'),
    })
    expect(period('2051', '20261118141000', { minuteInterval: 5 })).toMatchObject({ end: at('2026-11-18T14:15:00') })
    expect(period('2051', '20261118141000', { minuteInterval: 1, dataTimeNames: 'end' })).toMatchObject({
      start: at('2026-11-18T14:09:00'),
      end: at('2026-11-18T14:10:00'),
    })
  })

  it('of a day is the civil day', () => {
    expect(period('2031', '20261117000000')).toEqual({
      start: at('2026-11-17T00:00:00'),
      end: at('2026-11-18T00:00:00'),
      hour: at('2026-11-18T00:00:00'),
    })
  })

  it('of a sample is an instant, and the setting does not move it', () => {
    for (const dataTimeNames of ['start', 'end'] as const) {
      const { readings } = received({}, { ...device, dataTimeNames })
      expect([readings?.periodStart, readings?.periodEnd]).toEqual([
        at('2026-11-18T14:20:00'),
        at('2026-11-18T14:20:00'),
      ])
    }
  })

  it('belongs to the hour that ends with it or behind it; a full hour labels the hour that it ends', () => {
    expect(received({ cp: cpAt('20261118140000') }).dataHour).toBe(at('2026-11-18T14:00:00'))
    expect(received({ cp: cpAt('20261118140001') }).dataHour).toBe(at('2026-11-18T15:00:00'))
    expect(received({ cp: cpAt('20261117240000') }).dataHour).toBe(at('2026-11-18T00:00:00'))
  })
})

describe('what is kept but not taken says why', () => {
  it('a frame of a device that nobody registered falls to the county that listens', () => {
    const kept = receive(readFrame(frameOf(formatFrame(segment({})))), undefined, 'county of the listener', NOW)
    expect(kept).toMatchObject({
      countyId: 'county of the listener',
      mn: device.mn,
      deviceId: null,
      disposition: 'quarantined',
      reason: 'unknown-device',
      readings: null,
      dataHour: at('2026-11-18T15:00:00'),
    })
    expect(kept.bytes).toEqual(formatFrame(segment({})))
  })

  it('a wrong password, which is asked before anything else of a known device', () => {
    expect(verdict({ pw: '000000' })).toEqual(['quarantined', 'password-wrong'])
    expect(verdict({ pw: '000000', cn: '9014' })).toEqual(['quarantined', 'password-wrong'])
    expect(received({ pw: '000000' }).countyId).toBe('county of the device')
  })

  it('an answer or a request that carries no data', () => {
    expect(verdict({ cn: '9014', cp: '' })).toEqual(['quarantined', 'not-a-data-upload'])
    expect(verdict({ cn: '2011', cp: '' })).toEqual(['quarantined', 'not-a-data-upload'])
  })

  it('no DataTime, or one that is no real time', () => {
    const value = 'a34004-Rtd=88.5'
    for (const cp of [value, `DataTime=;${value}`, `DataTime=20261131142000;${value}`, `DataTime=soon;${value}`])
      expect(verdict({ cp })).toEqual(['quarantined', 'no-data-time'])
  })

  it('a DataTime ahead of the clock by more than the tolerance', () => {
    expect(FUTURE_TOLERANCE_MS).toBe(5 * MINUTE_MS)
    expect(verdict({ cp: cpAt('20261118142536') })).toEqual(['stored', null])
    expect(verdict({ cp: cpAt('20261118142537') })).toEqual(['quarantined', 'data-time-in-future'])
  })

  it('data without a value', () => {
    expect(verdict({ cp: 'DataTime=20261118142000' })).toEqual(['quarantined', 'no-values'])
    expect(verdict({ cp: 'DataTime=20261118142000;a34004-Flag=N' })).toEqual(['quarantined', 'no-values'])
  })

  it('a segment that says no command cannot be read', () => {
    const kept = receive(readFrame(frameOf(formatFrame('QN=1;MN=2;CP=&&&&'))), undefined, 'listener', NOW)
    expect(kept).toMatchObject({ disposition: 'quarantined', reason: 'unreadable', mn: '', cn: '', deviceId: null })
  })

  it('a wrong CRC, whatever else could be read of it, and it gives the device no reading', () => {
    const kept = receive(readFrame(withWrongCrc()), device, 'listener', NOW)
    expect(kept).toMatchObject({ disposition: 'bad-crc', reason: 'bad-crc', readings: null, deviceId: null })
    expect(receive(readFrame(withWrongCrc()), undefined, 'listener', NOW).disposition).toBe('bad-crc')
  })
})

describe('what makes two frames the same', () => {
  const identity = (wanted: Wanted, by: RegisteredDevice | undefined = device) => received(wanted, by).identity

  it('the same data under a new QN: a logger that got no answer sends them again', () => {
    expect(identity({ qn: '20261118142050000' })).toEqual(identity({}))
  })

  it('not other values, another time or another command', () => {
    const different = [
      identity({}),
      identity({ cp: cpAt('20261118142000').replace('88.5', '88.6') }),
      identity({ cp: cpAt('20261118141900') }),
      identity({ cn: '2051' }),
    ]
    expect(new Set(different.map((one) => one.toString('hex'))).size).toBe(different.length)
  })

  it('what was kept in quarantine may come in once its device is registered', () => {
    const kept = receive(readFrame(frameOf(formatFrame(segment({})))), undefined, 'listener', NOW)
    expect(kept.identity).not.toEqual(identity({}))
  })

  it('of frames that cannot be trusted only the very bytes', () => {
    const broken = (wanted: Wanted) => receive(readFrame(withWrongCrc(wanted)), device, 'listener', NOW).identity
    expect(broken({})).toEqual(broken({}))
    expect(broken({ qn: '20261118142050000' })).not.toEqual(broken({}))
  })

  it('is 32 bytes', () => {
    expect(identity({})).toHaveLength(32)
  })
})
