import { describe, expect, it } from 'vitest'
import { clockOffset, errorsOf, hoursWithin, newestExpectedHour } from './state.ts'

const at = (civil: string) => Date.parse(`2026-11-18T${civil}+08:00`)

describe('how a device is', () => {
  it('misses an hour only a quarter of an hour after its end', () => {
    expect(newestExpectedHour(at('14:14:59'))).toBe(at('13:00:00'))
    expect(newestExpectedHour(at('14:15:00'))).toBe(at('14:00:00'))
  })

  it('expects the whole hours of a span that begin no earlier than something is expected', () => {
    expect(hoursWithin(at('00:00:00'), at('14:00:00'), 0)).toBe(14)
    expect(hoursWithin(at('00:00:00'), at('14:00:00'), at('10:00:00'))).toBe(4)
    expect(hoursWithin(at('00:00:00'), at('14:00:00'), at('10:20:00'))).toBe(3)
    expect(hoursWithin(at('10:00:00'), at('10:00:00'), 0)).toBe(0)
    expect(hoursWithin(at('10:00:00'), at('09:00:00'), at('20:00:00'))).toBe(0)
  })

  it('takes the clock offset of the newest hour that has one, the one under way or the one before', () => {
    const hour = (end: string, median: number | null) => ({
      hourEnd: at(end),
      kept: 0,
      offsets: median === null ? null : { median },
      errors: {},
    })
    const hours = [hour('13:00:00', -1), hour('14:00:00', -2), hour('15:00:00', null)]
    expect(clockOffset(hours, at('14:20:00'))).toBe(-2)
    expect(clockOffset(hours, at('15:20:00'))).toBe(null)
    expect(clockOffset([...hours, hour('15:00:00', 3)], at('14:20:00'))).toBe(3)
  })

  it('sums errors by their kind', () => {
    expect(errorsOf([{ errors: { 'crc-modbus': 2 } }, { errors: { 'crc-modbus': 1, 'tail-missing': 4 } }])).toEqual({
      'crc-modbus': 3,
      'tail-missing': 4,
    })
  })
})
