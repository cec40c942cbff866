import { isoShanghai } from '../../../src/standards/civil-time.ts'
import type { View } from '../../charts/view.ts'
import { daysOfMonth, instantOfInput, monthAfter } from '../../time/inputs.ts'

/** So far back a whole month can be chosen at once: this year and two before it, as the law compares three years. [months] */
const MONTHS_BACK = 36

/** The months that may be chosen, the present one first, as `YYYY-MM`. */
export function monthsBefore(now: number): string[] {
  const present = isoShanghai(now).slice(0, 7)
  return Array.from({ length: MONTHS_BACK }, (_, back) => monthAfter(present, -back))
}

/** From the midnight that begins a month to the one that ends it. [epoch ms] */
export function spanOfMonth(month: string): View {
  const midnight = (of: string) => instantOfInput(`${daysOfMonth(of).first}T00:00`) ?? Number.NaN
  return { from: midnight(month), to: midnight(monthAfter(month, 1)) }
}

/** The month that a period is, to the minute; null: it is none. */
export function monthOf({ from, to }: View): string | null {
  const month = isoShanghai(from).slice(0, 7)
  const whole = spanOfMonth(month)
  return whole.from === from && whole.to === to ? month : null
}
