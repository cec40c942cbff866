import { expect, it } from 'vitest'
import type { Compared, Evaluation } from '../evaluation/queries.ts'
import { yearFiguresOf } from './year-judged.ts'

type Factor = Evaluation['factors'][number]

const factor = (name: Factor['name'], code: string, mean: number | null, percentile: Factor['percentile']): Factor => ({
  ...{ name, factor: code, unit: name === 'co' ? 'mg/m³' : 'µg/m³', mean, percentile },
  ...{ validDays: 321, minDaysInMonth: 25, valid: true, shortfalls: [], attained: null, reasons: [] },
  ...{ meanLimit: null, percentileLimit: null },
})

const evaluation: Evaluation = {
  ...{ table: 'GB 3095-2026 transitional', attained: null, byLevel: [80, 221, 18, 1, 1, 0], countedDays: 321 },
  ...{ goodDays: 301, goodDayRatio: 93.8, composite: null, doubts: [] },
  factors: [
    factor('pm25', 'a34004', 33.6, { p: 95, value: 82 }),
    factor('so2', 'a21026', 20, { p: 98, value: 14 }),
    factor('o3', 'a05024', null, { p: 90, value: 160.4 }),
    factor('co', 'a21005', null, { p: 95, value: 1.1 }),
  ],
}

const compared: Compared = {
  period: '2026-01..11',
  days: { old: { first: '2025-01-01', last: '2025-11-17' }, now: { first: '2026-01-01', last: '2026-11-17' } },
  byTable: [
    { table: 'GB 3095-2012', values: [{ measure: 'pm25', old: 1, now: 2, change: null }] },
    {
      table: 'GB 3095-2026 transitional',
      values: [{ measure: 'pm25', old: 35.8, now: 33.6, change: { value: -6.1, unit: '%', direction: 'down' } }],
    },
  ],
}

it('a year stands beside the limits of 2012, of 2026 until 2030 and from 2031, each by its own statistic', () => {
  const told = yearFiguresOf(evaluation, compared).map(({ name, percentile, value, change, limits }) => [
    ...[name, percentile, value, change],
    limits.map(({ limit, holds }) => `${limit} ${holds ? 'holds' : 'is exceeded'}`).join(', '),
  ])
  expect(told).toEqual([
    ['pm25', null, 33.6, -6.1, '35 holds, 30 is exceeded, 25 is exceeded'],
    ['so2', null, 20, null, '60 holds, 60 holds, 20 holds'],
    ['o3', 90, 160.4, null, '160 is exceeded, 160 is exceeded, 160 is exceeded'],
    ['co', 95, 1.1, null, '4 holds, 4 holds, 4 holds'],
  ])
})

it('what has no value is judged by nothing', () => {
  const nothing = { ...evaluation, factors: [factor('pm10', 'a34002', null, null)] }
  expect(yearFiguresOf(nothing, undefined)[0]).toMatchObject({ value: null, change: null })
  expect(yearFiguresOf(nothing, undefined)[0]?.limits.map(({ holds }) => holds)).toEqual([null, null, null])
})
