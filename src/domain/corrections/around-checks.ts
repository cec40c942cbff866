import type { Foundation } from '../../platform/foundation.ts'
import { HOUR_MS, hourEndingAt, MINUTE_MS } from '../../standards/civil-time.ts'
import { type DeviceCheck, disturbancesIn } from '../commands/service.ts'
import type { Disturbance, ReadingRow, ReadingsStore } from '../readings/service.ts'
import { allRows } from './standing.ts'

/**
 * Periods that end so long after a check may have been judged while it had no end yet: the hour under way, told by a clock
 * that is as far ahead as is tolerated. [ms]
 */
const BEHIND_MS = HOUR_MS + 5 * MINUTE_MS

/** A period of a device of which something has changed, or what was done to the device at the time. */
export type ChangedPeriod = Pick<ReadingRow, 'deviceId' | 'resolution' | 'periodStart' | 'periodEnd'>

/** Samples and minutes are judged by the checks with gas alone. */
export function isShort({ resolution }: ChangedPeriod): boolean {
  return resolution === 'realtime' || resolution === 'minute'
}

/**
 * All periods of a device on which a check with gas has a say, or had one before it changed: the samples and minutes that are
 * there, and every hour.
 * @param now domain clock [epoch ms]
 */
export async function periodsAround(
  readings: ReadingsStore,
  countyId: string,
  { deviceId, fromAt, untilAt }: DeviceCheck,
  now: number,
): Promise<ChangedPeriod[]> {
  const to = (untilAt ?? now) + BEHIND_MS
  const span = { deviceIds: [deviceId], from: fromAt - 1, to }
  const periods: ChangedPeriod[] = []
  for (const resolution of ['realtime', 'minute'] as const) {
    periods.push(...(await allRows(readings, countyId, { ...span, resolution })))
  }
  for (let end = hourEndingAt(fromAt); end <= to; end += HOUR_MS) {
    periods.push({ deviceId, resolution: 'hour', periodStart: end - HOUR_MS, periodEnd: end })
  }
  return periods
}

/** Those of some samples and minutes that a check with gas touches. */
export async function disturbedOf(
  { db }: Foundation,
  countyId: string,
  short: readonly ChangedPeriod[],
): Promise<ChangedPeriod[]> {
  if (short.length === 0) return []
  const disturbances = await disturbancesIn(db, countyId, ...spanOf(short))
  return short.filter((period) => disturbances.some((one) => touches(one, period)))
}

/** From before the first to the last of some periods. [epoch ms] */
export function spanOf(periods: readonly ChangedPeriod[]): [from: number, to: number] {
  const ends = periods.map((period) => period.periodEnd)
  return [ends.reduce((a, b) => Math.min(a, b)) - HOUR_MS, ends.reduce((a, b) => Math.max(a, b))]
}

function touches({ deviceId, from, until }: Disturbance, period: ChangedPeriod): boolean {
  return deviceId === period.deviceId && from <= period.periodEnd && (until === null || period.periodStart <= until)
}
