import { describe, expect, it } from 'vitest'
import { instantOf, isoShanghai } from '../src/standards/civil-time.ts'
import { bulletinOf, monthsOut, publishedAt } from './bulletin.ts'
import { type Told, toldOf } from './history.ts'
import { stations } from './place.ts'
import { createWorld } from './world/world.ts'

const at = (month: number, day: number, hour: number) =>
  instantOf({ year: 2026, month, day, hour, minute: 0, second: 0 })

function national(): Told {
  const [station] = stations
  if (station === undefined) throw new Error('no station')
  const [told] = toldOf(station, createWorld('demo', at(12, 31, 0)).showing(station))
  if (told === undefined) throw new Error('nobody tells of the station')
  return told
}
const real = national()

function linesOf(showing: Told['showing'], month = 3): string[][] {
  const { bytes } = bulletinOf({ seed: 'demo', told: { ...real, showing } }, { year: 2026, month })
  return new TextDecoder()
    .decode(bytes)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','))
}

describe('the city’s table of a month', () => {
  it('is out in the middle of the month after, over the turn of the year too', () => {
    expect(isoShanghai(publishedAt({ year: 2026, month: 12 }))).toBe('2027-01-18T09:00:00+08:00')
    expect(monthsOut(at(11, 18, 9), 2)).toEqual([
      { year: 2026, month: 10 },
      { year: 2026, month: 9 },
    ])
    expect(monthsOut(at(1, 18, 8), 2)).toEqual([
      { year: 2025, month: 11 },
      { year: 2025, month: 10 },
    ])
  })

  it('says of the county what the law makes of its hours: 30, 60, 6, 20, 1.0 and 112 are 3.55 and all days good', () => {
    // Law of March 2026: 30/30 + 60/60 + 6/60 + 20/40 + 1/4 + 112/160.
    const still = real.showing(at(3, 1, 1))
    const same = { ...still, a34004: 30, a34002: 60, a21026: 6, a21004: 20, a21005: 1, a05024: 112 }
    const lines = linesOf(() => same)
    expect(lines[0]?.[0]).toBe('2026年3月各区县环境空气质量排名（模拟）')
    const own = lines.find((cells) => cells[1] === '清屿区')
    expect(own?.slice(2)).toEqual(['30.0', '60', '6', '20', '1.0', '112', '3.55', '100.0'])
    expect(own?.[0]).toBe('4')
  })

  it('ranks six, two of them as equals, the others by names that say they are invented', () => {
    const rows = linesOf(real.showing, 9).slice(2)
    expect(rows.map((cells) => cells[0]?.replace('并列', '')).map(Number)).toEqual(
      rows.map((cells) => 1 + rows.filter((other) => Number(other[8]) < Number(cells[8])).length),
    )
    expect(rows.filter((cells) => cells[0]?.startsWith('并列')).length).toBe(2)
    expect(rows.filter((cells) => !(cells[1] ?? '').endsWith('（模拟）')).map((cells) => cells[1])).toEqual(['清屿区'])
    expect(linesOf(real.showing, 9).slice(2)).toEqual(rows)
  })
})
