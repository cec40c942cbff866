import { HOUR_MS } from '../../../src/standards/civil-time.ts'
import { chance } from '../noise.ts'
import type { Story } from '../story.ts'

const sites = ['D01', 'D02', 'D04']

/** A construction site works at night without sprays, to hold its date: some nights a month, from half past ten on. */
export const nightConstruction: Story = {
  key: 'night-construction',
  lastsDays: 1,
  deedsOn(seed, { number, start }) {
    return sites.flatMap((sourceCode) => {
      const roll = (what: string) => chance(seed, `night-construction/${sourceCode}/${what}`, number)
      if (roll('night') >= 0.1) return []
      const from = start + (22.5 + roll('hour')) * HOUR_MS
      return [
        {
          sourceCode,
          from,
          until: from + (2 + 2.5 * roll('long')) * HOUR_MS,
          times: 1,
          plus: 1.8,
          isOfGases: true,
          isTreated: false,
        },
      ]
    })
  },
}
