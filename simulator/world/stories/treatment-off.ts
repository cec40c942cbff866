import { HOUR_MS } from '../../../src/standards/civil-time.ts'
import { chance } from '../noise.ts'
import type { Story } from '../story.ts'

const plants = ['I01', 'I02', 'I06']

/** A plant runs while its filter stands still, to save electricity: some nights a month, for two to six hours. */
export const treatmentOff: Story = {
  key: 'treatment-off',
  lastsDays: 1,
  deedsOn(seed, { number, start }) {
    return plants.flatMap((sourceCode) => {
      const roll = (what: string) => chance(seed, `treatment-off/${sourceCode}/${what}`, number)
      if (roll('night') >= 0.08) return []
      const from = start + (19 + 3 * roll('hour')) * HOUR_MS
      return [
        {
          sourceCode,
          from,
          until: from + (2 + 4 * roll('long')) * HOUR_MS,
          times: 4,
          plus: 1,
          isOfGases: false,
          isTreated: false,
        },
      ]
    })
  },
}
