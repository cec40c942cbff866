import { describe, expect, it } from 'vitest'
import { chartWindow, drawnFrom } from './chart-window.ts'

const at = (text: string) => Date.parse(`2026-11-18T${text}:00+08:00`)

describe('the time that a chart of an alert shows', () => {
  it('begins a day before the first exceedance of hours and ends now while it goes on', () => {
    const { from, to } = chartWindow('hour', at('13:00'), at('14:00'), at('14:20'))
    expect(from).toBe(at('13:00') - 24 * 3_600_000)
    expect(to).toBe(at('15:00'))
  })

  it('ends some hours after the last exceedance when it is over', () => {
    expect(chartWindow('hour', at('01:00'), at('02:00'), at('23:10')).to).toBe(at('14:00'))
  })

  it('does not move with every second', () => {
    const one = chartWindow('minute', at('13:00'), at('14:00'), at('14:20'))
    expect(chartWindow('minute', at('13:00'), at('14:00'), at('14:21'))).toEqual(one)
  })
})

describe('the drawn part of it', () => {
  it('is the whole while values fill most of it, and none are waited for', () => {
    expect(drawnFrom(0, 90, 20)).toBe(0)
    expect(drawnFrom(0, 90, undefined)).toBe(0)
  })

  it('begins a little before the first value when that came late, as on a new device', () => {
    expect(drawnFrom(0, 90, 60)).toBe(57)
  })
})
