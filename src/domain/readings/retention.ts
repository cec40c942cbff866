import { civilOf, instantOf } from '../../standards/civil-time.ts'
import type { Resolution } from './model.ts'

/** How many whole civil months readings are kept, by resolution; left out: for ever. */
export type Retention = Readonly<Partial<Record<'realtime' | 'minute' | 'hour', number>>>

/**
 * Samples serve the day and the alert, minutes two full years of comparison; hours and what is made of them are the record
 * of the county and stay. [months]
 */
export const defaultRetention: Retention = { realtime: 3, minute: 24 }

/**
 * From which instant on readings are whole: what ends by then may be dropped. Always the beginning of a civil month (of a
 * year, for hours), since readings are dropped by those.
 * @param now domain clock [epoch ms]
 * @returns per resolution that is not kept for ever [epoch ms]
 */
export function keptSince(retention: Retention, now: number): Partial<Record<Resolution, number>> {
  const { year, month } = civilOf(now)
  const since: Partial<Record<Resolution, number>> = {}
  for (const resolution of ['realtime', 'minute', 'hour'] as const) {
    const months = retention[resolution]
    if (months === undefined) continue
    const first = { year, month: month - months, day: 1, hour: 0, minute: 0, second: 0 }
    const start = civilOf(instantOf(first))
    since[resolution] = instantOf(resolution === 'hour' ? { ...start, month: 1 } : start)
  }
  return since
}
