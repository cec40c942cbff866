import type { Dated } from './dated.ts'
import { rounded } from './rounding.ts'

/**
 * Order among areas (《城市环境空气质量排名技术规定》, 环办〔2014〕64号): lists by the composite index, by the mean of PM2.5, by the
 * good-day ratio, and by how each changed within a year. Equal published values share a rank and the next rank is skipped
 * (1, 2, 2, 4: “数值相同以并列计”, ministry's lists).
 */
export interface Ranked<T> {
  area: T
  /** As published, which is what the rank goes by. */
  value: number
  rank: number
  /** Does another area have the same rank? */
  isTied: boolean
}

export interface RankingList {
  key: string
  /** Which values come first. */
  first: 'smallest' | 'largest'
  /** Of the published value. */
  decimals: number
  source: string
}

// biome-ignore format: a table to proof-read
export const rankingLists = {
  composite:   { key: 'composite',   first: 'smallest', decimals: 2, source: '环办〔2014〕64号; bulletins' },
  fine:        { key: 'fine',        first: 'smallest', decimals: 1, source: 'Anhui notices of 2022; the decimal by bulletins since about 2022 (P)' },
  goodDays:    { key: 'goodDays',    first: 'largest',  decimals: 1, source: 'Anhui notices of 2022' },
  // Most negative first: the air that got better the most.
  improvement: { key: 'improvement', first: 'smallest', decimals: 1, source: '环办〔2014〕64号 (变化程度); the decimal by bulletins (P)' },
} as const satisfies Record<string, RankingList>

/** What decides between equals where somebody demands an order all the same. */
export type TieBreak = 'good-day-ratio' | 'fine-particles' | 'name'

/** No document was found that breaks ties; this is what is done where an order is demanded. */
export const tieBreaks: readonly Dated<readonly TieBreak[]>[] = [
  {
    from: '1970-01-01',
    value: ['good-day-ratio', 'fine-particles', 'name'],
    certainty: 'U',
    source: 'practice',
    doubt: 'tie-break',
  },
]

/**
 * Areas by a value, the best first; areas without a value have no place.
 * @param measure unrounded, or null
 * @param between order of areas with the same published value, for the list only: they keep their common rank
 */
export function ranked<T>(
  areas: readonly T[],
  measure: (area: T) => number | null,
  list: Pick<RankingList, 'first' | 'decimals'>,
  between: (one: T, other: T) => number = () => 0,
): Ranked<T>[] {
  const sign = list.first === 'smallest' ? 1 : -1
  const published = areas.flatMap((area) => {
    const value = measure(area)
    return value === null ? [] : [{ area, value: rounded(value, list.decimals) }]
  })
  const sorted = published.toSorted((a, b) => sign * (a.value - b.value) || between(a.area, b.area))
  return sorted.map(({ area, value }) => {
    const better = sorted.filter((other) => sign * (other.value - value) < 0).length
    const equals = sorted.filter((other) => other.value === value).length
    return { area, value, rank: better + 1, isTied: equals > 1 }
  })
}

/** What ties are broken by, as known of an area. */
export interface TieBreakers {
  /** [%] */
  goodDayRatio: number | null
  /** Mean of PM2.5. [µg/m³] */
  fineParticles: number | null
  name: string
}

/** An order of equals: more good days first, then less PM2.5, then the name; what is not known comes last. */
export function brokenBy(order: readonly TieBreak[]): (one: TieBreakers, other: TieBreakers) => number {
  return (one, other) => {
    for (const by of order) {
      const difference = comparedBy(by, one, other)
      if (difference !== 0) return difference
    }
    return 0
  }
}

function comparedBy(by: TieBreak, one: TieBreakers, other: TieBreakers): number {
  switch (by) {
    case 'good-day-ratio':
      return ascending(negative(one.goodDayRatio), negative(other.goodDayRatio))
    case 'fine-particles':
      return ascending(one.fineParticles, other.fineParticles)
    case 'name':
      return one.name < other.name ? -1 : Number(one.name > other.name)
  }
}

function negative(value: number | null): number | null {
  return value === null ? null : -value
}

function ascending(one: number | null, other: number | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return one - other
}
