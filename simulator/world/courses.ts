import { DAY_MS, HOUR_MS, OFFSET_MS } from '../../src/standards/civil-time.ts'

/** Length of the Gregorian year on average [ms]. */
const YEAR_MS = 365.2425 * DAY_MS

/** Civil midnight at the beginning of 2000 [epoch ms]: where the count of years starts. */
const FIRST_YEAR = Date.UTC(2000, 0, 1) - OFFSET_MS

/** Hours since civil midnight, with fraction: 0 ≤ h < 24. */
export function hourOfDay(instant: number): number {
  const sinceMidnight = (((instant + OFFSET_MS) % DAY_MS) + DAY_MS) % DAY_MS
  return sinceMidnight / HOUR_MS
}

/** A yearly course between 1 on `peakDay` (1 = 1 January) and −1 half a year later. */
export function yearly(instant: number, peakDay: number): number {
  const years = (instant - FIRST_YEAR) / YEAR_MS
  return Math.cos(2 * Math.PI * (years - (peakDay - 1) / 365.2425))
}

/** A daily course between 1 at `peakHour` and −1 twelve hours later. */
export function daily(instant: number, peakHour: number): number {
  return Math.cos((2 * Math.PI * (hourOfDay(instant) - peakHour)) / 24)
}

/** A hump of the day: 1 at `hour`, e^−½ `width` hours before and after, the same the day round. */
export function hump(instant: number, hour: number, width: number): number {
  const apart = Math.abs(hourOfDay(instant) - hour)
  const distance = Math.min(apart, 24 - apart) / width
  return Math.exp(-(distance * distance) / 2)
}

/** Days since 1970 in the civil time of Shanghai. */
export function civilDayNumber(instant: number): number {
  return Math.floor((instant + OFFSET_MS) / DAY_MS)
}

/** Is a day, counted from 1970 (a Thursday), a Sunday? */
export function isSunday(dayNumber: number): boolean {
  return (dayNumber + 4) % 7 === 0
}
