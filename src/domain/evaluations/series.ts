import { civilDayAt, type Span } from '../../standards/civil-days.ts'
import type { Exclusion } from '../../standards/exclusions.ts'
import type { DaySeries } from '../../standards/statistics.ts'
import { type ByFactor, byFactor, evaluatedFactors } from '../../standards/statistics-table.ts'
import type { EvaluatedDay, ExcludedDays } from './model.ts'

/** Days in the form in which the standards take them. */

/**
 * The usable day values of a span, one a day; what lies outside has none, so that a period that is not over is compared with
 * the like days of another.
 */
export function seriesOf(
  days: readonly Pick<EvaluatedDay, 'day' | 'values' | 'usable'>[],
  span: Span,
): ByFactor<DaySeries> {
  const series = byFactor(() => ({
    first: span.first,
    values: new Float64Array(Math.max(0, span.last - span.first + 1)).fill(Number.NaN),
  }))
  for (const { day, values, usable } of days) {
    if (day < span.first || day > span.last) continue
    for (const [place, { factor }] of evaluatedFactors.entries()) {
      const value = values[place]
      if (usable[place] === true && value !== null && value !== undefined) {
        series[factor].values[day - span.first] = value
      }
    }
  }
  return series
}

/** Exclusions as the standards apply them: those that two people have agreed on. */
export function appliedOf(exclusions: readonly ExcludedDays[]): Exclusion[] {
  return exclusions
    .filter(({ state }) => state === 'approved')
    .map((one) => ({
      area: one.subjectId,
      from: civilDayAt(one.firstDay),
      until: civilDayAt(one.lastDay),
      factors: one.factors,
      kind: one.kind,
      note: '',
      approval: { person: one.id, at: one.decidedAt ?? 0, authority: one.authority, reference: one.reference },
    }))
}
