import { isoShanghai } from '../../src/standards/civil-time.ts'

/** An instant [epoch ms] as a `datetime-local` field holds it: `2026-11-18T14:20`, civil time of Shanghai. */
export function inputOf(instant: number): string {
  return isoShanghai(instant).slice(0, 16)
}

/** Instant [epoch ms] of what a `datetime-local` field holds, with or without seconds; null while it is not a time. */
export function instantOfInput(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return null
  const instant = Date.parse(`${text.length === 16 ? `${text}:00` : text}+08:00`)
  return Number.isNaN(instant) ? null : instant
}

/** First and last civil day `YYYY-MM-DD` of a month `YYYY-MM`. */
export function daysOfMonth(month: string): { first: string; last: string } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return { first: `${month}-01`, last: `${month}-${last}` }
}

/** The month `YYYY-MM` that lies `by` months after another. */
export function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}
