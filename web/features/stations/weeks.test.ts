import { expect, it } from 'vitest'
import { daysInWeeks } from './weeks.ts'

const place = (year: number, date: string) => {
  const found = daysInWeeks(year).find((day) => day.date === date)
  return found && `week ${found.week}, weekday ${found.weekday}`
}

it('a year stands in weeks, Monday first', () => {
  // 1 January 2026 is a Thursday, 18 November a Wednesday, 31 December a Thursday.
  expect(place(2026, '2026-01-01')).toBe('week 0, weekday 3')
  expect(place(2026, '2026-01-05')).toBe('week 1, weekday 0')
  expect(place(2026, '2026-11-18')).toBe('week 46, weekday 2')
  expect(place(2026, '2026-12-31')).toBe('week 52, weekday 3')
  expect(daysInWeeks(2026)).toHaveLength(365)
})

it('a leap year that begins on a Sunday has 54 of them', () => {
  expect(place(2012, '2012-01-01')).toBe('week 0, weekday 6')
  expect(place(2012, '2012-12-31')).toBe('week 53, weekday 0')
  expect(daysInWeeks(2012)).toHaveLength(366)
})
