import { describe, expect, it } from 'vitest'
import { dayNumberOf, monthPeriod } from '../../standards/civil-days.ts'
import { comparedMonths, comparedPeriods } from './compared.ts'
import type { EvaluatedDay } from './model.ts'

const usable = [true, true, true, true, true, true]
const day = (date: string, fine: number): EvaluatedDay => ({
  subjectId: 's',
  day: dayNumberOf(date),
  values: [fine, 60, 6, 20, 1, 112],
  usable,
  inputs: [24, 24, 24, 24, 24, 17],
})
const judging = { basis: 'unrounded', reading: 'strict' } as const
const fineIn = (of: ReturnType<typeof comparedPeriods>) =>
  of.byTable.at(-1)?.values.find(({ measure }) => measure === 'pm25')

describe('a period beside that of the year before', () => {
  const days = [
    day('2025-03-01', 40),
    day('2025-03-02', 20),
    day('2025-03-20', 300),
    day('2026-03-01', 33),
    day('2026-03-02', 33),
  ]

  it('that is not over is compared with the like days alone', () => {
    const now = Date.parse('2026-03-03T09:00:00+08:00')
    const compared = comparedPeriods(monthPeriod(2026, 3), { days, exclusions: [], judging, now })
    expect(compared.days).toEqual({
      old: { first: '2025-03-01', last: '2025-03-02' },
      now: { first: '2026-03-01', last: '2026-03-02' },
    })
    // (33 − 30)/30 = 10 %.
    expect(fineIn(compared)).toEqual({
      measure: 'pm25',
      old: 30,
      now: 33,
      change: { value: 10, unit: '%', direction: 'up' },
    })
  })

  it('that is over is compared with the whole of the other', () => {
    const now = Date.parse('2026-04-01T00:00:00+08:00')
    const compared = comparedPeriods(monthPeriod(2026, 3), { days, exclusions: [], judging, now })
    // (40 + 20 + 300)/3 = 120; (33 − 120)/120 = −72.5 %.
    expect(fineIn(compared)).toMatchObject({ old: 120, now: 33, change: { value: -72.5, direction: 'down' } })
  })

  it('29 February is compared with the 28th', () => {
    const leap = [day('2027-02-28', 50), day('2028-02-28', 40), day('2028-02-29', 60)]
    const now = Date.parse('2028-03-01T00:00:00+08:00')
    const compared = comparedPeriods(monthPeriod(2028, 2), { days: leap, exclusions: [], judging, now })
    expect(compared.days.old.last).toBe('2027-02-28')
    expect(fineIn(compared)).toMatchObject({ old: 50, now: 50, change: { value: 0, direction: 'flat' } })
  })

  it('months that have not begun, or of which neither year has a day, are not there', () => {
    const now = Date.parse('2026-03-03T09:00:00+08:00')
    const { months, cumulated } = comparedMonths(2026, 12, { days, exclusions: [], judging, now })
    expect([months, cumulated].map((all) => all.map(({ period }) => period))).toEqual([['2026-03'], ['2026-01..03']])
  })

  it('across the change of edition both tables judge both years', () => {
    const now = Date.parse('2026-04-01T00:00:00+08:00')
    const { byTable } = comparedPeriods(monthPeriod(2026, 3), { days, exclusions: [], judging, now })
    expect(byTable.map(({ table }) => table)).toEqual(['GB 3095-2012', 'GB 3095-2026 transitional'])
  })
})
