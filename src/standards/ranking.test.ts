import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brokenBy, ranked, rankingLists, type TieBreakers, tieBreaks } from './ranking.ts'

interface Area extends TieBreakers {
  index: number | null
}

const area = (name: string, index: number | null, more: Partial<Area> = {}): Area => ({
  name,
  index,
  goodDayRatio: null,
  fineParticles: null,
  ...more,
})

const ranksOf = (areas: readonly Area[], list: keyof typeof rankingLists = 'composite') =>
  ranked(areas, ({ index }) => index, rankingLists[list]).map(({ area: { name }, rank }) => [name, rank])

describe('rank', () => {
  it('is shared by equals, and the next is skipped: 1, 2, 2, 4', () => {
    expect(ranksOf([area('d', 4.2), area('b', 3.5), area('a', 3.1), area('c', 3.5)])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 2],
      ['d', 4],
    ])
  })

  it('goes by the published value: what is equal to two decimals is equal', () => {
    expect(ranksOf([area('a', 3.494), area('b', 3.486), area('c', 3.496)])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 3],
    ])
  })

  it('begins with the most of good days, the least of everything else, the most negative change', () => {
    const two = [area('a', 88), area('b', 91)]
    expect(ranksOf(two, 'goodDays')).toEqual([
      ['b', 1],
      ['a', 2],
    ])
    expect(ranksOf([area('a', 3), area('b', -12.4), area('c', 0)], 'improvement')).toEqual([
      ['b', 1],
      ['c', 2],
      ['a', 3],
    ])
  })

  it('is none for an area without a value', () => {
    expect(ranksOf([area('a', null), area('b', 2)])).toEqual([['b', 1]])
  })

  it('of n areas: as many are better as the rank says, and no rank is over n', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 40 }), (values) => {
        const found = ranked(values, (value) => value / 4, rankingLists.composite)
        for (const { value, rank, isTied } of found) {
          expect(rank).toBe(1 + values.filter((other) => other / 4 < value).length)
          expect(isTied).toBe(values.filter((other) => other / 4 === value).length > 1)
        }
      }),
    )
  })
})

it('ties are put in order where somebody demands it, and keep their rank', () => {
  const [rule] = tieBreaks
  expect(rule).toMatchObject({ certainty: 'U', doubt: 'tie-break' })
  const areas = [
    area('none', 3),
    area('dirty', 3, { goodDayRatio: 90, fineParticles: 40 }),
    area('clean', 3, { goodDayRatio: 90, fineParticles: 30 }),
    area('best', 3, { goodDayRatio: 95, fineParticles: 50 }),
    area('also none', 3),
  ]
  const order = ranked(areas, ({ index }) => index, rankingLists.composite, brokenBy(rule?.value ?? []))
  expect(order.map(({ area: { name } }) => name)).toEqual(['best', 'clean', 'dirty', 'also none', 'none'])
  expect(order.map(({ rank }) => rank)).toEqual([1, 1, 1, 1, 1])
})
