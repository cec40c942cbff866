import { describe, expect, it } from 'vitest'
import { isoShanghai } from '../../standards/civil-time.ts'
import { readJson } from './document.ts'
import type { FeedReading } from './model.ts'

const now = Date.parse('2026-11-18T14:20:00+08:00')
const usual: FeedReading = {
  ...{ form: 'json', rows: '', headerLine: 1, station: 'code', time: 'time', hour: '', timeFormat: 'auto' },
  ...{ timeZone: 'Asia/Shanghai', hourNamed: 'end', layout: 'wide', factorField: '', valueField: '' },
  factors: [{ name: 'pm25', factor: 'a34004', unit: 'µg/m³', optional: false }],
  ...{ missing: [], missingMeans: 'nothing', unknownStations: 'refuse', needsLineEnd: false },
}

function told(document: unknown, reading: Partial<FeedReading> = {}, codes = ['S1']) {
  const found = readJson(document, { reading: { ...usual, ...reading }, codes, since: 0, now })
  if (!found.ok) return found.fault
  const { values, refused, others, rows } = found.read
  return {
    values: values.map((one) => `${one.code} ${isoShanghai(one.hourEnd).slice(5, 16)} ${one.factor} ${one.value}`),
    refused: refused.map(({ line, fault }) => `${line} ${fault}`),
    others,
    rows,
  }
}

describe('a label names the end of its hour, or the start', () => {
  // The hour from 12:00 to 13:00.
  it.each([
    ['end', '2026-11-18 13:00'],
    ['start', '2026-11-18 12:00'],
  ] as const)('%s: %s', (hourNamed, time) => {
    expect(told([{ code: 'S1', time, pm25: 35 }], { hourNamed })).toMatchObject({
      values: ['S1 11-18T13:00 a34004 35'],
    })
  })

  it('the last hour of a day, named by its start, ends with the day', () => {
    const named = { hourNamed: 'start' as const, hour: 'h' }
    expect(told([{ code: 'S1', time: '2026-11-17', h: 23, pm25: 35 }], named)).toMatchObject({
      values: ['S1 11-18T00:00 a34004 35'],
    })
    expect(told([{ code: 'S1', time: '2026-11-17', h: '24', pm25: 35 }], { hour: 'h' })).toMatchObject({
      values: ['S1 11-18T00:00 a34004 35'],
    })
  })

  it('an hour of the present that is named by its start has not ended: it is refused, as one taken for its end would be', () => {
    expect(told([{ code: 'S1', time: '2026-11-18 14:00', pm25: 35 }], { hourNamed: 'start' })).toMatchObject({
      refused: ['1 future'],
    })
    expect(told([{ code: 'S1', time: '2026-11-18 14:00', pm25: 35 }])).toMatchObject({ refused: [] })
  })

  it('an hour of a zone that is half an hour off is none of ours', () => {
    expect(told([{ code: 'S1', time: '2026-11-18 10:00', pm25: 35 }], { timeZone: '+05:30' })).toMatchObject({
      refused: ['1 not-whole-hour'],
    })
  })
})

it('values are in the units of the source: CO of µg/m³ is a thousandth in mg/m³, SO2 of ppb 2.62 times in µg/m³', () => {
  const factors = [
    { name: 'co', factor: 'a21005', unit: 'µg/m³', optional: false },
    { name: 'so2', factor: 'a21026', unit: 'ppb', optional: false },
  ]
  // 10 ppb × 64.066 g/mol ÷ 24.465 L/mol (25 °C, 101.325 kPa) = 26.187 µg/m³
  const found = told([{ code: 'S1', time: '2026-11-18 13:00', co: 600, so2: 10 }], { factors })
  expect(found).toMatchObject({ values: ['S1 11-18T13:00 a21005 0.6', expect.stringMatching(/a21026 26\.18/)] })
})

it('marks of missing values say nothing, or that there is none', () => {
  const rows = ['', '—', 'NA', null, -99, '缺测', '停电'].map((pm25, at) => ({
    code: 'S1',
    time: `2026-11-18 0${at + 1}:00`,
    pm25,
  }))
  expect(told(rows, { missing: ['停电'] })).toEqual({ values: [], refused: [], others: 7, rows: 7 })
  expect(told(rows.slice(0, 1), { missingMeans: 'no-value' })).toMatchObject({ values: ['S1 11-18T01:00 a34004 null'] })
  expect(told(rows.slice(6))).toMatchObject({ refused: ['1 number'] })
})

it('rows of one value each say of which factor they are; other factors are passed over', () => {
  const long = {
    layout: 'long' as const,
    factorField: 'item',
    valueField: 'val',
    factors: [{ name: '细颗粒物', factor: 'a34004', unit: 'µg/m³', optional: false }],
  }
  const rows = [
    { code: 'S1', time: '2026-11-18 13:00', item: '细颗粒物', val: '35.5' },
    { code: 'S1', time: '2026-11-18 13:00', item: 'AQI', val: '50' },
  ]
  expect(told(rows, long)).toEqual({ values: ['S1 11-18T13:00 a34004 35.5'], refused: [], others: 1, rows: 2 })
})

it('a field that no row has is a fault, one that some have not or that may be missing is none', () => {
  const factors = [...usual.factors, { name: 'o3', factor: 'a05024', unit: 'µg/m³', optional: true }]
  const rows = [
    { code: 'S1', time: '2026-11-18 12:00' },
    { code: 'S1', time: '2026-11-18 13:00', pm25: 35 },
  ]
  expect(told(rows, { factors })).toMatchObject({ values: ['S1 11-18T13:00 a34004 35'], refused: [] })
  expect(told(rows.slice(0, 1))).toMatchObject({
    code: 'field-missing',
    params: { fields: 'pm25', there: 'code, time' },
  })
  expect(told([])).toEqual({ values: [], refused: [], others: 0, rows: 0 })
})

it('other stations are refused, or passed over', () => {
  const rows = [{ code: 'S9', time: '2026-11-18 13:00', pm25: 35 }]
  expect(told(rows)).toMatchObject({ refused: ['1 station-unknown'], others: 0 })
  expect(told(rows, { unknownStations: 'skip' })).toMatchObject({ refused: [], others: 1 })
  expect(told(rows, { station: '' })).toMatchObject({ values: ['S1 11-18T13:00 a34004 35'] })
})
