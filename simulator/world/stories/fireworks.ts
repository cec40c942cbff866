import { HOUR_MS, startOfCivilDay } from '../../../src/standards/civil-time.ts'
import { civilDayNumber } from '../courses.ts'
import { sources } from '../sources.ts'
import type { Deed, Story } from '../story.ts'

/** First days of lunar years (calendar of the Purple Mountain Observatory). */
// biome-ignore format: a table to proof-read
const lunarNewYears = ['2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06', '2028-01-26', '2029-02-13', '2030-02-03'] as const
const newYears: ReadonlySet<number> = new Set(lunarNewYears.map((day) => civilDayNumber(startOfCivilDay(day))))

/** Every village and quarter of the county sets them off. */
const places = sources.filter(({ habit }) => habit === 'fireworks').map(({ code }) => code)

/** What the country all around sets off on the eve, until it has blown away. */
const eve = { from: 21.5, until: 29, fine: 2.2, coarse: 1.3 } as const

/** Fireworks: on the eve from 22 to 2 o'clock, and in the evening of the first and the fifteenth day of the lunar year. */
export const fireworks: Story = {
  key: 'fireworks',
  lastsDays: 1,
  deedsOn(_seed, { number, start }) {
    const at = (from: number, until: number, plus: number): Deed[] =>
      places.map((sourceCode) => ({
        sourceCode,
        from: start + from * HOUR_MS,
        until: start + until * HOUR_MS,
        times: 0,
        plus,
        isOfGases: true,
        isTreated: false,
      }))
    if (newYears.has(number + 1)) return at(22, 26, 1)
    if (newYears.has(number)) return at(19, 23, 0.8)
    if (newYears.has(number - 14)) return at(19, 23, 1)
    return []
  },
  spellsOn(_seed, { number, start }) {
    if (!newYears.has(number + 1)) return []
    const { from, until, fine, coarse } = eve
    const span = { from: start + from * HOUR_MS, until: start + until * HOUR_MS, easeMs: 2 * HOUR_MS }
    return [{ ...span, fine, coarse, wind: 1, mixed: 1 }]
  },
}
