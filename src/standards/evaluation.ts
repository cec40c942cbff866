import { type AirQuality, airQualityOf } from './aqi.ts'
import { type Attainment, type AttainmentReading, areaAttainment, attainmentOf, type Basis } from './attainment.ts'
import { civilDayAt, type Period, type Span } from './civil-days.ts'
import { type CompositeIndex, compositeIndexOf } from './composite.ts'
import { type CompositeVariant, compositeMethodOf } from './composite-table.ts'
import { type Dated, type Doubt, inForce } from './dated.ts'
import { type Edition, editionInForce } from './editions.ts'
import {
  type Exclusion,
  excludedDaysCount,
  exclusionRules,
  reportedWithoutExcluded,
  withoutExcluded,
} from './exclusions.ts'
import { type AqiDay, type GoodDays, goodDaysOf, type IncompleteDays, incompleteDays } from './good-days.ts'
import { type Grade, type LimitTable, limitsInForce } from './limits.ts'
import { type DaySeries, type PeriodStatistics, statisticsOf } from './statistics.ts'
import { decimals, roundedDays } from './statistics-decimals.ts'
import { type ByFactor, byFactor, evaluatedFactors } from './statistics-table.ts'
import { dataMinima } from './validity.ts'

/** Everything that HJ 663 says of a station or an area in a month, a quarter, January to a month, or a year. */
export interface Evaluation {
  period: Period
  basis: Basis
  /** Whose limits were used. */
  table: LimitTable
  factors: ByFactor<FactorEvaluation>
  /** Of all six together; null of other periods than years, and while it cannot be told. */
  attained: boolean | null
  goodDays: GoodDays
  composite: CompositeIndex | null
  /** What is unsure of all this. */
  doubts: readonly Doubt[]
}

export interface FactorEvaluation extends PeriodStatistics {
  /** Null of other periods than years: the law judges no others. */
  attainment: Attainment | null
}

export interface EvaluationRules {
  basis: Basis
  reading: AttainmentReading
  grade: Grade
  composite: CompositeVariant
  /** Judges everything by this table and its edition (“what if”); left out: limits by the last day of the period, the AQI day by day. */
  table?: LimitTable | undefined
  /** Instead of the setting in force. */
  incompleteDays?: IncompleteDays | undefined
}

export const usualRules: EvaluationRules = { basis: 'unrounded', reading: 'strict', grade: 'II', composite: 'ranking' }

/**
 * Evaluates a period (HJ 663-2013, and what is known of HJ 663-2026).
 * @param days day values of the six factors, unrounded [µg/m³, CO mg/m³]; days outside a series have no value
 * @param counted the same before days were taken out, when some were
 */
export function evaluate(
  days: ByFactor<DaySeries>,
  period: Period,
  rules: EvaluationRules,
  counted: ByFactor<DaySeries> = days,
): Evaluation {
  const { basis, reading, grade } = rules
  const lastDay = civilDayAt(period.last)
  const table = rules.table ?? limitsInForce(lastDay)
  const factors = byFactor((factor): FactorEvaluation => {
    const series = days[factor.factor]
    const values = basis === 'rounded' ? roundedDays(series.values, factor.factor, lastDay) : series.values
    const before = counted[factor.factor]
    const statistics = statisticsOf(factor, { ...series, values }, period, dataMinima[table.edition], before)
    const judged = { limits: table, grade, reading, basis, day: lastDay }
    return { ...statistics, attainment: period.kind === 'year' ? attainmentOf(factor, statistics, judged) : null }
  })
  const edition = rules.table?.edition
  const editionOn = edition === undefined ? editionsOf(period) : () => edition
  const incomplete = inForce(incompleteDays, lastDay)
  const method = compositeMethodOf(rules.composite, lastDay)
  const attainments = evaluatedFactors.flatMap(({ factor }) => factors[factor].attainment ?? [])
  return {
    period,
    basis,
    table,
    factors,
    attained: period.kind === 'year' ? areaAttainment(attainments) : null,
    goodDays: goodDaysOf(aqiDaysOf(days, period, editionOn), rules.incompleteDays ?? incomplete.value),
    composite: compositeIndexOf(factors, method.value, table, basis, lastDay),
    doubts: doubtsOf(period, rules, [incomplete, method], Object.values(factors)),
  }
}

