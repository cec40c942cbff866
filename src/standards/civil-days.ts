import { DAY_MS, OFFSET_MS, startOfCivilDay } from './civil-time.ts'

/**
 * Civil days and spans of them, counted: day 0 is 1970-01-01 in Asia/Shanghai. Statistics run over consecutive days, so a day
 * is a place in an array.
 */

/** Consecutive civil days, both ends included. */
export interface Span {
  first: number
  last: number
}

/** Number of the civil day `YYYY-MM-DD`. @throws RangeError on other text */
export function dayNumberOf(day: string): number {
  return (startOfCivilDay(day) + OFFSET_MS) / DAY_MS
}

/** `YYYY-MM-DD` of a day number. */
export function civilDayAt(dayNumber: number): string {
  return new Date(dayNumber * DAY_MS).toISOString().slice(0, 10)
}

/** Number of the day to which an hour belongs; the hour that ends at midnight is the last of its day. @param hourEnd [epoch ms] */
export function dayNumberOfHour(hourEnd: number): number {
  return Math.floor((hourEnd - 1 + OFFSET_MS) / DAY_MS)
}

/** Year and month (1–12) of a day number. */
export function monthOfDay(dayNumber: number): { year: number; month: number } {
  const date = new Date(dayNumber * DAY_MS)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 }
}

/** A period of evaluation: whole civil months of one year. */
export interface Period extends Span {
  kind: 'month' | 'quarter' | 'cumulative' | 'year'
}

/** @param month 1–12 */
export function monthPeriod(year: number, month: number): Period {
  return { kind: 'month', ...monthSpan(year, month) }
}

/** @param quarter 1–4 */
export function quarterPeriod(year: number, quarter: number): Period {
  return { kind: 'quarter', first: firstOfMonth(year, quarter * 3 - 2), last: firstOfMonth(year, quarter * 3 + 1) - 1 }
}

/** January to a month of the same year, as in notices of ranking (“1–n 月”). @param months 1–12 */
export function cumulativePeriod(year: number, months: number): Period {
  return { kind: 'cumulative', first: firstOfMonth(year, 1), last: firstOfMonth(year, months + 1) - 1 }
}

export function yearPeriod(year: number): Period {
  return { kind: 'year', first: firstOfMonth(year, 1), last: firstOfMonth(year + 1, 1) - 1 }
}

export function daysIn(span: Span): number {
  return span.last - span.first + 1
}

/** The civil months of a period, in order, each with its month 1–12. */
export function monthsOf(period: Span): (Span & { month: number })[] {
  const months: (Span & { month: number })[] = []
  let next = period.first
  while (next <= period.last) {
    const { year, month } = monthOfDay(next)
    const span = monthSpan(year, month)
    months.push({ month, ...span })
    next = span.last + 1
  }
  return months
}

function monthSpan(year: number, month: number): Span {
  return { first: firstOfMonth(year, month), last: firstOfMonth(year, month + 1) - 1 }
}

/** @param month a thirteenth is the first of the next year */
function firstOfMonth(year: number, month: number): number {
  return Date.UTC(year, month - 1, 1) / DAY_MS
}
