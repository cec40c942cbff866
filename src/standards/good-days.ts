import type { AqiLevel } from './aqi-levels.ts'
import type { Dated } from './dated.ts'

/** Days by level of the AQI, and the share of good ones. */

export type Level = AqiLevel['level']
export const levels: readonly Level[] = [1, 2, 3, 4, 5, 6]

/** Days of the levels 1 (excellent) and 2 (good) are good days: an AQI of at most 100 (HJ 663-2013). */
const WORST_GOOD_LEVEL = 2

/** What a day is by its AQI. */
export interface AqiDay {
  /** 1–6, by the factors with a valid day value; null without any. */
  level: Level | null
  /** Have all six a valid day value? */
  isComplete: boolean
}

/**
 * What a day counts for of which a factor has no valid value: by the AQI of the rest, as releases show it (`rest`); so only
 * when that is over 100, which the missing could but raise (`over-100`); never.
 */
export type IncompleteDays = 'rest' | 'over-100' | 'never'

export const incompleteDays: readonly Dated<IncompleteDays>[] = [
  {
    from: '1970-01-01',
    value: 'over-100',
    certainty: 'U',
    source: 'practice; neither HJ 663-2013 nor what is known of HJ 663-2026 says it',
    doubt: 'incomplete-days',
  },
]

export interface GoodDays {
  /** Counted days by level of the AQI. */
  byLevel: Record<Level, number>
  countedDays: number
  goodDays: number
  /** 优良天数比例: good days of the counted ones [%], unrounded; null without any (HJ 663-2013). */
  ratio: number | null
}

/** @param incomplete what a day counts for of which a factor is missing */
export function goodDaysOf(days: Iterable<AqiDay>, incomplete: IncompleteDays): GoodDays {
  const byLevel: Record<Level, number> = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0 }
  for (const { level, isComplete } of days) {
    if (level !== null && (isComplete || doesCount(level, incomplete))) byLevel[level] += 1
  }
  const countedDays = levels.reduce((sum, level) => sum + byLevel[level], 0)
  const goodDays = byLevel[1] + byLevel[WORST_GOOD_LEVEL]
  return { byLevel, countedDays, goodDays, ratio: countedDays === 0 ? null : (goodDays / countedDays) * 100 }
}

function doesCount(level: Level, incomplete: IncompleteDays): boolean {
  return incomplete === 'rest' || (incomplete === 'over-100' && level > WORST_GOOD_LEVEL)
}