/** With the days of exceptional events, and without: which of both an official report gives, `reportedWithoutExcluded` says. */
export interface EvaluationOfBoth {
  with: Evaluation
  without: Evaluation
}

/** @param exclusions of this station or area; only those approved under the authority's reference are applied */
export function evaluateBoth(
  days: ByFactor<DaySeries>,
  period: Period,
  rules: EvaluationRules,
  exclusions: readonly Exclusion[],
): EvaluationOfBoth {
  const lastDay = civilDayAt(period.last)
  const count = inForce(excludedDaysCount, lastDay)
  const left = byFactor(({ factor }) => withoutExcluded(days[factor], factor, exclusions))
  const without = evaluate(left, period, rules, count.value ? days : left)
  const doubts = [count, inForce(exclusionRules, lastDay)].flatMap(({ doubt }) => doubt ?? [])
  return { with: evaluate(days, period, rules), without: { ...without, doubts: [...without.doubts, ...doubts] } }
}

/** What an official report gives of both: each statistic as `reportedWithoutExcluded` says. */
export function asReported(both: EvaluationOfBoth): Evaluation {
  const of = (part: keyof typeof reportedWithoutExcluded) => (reportedWithoutExcluded[part] ? both.without : both.with)
  return {
    ...of('concentrations'),
    composite: of('compositeIndex').composite,
    goodDays: of('aqiDays').goodDays,
  }
}

/**
 * The AQI of one day by its day values (HJ 633, daily report).
 * @param edition `editionInForce` on the day, unless another is asked for
 */
export function airQualityOfDay(days: ByFactor<DaySeries>, dayNumber: number, edition: Edition): AirQuality {
  const value = (factor: keyof typeof days) => days[factor].values[dayNumber - days[factor].first]
  return airQualityOf(
    {
      pm25: value('a34004'),
      pm10: value('a34002'),
      so2: value('a21026'),
      no2: value('a21004'),
      co: value('a21005'),
      o3_8h: value('a05024'),
    },
    { edition, kind: 'daily', incomplete: 'of-the-rest' },
  )
}

/** @returns the edition in force on each day of a period, by its day number */
export function editionsOf(period: Span): (dayNumber: number) => Edition {
  const first = editionInForce(civilDayAt(period.first))
  const isOne = first === editionInForce(civilDayAt(period.last))
  return isOne ? () => first : (dayNumber) => editionInForce(civilDayAt(dayNumber))
}

function* aqiDaysOf(
  days: ByFactor<DaySeries>,
  period: Period,
  editionOn: (dayNumber: number) => Edition,
): Generator<AqiDay> {
  for (let day = period.first; day <= period.last; day += 1) {
    const { level, missing } = airQualityOfDay(days, day, editionOn(day))
    yield { level: level?.level ?? null, isComplete: missing.length === 0 }
  }
}

function doubtsOf(
  period: Period,
  { table, basis }: EvaluationRules,
  settings: readonly Dated<unknown>[],
  statistics: readonly PeriodStatistics[],
): Doubt[] {
  const lastDay = civilDayAt(period.last)
  const isAcrossEditions = table === undefined && limitsInForce(civilDayAt(period.first)) !== limitsInForce(lastDay)
  const rounding = basis === 'rounded' ? [inForce(decimals.attainment, lastDay), inForce(decimals.index, lastDay)] : []
  const found = [...settings, ...rounding, ...statistics].flatMap(({ doubt }) => doubt ?? [])
  return [...new Set([...found, ...(isAcrossEditions ? ['edition-of-2026' as const] : [])])]
}
