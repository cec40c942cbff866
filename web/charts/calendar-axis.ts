import { civilOf, DAY_MS, instantOf } from '../../src/standards/civil-time.ts'
import { minutesApart, timeTicks } from './time-axis.ts'

/** A label under an axis of days, months or years. */
export interface CalendarTick {
  at: number
  text: string
  /** the first of something larger: a month among days, a year among months */
  strong: boolean
  /** where the label stands when that is not where the time is: a day's in its middle */
  labelAt?: number
}

/** Pixels that a label needs. */
const ROOM = 56
const dayWidths = [1, 2, 5, 10] as const
const monthWidths = [1, 2, 3, 6, 12, 24, 60, 120] as const
const two = (value: number) => String(value).padStart(2, '0')

/**
 * Round times of Shanghai in [from, to], as many as `pixels` hold: hours within a few days, then days, months, years.
 * Days count from the first of their month, months from January.
 */
export function calendarTicks(from: number, to: number, pixels: number): CalendarTick[] {
  const room = Math.max(1, Math.floor(pixels / ROOM))
  const days = (to - from) / DAY_MS
  if (days <= Math.min(14, room)) {
    return timeTicks(from, to, minutesApart(from, to, pixels)).map(({ at, text, day }) => ({
      at,
      text: day ? `${two(day.month)}-${two(day.day)}` : text,
      strong: day !== null,
    }))
  }
  const first = civilOf(from)
  const dayWidth = dayWidths.find((width) => days / width <= room)
  if (dayWidth !== undefined) {
    return daysFrom(from, to).flatMap((at) => {
      const { month, day } = civilOf(at)
      // The 31st would stand beside the first.
      const isRound = day === 1 || (dayWidth === 1 ? true : (day - 1) % dayWidth === 0 && day < 30)
      return isRound ? [{ at, text: `${two(month)}-${two(day)}`, strong: day === 1 }] : []
    })
  }
  const monthWidth = monthWidths.find((width) => days / 30.4 / width <= room) ?? 120
  const found: CalendarTick[] = []
  for (let index = 0; ; index += 1) {
    const at = instantOf({
      year: first.year,
      month: 1 + index * Math.min(monthWidth, 12),
      day: 1,
      hour: 0,
      minute: 0,
      second: 0,
    })
    if (at > to) return found
    const { year, month } = civilOf(at)
    if (at < from || (monthWidth > 12 && (year % (monthWidth / 12) !== 0 || month !== 1))) continue
    found.push({ at, text: month === 1 ? String(year) : `${year}-${two(month)}`, strong: month === 1 })
  }
}

/** Pixels that the number of a day needs. */
const ROOM_OF_DAY = 26

/** The same for a small picture: within some weeks a day is its number, in the middle of it; a month begins with its own. */
export function compactTicks(from: number, to: number, pixels: number): CalendarTick[] {
  const days = (to - from) / DAY_MS
  if (days < 3 || days > pixels / 3) return calendarTicks(from, to, pixels)
  const each = [1, 2, 5, 10].find((width) => (days / width) * ROOM_OF_DAY <= pixels) ?? 10
  return daysFrom(from, to).flatMap((at) => {
    const { month, day } = civilOf(at)
    // Of the day that is not over, so much as is seen.
    const end = Math.min(to, at + DAY_MS)
    if ((day - 1) % each !== 0 || (each > 1 && day > 29) || end - at < DAY_MS / 2) return []
    return [{ at, text: day === 1 ? `${month}-1` : String(day), strong: day === 1, labelAt: (at + end) / 2 }]
  })
}

function daysFrom(from: number, to: number): number[] {
  const { year, month, day } = civilOf(from)
  const midnight = instantOf({ year, month, day, hour: 0, minute: 0, second: 0 })
  const first = midnight < from ? midnight + DAY_MS : midnight
  return Array.from(
    { length: Math.max(0, Math.floor((to - first) / DAY_MS) + 1) },
    (_, index) => first + index * DAY_MS,
  )
}
