import { describe, expect, it } from 'vitest'
import { lawfulLimits } from './limit-lines.ts'

const at = (text: string) => Date.parse(`${text}:00+08:00`)
const [fine, coarse, ozone, nitrogen, monoxide] = ['a34004', 'a34002', 'a05024', 'a21004', 'a21005']

/** As the standards print them: GB 3095-2012 and GB 3095-2026, table 1, grade II. */
const told = (factor: string, resolution: 'hour' | 'day' | 'month' | 'year' | 'minute', from: string, to: string) =>
  lawfulLimits(factor, resolution, at(from), at(to)).map(
    ({ value, averaging, edition, isTransitional }) =>
      `${value} ${averaging} ${edition}${isTransitional ? ' transitional' : ''}`,
  )

describe('the limit of a chart', () => {
  it('is that of the edition in force on the day of the data', () => {
    expect(told(fine, 'hour', '2025-11-01T00:00', '2025-11-08T00:00')).toEqual(['75 24h 2012'])
    expect(told(fine, 'hour', '2026-11-11T00:00', '2026-11-18T00:00')).toEqual(['60 24h 2026 transitional'])
    expect(told(fine, 'hour', '2031-01-01T00:00', '2031-01-08T00:00')).toEqual(['50 24h 2026'])
  })

  it('changes where the edition does, at midnight of Shanghai: 24:00 of the last day is still under the old one', () => {
    const limits = lawfulLimits(coarse, 'hour', at('2026-02-26T00:00'), at('2026-03-03T00:00'))
    expect(limits.map(({ from, to, value }) => ({ from, to, value }))).toEqual([
      { from: at('2026-02-26T00:00'), to: at('2026-03-01T00:00'), value: 150 },
      { from: at('2026-03-01T00:00'), to: at('2026-03-03T00:00'), value: 120 },
    ])
    expect(told(coarse, 'hour', '2026-02-28T00:00', '2026-03-01T00:00')).toEqual(['150 24h 2012'])
  })

  it('of ozone is that of its hours, of its days that of eight hours; of the others that of the day', () => {
    expect(told(ozone, 'hour', '2026-06-01T00:00', '2026-06-02T00:00')).toEqual(['200 1h 2026 transitional'])
    expect(told(ozone, 'day', '2026-06-01T00:00', '2026-07-01T00:00')).toEqual(['160 8h 2026 transitional'])
    expect(told(nitrogen, 'hour', '2026-06-01T00:00', '2026-06-02T00:00')).toEqual(['80 24h 2026 transitional'])
    expect(told(monoxide, 'day', '2026-06-01T00:00', '2026-06-02T00:00')).toEqual(['4 24h 2026 transitional'])
  })

  it('of months and years is that of the year, where there is one', () => {
    expect(told(fine, 'year', '2024-01-01T00:00', '2026-01-01T00:00')).toEqual(['35 year 2012'])
    expect(told(fine, 'month', '2026-03-01T00:00', '2026-10-01T00:00')).toEqual(['30 year 2026 transitional'])
    expect(told(monoxide, 'year', '2024-01-01T00:00', '2026-01-01T00:00')).toEqual([])
  })

  it('is not there for minutes, nor for what has none', () => {
    expect(told(fine, 'minute', '2026-06-01T00:00', '2026-06-02T00:00')).toEqual([])
    expect(told('a01001', 'hour', '2026-06-01T00:00', '2026-06-02T00:00')).toEqual([])
  })
})
