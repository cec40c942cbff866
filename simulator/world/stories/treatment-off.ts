import { HOUR_MS } from '../../../src/standards/civil-time.ts'
import { chance } from '../noise.ts'
import type { Story } from '../story.ts'

const plants = ['I01', 'I04', 'I06']

/** A bag filter that stands still lets through many times what it lets through at work (it holds back nine tenths and more). */
const WITHOUT_FILTER = 15

/** A plant runs while its filter stands still, to save electricity: some evenings a month, into the late shift, none on Sundays. */
export const treatmentOff: Story = {
  key: 'treatment-off',
  lastsDays: 0,
  deedsOn(seed, { number, start, isSunday }) {
    return plants.flatMap((sourceCode) => {
      const roll = (what: string) => chance(seed, `treatment-off/${sourceCode}/${what}`, number)
      if (isSunday || roll('night') >= 0.09) return []
      const from = start + (17.5 + 2 * roll('hour')) * HOUR_MS
      return [
        {
          sourceCode,
          from,
          until: Math.min(from + (3 + 4 * roll('long')) * HOUR_MS, start + 24 * HOUR_MS),
          times: WITHOUT_FILTER,
          plus: 0,
          isOfGases: false,
          isTreated: false,
        },
      ]
    })
  },
}
