import { describe, expect, it } from 'vitest'
import { moved, sameHourOf, viewBefore } from './past.ts'

const at = (text: string) => Date.parse(`${text}:00+08:00`)
const hour = 3_600_000

describe('the same hour of another year', () => {
  it('has the same day and clock, over a leap day too', () => {
    expect(sameHourOf(at('2026-11-18T14:00'), -1)).toBe(at('2025-11-18T14:00'))
    expect(sameHourOf(at('2024-03-01T01:00'), 1)).toBe(at('2025-03-01T01:00'))
    expect(sameHourOf(at('2023-03-01T01:00'), 1)).toBe(at('2024-03-01T01:00'))
  })

  it('of 24:00 is 24:00 of the same day', () => {
    expect(sameHourOf(at('2024-01-01T00:00'), 1)).toBe(at('2025-01-01T00:00'))
    // 24:00 of 28 February 2023 is that of 28 February 2024, not of the 29th.
    expect(sameHourOf(at('2023-03-01T00:00'), 1)).toBe(at('2024-02-29T00:00'))
  })

  it('is none for 29 February', () => {
    expect(sameHourOf(at('2024-02-29T13:00'), 1)).toBeNull()
    expect(sameHourOf(at('2024-03-01T00:00'), 1)).toBeNull()
  })
})

describe('what stands beside', () => {
  it('comes to the place of its fellow, a 29 February to none', () => {
    const ends = ['2024-02-28T12:00', '2024-02-29T12:00', '2024-03-01T12:00'].map(at)
    const measured = {
      ends,
      values: [1, 2, 3],
      qualities: ['valid', 'suspect', 'invalid'],
      stepMs: hour,
      unit: '',
    } as const
    expect(moved(measured, { kind: 'year' }, { from: 0, to: at('2025-01-01T00:00') })).toMatchObject({
      ends: [at('2025-02-28T12:00'), at('2025-03-01T12:00')],
      values: [1, 3],
      qualities: ['valid', 'invalid'],
    })
  })

  it('may be some days earlier', () => {
    const view = { from: at('2026-11-11T00:00'), to: at('2026-11-18T00:00') }
    expect(viewBefore(view, { kind: 'days', days: 7 })).toEqual({ from: at('2026-11-04T00:00'), to: view.from })
    const measured = {
      ends: [at('2026-11-04T01:00')],
      values: [5],
      qualities: 'valid',
      stepMs: hour,
      unit: '',
    } as const
    expect(moved(measured, { kind: 'days', days: 7 }, { from: 0, to: view.to }).ends).toEqual([at('2026-11-11T01:00')])
  })

  it('is asked for as far as the view goes', () => {
    const year = viewBefore({ from: at('2026-11-11T00:00'), to: at('2026-11-18T00:00') }, { kind: 'year' })
    expect(year.from).toBeLessThanOrEqual(at('2025-11-11T00:00'))
    expect(year.to).toBeGreaterThanOrEqual(at('2025-11-18T00:00'))
  })
})
