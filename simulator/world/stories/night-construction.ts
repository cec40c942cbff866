import { HOUR_MS } from '../../../src/standards/civil-time.ts'
import { chance } from '../noise.ts'
import type { Story } from '../story.ts'

const sites = ['D01', 'D02', 'D04']

/**
 * Of PM2.5 as a multiple of a day's work with sprays: without them (they hold back some two thirds of the 1 g of dust a second
 * that a hectare of open earthwork gives off, AP-42, 13.2.3) and with spoil lorries on bare ground, as much again.
 */
const WITHOUT_SPRAYS = 7

/** A construction site works at night, to hold its date: some nights a month, from half past ten on into the small hours. */
export const nightConstruction: Story = {
  key: 'night-construction',
  lastsDays: 1,
  deedsOn(seed, { number, start }) {
    return sites.flatMap((sourceCode) => {
      const roll = (what: string) => chance(seed, `night-construction/${sourceCode}/${what}`, number)
      if (roll('night') >= 0.08) return []
      const from = start + (22.5 + roll('hour')) * HOUR_MS
      return [
        {
          sourceCode,
          from,
          until: from + (4 + 3 * roll('long')) * HOUR_MS,
          times: 1,
          plus: WITHOUT_SPRAYS,
          isOfGases: true,
          isTreated: false,
        },
      ]
    })
  },
}
