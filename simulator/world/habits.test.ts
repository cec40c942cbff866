import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, instantOf, MINUTE_MS } from '../../src/standards/civil-time.ts'
import { civilDayNumber } from './courses.ts'
import { createNature } from './nature.ts'
import { sources } from './sources.ts'

const january = instantOf({ year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 0 })

describe('the day of those who pollute', () => {
  const nature = createNature('demo')
  const workOf = (code: string, hour: number, minute = 0) => {
    const source = sources.find((one) => one.code === code)
    if (source === undefined) throw new Error(`no source ${code}`)
    // A Wednesday.
    return nature.doing(source)(instantOf({ year: 2026, month: 11, day: 18, hour, minute, second: 0 })).work
  }

  it('begins and ends within half an hour, at night too', () => {
    expect(workOf('D01', 4)).toBeCloseTo(0.04, 9)
    // Half-way between 4 % and all of it.
    expect(workOf('D01', 7)).toBeCloseTo(0.52, 9)
    expect(workOf('D01', 9)).toBeCloseTo(1, 9)
    expect(workOf('M04', 0)).toBeCloseTo(1, 9)
    expect(workOf('M04', 5)).toBeCloseTo(0.625, 9)
    expect(workOf('M04', 8)).toBeCloseTo(0.05, 9)
  })

  it('has no straw on fire while it rains, and several plots on one day', () => {
    const plots = new Map<number, Set<string>>()
    for (let instant = january; instant < january + 365 * DAY_MS; instant += 30 * MINUTE_MS) {
      for (const { story, what } of nature.deeds(instant)) {
        if (story !== 'straw-burning') continue
        const day = civilDayNumber(instant)
        plots.set(day, (plots.get(day) ?? new Set()).add(what.sourceCode))
        // Every second hour of the day it is looked whether it rains.
        if (instant % (2 * HOUR_MS) === 0) expect(nature.weather.sky(instant).rainMmH).toBe(0)
        expect(what.until - what.from).toBeGreaterThanOrEqual(2 * HOUR_MS)
        expect(what.until - what.from).toBeLessThanOrEqual(4 * HOUR_MS)
      }
    }
    expect([...plots.values()].filter((burning) => burning.size > 1).length).toBeGreaterThan(plots.size / 2)
  })
})
