import { expect, it } from 'vitest'
import { dataMinima, daysNeeded, minimumRows } from './validity.ts'

it('the least that statistics are made of, as GB 3095-2012 table 4 and HJ 663-2013 print it', () => {
  expect(dataMinima['2012']).toEqual({
    hourMinutes: 45,
    dayHours: 20,
    eightHours: 6,
    dailyMaximumWindows: 14,
    monthDays: 27,
    februaryDays: 25,
    yearDays: 324,
    areaShare: 0.75,
  })
  expect([1, 2, 4].map((month) => daysNeeded(dataMinima['2012'], month))).toEqual([27, 25, 27])
})

it('each number has its clause, and nothing of 2026 is called sure', () => {
  for (const row of minimumRows) {
    expect(row.source).toMatch(/GB 3095-2012|HJ 663-2013/)
    expect(row.certainty['2026']).not.toBe('S')
  }
})
