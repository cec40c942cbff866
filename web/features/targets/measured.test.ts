import { expect, it } from 'vitest'
import { measuredOf, type PeriodMeans } from './measured.ts'

const period = (name: string, mean: number | null, isOver = true): PeriodMeans => ({
  period: name,
  isOver,
  reported: { factors: [{ factor: 'a34004', mean }] },
})
const target = { averaging: 'month' as const, factor: 'a34004' as const, year: 2026, month: 9, value: 26 }

it('a month stands beside its own target, below or above it, and a year that is not over says so', () => {
  const periods = [period('2026-09', 23.74), period('2026-11', 42.44, false), period('2026', 26.16, false)]
  expect(measuredOf(target, periods)).toEqual({ mean: 23.7, difference: -2.3, isOver: true })
  expect(measuredOf({ ...target, month: 11, value: 41 }, periods)).toEqual({
    mean: 42.4,
    difference: 1.4,
    isOver: false,
  })
  const year = { ...target, averaging: 'year' as const, month: null, value: 34 }
  expect(measuredOf(year, periods)).toEqual({ mean: 26.2, difference: -7.8, isOver: false })
})

it('nothing stands beside a month without data, a target of days or one that was taken back', () => {
  const periods = [period('2026-09', 23.74), period('2026-01', null)]
  expect(measuredOf({ ...target, month: 1 }, periods)).toBe(null)
  expect(measuredOf({ ...target, month: 12 }, periods)).toBe(null)
  expect(measuredOf({ ...target, factor: 'a34002' }, periods)).toBe(null)
  expect(measuredOf({ ...target, averaging: 'day' }, periods)).toBe(null)
  expect(measuredOf({ ...target, value: null }, periods)).toBe(null)
})
