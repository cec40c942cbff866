import { describe, expect, it } from 'vitest'
import { periodText } from './period.ts'

const at = (text: string) => Date.parse(`${text}+08:00`)
const now = at('2026-11-18T14:20:36')

describe('the label of a period', () => {
  it('of the last hour of a day is 24:00 of that day', () => {
    expect(periodText('hour', at('2026-11-18T00:00:00'), now)).toBe('11-17 24:00')
    expect(periodText('hour', at('2026-11-18T14:00:00'), now)).toBe('11-18 14:00')
  })

  it('carries the year when it is not this one', () => {
    expect(periodText('hour', at('2026-01-01T00:00:00'), now)).toBe('2025-12-31 24:00')
    expect(periodText('realtime', at('2025-06-01T08:05:09'), now)).toBe('2025-06-01 08:05:09')
  })

  it('of a day, month or year is its name, not the instant at which it ends', () => {
    expect(periodText('day', at('2026-11-18T00:00:00'), now)).toBe('2026-11-17')
    expect(periodText('month', at('2026-11-01T00:00:00'), now)).toBe('2026-10')
    expect(periodText('year', at('2026-01-01T00:00:00'), now)).toBe('2025')
  })

  it('of minutes is the minute at which it ends, of a sample its second', () => {
    expect(periodText('minute', at('2026-11-18T14:10:00'), now)).toBe('11-18 14:10')
    expect(periodText('realtime', at('2026-11-18T14:20:36'), now)).toBe('11-18 14:20:36')
  })
})
