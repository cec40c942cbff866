import { civilDayAt, type Span, yearPeriod } from '../../../src/standards/civil-days.ts'

/** A day of a year in a picture whose columns are weeks, Monday at the top. */
export interface DayPlace {
  date: string
  month: number
  day: number
  /** from 0 */
  week: number
  /** 0 Monday … 6 Sunday */
  weekday: number
}

/** 1970-01-01, day 0, was a Thursday. */
const weekdayOf = (dayNumber: number) => (((dayNumber + 3) % 7) + 7) % 7

/** The days of a year in their places. */
export function daysInWeeks(year: number): DayPlace[] {
  const span: Span = yearPeriod(year)
  const monday = span.first - weekdayOf(span.first)
  return Array.from({ length: span.last - span.first + 1 }, (_, index) => {
    const number = span.first + index
    const date = civilDayAt(number)
    return {
      date,
      month: Number(date.slice(5, 7)),
      day: Number(date.slice(8)),
      week: Math.floor((number - monday) / 7),
      weekday: weekdayOf(number),
    }
  })
}
