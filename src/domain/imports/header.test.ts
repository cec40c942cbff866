import { expect, it } from 'vitest'
import { findHeader, recognise } from './header.ts'

const rows = (...lines: string[]) => lines.map((text, at) => ({ line: at + 1, cells: text.split('|') }))
const targets = (kind: 'readings' | 'people' | 'stations', ...lines: string[]) => {
  const header = findHeader(kind, rows(...lines))
  return header === null
    ? null
    : { line: header.line, targets: header.columns.map(({ target, unit }) => [target, unit]) }
}

it.each([
  ['PM2.5(μg/m³)', 'a34004', 'µg/m³'],
  ['PM₂.₅浓度（微克/立方米）', 'a34004', 'µg/m³'],
  ['细颗粒物', 'a34004', null],
  ['CO mg/m3', 'a21005', 'mg/m³'],
  ['二氧化硫小时均值', 'a21026', null],
  ['O3_1h', 'a05024', null],
  ['a34002-Avg', 'a34002', null],
  ['监测时间', 'time', null],
  ['站点名称', 'station', null],
])('%s is %s in %s', (name, target, unit) => {
  expect(recognise('readings', name)).toEqual({ target, unit })
})

it.each(['PM2.5_24h', 'O3_8h', '臭氧8小时', 'AQI', '首要污染物', '备注'])('%s is no hourly value', (name) => {
  expect(recognise('readings', name)).toBe(null)
})

it('a header below a title, with units in a second line', () => {
  expect(targets('readings', '某县小时数据||', '站点|时间|PM2.5', '|| μg/m³', '一中站|2026-01-05 01:00|35')).toEqual({
    line: 3,
    targets: [
      ['station', null],
      ['time', null],
      ['a34004', 'µg/m³'],
    ],
  })
})

it('names in two lines, the upper ones over several columns', () => {
  expect(
    targets('readings', '站点|时间|颗粒物|颗粒物', '站点|时间|PM10|PM2.5', '一中站|2026-01-05 01:00|60|35'),
  ).toEqual({
    line: 2,
    targets: [
      ['station', null],
      ['time', null],
      ['a34002', null],
      ['a34004', null],
    ],
  })
})

it('a row of words below the header is data', () => {
  expect(targets('people', '姓名|角色|单位', '张三|网格员|住建局')).toEqual({
    line: 1,
    targets: [
      ['name', null],
      ['role', null],
      ['unit', null],
    ],
  })
})

it('columns that our own report adds are no data, and a name is taken once', () => {
  expect(targets('stations', '编码|名称|名称|行号|原因', 'S1|一|二|3|x')?.targets).toEqual([
    ['code', null],
    ['name', null],
    [null, null],
    [null, null],
    [null, null],
  ])
})

it('no header where no column is known', () => {
  expect(targets('readings', '甲|乙', '1|2')).toBe(null)
})
