import type { AttainmentReason } from '../../standards/attainment.ts'
import type { Doubt } from '../../standards/dated.ts'
import type { Evaluation } from '../../standards/evaluation.ts'
import type { Level } from '../../standards/good-days.ts'
import { limitOf } from '../../standards/limits.ts'
import type { Shortfall } from '../../standards/statistics.ts'
import { evaluatedFactors, type FactorName } from '../../standards/statistics-table.ts'

/** Statistics as the interface tells them: plain values, null where there is none. */
export interface ToldFactor {
  /** Code of the factor. */
  factor: string
  name: FactorName
  unit: string
  validDays: number
  minDaysInMonth: number
  valid: boolean
  shortfalls: Shortfall[]
  mean: number | null
  /** Null where the law judges no mean. */
  meanLimit: number | null
  percentile: { p: number; value: number | null } | null
  percentileLimit: number | null
  /** Null: of a period that the law does not judge, or of too little. */
  attained: boolean | null
  reasons: AttainmentReason[]
}

export interface ToldEvaluation {
  table: string
  factors: ToldFactor[]
  attained: boolean | null
  /** Days by level of the AQI, 1 to 6. */
  byLevel: number[]
  countedDays: number
  goodDays: number
  /** [%] */
  goodDayRatio: number | null
  composite: { value: number; primary: FactorName[] } | null
  doubts: Doubt[]
}

export function toldEvaluation({ table, factors, attained, goodDays, composite, doubts }: Evaluation): ToldEvaluation {
  return {
    table: table.name,
    factors: evaluatedFactors.map((one): ToldFactor => {
      const { factor, name } = one
      const of = factors[factor]
      return {
        factor,
        name,
        unit: name === 'co' ? 'mg/m³' : 'µg/m³',
        validDays: of.validDays,
        minDaysInMonth: of.minDaysInMonth,
        valid: of.valid,
        shortfalls: of.shortfalls,
        mean: tidy(of.mean),
        meanLimit: one.meanLimit === null ? null : limitOf(table, factor, one.meanLimit),
        percentile: of.percentile === null ? null : { p: of.percentile.p, value: tidy(of.percentile.value) },
        percentileLimit: of.percentile === null ? null : limitOf(table, factor, one.percentileLimit),
        attained: of.attainment?.attained ?? null,
        reasons: (of.attainment?.reasons ?? []).map((reason) =>
          'exceedMultiple' in reason
            ? { ...reason, value: twelve(reason.value), exceedMultiple: twelve(reason.exceedMultiple) }
            : reason,
        ),
      }
    }),
    attained,
    byLevel: [...levelsOf(goodDays.byLevel)],
    countedDays: goodDays.countedDays,
    goodDays: goodDays.goodDays,
    goodDayRatio: tidy(goodDays.ratio),
    composite:
      composite === null
        ? null
        : {
            value: twelve(composite.value),
            primary: evaluatedFactors.flatMap(({ factor, name }) => (composite.primary.includes(factor) ? [name] : [])),
          },
    doubts: [...doubts],
  }
}

function* levelsOf(byLevel: Readonly<Record<Level, number>>): Generator<number> {
  for (const level of [1, 2, 3, 4, 5, 6] as const) yield byLevel[level]
}

/** Twelve significant digits: what binary fractions add behind them is no part of the number. */
export function tidy(value: number | null): number | null {
  return value === null ? null : twelve(value)
}

function twelve(value: number): number {
  return Number(value.toPrecision(12))
}
