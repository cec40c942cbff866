import { describe, expect, it } from 'vitest'
import { spanOf } from './span.ts'

const now = Date.parse('2026-11-18T14:20:00+08:00')
const hours = (firstEnd: string, lastEnd: string) =>
  spanOf({ resolution: 'hour', firstEnd: `${firstEnd}:00+08:00`, lastEnd: `${lastEnd}:00+08:00` }, now)

describe('periods in a row', () => {
  it('say their day once', () => {
    expect(hours('2026-11-18T03:00', '2026-11-18T05:00')).toBe('11-18 03:00–05:00')
    expect(hours('2026-11-17T22:00', '2026-11-18T00:00')).toBe('11-17 22:00–24:00')
  })

  it('say both days when there are two, and one period alone', () => {
    expect(hours('2026-11-17T23:00', '2026-11-18T05:00')).toBe('11-17 23:00 – 11-18 05:00')
    expect(hours('2026-11-18T05:00', '2026-11-18T05:00')).toBe('11-18 05:00')
  })
})
