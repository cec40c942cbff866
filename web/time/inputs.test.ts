import { describe, expect, it } from 'vitest'
import { daysOfMonth, inputOf, instantOfInput, monthAfter } from './inputs.ts'

describe('a field for a time', () => {
  it('holds civil time of Shanghai, whatever the zone of the machine', () => {
    const instant = Date.parse('2026-11-18T06:20:00Z')
    expect(inputOf(instant)).toBe('2026-11-18T14:20')
    expect(instantOfInput('2026-11-18T14:20')).toBe(instant)
    expect(instantOfInput('2026-11-18T14:20:36')).toBe(instant + 36_000)
  })

  it('holds nothing while it is half written', () => {
    expect(instantOfInput('')).toBeNull()
    expect(instantOfInput('2026-13-41T25:00')).toBeNull()
  })
})

describe('a month', () => {
  it('begins and ends with its days', () => {
    expect(daysOfMonth('2026-11')).toEqual({ first: '2026-11-01', last: '2026-11-30' })
    expect(daysOfMonth('2024-02')).toEqual({ first: '2024-02-01', last: '2024-02-29' })
  })

  it('follows another over the turn of the year', () => {
    expect(monthAfter('2026-12', 1)).toBe('2027-01')
    expect(monthAfter('2026-01', -1)).toBe('2025-12')
  })
})
