import { expect, it } from 'vitest'
import { monthOf, monthsBefore, spanOfMonth } from './months.ts'

const at = (text: string) => Date.parse(`${text}+08:00`)

it('the present month comes first, by the clock of Shanghai', () => {
  // 2026-12-31 23:30 there is still 15:30 of UTC; half an hour later it is another year.
  expect(monthsBefore(at('2026-12-31T23:30:00')).slice(0, 2)).toEqual(['2026-12', '2026-11'])
  expect(monthsBefore(at('2027-01-01T00:00:00')).slice(0, 2)).toEqual(['2027-01', '2026-12'])
})

it('a month goes from midnight to midnight, February of a leap year over 29 days', () => {
  expect(spanOfMonth('2025-10')).toEqual({ from: at('2025-10-01T00:00:00'), to: at('2025-11-01T00:00:00') })
  const { from, to } = spanOfMonth('2028-02')
  expect((to - from) / 86_400_000).toBe(29)
})

it('a period is a month only when it is the whole of it', () => {
  expect(monthOf(spanOfMonth('2025-12'))).toBe('2025-12')
  expect(monthOf({ from: at('2025-10-01T00:00:00'), to: at('2025-10-31T00:00:00') })).toBeNull()
  expect(monthOf({ from: at('2025-09-01T00:00:00'), to: at('2025-11-01T00:00:00') })).toBeNull()
})
