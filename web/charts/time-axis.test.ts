import { describe, expect, it } from 'vitest'
import { minutesApart, timeTicks } from './time-axis.ts'

const at = (text: string) => Date.parse(`${text}+08:00`)

describe('a time axis', () => {
  it('labels round hours of Shanghai and the day where one begins', () => {
    const ticks = timeTicks(at('2026-11-17T20:30:00'), at('2026-11-18T03:00:00'), 180)
    expect(ticks).toEqual([
      { at: at('2026-11-17T21:00:00'), text: '21', day: null },
      { at: at('2026-11-18T00:00:00'), text: '00', day: { month: 11, day: 18 } },
      { at: at('2026-11-18T03:00:00'), text: '03', day: null },
    ])
  })

  it('names minutes where labels are closer than an hour', () => {
    const ticks = timeTicks(at('2026-11-18T14:52:00'), at('2026-11-18T15:11:00'), 10)
    expect(ticks.map((tick) => tick.text)).toEqual(['15:00', '15:10'])
  })

  it('has no more labels than fit', () => {
    expect(minutesApart(0, 48 * 3_600_000, 1200)).toBe(120)
    expect(minutesApart(0, 48 * 3_600_000, 300)).toBe(720)
    expect(minutesApart(0, 90 * 60_000, 700)).toBe(10)
  })
})
