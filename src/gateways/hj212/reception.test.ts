import { describe, expect, it } from 'vitest'
import { type DeviceSettings, type RegisteredDevice, usualSettings } from '../../domain/devices/model.ts'
import { manualClock } from '../../platform/clock.ts'
import { seededRandomness, uuid7Maker } from '../../platform/identity.ts'
import { encipherFrame } from '../../protocols/hj212/cipher.ts'
import { crc16, crcHex, modbusCrc16 } from '../../protocols/hj212/crc.ts'
import { formatFrame } from '../../protocols/hj212/format.ts'
import { createFramer, type FrameFound } from '../../protocols/hj212/frame.ts'
import { MINUTE_MS } from '../../standards/civil-time.ts'
import {
  type Circumstances,
  FUTURE_TOLERANCE_MS,
  OLDEST_DATA_TIME,
  type Reception,
  readFrame,
  receive,
} from './reception.ts'

const NOW = Date.parse('2026-11-18T14:20:36+08:00')
const at = (text: string) => Date.parse(`${text}+08:00`)
const MN = '439901010000A05C1E7B0001'
const ids = uuid7Maker(manualClock(NOW), seededRandomness('reception'))

const device: RegisteredDevice = {
  countyId: 'county of the device',
  id: 'device',
  mn: MN,
  name: 'logger',
  password: '620417',
  nextPassword: null,
  sm4Key: null,
  dataTimeNames: 'start',
  minuteInterval: 10,
  factors: ['a34004'],
  settings: usualSettings,
}

const setTo = (settings: Partial<DeviceSettings>, more: Partial<RegisteredDevice> = {}): RegisteredDevice => ({
  ...device,
  ...more,
  settings: { ...usualSettings, ...settings },
})

interface Wanted {
  qn?: string
  st?: string
  cn?: string
  pw?: string
  mn?: string
  flag?: string
  cp?: string
}

const cpAt = (dataTime: string) => `DataTime=${dataTime};a34004-Rtd=88.5,a34004-Flag=N;a21005-Rtd=0.7,a21005-Flag=D`

function segment({
  qn = '20261118142036000',
  st = '22',
  cn = '2011',
  pw = '620417',
  mn = MN,
  ...more
}: Wanted): string {
  const { flag = '5', cp = cpAt('20261118142000') } = more
  return `QN=${qn};ST=${st};CN=${cn};PW=${pw};MN=${mn};Flag=${flag};CP=&&${cp}&&`
}

function frameOf(bytes: Buffer): FrameFound {
  const framer = createFramer()
  const [event] = [...framer.push(bytes), ...framer.flush()]
  if (event?.kind !== 'frame') throw new Error('no frame')
  return event
}

function meet(frame: FrameFound, by: RegisteredDevice | undefined, more: Partial<Circumstances> = {}): Reception {
  const usual = {
    device: by,
    isOwnLine: false,
    listenerCountyId: 'county of the listener',
    now: NOW,
    ids,
    replays: null,
  }
  return receive(readFrame(frame), { ...usual, ...more })
}

const reception = (wanted: Wanted = {}, by: RegisteredDevice | undefined = device, more: Partial<Circumstances> = {}) =>
  meet(frameOf(formatFrame(segment(wanted))), by, more)

const received = (wanted: Wanted = {}, by: RegisteredDevice | undefined = device, more: Partial<Circumstances> = {}) =>
  reception(wanted, by, more).incoming

const readings = (cp: string, by = device, wanted: Wanted = {}) =>
  received({ cp: `DataTime=20261118142000;${cp}`, ...wanted }, by).readings

/** A frame with another CRC than its own. */
function withCrc(crc: string, wanted: Wanted = {}): FrameFound {
  const bytes = formatFrame(segment(wanted))
  return frameOf(Buffer.concat([bytes.subarray(0, -6), Buffer.from(`${crc}\r\n`)]))
}

