import type { Finding } from './draft.ts'
import { furthest } from './model.ts'

/** What an alert says of all that it groups. */
export interface Tally {
  firstValue: number
  lastValue: number
  /** Furthest beyond the limit: the highest, or the lowest of a completeness. */
  peakValue: number
  exceedances: number
  firstPeriodEnd: number
  lastPeriodEnd: number
}

export function tallyOf({ value, periodEnd }: Finding): Tally {
  return {
    firstValue: value,
    lastValue: value,
    peakValue: value,
    exceedances: 1,
    firstPeriodEnd: periodEnd,
    lastPeriodEnd: periodEnd,
  }
}

/** With one finding more. */
export function grown(before: Tally, { rule, periodEnd, value }: Finding): Tally {
  return {
    firstValue: periodEnd < before.firstPeriodEnd ? value : before.firstValue,
    lastValue: periodEnd >= before.lastPeriodEnd ? value : before.lastValue,
    peakValue: furthest(rule.kind, before.peakValue, value),
    exceedances: before.exceedances + 1,
    firstPeriodEnd: Math.min(before.firstPeriodEnd, periodEnd),
    lastPeriodEnd: Math.max(before.lastPeriodEnd, periodEnd),
  }
}
