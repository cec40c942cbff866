import { HOUR_MS } from '../../../src/standards/civil-time.ts'
import { chance } from '../noise.ts'
import { sources } from '../sources.ts'
import type { Story } from '../story.ts'

const plots = sources.filter(({ habit }) => habit === 'straw').map(({ code }) => code)

/** Of the plots of the county so many burn on a day on which straw is burnt. */
const PLOTS_THEN = 0.3

/**
 * Straw is burnt after the rice harvest (20 September to 15 November) and less after the early rice (10 to 31 July), when it
 * has been dry for days; rape stalks in May, as soon as it has stopped raining. Then several plots burn at once: before noon or
 * toward night, one after the other for two to four hours (0.3 to 1.4 g of PM2.5 a second of each mu that burns, 2 to 2.5 kg a mu).
 */
export const strawBurning: Story = {
  key: 'straw-burning',
  lastsDays: 1,
  deedsOn(seed, { number, start, month, day, isAfterRain, isRainy }) {
    const isDry = !isRainy && !isAfterRain
    const isRice = isDry && ((month === 9 && day >= 20) || month === 10 || (month === 11 && day <= 15))
    const isEarlyRice = isDry && month === 7 && day >= 10
    const isRape = !isRainy && isAfterRain && month === 5 && day >= 10
    const odds = isRice ? 0.45 : isEarlyRice || isRape ? 0.2 : 0
    if (chance(seed, 'straw-burning/day', number) >= odds) return []
    return plots.flatMap((sourceCode) => {
      const roll = (what: string) => chance(seed, `straw-burning/${sourceCode}/${what}`, number)
      if (roll('plot') >= PLOTS_THEN) return []
      const from = start + (roll('evening') < 0.75 ? 16.5 + 2 * roll('hour') : 9.5 + roll('hour')) * HOUR_MS
      return [
        {
          sourceCode,
          from,
          until: from + (2 + 2 * roll('long')) * HOUR_MS,
          times: 0,
          plus: 1,
          isOfGases: true,
          isTreated: false,
        },
      ]
    })
  },
}
