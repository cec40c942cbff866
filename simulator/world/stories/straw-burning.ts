import { HOUR_MS } from '../../../src/standards/civil-time.ts'
import { chance } from '../noise.ts'
import type { Story } from '../story.ts'

const plots = ['L01', 'L02', 'L03', 'L04', 'L05']

/**
 * Straw is burnt after the rice harvest (20 September to 15 November), less after the early rice (from 10 July) and after rain
 * in May, when the rape stalks are in the way: for half an hour to two hours before noon or before dark, on few days.
 */
export const strawBurning: Story = {
  key: 'straw-burning',
  lastsDays: 0,
  deedsOn(seed, { number, start, month, day, isAfterRain }) {
    const isRice = (month === 9 && day >= 20) || month === 10 || (month === 11 && day <= 15)
    const isEarlyRice = month === 7 && day >= 10
    const isRape = month === 5 && day >= 10 && isAfterRain
    const odds = isRice ? 0.07 : isEarlyRice || isRape ? 0.03 : 0
    return plots.flatMap((sourceCode) => {
      const roll = (what: string) => chance(seed, `straw-burning/${sourceCode}/${what}`, number)
      if (roll('day') >= odds) return []
      const from = start + (roll('evening') < 0.6 ? 16.5 + roll('hour') : 10 + roll('hour')) * HOUR_MS
      return [
        {
          sourceCode,
          from,
          until: from + (0.6 + 1.4 * roll('long')) * HOUR_MS,
          times: 0,
          plus: 1,
          isOfGases: true,
          isTreated: false,
        },
      ]
    })
  },
}
