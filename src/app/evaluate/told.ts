import type { AqiInput } from '../../standards/aqi-table.ts'
import type { AttainmentReason, Basis } from '../../standards/attainment.ts'
import { civilDayAt, yearPeriod } from '../../standards/civil-days.ts'
import type { Edition } from '../../standards/editions.ts'
import { airQualityOfDay, type Evaluation, editionsOf } from '../../standards/evaluation.ts'
import type { Level } from '../../standards/good-days.ts'
import { rounded } from '../../standards/rounding.ts'
import { derivedDecimals, roundedDays } from '../../standards/statistics-decimals.ts'
import { byFactor, evaluatedFactors, type FactorName } from '../../standards/statistics-table.ts'
import type { StationYear } from './station-years.ts'

/** What is told of a station's year, for programs: plain values, `null` where there is none. */
export interface ToldYear {
  station: string
  year: number
  basis: Basis
  factors: Record<FactorName, ToldFactor>
  aqiDaysByLevel: Record<Level, number>
  /** [%] */
  goodDayRatio: number | null
  compositeIndex: number | null
}

interface ToldFactor {
  validDays: number
  minDaysInMonth: number
  valid: boolean
  /** Of CO and ozone the law knows none. [µg/m³] */
  mean: number | null
  /** [µg/m³, CO mg/m³] */
  percentile: { p: number; value: number | null } | null
  /** Null: there is too little to judge by. */
  attained: boolean | null
  reasons: AttainmentReason[]
}

export function toldYear({ station, year }: StationYear, evaluation: Evaluation): ToldYear {
  const { basis, goodDays, composite } = evaluation
  const factors = evaluatedFactors.map(({ factor, name }): [FactorName, ToldFactor] => {
    const { validDays, minDaysInMonth, valid, mean, percentile, attainment } = evaluation.factors[factor]
    const told = {
      validDays,
      minDaysInMonth,
      valid,
      mean: tidy(mean),
      percentile: percentile === null ? null : { p: percentile.p, value: tidy(percentile.value) },
      attained: attainment?.attained ?? null,
      reasons: (attainment?.reasons ?? []).map((reason) =>
        'exceedMultiple' in reason
          ? { ...reason, value: twelve(reason.value), exceedMultiple: twelve(reason.exceedMultiple) }
          : reason,
      ),
    }
    return [name, told]
  })
  const { ratio } = goodDays
  return {
    station,
    year,
    basis,
    // Each of the six has its pair.
    factors: Object.fromEntries(factors) as ToldYear['factors'],
    aqiDaysByLevel: goodDays.byLevel,
    goodDayRatio: ratio === null || basis === 'unrounded' ? tidy(ratio) : rounded(ratio, derivedDecimals.ratio),
    compositeIndex: tidy(composite?.value ?? null),
  }
}

/** Twelve significant digits: what binary fractions add behind them (234.29999999999995) is no part of the number. */
function tidy(value: number | null): number | null {
  return value === null ? null : twelve(value)
}

function twelve(value: number): number {
  return Number(value.toPrecision(12))
}

/** A day value and what it was made of. */
interface ToldValue {
  value: number | null
  /** Of ozone: the eight-hour means; of the others: the hours. */
  hours?: number
  eightHourMeans?: number
}

export interface ToldDay {
  date: string
  factors: Record<FactorName, ToldValue>
  aqi: number | null
  level: number | null
  primary: FactorName[]
  /** Has each of the six a valid value? */
  complete: boolean
}

/**
 * The days of a station's year of which there is an hour at all, in order.
 * @param edition of the AQI; left out: that in force on each day
 */
export function* toldDays({ year, days }: StationYear, basis: Basis, edition?: Edition): Generator<ToldDay> {
  const { first } = days.a34004
  const editionOn = edition === undefined ? editionsOf(yearPeriod(year)) : () => edition
  const all = Object.values(days)
  const values = byFactor(({ factor }) =>
    basis === 'rounded' ? roundedDays(days[factor].values, factor, civilDayAt(first)) : days[factor].values,
  )
  for (const at of days.a34004.values.keys()) {
    if (all.every(({ inputs }) => inputs[at] === 0)) continue
    const { aqi, level, primary, missing } = airQualityOfDay(days, first + at, editionOn(first + at))
    const factors = evaluatedFactors.map(({ factor, name, dayValue }): [FactorName, ToldValue] => {
      const value = values[factor][at] ?? Number.NaN
      const inputs = days[factor].inputs[at] ?? 0
      return [
        name,
        {
          value: Number.isNaN(value) ? null : tidy(value),
          ...(dayValue === 'mean' ? { hours: inputs } : { eightHourMeans: inputs }),
        },
      ]
    })
    yield {
      date: civilDayAt(first + at),
      factors: Object.fromEntries(factors) as ToldDay['factors'],
      aqi,
      level: level?.level ?? null,
      primary: primary.map(nameOf),
      complete: missing.length === 0,
    }
  }
}

function nameOf(item: AqiInput): FactorName {
  const found = evaluatedFactors.find(({ name }) => name === item || item.startsWith(`${name}_`))
  if (found === undefined) throw new RangeError(`no factor ${item}`)
  return found.name
}
