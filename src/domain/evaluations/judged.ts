import type { AttainmentReading, Basis } from '../../standards/attainment.ts'
import { civilDayAt, dayNumberOf, monthOfDay, monthPeriod, type Period, type Span } from '../../standards/civil-days.ts'
import { civilDayOf } from '../../standards/civil-time.ts'
import type { Edition } from '../../standards/editions.ts'
import {
  asReported,
  type EvaluationOfBoth,
  type EvaluationRules,
  evaluateBoth,
  usualRules,
} from '../../standards/evaluation.ts'
import type { Exclusion } from '../../standards/exclusions.ts'
import { type LimitTable, limitsInForce } from '../../standards/limits.ts'
import type { EvaluatedDay } from './model.ts'
import { seriesOf } from './series.ts'
import { type ToldEvaluation, toldEvaluation } from './told.ts'

/** How a caller wants everything judged. */
export interface Judging {
  /** By this edition whatever the day (“what if”); left out: by the law in force. */
  edition?: Edition | undefined
  basis: Basis
  reading: AttainmentReading
}

/** A period with and without the days that were taken out, and as an official report gives it. */
export interface JudgedPeriod {
  reported: ToldEvaluation
  /** Null: no days were taken out. */
  both: { with: ToldEvaluation; without: ToldEvaluation } | null
}

/** The days of a period that are over. */
export function overBy(now: number, period: Span): Span {
  const today = dayNumberOf(civilDayOf(now))
  return { first: period.first, last: Math.min(period.last, today - 1) }
}

/** Is a day of it over? Of January to a month: one of that month, or it is the same as January to the month before. */
export function hasBegun(now: number, period: Period): boolean {
  return overBy(now, period).last >= lastMonthOf(period).first
}

/** Of January to a month its last month, without which it says nothing new; of others the period itself. */
export function lastMonthOf(period: Period): Period {
  const { year, month } = monthOfDay(period.last)
  return period.kind === 'cumulative' ? monthPeriod(year, month) : period
}

function rulesOf({ edition, basis, reading }: Judging, period: Period): EvaluationRules {
  const table = edition === undefined ? undefined : limitsInForce(civilDayAt(period.last), edition)
  return { ...usualRules, basis, reading, table }
}

/**
 * Judges a period of a subject; pure.
 * @param span the days of it that are over: the running one is in no statistic
 * @param exclusions that concern the subject
 * @param table instead of what `judging` says
 */
export function judgedBoth(
  days: readonly EvaluatedDay[],
  period: Period,
  span: Span,
  judging: Judging,
  exclusions: readonly Exclusion[],
  table?: LimitTable,
): EvaluationOfBoth {
  const rules = rulesOf(judging, period)
  return evaluateBoth(seriesOf(days, span), period, table === undefined ? rules : { ...rules, table }, exclusions)
}

export function judgedPeriod(
  days: readonly EvaluatedDay[],
  period: Period,
  span: Span,
  judging: Judging,
  exclusions: readonly Exclusion[],
): JudgedPeriod {
  const inside = exclusions.filter(
    ({ from, until }) => from <= civilDayAt(period.last) && until >= civilDayAt(period.first),
  )
  const both = judgedBoth(days, period, span, judging, inside)
  return {
    // Without days taken out both are one and the same, and what is unsure of taking out is no doubt of it.
    reported: toldEvaluation(inside.length === 0 ? both.with : asReported(both)),
    both: inside.length === 0 ? null : { with: toldEvaluation(both.with), without: toldEvaluation(both.without) },
  }
}
