import type { Translate } from '../../platform/i18n.ts'
import type { AttainmentReason } from '../../standards/attainment.ts'
import type { Evaluation, FactorEvaluation } from '../../standards/evaluation.ts'
import { factorOf } from '../../standards/factors.ts'
import { levels } from '../../standards/good-days.ts'
import type { Grade } from '../../standards/limits.ts'
import { type Averaging, limitOf } from '../../standards/limits.ts'
import { roundedText } from '../../standards/rounding.ts'
import { derivedDecimals } from '../../standards/statistics-decimals.ts'
import { type EvaluatedFactor, evaluatedFactors, type FactorName } from '../../standards/statistics-table.ts'
import type { StationYear } from './station-years.ts'
import { textTable } from './table.ts'
import type { ToldDay } from './told.ts'

/** Decimals on the screen: one more than values are published with, so that what was rounded can be seen. */
const shownDigits = (factor: string) => (factorOf(factor)?.digits ?? 0) + 1
const NONE = '–'

/** A station's year as a table for people. */
export function shownYear(
  t: Translate,
  { station, year }: StationYear,
  evaluation: Evaluation,
  grade: Grade,
): string[] {
  const { table, basis, goodDays, composite } = evaluation
  const head = ['factor', 'days', 'fewest', 'valid', 'mean', 'percentile', 'attained'].map((name) =>
    // catalogue keys: cli.evaluate.column.*
    t(`cli.evaluate.column.${name}`),
  )
  const rows = evaluatedFactors.map((factor) => factorRow(t, factor, evaluation, grade))
  const reasons = evaluatedFactors.flatMap(({ factor, name }) =>
    (evaluation.factors[factor].attainment?.reasons ?? []).map(
      (one) => `  ${shownName(name)}: ${shownReason(t, factor, one)}`,
    ),
  )
  const days = levels.map((level) => `${level}: ${goodDays.byLevel[level]}`).join('  ')
  return [
    t('cli.evaluate.title', { station, year, table: table.name, grade, basis: t(`cli.evaluate.basis.${basis}`) }),
    ...textTable([head, ...rows]).map((line) => `  ${line}`),
    `  ${t('cli.evaluate.days', { days, counted: goodDays.countedDays, ratio: shown(goodDays.ratio, derivedDecimals.ratio) })}`,
    `  ${composite === null ? t('cli.evaluate.no-index') : t('cli.evaluate.index', { value: roundedText(composite.value, 2), primary: composite.primary.map((code) => factorOf(code)?.alias).join('+') })}`,
    ...reasons,
  ]
}

function factorRow(t: Translate, factor: EvaluatedFactor, { factors, table }: Evaluation, grade: Grade): string[] {
  const { validDays, minDaysInMonth, valid, mean, percentile, attainment }: FactorEvaluation = factors[factor.factor]
  const beside = (value: number | null | undefined, averaging: Averaging | null) => {
    const limit = averaging === null ? null : limitOf(table, factor.factor, averaging, grade)
    return limit === null ? NONE : `${shown(value ?? null, shownDigits(factor.factor))} / ${limit}`
  }
  return [
    shownName(factor.name),
    String(validDays),
    String(minDaysInMonth),
    t(`cli.evaluate.${valid ? 'yes' : 'no'}`),
    beside(mean, factor.meanLimit),
    `P${factor.percent} ${beside(percentile?.value, factor.percentileLimit)}`,
    t(`cli.evaluate.${attainment?.attained === null ? 'not-judged' : attainment?.attained === true ? 'yes' : 'no'}`),
  ]
}

function shownReason(t: Translate, factor: string, reason: AttainmentReason): string {
  const numbers = Object.entries(reason).map(([key, value]) => {
    if (typeof value !== 'number') return [key, value]
    if (key === 'value') return [key, roundedText(value, shownDigits(factor))]
    return [key, key === 'exceedMultiple' ? roundedText(value, derivedDecimals.exceedMultiple) : value]
  })
  // catalogue keys: cli.evaluate.reason.*
  return t(`cli.evaluate.reason.${reason.reason}`, Object.fromEntries(numbers))
}

/** The days of a station as a table for people. */
export function shownDays(t: Translate, { station, year }: StationYear, days: Iterable<ToldDay>): string[] {
  const head = ['date', 'aqi', 'level', 'primary'].map((name) => t(`cli.evaluate.column.${name}`))
  const [date = '', ...quality] = head
  const names = evaluatedFactors.map(({ name }) => shownName(name))
  const rows = Array.from(days, (day) => [
    day.date,
    ...evaluatedFactors.map(({ factor, name }) => {
      const { value, hours, eightHourMeans } = day.factors[name]
      return `${shown(value, shownDigits(factor))} (${hours ?? eightHourMeans})`
    }),
    day.aqi === null ? NONE : String(day.aqi),
    day.level === null ? NONE : String(day.level),
    day.primary.map(shownName).join('+'),
  ])
  return [t('cli.evaluate.daily-title', { station, year }), ...textTable([[date, ...names, ...quality], ...rows])]
}

function shownName(name: FactorName): string {
  return factorOf(name)?.alias ?? name
}

function shown(value: number | null, digits: number): string {
  return value === null ? NONE : roundedText(value, digits)
}