/** A frame whose CRC was hit on the way. */
function withWrongCrc(wanted: Wanted = {}): FrameFound {
  const own = formatFrame(segment(wanted)).toString('latin1').slice(-6, -2)
  return withCrc(own === '0000' ? '0001' : '0000', wanted)
}

const verdict = (wanted: Wanted, by: RegisteredDevice | undefined = device, more: Partial<Circumstances> = {}) => {
  const { disposition, reason } = received(wanted, by, more)
  return [disposition, reason]
}

describe('a frame of a registered device', () => {
  it('may have as many factors as fit into it', () => {
    const codes = Array.from({ length: 700 }, (_, n) => `a${String(n).padStart(5, '0')}`)
    const cp = `DataTime=20261118142000;${codes.map((code) => `${code}-Rtd=1`).join(';')}`
    const { disposition, readings } = received({ cp })
    expect([disposition, readings?.columns]).toEqual(['stored', codes.map((code) => `${code}-Rtd`)])
  })

  it('is stored with its values in the order in which it named them, in the county of the device', () => {
    const stored = received()
    expect(stored).toMatchObject({
      countyId: 'county of the device',
      deviceId: 'device',
      mn: MN,
      cn: '2011',
      qn: '20261118142036000',
      dataTime: '20261118142000',
      receivedAt: NOW,
      disposition: 'stored',
      reason: null,
      event: null,
      replays: null,
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
      qualities: [null, 'mark-fault'],
    })
  })

  it('a value that is no number is kept as none, beside the others', () => {
    expect(readings('a34004-Rtd=----,a34004-Flag=N;a21005-Rtd=0.7')).toMatchObject({
      values: [null, 0.7],
      flags: ['N', null],
      qualities: ['unreadable', null],
    })
  })

  it('every statistic of a period is a column of its own', () => {
    const cp = 'a34004-Min=30,a34004-Avg=41.2,a34004-Max=60,a34004-Flag=N'
    expect(readings(cp, device, { cn: '2061' })).toMatchObject({
      columns: ['a34004-Min', 'a34004-Avg', 'a34004-Max'],
      values: [30, 41.2, 60],
      flags: ['N', 'N', 'N'],
    })
  })

  it('says under which of its two passwords it speaks while a new one is not confirmed', () => {
    const between = setTo({}, { nextPassword: '771204' })
    expect(verdict({ pw: '620417' }, between)).toEqual(['stored', null])
    expect(verdict({ pw: '771204' }, between)).toEqual(['stored', null])
    expect(verdict({ pw: '' }, between)).toEqual(['quarantined', 'password-wrong'])
  })
})

describe('the period that a value stands for', () => {
  const period = (cn: string, dataTime: string, more: Partial<RegisteredDevice> = {}) => {
    const cp = `DataTime=${dataTime};a34004-Avg=41,a34004-Flag=N`
    const { readings: stored, dataHour } = received({ cn, cp }, { ...device, ...more })
    return { start: stored?.periodStart, end: stored?.periodEnd, hour: dataHour }
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
      const { readings: stored } = received({}, { ...device, dataTimeNames })
      expect([stored?.periodStart, stored?.periodEnd]).toEqual([at('2026-11-18T14:20:00'), at('2026-11-18T14:20:00')])
    }
  })

  it('belongs to the hour that ends with it or behind it; a full hour labels the hour that it ends', () => {
    expect(received({ cp: cpAt('20261118140000') }).dataHour).toBe(at('2026-11-18T14:00:00'))
    expect(received({ cp: cpAt('20261118140001') }).dataHour).toBe(at('2026-11-18T15:00:00'))
    expect(received({ cp: cpAt('20261117240000') }).dataHour).toBe(at('2026-11-18T00:00:00'))
  })
})

