import { HOUR_MS } from '../../../src/standards/civil-time.ts'
import { chance } from '../noise.ts'
import type { Story } from '../story.ts'

/** Dust from the north behind a front, late winter and spring, a few times a year: PM10 threefold for half a day, with wind. */
export const dustDay: Story = {
  key: 'dust-day',
  lastsDays: 2,
  spellsOn(seed, { number, start, month }) {
    const odds = month >= 2 && month <= 5 ? 0.025 : 0
    const roll = (what: string) => chance(seed, `dust-day/${what}`, number)
    if (roll('day') >= odds) return []
    const from = start + 18 * roll('hour') * HOUR_MS
    const until = from + (8 + 12 * roll('long')) * HOUR_MS
    return [{ from, until, easeMs: 2 * HOUR_MS, fine: 1.1, coarse: 7, wind: 1.5, mixed: 1.2 }]
  },
}
