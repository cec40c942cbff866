import type { Resolution } from '../../src/domain/readings/model.ts'
import { civilDayOf } from '../../src/standards/civil-time.ts'
import { dayClockText, hourLabel, secondsText } from './format.ts'

/**
 * A period by its label: an hour by its end and its own day, `11-17 24:00`; a day, month or year by its name; a sample by its
 * second. With the year where it is not that of `now`.
 * @param end end of the period [epoch ms]
 */
export function periodText(resolution: Resolution, end: number, now: number): string {
  const day = civilDayOf(end - 1)
  if (resolution === 'year') return day.slice(0, 4)
  if (resolution === 'month') return day.slice(0, 7)
  if (resolution === 'day') return day
  if (resolution === 'hour') return `${dayClockText(end - 1, now).slice(0, -5)}${hourLabel(end)}`
  const text = dayClockText(end, now)
  return resolution === 'realtime' ? `${text.slice(0, -5)}${secondsText(end)}` : text
}
