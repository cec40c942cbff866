import { civilOf, MINUTE_MS } from '../../src/standards/civil-time.ts'

/** A label under a time axis. */
export interface TimeTick {
  at: number
  /** `15`, or `15:10` where labels are less than an hour apart */
  text: string
  /** set where a civil day begins */
  day: { month: number; day: number } | null
}

const steps = [5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440] as const
const two = (value: number) => String(value).padStart(2, '0')

/** How many minutes apart labels stand so that `pixels` hold them. */
export function minutesApart(fromMs: number, toMs: number, pixels: number): number {
  const minutes = (toMs - fromMs) / MINUTE_MS
  const room = Math.max(1, Math.floor(pixels / 44))
  return steps.find((each) => minutes / each <= room) ?? 1440
}

/** The round times in [from, to] of Shanghai that are multiples of `stepMinutes` since midnight. [epoch ms] */
export function timeTicks(from: number, to: number, stepMinutes: number): TimeTick[] {
  const found: TimeTick[] = []
  const grain = Math.min(60, stepMinutes) * MINUTE_MS
  for (let at = Math.ceil(from / grain) * grain; at <= to; at += grain) {
    const { hour, minute, day, month } = civilOf(at)
    const sinceMidnight = hour * 60 + minute
    if (sinceMidnight % stepMinutes !== 0) continue
    const text = stepMinutes < 60 ? `${two(hour)}:${two(minute)}` : two(hour)
    found.push({ at, text, day: sinceMidnight === 0 ? { month, day } : null })
  }
  return found
}
