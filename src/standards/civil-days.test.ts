import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  civilDayAt,
  cumulativePeriod,
  dayNumberOf,
  dayNumberOfHour,
  daysIn,
  monthOfDay,
  monthPeriod,
  monthsOf,
  quarterPeriod,
  yearPeriod,
} from './civil-days.ts'
import { HOUR_MS, startOfCivilDay } from './civil-time.ts'

const days = (period: { first: number; last: number }) => [civilDayAt(period.first), civilDayAt(period.last)]

describe('civil days by number', () => {
  it('begin with 1970-01-01 and are read back', () => {
    expect(dayNumberOf('1970-01-01')).toBe(0)
    expect(dayNumberOf('2026-03-01')).toBe(20_513)
    fc.assert(fc.property(fc.integer({ min: 0, max: 40_000 }), (day) => dayNumberOf(civilDayAt(day)) === day))
  })

  it('hold the hours labelled 01:00 to 24:00: midnight closes the day before', () => {
    const midnight = startOfCivilDay('2014-01-01')
    expect(civilDayAt(dayNumberOfHour(midnight))).toBe('2013-12-31')
    expect(civilDayAt(dayNumberOfHour(midnight + HOUR_MS))).toBe('2014-01-01')
    expect(civilDayAt(dayNumberOfHour(midnight + 24 * HOUR_MS))).toBe('2014-01-01')
  })

  it('lie in months', () => {
    expect(monthOfDay(dayNumberOf('2024-02-29'))).toEqual({ year: 2024, month: 2 })
    expect(monthOfDay(dayNumberOf('2025-12-31'))).toEqual({ year: 2025, month: 12 })
  })
})

describe('periods of evaluation', () => {
  it('are whole months', () => {
    expect(days(monthPeriod(2024, 2))).toEqual(['2024-02-01', '2024-02-29'])
    expect(days(quarterPeriod(2025, 4))).toEqual(['2025-10-01', '2025-12-31'])
    expect(days(cumulativePeriod(2025, 9))).toEqual(['2025-01-01', '2025-09-30'])
    expect(days(yearPeriod(2023))).toEqual(['2023-01-01', '2023-12-31'])
    expect([daysIn(yearPeriod(2023)), daysIn(yearPeriod(2024))]).toEqual([365, 366])
  })

  it('are made up of their months without a gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1971, max: 2100 }), fc.integer({ min: 1, max: 12 }), (year, months) => {
        const period = cumulativePeriod(year, months)
        const all = monthsOf(period)
        expect(all.map(({ month }) => month)).toEqual(Array.from({ length: months }, (_, at) => at + 1))
        expect(all.reduce((sum, one) => sum + daysIn(one), 0)).toBe(daysIn(period))
        expect([all[0]?.first, all.at(-1)?.last]).toEqual([period.first, period.last])
      }),
    )
  })
})
