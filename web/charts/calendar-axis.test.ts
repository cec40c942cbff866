import { describe, expect, it } from 'vitest'
import { calendarTicks, compactTicks } from './calendar-axis.ts'

const at = (text: string) => Date.parse(`${text}:00+08:00`)
const texts = (from: string, to: string, pixels: number) =>
  calendarTicks(at(from), at(to), pixels).map(({ text }) => text)

describe('the labels under a long axis', () => {
  it('are hours with the day where it begins, within a few days', () => {
    expect(texts('2026-11-17T12:00', '2026-11-18T12:00', 480)).toEqual([
      '12',
      '15',
      '18',
      '21',
      '11-18',
      '03',
      '06',
      '09',
      '12',
    ])
  })

  it('are days for a month, counted from its first, none beside the first of the next', () => {
    expect(texts('2026-10-19T00:00', '2026-11-18T00:00', 900)).toEqual([
      '10-19',
      '10-21',
      '10-23',
      '10-25',
      '10-27',
      '10-29',
      '11-01',
      '11-03',
      '11-05',
      '11-07',
      '11-09',
      '11-11',
      '11-13',
      '11-15',
      '11-17',
    ])
  })

  it('are months for a year, January by its year', () => {
    expect(texts('2025-11-18T00:00', '2026-11-18T00:00', 300)).toEqual(['2026', '2026-04', '2026-07', '2026-10'])
  })

  it('are years for many', () => {
    expect(texts('2016-06-01T00:00', '2026-11-18T00:00', 400)).toEqual(['2018', '2020', '2022', '2024', '2026'])
  })

  it('never stand closer than they have room, whatever the span', () => {
    for (const days of [1, 3, 9, 14, 15, 30, 60, 90, 180, 366, 800, 3660]) {
      const to = at('2026-11-18T00:00')
      const ticks = calendarTicks(to - days * 86_400_000, to, 700)
      const gaps = ticks
        .slice(1)
        .map((tick, index) => ((tick.at - (ticks[index]?.at ?? 0)) / (days * 86_400_000)) * 700)
      expect(Math.min(...gaps), `${days} days`).toBeGreaterThan(38)
      expect(ticks.length, `${days} days`).toBeGreaterThan(1)
    }
  })
})

describe('the days of a small picture', () => {
  const days = (to: string) => compactTicks(at('2026-11-11T15:00'), at(to), 210)

  it('name the last one in the middle of what is seen of it, once half of it is over', () => {
    const ticks = days('2026-11-18T15:00')
    expect(ticks.map(({ text }) => text)).toEqual(['12', '13', '14', '15', '16', '17', '18'])
    expect(ticks.at(-1)?.labelAt).toBe(at('2026-11-18T07:30'))
    expect(days('2026-11-18T09:00').map(({ text }) => text)).toEqual(['12', '13', '14', '15', '16', '17'])
  })
})
