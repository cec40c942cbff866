/**
 * Civil time of the national network: Asia/Shanghai, fixed +08:00 since 1991-09-15 (IANA tz database), no summer time.
 * Inside Weike an instant is epoch milliseconds; days and hours are civil and come from here alone.
 * A monitoring hour is labelled by its END (HJ 663-2013 2.3 as practised by the national network): the day D
 * holds the hours labelled 01:00 … 24:00, and 24:00 of D is 00:00 of D + 1.
 */
export const OFFSET_MS = 8 * 3_600_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** Parts of a civil time. `month` is 1–12. */
export interface CivilTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
}

/** Instant [epoch ms] of a civil time; parts outside their range roll over as in a calendar. */
export function instantOf(civil: CivilTime): number {
  return Date.UTC(civil.year, civil.month - 1, civil.day, civil.hour, civil.minute, civil.second) - OFFSET_MS
}

/** Civil time of an instant [epoch ms]. */
export function civilOf(instant: number): CivilTime {
  const shifted = new Date(instant + OFFSET_MS)
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
  }
}

/** Civil day `YYYY-MM-DD` in which an instant lies, midnight belonging to the day it opens. */
export function civilDayOf(instant: number): string {
  return new Date(instant + OFFSET_MS).toISOString().slice(0, 10)
}

/** Instant [epoch ms] at which the civil day `YYYY-MM-DD` begins; throws RangeError on other text. */
export function startOfCivilDay(day: string): number {
  const instant = Date.parse(`${day}T00:00:00+08:00`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(instant)) throw new RangeError(`not a civil day: ${day}`)
  return instant
}

/** ISO 8601 with `+08:00`, to the second: `2026-11-18T14:20:36+08:00`. */
export function isoShanghai(instant: number): string {
  const local = instant + OFFSET_MS
  const day = Math.floor(local / DAY_MS)
  // A year of hours has two of these an hour, and 24 hours share their date.
  if (day !== lastDay.day) lastDay = { day, date: new Date(day * DAY_MS).toISOString().slice(0, 11) }
  const second = Math.floor((local - day * DAY_MS) / 1000)
  const minute = Math.floor(second / 60)
  return `${lastDay.date}${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}:${twoDigits(second % 60)}+08:00`
}

let lastDay = { day: Number.NaN, date: '' }

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}

/** The hour label [epoch ms] of an instant: the end of the hour that holds it; an exact hour labels the hour it ends. */
export function hourEndingAt(instant: number): number {
  return Math.ceil(instant / HOUR_MS) * HOUR_MS
}

/**
 * Instant [epoch ms] of the field's compact civil time `YYYYMMDDhhmmss` (HJ 212-2017, 6.6.1), or null when it is not a real time;
 * 24:00:00 is the end of its day.
 * `YYYYMMDDhhmm` is taken as second 00; digits beyond the fourteenth are a fraction of the second and are cut.
 */
export function instantOfCompact(text: string): number | null {
  if (!/^\d{12,17}$/.test(text)) return null
  const padded = text.length < 14 ? text.padEnd(14, '0') : text
  const part = (from: number, to: number) => Number(padded.slice(from, to))
  const civil = {
    year: part(0, 4),
    month: part(4, 6),
    day: part(6, 8),
    hour: part(8, 10),
    minute: part(10, 12),
    second: part(12, 14),
  }
  if (civil.year < 1970 || civil.hour > 24 || civil.minute > 59 || civil.second > 59) return null
  if (civil.hour === 24 && (civil.minute > 0 || civil.second > 0)) return null
  const midnight = civilOf(instantOf({ ...civil, hour: 0, minute: 0, second: 0 }))
  const isRealDay = midnight.year === civil.year && midnight.month === civil.month && midnight.day === civil.day
  return isRealDay ? instantOf(civil) : null
}

/** Compact civil time `YYYYMMDDhhmmss` of an instant. */
export function compactOf(instant: number): string {
  return new Date(instant + OFFSET_MS).toISOString().slice(0, 19).replace(/[-T:]/g, '')
}
