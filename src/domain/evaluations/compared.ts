import {
  civilDayAt,
  cumulativePeriod,
  dayNumberOf,
  monthPeriod,
  type Period,
  type Span,
} from '../../standards/civil-days.ts'
import { asReported, type Evaluation } from '../../standards/evaluation.ts'
import type { Exclusion } from '../../standards/exclusions.ts'
import { limitsInForce } from '../../standards/limits.ts'
import { evaluatedFactors, type FactorName } from '../../standards/statistics-table.ts'
import { type Change, comparedByEitherTable, ratioChange, relativeChange } from '../../standards/year-on-year.ts'
import { hasBegun, type Judging, judgedBoth, lastMonthOf, overBy } from './judged.ts'
import { type EvaluatedDay, nameOfPeriod, yearEarlier } from './model.ts'
import { tidy } from './told.ts'

/** What is compared: the statistic of each factor, the composite index, the good-day ratio. */
export const comparedMeasures = ['pm25', 'pm10', 'so2', 'no2', 'co', 'o3', 'composite', 'goodDays'] as const
export type ComparedMeasure = (typeof comparedMeasures)[number]

export interface ComparedValue {
  measure: ComparedMeasure
  old: number | null
  now: number | null
  change: Change | null
}

/** Two like periods of two years, judged by one table of limits. */
export interface ComparedPeriods {
  /** Name of the newer. */
  period: string
  /** Days of either that are compared: of a period that is not over the like days. */
  days: { old: { first: string; last: string }; now: { first: string; last: string } }
  byTable: { table: string; values: ComparedValue[] }[]
}

export interface Compared {
  /** Of the subject, of both years. */
  days: readonly EvaluatedDay[]
  exclusions: readonly Exclusion[]
  judging: Judging
  now: number
}

/** The months of a year beside those of the year before, and January to each of them; only such as have begun and have
 * days; pure. */
export function comparedMonths(
  year: number,
  through: number,
  compared: Compared,
): { months: ComparedPeriods[]; cumulated: ComparedPeriods[] } {
  const hasDays = (period: Period) =>
    [lastMonthOf(period), lastMonthOf(yearEarlier(period))].some(({ first, last }) =>
      compared.days.some(({ day }) => first <= day && day <= last),
    )
  const isShown = (period: Period) => hasBegun(compared.now, period) && hasDays(period)
  const numbers = Array.from({ length: through }, (_, at) => at + 1)
  const months = numbers.map((month) => monthPeriod(year, month)).filter(isShown)
  const cumulated = numbers.map((month) => cumulativePeriod(year, month)).filter(isShown)
  return {
    months: months.map((period) => comparedPeriods(period, compared)),
    cumulated: cumulated.map((period) => comparedPeriods(period, compared)),
  }
}

/** A period and the like one a year earlier; both by either table where the limits changed in between; pure. */
export function comparedPeriods(period: Period, { days, exclusions, judging, now }: Compared): ComparedPeriods {
  const old = yearEarlier(period)
  const spans = { old: { ...old, last: likeDay(old, overBy(now, period), period) }, now: overBy(now, period) }
  const lastDays = { old: civilDayAt(old.last), now: civilDayAt(period.last) }
  const evaluated = comparedByEitherTable((which, table) => {
    const [asked, span] = which === 'old' ? [old, spans.old] : [period, spans.now]
    return asReported(judgedBoth(days, asked, span, judging, exclusions, table))
  }, lastDays)
  const wanted = judging.edition === undefined ? undefined : limitsInForce(lastDays.now, judging.edition)
  const shown =
    wanted === undefined
      ? evaluated
      : [
          {
            table: wanted,
            old: asReported(judgedBoth(days, old, spans.old, judging, exclusions, wanted)),
            now: asReported(judgedBoth(days, period, spans.now, judging, exclusions, wanted)),
          },
        ]
  return {
    period: nameOfPeriod(period),
    days: { old: datesOf(spans.old), now: datesOf(spans.now) },
    byTable: shown.map((one) => ({ table: one.table.name, values: valuesOf(one.old, one.now) })),
  }
}

/** The last day of the older period that is like the last one over of the newer. */
function likeDay(old: Period, over: Span, period: Period): number {
  if (over.last >= period.last) return old.last
  const [, month = '', day = ''] = civilDayAt(over.last).split('-')
  const [year = ''] = civilDayAt(old.first).split('-')
  // 29 February has no like in other years: the day before it.
  const like = `${year}-${month}-${month === '02' && day === '29' ? '28' : day}`
  return Math.min(old.last, dayNumberOf(like))
}

function datesOf({ first, last }: Span): { first: string; last: string } {
  return { first: civilDayAt(first), last: civilDayAt(last) }
}

/** The statistic by which a factor stands in rankings: its mean, of CO and ozone their percentile. */
export function statisticIn(evaluation: Pick<Evaluation, 'factors'>, name: FactorName): number | null {
  const factor = evaluatedFactors.find((one) => one.name === name)
  if (factor === undefined) return null
  const { mean, percentile } = evaluation.factors[factor.factor]
  return factor.meanLimit === null ? (percentile?.value ?? null) : mean
}

function valuesOf(old: Evaluation, now: Evaluation): ComparedValue[] {
  return comparedMeasures.map((measure) => {
    const [before, after] = [measureIn(old, measure), measureIn(now, measure)]
    const change = measure === 'goodDays' ? ratioChange(before, after) : relativeChange(before, after)
    return { measure, old: tidy(before), now: tidy(after), change }
  })
}

function measureIn(evaluation: Evaluation, measure: ComparedMeasure): number | null {
  if (measure === 'composite') return evaluation.composite?.value ?? null
  if (measure === 'goodDays') return evaluation.goodDays.ratio
  return statisticIn(evaluation, measure)
}
