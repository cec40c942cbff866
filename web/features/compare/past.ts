import { civilOf, DAY_MS, instantOf } from '../../../src/standards/civil-time.ts'
import type { Measured } from '../../charts/columns-line.ts'
import { placeOf } from '../../charts/line.ts'
import type { View } from '../../charts/view.ts'
import type { Past } from './view.ts'

/** The end of the period that has the same day and hour in another year; null: that year has no 29 February. [epoch ms] */
export function sameHourOf(end: number, years: number): number | null {
  // An hour belongs to the day in which it lies, the last of a day to that day.
  const { year, month, day } = civilOf(end - 1)
  const midnight = { year, month, day, hour: 0, minute: 0, second: 0 }
  const moved = instantOf({ ...midnight, year: year + years })
  if (civilOf(moved).day !== day) return null
  return end - instantOf(midnight) + moved
}

/** Where the periods lie that stand beside those of a view. */
export function viewBefore({ from, to }: View, past: Past): View {
  if (past.kind === 'days') return { from: from - past.days * DAY_MS, to: to - past.days * DAY_MS }
  // A 29 February has no hour of the year before: a day more holds whatever there is.
  const moved = (instant: number) => sameHourOf(instant, -1) ?? instant - 366 * DAY_MS
  return { from: moved(from) - DAY_MS, to: moved(to) + DAY_MS }
}

/** What was measured then, at the periods beside which it stands. */
export function moved(measured: Measured, past: Past, { from, to }: View): Measured {
  const [first, last] = [placeOf(measured.ends, from), placeOf(measured.ends, to + 1)]
  const ends: number[] = []
  const kept: number[] = []
  for (let index = first; index < last; index += 1) {
    const end = measured.ends[index] ?? 0
    const there = past.kind === 'days' ? end + past.days * DAY_MS : sameHourOf(end, 1)
    if (there === null) continue
    ends.push(there)
    kept.push(index)
  }
  const { qualities } = measured
  return {
    ...measured,
    ends,
    values: kept.map((index) => measured.values[index] ?? null),
    qualities: typeof qualities === 'string' ? qualities : kept.map((index) => qualities[index] ?? 'valid'),
  }
}
