import { dayNumberOf } from './civil-days.ts'
import { type Dated, inForce } from './dated.ts'
import type { DaySeries } from './statistics.ts'
import type { FactorCode } from './statistics-table.ts'

/**
 * Days whose values an authority takes out of the evaluation: sand and dust from elsewhere (《受沙尘天气过程影响城市空气质量评价
 * 补充规定》, 环办监测〔2016〕120号, from 2017-01-01), from 2026 on other exceptional events (例外事件, HJ 663-2026). Weike may
 * propose one; it counts only once a person has approved it under the authority's reference. Every statistic is told with and
 * without.
 */
export interface Exclusion {
  /** Code of the area or station. */
  area: string
  /** Civil days `YYYY-MM-DD`, both included. */
  from: string
  until: string
  factors: readonly FactorCode[]
  kind: ExclusionKind
  note: string
  /** Null: only proposed. */
  approval: { person: string; at: number; authority: string; reference: string } | null
}

export const exclusionKinds = ['sand-dust', 'fire', 'other-event'] as const
export type ExclusionKind = (typeof exclusionKinds)[number]

export interface ExclusionRule {
  kinds: readonly ExclusionKind[]
  /** Of which an event may take days out. */
  factors: readonly FactorCode[]
}

// biome-ignore format: a table to proof-read
export const exclusionRules: readonly Dated<ExclusionRule>[] = [
  { from: '1970-01-01', value: { kinds: [], factors: [] },
    certainty: 'S', source: 'before the rule there was none' },
  { from: '2017-01-01', value: { kinds: ['sand-dust'], factors: ['a34002', 'a34004'] },
    certainty: 'S', source: '环办监测〔2016〕120号; note 1 of the national monthly reports (July 2021)' },
  { from: '2026-03-01', value: { kinds: ['sand-dust', 'fire', 'other-event'], factors: ['a34002', 'a34004'] },
    certainty: 'U', source: 'HJ 663-2026 by the summary of the ministry', doubt: 'exceptional-events-2026' },
]

/** Does a day that was taken out still count among the valid ones? Nothing says it; it was measured, so it does. */
export const excludedDaysCount: readonly Dated<boolean>[] = [
  { from: '1970-01-01', value: true, certainty: 'U', source: 'no document found', doubt: 'excluded-days-valid' },
]

/**
 * Which statistics of an official report are those without the excluded days: means, percentiles and the composite index are,
 * the good-day ratio and the days of heavy pollution are not (note 1 of the national monthly reports, July 2021). S
 */
export const reportedWithoutExcluded = { concentrations: true, compositeIndex: true, aqiDays: false } as const

export type ExclusionFault =
  | 'not-approved'
  | 'no-reference'
  | 'no-such-kind'
  | 'no-such-factor'
  | 'ends-before-it-begins'

/** Why an exclusion must not be applied; empty: it may be. */
export function exclusionFaults({ approval, from, until, kind, factors }: Exclusion): ExclusionFault[] {
  const rule = inForce(exclusionRules, from).value
  const faults: ExclusionFault[] = []
  if (approval === null) faults.push('not-approved')
  else if ([approval.person, approval.authority, approval.reference].some((text) => text.trim() === ''))
    faults.push('no-reference')
  if (!rule.kinds.includes(kind)) faults.push('no-such-kind')
  if (factors.some((factor) => !rule.factors.includes(factor))) faults.push('no-such-factor')
  if (until < from) faults.push('ends-before-it-begins')
  return faults
}

/**
 * Day values without those of the excluded days.
 * @param exclusions of the area; only such as have no faults are applied
 */
export function withoutExcluded(series: DaySeries, factor: FactorCode, exclusions: readonly Exclusion[]): DaySeries {
  const values = series.values.slice()
  for (const exclusion of exclusions) {
    if (!exclusion.factors.includes(factor) || exclusionFaults(exclusion).length > 0) continue
    const first = Math.max(0, dayNumberOf(exclusion.from) - series.first)
    values.fill(Number.NaN, first, Math.max(first, dayNumberOf(exclusion.until) - series.first + 1))
  }
  return { first: series.first, values }
}
