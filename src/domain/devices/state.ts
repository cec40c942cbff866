import { civilDayOf, DAY_MS, HOUR_MS, hourEndingAt, MINUTE_MS, startOfCivilDay } from '../../standards/civil-time.ts'
import type { ReadingsStore } from '../readings/service.ts'
import type { DeviceSettings } from './model.ts'

/** An hour may be on its way for so long after its end before anybody misses it. [ms] */
export const HOUR_GRACE_MS = 15 * MINUTE_MS

/** Who is connected, as the gateway knows it: since when [epoch ms, domain clock], or null. */
export interface Presence {
  since(mn: string): number | null
}

export interface DeviceState {
  online: boolean
  connectedSince: number | null
  lastFrameAt: number | null
  /** QN minus arrival, median of the newest hour of the last two; null: unknown. [ms] */
  clockOffsetMs: number | null
  /** Of the last 24 hours that should be there. */
  hours: { received: number; expected: number }
  /** Of the last 24 hours: frames kept but not taken, and errors by kind. */
  kept: number
  errors: Readonly<Record<string, number>>
}

/** What of a device its state is told from. */
export interface Watched {
  id: string
  mn: string
  settings: DeviceSettings
  createdAt: number
}

interface CountedHour {
  hourEnd: number
  kept: number
  offsets: { median: number } | null
  errors: Readonly<Record<string, number>>
}

/** End of the newest hour that should be there by now. [epoch ms] */
export function newestExpectedHour(now: number): number {
  return Math.floor((now - HOUR_GRACE_MS) / HOUR_MS) * HOUR_MS
}

/** How many whole hours lie in (from, to] and begin no earlier than `since`. [epoch ms] */
export function hoursWithin(from: number, to: number, since: number): number {
  const first = Math.max(Math.ceil(from / HOUR_MS), Math.ceil(since / HOUR_MS))
  return Math.max(0, Math.floor(to / HOUR_MS) - first)
}

/** QN minus arrival as the newest hour with any says, the one under way or the one before; pure. [ms] */
export function clockOffset(hours: readonly CountedHour[], now: number): number | null {
  const newest = hours
    .filter((hour) => hour.offsets !== null && hour.hourEnd > hourEndingAt(now) - 2 * HOUR_MS)
    .toSorted((one, other) => other.hourEnd - one.hourEnd)[0]
  return newest?.offsets?.median ?? null
}

/** The sum of errors by kind; pure. */
export function errorsOf(hours: readonly Pick<CountedHour, 'errors'>[]): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const { errors } of hours) {
    for (const [kind, count] of Object.entries(errors)) sum[kind] = (sum[kind] ?? 0) + count
  }
  return sum
}

/** Since when something is expected of a device. @param told start of the first period it has told of [epoch ms] */
function expectedSince(device: Watched, told: number | undefined): number {
  return Math.max(device.settings.commissionedAt, Math.min(device.createdAt, told ?? device.createdAt))
}

/** How each device is, by id. @param now domain clock [epoch ms] */
export async function statesOf(
  readings: ReadingsStore,
  presence: Presence,
  countyId: string,
  devices: readonly Watched[],
  now: number,
): Promise<Map<string, DeviceState>> {
  const [heard, counted] = await Promise.all([
    readings.lastHeard(
      countyId,
      devices.map((device) => device.id),
    ),
    readings.hoursOf(
      countyId,
      devices.map((device) => device.mn),
      now - DAY_MS,
      hourEndingAt(now),
    ),
  ])
  const hours = await hoursOfLastDay(readings, countyId, devices, now)
  const states = new Map<string, DeviceState>()
  for (const device of devices) {
    const own = counted.filter((hour) => hour.mn === device.mn)
    const since = presence.since(device.mn)
    states.set(device.id, {
      online: since !== null,
      connectedSince: since,
      lastFrameAt: heard.get(device.id) ?? null,
      clockOffsetMs: clockOffset(own, now),
      hours: hours.get(device.id) ?? { received: 0, expected: 0 },
      kept: own.reduce((sum, hour) => sum + hour.kept, 0),
      errors: errorsOf(own),
    })
  }
  return states
}

/** Of the devices that send hours; the questions are asked once for all of them. */
async function hoursOfLastDay(
  readings: ReadingsStore,
  countyId: string,
  devices: readonly Watched[],
  now: number,
): Promise<ReadonlyMap<string, DeviceState['hours']>> {
  const asked = devices.filter((device) => device.settings.sendsHours)
  const to = newestExpectedHour(now)
  const from = to - DAY_MS
  const idsOf = (some: readonly Watched[]) => some.map((device) => device.id)
  const missing = await readings.missingHours(countyId, idsOf(asked), from, to)
  const missingOf = (device: Watched) => missing.get(device.id) ?? []
  const told = await readings.firstTold(countyId, idsOf(asked.filter((device) => missingOf(device).length > 0)))
  return new Map(
    asked.map((device) => {
      const missed = missingOf(device)
      if (missed.length === 0) return [device.id, { received: 24, expected: 24 }]
      const since = expectedSince(device, told.get(device.id))
      const expected = hoursWithin(from, to, since)
      return [device.id, { received: expected - missed.filter((end) => end - HOUR_MS >= since).length, expected }]
    }),
  )
}

export interface CalendarDay {
  /** Civil day `YYYY-MM-DD`. */
  day: string
  hours: { expected: number; received: number; usable: number }
  minutes: { expected: number; received: number }
}

/**
 * Of each civil day from `firstDay` to `lastDay` what came of a device and what should have come by `now`.
 * @param firstDay `YYYY-MM-DD`, with `lastDay` not before it
 */
export async function completeDays(
  readings: ReadingsStore,
  countyId: string,
  device: Watched & { minuteInterval: number; factors: readonly string[] },
  span: { firstDay: string; lastDay: string },
  now: number,
): Promise<CalendarDay[]> {
  const from = startOfCivilDay(span.firstDay)
  const to = startOfCivilDay(span.lastDay) + DAY_MS
  const { id, factors, settings } = device
  const [found, told] = await Promise.all([
    readings.completeness(countyId, id, factors, from, to),
    readings.firstTold(countyId, [id]),
  ])
  const since = expectedSince(device, told.get(id))
  const came = new Map(found.map((day) => [day.dayEnd, day]))
  const days: CalendarDay[] = []
  for (let start = from; start < to; start += DAY_MS) {
    const day = came.get(start + DAY_MS)
    const { received = 0, usable = 0 } = day?.hours ?? {}
    const hours = settings.sendsHours ? hoursWithin(start, Math.min(start + DAY_MS, newestExpectedHour(now)), since) : 0
    const lived = Math.max(0, Math.min(start + DAY_MS, now) - Math.max(start, since))
    const minutes = settings.sendsMinutes ? Math.floor(lived / (device.minuteInterval * MINUTE_MS)) : 0
    days.push({
      day: civilDayOf(start),
      hours: { expected: hours, received, usable },
      minutes: { expected: minutes, received: day?.minutes ?? 0 },
    })
  }
  return days
}
