import { expect, it } from 'vitest'
import { isoShanghai } from '../../standards/civil-time.ts'
import { clockOf, isMissing, typedNumber, writtenTime } from './values.ts'

const told = (text: string) => {
  const time = writtenTime(text)
  return time === null ? null : `${isoShanghai(time.instant).slice(0, 16)}${time.hasClock ? '' : ' day'}`
}

it.each([
  ['2026-01-05 13:00', '2026-01-05T13:00'],
  ['2026-1-5 3:05:59', '2026-01-05T03:05'],
  ['2026/1/5 13:00:00', '2026-01-05T13:00'],
  ['2026.1.5 13', '2026-01-05T13:00'],
  ['2026-01-05T13:00:00+08:00', '2026-01-05T13:00'],
  ['2026-01-05T05:00:00Z', '2026-01-05T13:00'],
  ['2026年1月5日13时', '2026-01-05T13:00'],
  ['2026年01月05日 13点30分', '2026-01-05T13:30'],
  ['２０２６－０１－０５　１３：００', '2026-01-05T13:00'],
  ['2026010513', '2026-01-05T13:00'],
  ['20260105130000', '2026-01-05T13:00'],
  ['2026-01-05 24:00', '2026-01-06T00:00'],
  // Excel: 46027 is 2026-01-05; 13/24 = 0.541666…
  ['46027.5416666667', '2026-01-05T13:00'],
  ['46027', '2026-01-05T00:00 day'],
  ['2026年1月5日', '2026-01-05T00:00 day'],
  ['20260105', '2026-01-05T00:00 day'],
])('%s is %s', (text, expected) => {
  expect(told(text)).toBe(expected)
})

it.each([
  '',
  '1/5/2026',
  '2026-02-30 01:00',
  '2026-13-01',
  '2026-01-05 25:00',
  '2026-01-05 24:30',
  '35',
  '合计',
  '2026',
])('%s is no time', (text) => {
  expect(told(text)).toBe(null)
})

it('an hour in a cell of its own', () => {
  const hours = ['13', '13时', '13:00', '13:00:00', '24', '0.5416666667'].map(
    (text) => (clockOf(text) ?? -1) / 3_600_000,
  )
  expect(hours).toEqual([13, 13, 13, 13, 24, 13])
  expect([clockOf('25'), clockOf('下午'), clockOf('')]).toEqual([null, null, null])
})

it('numbers as people type them', () => {
  expect(['35', ' 35.5 ', '３５．５', '1,234', '-0.5', '1e2'].map(typedNumber)).toEqual([
    35, 35.5, 35.5, 1234, -0.5, 100,
  ])
  expect(['约20', '<5', '1,23', '12 3', ''].map(typedNumber)).toEqual([null, null, null, null, null])
  expect(['', '—', '缺测', 'NA', '/', '-999', ' '].every(isMissing)).toBe(true)
  expect(['0', '-', '无'].map(isMissing)).toEqual([false, true, true])
})
