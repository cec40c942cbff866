import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, isoShanghai, MINUTE_MS, startOfCivilDay } from '../../standards/civil-time.ts'
import { monthsOfYear, periodOf, rolledResolutions } from './periods.ts'

const MIDNIGHT = startOfCivilDay('2027-01-01')

describe('the period that a shorter one belongs to', () => {
  const told = (end: number) =>
    Object.fromEntries(rolledResolutions.map((resolution) => [resolution, isoShanghai(periodOf(resolution, end).end)]))

  it('is told by its end: what ends at midnight closes the day, the month and the year before', () => {
    expect(told(MIDNIGHT)).toEqual({
      hour: '2027-01-01T00:00:00+08:00',
      day: '2027-01-01T00:00:00+08:00',
      month: '2027-01-01T00:00:00+08:00',
      year: '2027-01-01T00:00:00+08:00',
    })
    expect(told(MIDNIGHT + MINUTE_MS)).toEqual({
      hour: '2027-01-01T01:00:00+08:00',
      day: '2027-01-02T00:00:00+08:00',
      month: '2027-02-01T00:00:00+08:00',
      year: '2028-01-01T00:00:00+08:00',
    })
  })

  it('holds it, and ends where the next begins', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...rolledResolutions),
        fc.integer({ min: startOfCivilDay('1992-01-01'), max: startOfCivilDay('2100-01-01') }),
        (resolution, end) => {
          const period = periodOf(resolution, end)
          expect(period.start < end && end <= period.end).toBe(true)
          expect(periodOf(resolution, period.end)).toEqual(period)
          expect(periodOf(resolution, period.end + 1).start).toBe(period.end)
        },
      ),
    )
  })

  it('is a whole number of the next shorter ones', () => {
    expect(periodOf('day', MIDNIGHT).end - periodOf('day', MIDNIGHT).start).toBe(24 * HOUR_MS)
    const february = periodOf('month', startOfCivilDay('2028-02-10'))
    expect((february.end - february.start) / DAY_MS).toBe(29)
    const months = monthsOfYear(MIDNIGHT)
    expect(months).toHaveLength(12)
    expect([months[0]?.start, months[11]?.end]).toEqual([startOfCivilDay('2026-01-01'), MIDNIGHT])
    for (const [at, month] of months.entries()) expect(month.end).toBe(months[at + 1]?.start ?? MIDNIGHT)
  })
})