describe('the settings of a device', () => {
  it.each([
    // Setting, item of CP as sent, value in Weike's unit. 25 °C, 101.325 kPa: 24.465 L/mol (GB 3095-2012, amendment of 2018).
    ['mg/m³ of PM2.5', { a34004: 'mg/m³' }, 'a34004-Rtd=0.0885', 88.5],
    ['ng/m³ of PM2.5', { a34004: 'ng/m³' }, 'a34004-Rtd=75600', 75.6],
    ['another spelling', { a34004: 'ug/m3' }, 'a34004-Rtd=88.5', 88.5],
    ['µg/m³ of CO', { a21005: 'µg/m³' }, 'a21005-Rtd=700', 0.7],
    ['hPa', { a01006: 'hPa' }, 'a01006-Rtd=1011.65', 101.165],
    ['a unit that nobody knows', { a34004: 'cpm' }, 'a34004-Rtd=12', 12],
    ['a unit of something else', { a34004: 'hPa' }, 'a34004-Rtd=12', 12],
    ['a factor that nobody knows', { H01: 'mg/m³' }, 'H01-Rtd=12', 12],
    ['no unit', {}, 'a34004-Rtd=88.5', 88.5],
    ['that of another factor', { a34002: 'mg/m³' }, 'a34004-Rtd=88.5', 88.5],
    ['no number', { a34004: 'mg/m³' }, 'a34004-Rtd=--', null],
    ['a number too large to turn', { a34004: 'mg/m³' }, 'a34004-Rtd=9e307', 9e307],
  ])('units: %s', (_name, units, item, value) => {
    expect(readings(item, setTo({ units }))?.values).toEqual([value])
  })

  it('units: ppb of ozone at 25 °C', () => {
    // 47.998 g/mol ÷ 24.465 L/mol = 1.96190 µg/m³ per ppb
    const [value] = readings('a05024-Rtd=50', setTo({ units: { a05024: 'ppb' } }))?.values ?? []
    expect(value).toBeCloseTo(98.09, 1)
  })

  it('units: hold for every statistic of the factor, not for what was discharged', () => {
    const stored = readings('a21026-Avg=0.5,a21026-Max=0.9,a21026-Cou=12', setTo({ units: { a21026: 'mg/m³' } }), {
      cn: '2061',
    })
    expect(stored?.values).toEqual([500, 900, 12])
  })

  it('aliases: the own codes of a device become those of the standard, and units are asked for by these', () => {
    const by = setTo({ aliases: { PM25: 'a34004', 107: 'a34002' }, units: { a34004: 'mg/m³' } })
    expect(readings('PM25-Rtd=0.05,PM25-Flag=N;107-Rtd=80;TEM-Rtd=12', by)).toMatchObject({
      columns: ['a34004-Rtd', 'a34002-Rtd', 'TEM-Rtd'],
      values: [50, 80, 12],
    })
  })

  it('aliases: of two codes that mean the same the second keeps its own, so that no value hides another', () => {
    const by = setTo({ aliases: { PM25: 'a34004', 'PM2.5': 'a34004' } })
    expect(readings('PM25-Rtd=50;PM2.5-Rtd=51', by)?.columns).toEqual(['a34004-Rtd', 'PM2.5-Rtd'])
    expect(readings('PM25-Rtd=50;a34004-Rtd=51', by)?.columns).toEqual(['PM25-Rtd', 'a34004-Rtd'])
  })

  it('aliases: a code is never taken for the name of something else', () => {
    expect(readings('constructor-Rtd=1;__proto__-Rtd=2')?.columns).toEqual(['constructor-Rtd', '__proto__-Rtd'])
  })

  it.each([
    ['as good', 'valid', null],
    ['as not to be used', 'invalid', 'unmarked'],
  ] as const)('unmarked: a value without a data mark counts %s', (_name, unmarked, quality) => {
    expect(readings('a34004-Rtd=50', setTo({ unmarked }))?.qualities).toEqual([quality])
  })

  it.each([
    // Flag says one edition, the device is set to another: the same mark means something else.
    ['auto', '4', 'S', 'mark-manual'],
    ['auto', '0', 'P', 'mark-power'],
    ['auto', '4', 'P', 'mark-unknown'],
    ['2005', '4', 'P', 'mark-power'],
    ['2017', '0', 'P', 'mark-unknown'],
    ['auto', '8', 'S', 'mark-manual'],
    ['2025', '8', 'S', 'mark-unknown'],
  ] as const)('edition %s, Flag=%s: mark %s', (edition, flag, mark, quality) => {
    expect(readings(`a34004-Rtd=50,a34004-Flag=${mark}`, setTo({ edition }), { flag })?.qualities).toEqual([quality])
  })

  it('exhaust is not judged by the limits of ambient air', () => {
    const cp = 'a34004-Rtd=3500,a34004-Flag=N'
    expect(readings(cp)?.qualities).toEqual(['out-of-range'])
    expect(readings(cp, device, { st: '31' })?.qualities).toEqual([null])
  })

  it.each([
    ['tolerant', 'standard', true],
    ['tolerant', 'modbus', true],
    ['tolerant', 'wrong', false],
    ['strict', 'standard', true],
    ['strict', 'modbus', false],
    ['ignore', 'wrong', true],
  ] as const)('crc %s: a frame with the %s one is taken: %s', (crc, kind, isTaken) => {
    const frames = {
      standard: frameOf(formatFrame(segment({}))),
      modbus: withCrc(crcHex(modbusCrc16(Buffer.from(segment({}))))),
      wrong: withWrongCrc(),
    }
    const { incoming, isSound } = meet(frames[kind], setTo({ crc }))
    expect([incoming.disposition, isSound]).toEqual([isTaken ? 'stored' : 'bad-crc', isTaken])
  })

  it.each([
    ['auto', null],
    ['gbk', null],
    ['utf-8', 'charset-unknown'],
  ] as const)('charset %s: Chinese in GBK', (charset, problem) => {
    const text = Buffer.concat([
      Buffer.from('i11001-Info="//'),
      // “故障” in GBK
      Buffer.from([0xb9, 0xca, 0xd5, 0xcf]),
      Buffer.from('//"'),
    ])
    const [before = '', after = ''] = segment({ cn: '3020', cp: 'DataTime=20261118142000;@' }).split('@')
    const whole = Buffer.concat([Buffer.from(before), text, Buffer.from(after)])
    const head = Buffer.from(`##${String(whole.length).padStart(4, '0')}`)
    const bytes = Buffer.concat([head, whole, Buffer.from(`${crcHex(crc16(whole))}\r\n`)])
    const { incoming, errors } = meet(frameOf(bytes), setTo({ charset }))
    const isRead = incoming.event?.data['i11001-Info'] === '"//故障//"'
    expect([isRead, problem === null || errors.includes(problem)]).toEqual([problem === null, true])
  })

  it('a key deciphers what the device enciphers, and what it sends in plain is taken all the same', () => {
    const key = Buffer.from('0123456789abcdef')
    const by = setTo({ edition: '2025' }, { sm4Key: key })
    const wanted = { flag: '9', cp: 'DataTime=20261118142000;a34004-Rtd=88.5,a34004-Flag=N' }
    const plain = formatFrame(segment(wanted))
    const sealed = encipherFrame(plain, key)
    expect(sealed).not.toEqual(plain)
    for (const bytes of [sealed, plain]) {
      const { incoming } = meet(frameOf(bytes), by)
      expect(incoming).toMatchObject({ disposition: 'stored', readings: { values: [88.5] } })
      expect(incoming.bytes).toEqual(bytes)
    }
  })

  it('without the right key an enciphered frame waits in quarantine, answered, until it is set', () => {
    const bytes = encipherFrame(formatFrame(segment({ flag: '9' })), Buffer.from('0123456789abcdef'))
    const keys = [null, Buffer.from('fedcba9876543210')]
    for (const sm4Key of keys) {
      const { incoming, isSound } = meet(frameOf(bytes), setTo({}, { sm4Key }))
      expect([incoming.disposition, incoming.reason, isSound]).toEqual(['quarantined', 'not-understood', true])
    }
    expect(meet(frameOf(bytes), undefined).incoming.reason).toBe('unknown-device')
  })
})

