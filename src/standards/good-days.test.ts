import { expect, it } from 'vitest'
import { type AqiDay, goodDaysOf, type IncompleteDays } from './good-days.ts'

const whole = (level: AqiDay['level']): AqiDay => ({ level, isComplete: true })
const partial = (level: AqiDay['level']): AqiDay => ({ level, isComplete: false })

it('good days are those of an AQI of at most 100, of the days that count', () => {
  const days = [whole(1), whole(2), whole(2), whole(3), whole(6), whole(null)]
  expect(goodDaysOf(days, 'never')).toEqual({
    byLevel: { 1: 1, 2: 2, 3: 1, 4: 0, 5: 0, 6: 1 },
    countedDays: 5,
    goodDays: 3,
    ratio: 60,
  })
  expect(goodDaysOf([], 'never').ratio).toBe(null)
})

it.each<[IncompleteDays, number, number]>([
  // Of a good day, a bad one, and one without any value, each with factors missing, beside a whole good one.
  ['never', 1, 100],
  ['over-100', 2, 50],
  ['rest', 3, 200 / 3],
])('days of which a factor is missing count as told: %s', (rule, counted, ratio) => {
  const found = goodDaysOf([whole(1), partial(2), partial(3), partial(null)], rule)
  expect(found.countedDays).toBe(counted)
  expect(found.ratio).toBeCloseTo(ratio, 12)
})
