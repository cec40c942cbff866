import { type AirQuality, airQualityOf } from '../../standards/aqi.ts'
import type { AqiInput } from '../../standards/aqi-table.ts'
import { civilDayAt, monthOfDay } from '../../standards/civil-days.ts'
import { inForce } from '../../standards/dated.ts'
import { type Edition, editionInForce } from '../../standards/editions.ts'
import { type GoodDays, goodDaysOf, incompleteDays, type Level } from '../../standards/good-days.ts'
import { evaluatedFactors, type FactorName } from '../../standards/statistics-table.ts'
import type { EvaluatedDay } from './model.ts'
import { tidy } from './told.ts'

/** A day of the calendar. */
export interface CalendarDay {
  date: string
  aqi: number | null
  level: Level | null
  primary: FactorName[]
  /** Have all six a valid value? */
  isComplete: boolean
  /** The day is not over: what there is of it so far. */
  isProvisional: boolean
  factors: {
    name: FactorName
    value: number | null
    usable: boolean
    inputs: number | null
    iaqi: number | null
  }[]
}

const inputOf: Readonly<Record<FactorName, AqiInput>> = {
  pm25: 'pm25',
  pm10: 'pm10',
  so2: 'so2',
  no2: 'no2',
  co: 'co',
  o3: 'o3_8h',
}

/** The air of a day (HJ 633, daily report); of one that is not over by what there is so far. */
export function calendarDay(
  { day, values, usable, inputs }: EvaluatedDay,
  today: number,
  edition: Edition | undefined,
): CalendarDay {
  const isProvisional = day >= today
  const date = civilDayAt(day)
  const value = (place: number) => (isProvisional || usable[place] === true ? (values[place] ?? null) : null)
  const concentrations = Object.fromEntries(evaluatedFactors.map(({ name }, place) => [inputOf[name], value(place)]))
  const air: AirQuality = airQualityOf(concentrations, {
    edition: edition ?? editionInForce(date),
    kind: 'daily',
    incomplete: 'of-the-rest',
  })
  return {
    date,
    aqi: air.aqi,
    level: air.level?.level ?? null,
    primary: evaluatedFactors.flatMap(({ name }) => (air.primary.includes(inputOf[name]) ? [name] : [])),
    isComplete: air.missing.length === 0,
    isProvisional,
    factors: evaluatedFactors.map(({ name }, place) => ({
      name,
      value: tidy(values[place] ?? null),
      usable: usable[place] === true,
      inputs: inputs[place] ?? null,
      iaqi: air.iaqi.get(inputOf[name]) ?? null,
    })),
  }
}

/** Days by level of each month 1–12 that has any; days that are not over are in none. */
export function monthSums(
  days: readonly CalendarDay[],
  dayNumbers: readonly number[],
): { month: number; sums: GoodDays }[] {
  const over = days.flatMap((one, place) => {
    const day = dayNumbers[place]
    return one.isProvisional || day === undefined ? [] : [{ one, month: monthOfDay(day).month }]
  })
  return [...Map.groupBy(over, ({ month }) => month)].map(([month, some]) => {
    const [first] = some
    const setting = inForce(incompleteDays, first?.one.date ?? '1970-01-01').value
    const aqiDays = some.map(({ one }) => ({ level: one.level, isComplete: one.isComplete }))
    return { month, sums: goodDaysOf(aqiDays, setting) }
  })
}
