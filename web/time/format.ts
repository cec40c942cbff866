import { civilDayOf, civilOf, DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/standards/civil-time.ts'
import type { Language } from '../text/language.ts'

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

/** `13:52` today, else `11-17 19:20`. */
export function shortInstant(instant: number, now: number): string {
  return civilDayOf(instant) === civilDayOf(now) ? clockText(instant) : dayClockText(instant, now)
}

/** A monitoring hour by its end; the last of a day is 24:00, as the standards write it. */
export function hourLabel(endingAt: number): string {
  const { hour, minute } = civilOf(endingAt)
  return hour === 0 && minute === 0 ? '24:00' : `${two(hour)}:${two(minute)}`
}

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']
const englishWeekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `11 月 18 日 周三 14:20` or `Wed 18 Nov 14:20`. */
export function dateClockText(instant: number, language: Language): string {
  const { year, month, day } = civilOf(instant)
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay()
  return language === 'zh'
    ? `${month} 月 ${day} 日 ${weekdays[weekday]} ${clockText(instant)}`
    : `${englishWeekdays[weekday]} ${day} ${months[month - 1]} ${clockText(instant)}`
}

const spanUnits = {
  zh: { day: ' 天', hour: ' 时', minute: ' 分', second: ' 秒' },
  en: { day: ' d', hour: ' h', minute: ' min', second: ' s' },
} as const

/** A span in words: `28 分`, `2 天 3 时 27 分`, `< 1 分`. Spans below zero count as none. */
export function spanText(ms: number, language: Language): string {
  const unit = spanUnits[language]
  const minutes = Math.floor(Math.max(0, ms) / MINUTE_MS)
  if (minutes === 0) return `< 1${unit.minute}`
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor((minutes % 1440) / 60)
  const rest = minutes % 60
  return [days > 0 && `${days}${unit.day}`, hours > 0 && `${hours}${unit.hour}`, rest > 0 && `${rest}${unit.minute}`]
    .filter(Boolean)
    .join(' ')
}

/** How old something is, for the live line: seconds below a minute, then as spanText in one unit. */
export function ageText(ms: number, language: Language): string {
  const unit = spanUnits[language]
  if (ms < MINUTE_MS) return `${Math.max(0, Math.floor(ms / 1000))}${unit.second}`
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)}${unit.minute}`
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)}${unit.hour}`
  return `${Math.floor(ms / DAY_MS)}${unit.day}`
}

/** What is left until a deadline, or how far it is past: `3:12` within a day, whole days beyond. */
export interface Remaining {
  late: boolean
  /** `3:12`, or null when counted in days */
  clock: string | null
  days: number
}

export function remaining(dueAt: number, now: number): Remaining {
  const late = now > dueAt
  const minutes = Math.floor(Math.abs(dueAt - now) / MINUTE_MS)
  if (minutes >= 1440) return { late, clock: null, days: Math.floor(minutes / 1440) }
  return { late, clock: `${Math.floor(minutes / 60)}:${two(minutes % 60)}`, days: 0 }
}

/** Share of a span that is used: 0 at its start, 1 at its end, beyond 1 when late. */
export function usedShare(startAt: number, dueAt: number, now: number): number {
  return dueAt > startAt ? Math.max(0, (now - startAt) / (dueAt - startAt)) : 1
}
