import {
  civilDayOf,
  civilOf,
  DAY_MS,
  HOUR_MS,
  hourEndingAt,
  instantOf,
  startOfCivilDay,
} from '../../standards/civil-time.ts'
import type { Resolution } from './model.ts'

/** Resolutions that are rolled up from shorter ones, from the shortest to the longest. */
export const rolledResolutions = ['hour', 'day', 'month', 'year'] as const
export type RolledResolution = (typeof rolledResolutions)[number]

/** Start and end of a period. [epoch ms] */
export interface Period {
  start: number
  end: number
}

/**
 * The civil hour, day, month or year of Asia/Shanghai to which a shorter period belongs, by where that one ends: what ends at
 * midnight is the last of the day before (GB 3095-2012 table 4 as practised: a day is the hours labelled 01:00–24:00).
 * @param end of the shorter period [epoch ms]
 */
export function periodOf(resolution: RolledResolution, end: number): Period {
  if (resolution === 'hour') return { start: hourEndingAt(end) - HOUR_MS, end: hourEndingAt(end) }
  const inside = end - 1
  if (resolution === 'day') {
    const start = startOfCivilDay(civilDayOf(inside))
    return { start, end: start + DAY_MS }
  }
  const { year, month } = civilOf(inside)
  const isYear = resolution === 'year'
  const first = { year, month: isYear ? 1 : month, day: 1, hour: 0, minute: 0, second: 0 }
  const next = isYear ? { ...first, year: year + 1 } : { ...first, month: month + 1 }
  return { start: instantOf(first), end: instantOf(next) }
}

/** What a period of a resolution is rolled up from. */
export const rolledFrom: Readonly<Record<RolledResolution, Resolution>> = {
  hour: 'minute',
  day: 'hour',
  // Means of the day values, not of months (HJ 663-2013, 附录 A).
  month: 'day',
  year: 'day',
}

/** The civil months of a civil year, in order. @param yearEnd [epoch ms] */
export function monthsOfYear(yearEnd: number): Period[] {
  const { year } = civilOf(yearEnd - 1)
  return Array.from({ length: 12 }, (_, index) => {
    const start = instantOf({ year, month: index + 1, day: 1, hour: 0, minute: 0, second: 0 })
    return { start, end: instantOf({ year, month: index + 2, day: 1, hour: 0, minute: 0, second: 0 }) }
  })
}
