import { civilDayOf, civilOf, DAY_MS, HOUR_MS, MINUTE_MS, startOfCivilDay } from '../../src/standards/civil-time.ts'
import type { Translate } from '../text/language.ts'

const two = (value: number) => String(value).padStart(2, '0')

/** `14:20` */
export function clockText(instant: number): string {
  const { hour, minute } = civilOf(instant)
  return `${two(hour)}:${two(minute)}`
}

/** `14:20:36` */
export function secondsText(instant: number): string {
  return `${clockText(instant)}:${two(civilOf(instant).second)}`
}

/** `11-18 13:52`, with the year before it when it is not the year of `now`. */
export function dayClockText(instant: number, now: number): string {
  const { year, month, day } = civilOf(instant)
  const text = `${two(month)}-${two(day)} ${clockText(instant)}`
  return year === civilOf(now).year ? text : `${year}-${text}`
}

/** Both ends of a span as `dayClockText`; of two years, both with theirs. */
export function spanTexts(from: number, to: number, now: number): { from: string; to: string } {
  const isOneYear = civilOf(from).year === civilOf(to).year
  return { from: dayClockText(from, isOneYear ? now : to), to: dayClockText(to, isOneYear ? now : from) }
}

/** `13:52` today, else `11-17 19:20`. */
export function shortInstant(instant: number, now: number): string {
  return civilDayOf(instant) === civilDayOf(now) ? clockText(instant) : dayClockText(instant, now)
}

/** A monitoring hour by its end; the last of a day is 24:00, as the standards write it. */
export function hourLabel(endingAt: number): string {
  const { hour, minute } = civilOf(endingAt)
  return hour === 0 && minute === 0 ? '24:00' : `${two(hour)}:${two(minute)}`
}

const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
/** The first day of the epoch was a Thursday, the fourth from Monday. */
const FIRST_WEEKDAY = 3

/** `11 月` or `Nov`. Words, not Intl: a slow processor takes tens of milliseconds to make a format. @param month 1–12 */
export function monthName(month: number, t: Translate): string {
  return t(`web.month.${months[month - 1] ?? 12}`)
}

/** `11 月 18 日 周三` or `Wed 18 Nov`. */
export function dateText(instant: number, t: Translate): string {
  const { month, day } = civilOf(instant)
  const days = Math.floor(startOfCivilDay(civilDayOf(instant)) / DAY_MS) + 1
  const weekday = t(`web.date.weekday.${weekdays[(days + FIRST_WEEKDAY) % 7] ?? 7}`)
  return t('web.date.day', { month: monthName(month, t), day, weekday })
}

/** `11 月 18 日 周三 14:20` or `Wed 18 Nov 14:20`. */
export function dateClockText(instant: number, t: Translate): string {
  return `${dateText(instant, t)} ${clockText(instant)}`
}

/** A span in words: `28 分`, `2 天 3 时 27 分`, `< 1 分`. Spans below zero count as none. */
export function spanText(ms: number, t: Translate): string {
  const minutes = Math.floor(Math.max(0, ms) / MINUTE_MS)
  if (minutes === 0) return t('web.time.under-minute')
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor((minutes % 1440) / 60)
  const rest = minutes % 60
  return [
    days > 0 && t('web.time.day', { value: days }),
    hours > 0 && t('web.time.hour', { value: hours }),
    rest > 0 && t('web.time.minute', { value: rest }),
  ]
    .filter(Boolean)
    .join(' ')
}

/** How old something is in its largest unit: seconds below a minute, then minutes, hours, days. */
export function ageText(ms: number, t: Translate): string {
  if (ms < MINUTE_MS) return t('web.time.second', { value: Math.max(0, Math.floor(ms / 1000)) })
  if (ms < HOUR_MS) return t('web.time.minute', { value: Math.floor(ms / MINUTE_MS) })
  if (ms < DAY_MS) return t('web.time.hour', { value: Math.floor(ms / HOUR_MS) })
  return t('web.time.day', { value: Math.floor(ms / DAY_MS) })
}

/** What is left until a deadline, or how far it is past: `3:12` within a day, whole days and hours beyond. */
export interface Remaining {
  late: boolean
  /** `3:12`, or null when counted in days */
  clock: string | null
  days: number
  /** Hours beyond the days. */
  hours: number
}

export function remaining(dueAt: number, now: number): Remaining {
  const late = now > dueAt
  const minutes = Math.floor(Math.abs(dueAt - now) / MINUTE_MS)
  if (minutes >= 1440) {
    return { late, clock: null, days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60) }
  }
  return { late, clock: `${Math.floor(minutes / 60)}:${two(minutes % 60)}`, days: 0, hours: 0 }
}

/** `3:12`, `1 天 23 时`; from a week on the hours say nothing any more: `9 天`. */
export function remainingText(left: Remaining, t: Translate): string {
  if (left.clock !== null) return left.clock
  const days = t('web.due.days', { days: left.days })
  return left.hours === 0 || left.days >= 7 ? days : `${days} ${t('web.time.hour', { value: left.hours })}`
}

/** Share of a span that is used: 0 at its start, 1 at its end, beyond 1 when late. */
export function usedShare(startAt: number, dueAt: number, now: number): number {
  return dueAt > startAt ? Math.max(0, (now - startAt) / (dueAt - startAt)) : 1
}
