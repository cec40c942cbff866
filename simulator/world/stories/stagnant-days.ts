import { DAY_MS, HOUR_MS } from '../../../src/standards/civil-time.ts'
import { chance } from '../noise.ts'
import type { Story } from '../story.ts'

/** Still, damp days of winter under a low lid: two to four days in which everything gathers, a few times from November to February. */
export const stagnantDays: Story = {
  key: 'stagnant-days',
  lastsDays: 5,
  spellsOn(seed, { number, start, month }) {
    const odds = month >= 11 || month <= 2 ? 0.04 : 0
    const roll = (what: string) => chance(seed, `stagnant-days/${what}`, number)
    if (roll('day') >= odds) return []
    const from = start + 12 * HOUR_MS
    return [
      {
        from,
        until: from + (2 + 2 * roll('long')) * DAY_MS,
        easeMs: 10 * HOUR_MS,
        fine: 1.45,
        coarse: 1.2,
        wind: 0.5,
        mixed: 0.6,
      },
    ]
  },
}