describe('what a device tells besides values is stored and no quarantine takes it', () => {
  it.each([
    ['2081', 'DataTime=20261118142000;RestartTime=20261118141900', 'power-on'],
    ['2021', 'DataTime=20261118142000;SB1-RS=1', 'status'],
    ['2041', 'DataTime=20261117000000;SB1-RT=23.5', 'run-times'],
    ['3020', 'DataTime=20261118142000;i11001-Info="//校准//"', 'log'],
    ['1013', '', 'time-asked'],
    ['9015', '', 'heartbeat'],
    ['2072', 'AlarmTime=20261118142000;a34004-Ala=300;AlarmType=1', 'alarm'],
    ['1011', 'SystemTime=20261118142030', 'parameters'],
    ['9011', 'QnRtn=1', 'reply'],
    ['9012', 'ExeRtn=1', 'reply'],
    ['9013', '', 'reply'],
    ['9014', '', 'reply'],
  ])('%s: %s → %s', (cn, cp, kind) => {
    const stored = received({ cn, cp })
    expect(stored).toMatchObject({
      disposition: 'stored',
      reason: null,
      deviceId: 'device',
      readings: null,
      event: { kind },
      dataHour: at('2026-11-18T15:00:00'),
    })
    expect(stored.event?.id).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('with what it says, by name', () => {
    const cp = 'DataTime=20261118142000;RestartTime=20261118141900'
    expect(received({ cn: '2081', cp }).event?.data).toEqual({
      DataTime: '20261118142000',
      RestartTime: '20261118141900',
    })
  })

  it('answers need no password on the connection that has proved to be the device’s; data always do', () => {
    expect(verdict({ cn: '9012', pw: '', cp: 'ExeRtn=1' }, device, { isOwnLine: true })).toEqual(['stored', null])
    expect(verdict({ cn: '9012', pw: '', cp: 'ExeRtn=1' })).toEqual(['quarantined', 'password-wrong'])
    expect(verdict({ pw: '' }, device, { isOwnLine: true })).toEqual(['quarantined', 'password-wrong'])
  })

  it('an answer of 2005 without an MN is the device’s of the connection', () => {
    const bytes = formatFrame('ST=91;CN=9012;CP=&&QN=20261118142036000;ExeRtn=1&&')
    expect(meet(frameOf(bytes), device, { isOwnLine: true }).incoming).toMatchObject({
      mn: MN,
      qn: '20261118142036000',
      disposition: 'stored',
      event: { kind: 'reply' },
    })
  })
})

describe('what is kept but not taken says why', () => {
  it('a frame of a device that nobody registered falls to the county that listens', () => {
    const kept = received({}, undefined)
    // The default of `received` is a registered device.
    const unknown = meet(frameOf(formatFrame(segment({}))), undefined).incoming
    expect(kept.disposition).toBe('stored')
    expect(unknown).toMatchObject({
      countyId: 'county of the listener',
      mn: MN,
      deviceId: null,
      disposition: 'quarantined',
      reason: 'unknown-device',
      readings: null,
      event: null,
      dataHour: at('2026-11-18T15:00:00'),
    })
    expect(unknown.bytes).toEqual(formatFrame(segment({})))
  })

  it('a wrong password, which is asked before anything else of a known device', () => {
    expect(verdict({ pw: '000000' })).toEqual(['quarantined', 'password-wrong'])
    expect(verdict({ pw: '000000', cn: '9014' })).toEqual(['quarantined', 'password-wrong'])
    const { incoming, speaker } = reception({ pw: '000000' })
    expect([incoming.countyId, incoming.deviceId, speaker]).toEqual(['county of the device', null, null])
  })

  it('a command that nobody knows, and a request of the centre that came back', () => {
    expect(verdict({ cn: '2083', cp: 'ICCID=89860' })).toEqual(['quarantined', 'not-understood'])
    expect(verdict({ cn: '1012', cp: 'SystemTime=20261118142000' })).toEqual(['quarantined', 'not-understood'])
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

  it('data of before the device was commissioned, its periods to the last', () => {
    const by = setTo({ commissionedAt: at('2026-11-18T13:30:00') })
    const hour = (dataTime: string) => ({ cn: '2061', cp: `DataTime=${dataTime};a34004-Avg=41` })
    expect(verdict({ cp: cpAt('20261118132959') }, by)).toEqual(['quarantined', 'data-time-before-commissioning'])
    expect(verdict({ cp: cpAt('20261118133000') }, by)).toEqual(['stored', null])
    expect(verdict(hour('20261118130000'), by)).toEqual(['quarantined', 'data-time-before-commissioning'])
    const endNaming = { ...by, dataTimeNames: 'end' as const }
    expect(verdict(hour('20261118140000'), endNaming)).toEqual(['quarantined', 'data-time-before-commissioning'])
  })

  it('data of before the protocol, whatever the device says of its commissioning', () => {
    expect(OLDEST_DATA_TIME).toBe(at('2006-02-01T00:00:00'))
    const hour = (dataTime: string) => ({ cn: '2061', cp: `DataTime=${dataTime};a34004-Avg=41` })
    for (const dataTime of ['19700101080000', '19800101000000', '20000101000000', '20060131230000'])
      expect([dataTime, ...verdict(hour(dataTime))]).toEqual([dataTime, 'quarantined', 'data-time-too-old'])
    expect(verdict(hour('20060201000000'))).toEqual(['stored', null])
    const endNaming = { ...device, dataTimeNames: 'end' as const }
    expect(verdict(hour('20060201000000'), endNaming)).toEqual(['quarantined', 'data-time-too-old'])
    expect(verdict(hour('20060201010000'), endNaming)).toEqual(['stored', null])
    // The later of both counts.
    const [early, late] = ['1999-12-31T00:00:00', '2010-01-01T00:00:00'].map((day) =>
      setTo({ commissionedAt: at(day) }),
    )
    expect(verdict(hour('20000101000000'), early)).toEqual(['quarantined', 'data-time-too-old'])
    expect(verdict(hour('20091231230000'), late)).toEqual(['quarantined', 'data-time-before-commissioning'])
  })

  it('data without a value', () => {
    expect(verdict({ cp: 'DataTime=20261118142000' })).toEqual(['quarantined', 'no-values'])
    expect(verdict({ cp: 'DataTime=20261118142000;a34004-Flag=N' })).toEqual(['quarantined', 'no-values'])
    expect(verdict({ cp: '' })).toEqual(['quarantined', 'no-values'])
  })

  it('a segment that says no command cannot be read', () => {
    const { incoming, message } = meet(frameOf(formatFrame('QN=1;MN=2;CP=&&&&')), undefined)
    expect(incoming).toMatchObject({ disposition: 'quarantined', reason: 'unreadable', mn: '', cn: '', deviceId: null })
    expect(message).toBeNull()
  })

  it('a wrong CRC, whatever else could be read of it, and it gives the device no reading', () => {
    const { incoming, isSound, speaker } = meet(withWrongCrc(), device)
    expect(incoming).toMatchObject({ disposition: 'bad-crc', reason: 'bad-crc', readings: null, deviceId: null })
    expect([isSound, speaker]).toEqual([false, null])
    expect(meet(withWrongCrc(), undefined).incoming.disposition).toBe('bad-crc')
  })

  it('texts that are longer than any device’s are cut; the bytes are whole', () => {
    const { incoming } = meet(frameOf(formatFrame(segment({ mn: 'M'.repeat(5_000), qn: '9'.repeat(900) }))), undefined)
    expect([incoming.mn.length, incoming.qn.length]).toEqual([40, 40])
    expect(incoming.bytes.length).toBeGreaterThan(5_900)
    const stored = readings(`${'x'.repeat(900)}-Rtd=1,${'x'.repeat(900)}-Flag=${'N'.repeat(90)}`)
    expect([stored?.columns[0]?.length, stored?.flags[0]]).toEqual([44, 'NNNNNNNN'])
  })
})

describe('what makes two frames the same', () => {
  const identity = (wanted: Wanted, more: Partial<Circumstances> = {}) => received(wanted, device, more).identity

  it('the same data under a new QN: a logger that got no answer sends them again', () => {
    expect(identity({ qn: '20261118142050000' })).toEqual(identity({}))
  })

  it('also where the QN stands in CP, as in 2005', () => {
    const old = (qn: string) =>
      meet(frameOf(formatFrame(`ST=22;CN=2011;PW=620417;MN=${MN};CP=&&QN=${qn};${cpAt('20261118142000')}&&`)), device)
        .incoming.identity
    expect(old('20261118142036000')).toEqual(old('20261118142050000'))
    expect(old('20261118142036000')).toEqual(identity({}))
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

  it('what says no data is the same by its QN, since its text may be that of yesterday', () => {
    const beat = { cn: '9015', cp: '' }
    expect(identity(beat)).toEqual(identity(beat, { now: NOW + 5_000 }))
    expect(identity(beat)).not.toEqual(identity({ ...beat, qn: '20261118142136000' }))
    const withoutQn = { ...beat, qn: '' }
    expect(identity(withoutQn)).not.toEqual(identity(withoutQn, { now: NOW + 1 }))
  })

  it('what was kept in quarantine may come in once its device is registered', () => {
    const kept = meet(frameOf(formatFrame(segment({}))), undefined).incoming
    expect(kept.identity).not.toEqual(identity({}))
  })

  it('of frames that cannot be trusted only the very bytes', () => {
    const broken = (wanted: Wanted) => meet(withWrongCrc(wanted), device).incoming.identity
    expect(broken({})).toEqual(broken({}))
    expect(broken({ qn: '20261118142050000' })).not.toEqual(broken({}))
  })

  it('is 32 bytes', () => {
    expect(identity({})).toHaveLength(32)
  })
})

describe('the clock of a device', () => {
  it.each([
    ['20261118142036250', '2011', 250],
    ['20261118142006000', '1013', -30_000],
    ['20261117142036000', '2061', -86_400_000],
    // The QN of an answer is the centre's; one that is no time says nothing.
    ['20261118142006000', '9012', null],
    ['1794982836000', '2011', null],
    ['20261318142036000', '2011', null],
    ['', '2011', null],
  ])('QN=%s of CN=%s is off by %s ms', (qn, cn, offset) => {
    expect(reception({ qn, cn }).offsetMs).toBe(offset)
  })

  it('is not read from frames of before, nor from what is not proved to be its word', () => {
    expect(reception({}, device, { replays: 7 }).offsetMs).toBeNull()
    expect(reception({ pw: '000000' }).offsetMs).toBeNull()
  })
})

describe('what was wrong with a frame', () => {
  it('is nothing, where it keeps the standard', () => {
    expect(reception().errors).toEqual([])
  })

  it('is every dialect that had to be tolerated, and why it was kept', () => {
    const segmentText = segment({ cp: `${cpAt('20261118150000')};` })
    const bytes = formatFrame(segmentText).toString('latin1')
    const lower = frameOf(Buffer.from(`${bytes.slice(0, -6)}${bytes.slice(-6, -2).toLowerCase()}\n`, 'latin1'))
    const { errors } = meet(lower, device)
    expect(errors).toEqual(expect.arrayContaining(['tail-not-crlf', 'empty-item', 'data-time-in-future']))
  })
})
