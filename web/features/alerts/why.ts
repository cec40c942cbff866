import type { AlertDetail, AlertRule } from '../../api/queries.ts'

/** One exceedance of an alert. */
type Exceedance = AlertDetail['exceedances'][number]

/** Why an alert was raised, in the numbers of the period that went furthest beyond its line. */
export type Why = {
  /** End of that period, as the server wrote it. */
  periodEnd: string
  value: number
  /** What had to be passed then. */
  level: number
} & (
  | { kind: 'threshold'; over: number }
  /** `lowest` of the window before it, by which it rose. */
  | { kind: 'rise'; lowest: number; over: number }
  /** `median` of the other stations in that hour; `over` and `times` beyond it. */
  | { kind: 'neighbours'; median: number; over: number; times: number | null }
  | { kind: 'silent' | 'stale' | 'flat-line' | 'completeness' }
)

/**
 * What the evaluator saw, worked back from the level that it wrote down with each exceedance (src/domain/alerts/conditions.ts):
 * of a rise that level is lowest + limit; among neighbours the larger of median × ratio and median + limit, so that the median is
 * the smaller of the two worked back. Null: there is no exceedance, or the rule is of other numbers now than it was then.
 * @param rule as it is now; null: unknown, or may not be read
 */
export function whyOf(
  alert: Pick<AlertDetail['alert'], 'kind'>,
  exceedances: readonly Exceedance[],
  rule: Pick<AlertRule, 'kind' | 'threshold' | 'params'> | null,
): Why | null {
  const { kind } = alert
  const [first, ...others] = exceedances
  if (first === undefined) return null
  const isUnder = kind === 'completeness'
  const beyond = ({ value, level }: Exceedance) => (isUnder ? level - value : value - level)
  const { periodEnd, value, level } = others.reduce((most, one) => (beyond(one) > beyond(most) ? one : most), first)
  const at = { periodEnd, value, level }
  if (kind === 'threshold') return { ...at, kind, over: value - level }
  if (kind !== 'rise' && kind !== 'neighbours') return { ...at, kind }
  if (rule === null || rule.kind !== kind) return null
  if (kind === 'rise') {
    const lowest = level - rule.threshold
    return lowest < 0 ? null : { ...at, kind, lowest, over: value - lowest }
  }
  const { ratio = 1 }: Record<string, number> = rule.params
  const median = Math.min(level / ratio, level - rule.threshold)
  // No county's median is below nothing: the rule was another then.
  if (median < 0) return null
  return { ...at, kind, median, over: value - median, times: median > 0 ? value / median : null }
}
