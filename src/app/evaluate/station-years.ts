import { dayNumberOfHour, daysIn, monthOfDay, yearPeriod } from '../../standards/civil-days.ts'
import { HOUR_MS, OFFSET_MS } from '../../standards/civil-time.ts'
import type { DaySeries } from '../../standards/statistics.ts'
import { DAY_HOURS, type DayRules, dayRulesOn, dayValueOf } from '../../standards/statistics-day.ts'
import { type ByFactor, byFactor, type EvaluatedFactor, evaluatedFactors } from '../../standards/statistics-table.ts'

/** A day value for each day of a year, and of how many hours (of ozone: eight-hour means) each was made. */
export interface CountedDays extends DaySeries {
  inputs: Uint8Array
}

/** Day values of one station in one civil year. */
export interface StationYear {
  station: string
  year: number
  days: ByFactor<CountedDays>
}

/** Above this no scale of CO goes: HJ 633, table 1. [mg/m³] */
const MOST_CO = 60

/** Is every day value of CO beyond all scales? Then the file has it in µg/m³. */
export function seemsMicrogramsOfCo({ days }: StationYear): boolean {
  const values = days.a21005.values.filter((value) => !Number.isNaN(value))
  return values.length > 0 && values.every((value) => value > MOST_CO)
}

/** Takes hours in whatever order they come and keeps of them what years are evaluated by. */
export interface StationYears {
  /**
   * @param hourEnd [epoch ms]
   * @param factor its code; those that are not evaluated are passed over
   * @param value in Weike's unit; null = missing
   * @returns false: this hour came before, and what came first stands
   */
  add(station: string, hourEnd: number, factor: string, value: number | null): boolean
  /** All that came, by station and year. */
  finish(): StationYear[]
}

/** A day whose hours have not all been there. */
interface OpenDay {
  dayNumber: number
  /** NaN = missing. */
  hours: Float64Array
  /** A bit for each hour that came, with a value or without; 01:00 the lowest. */
  seen: number
}

const ALL_SEEN = 2 ** DAY_HOURS - 1

/** What came of one factor of one station in one year. */
interface FactorYear {
  factor: EvaluatedFactor
  done: CountedDays
  open: Map<number, OpenDay>
  /** The open day of the last hour, to which the next one most likely belongs. */
  last: OpenDay | null
  isDone: Uint8Array
}

interface Station {
  years: Map<number, FactorYear[]>
  /** The year of the last hour. */
  last: { year: number; factors: FactorYear[] }
}

/** Where an hour belongs. */
interface Place {
  hourEnd: number
  year: number
  dayNumber: number
  /** 0 = 01:00. */
  hour: number
}

const placeOfFactor = new Map<string, number>(evaluatedFactors.map(({ factor }, place) => [factor, place]))

/**
 * A day becomes its value as soon as its 24 hours were there, so that memory holds day values, and hours of those days alone
 * that are not whole.
 * @param onlyYear of which hours are kept; left out: every year
 */
export function stationYears(onlyYear?: number): StationYears {
  const stations = new Map<string, Station>()
  const rules = new Map<number, DayRules>()
  const spare: Float64Array[] = []
  let place: Place = placeOf(0)

  const factorsOf = (name: string, year: number): FactorYear[] => {
    const station = stations.get(name)
    if (station?.last.year === year) return station.last.factors
    const factors = station?.years.get(year) ?? evaluatedFactors.map((one) => factorYear(one, year))
    const last = { year, factors }
    if (station === undefined) stations.set(name, { years: new Map([[year, factors]]), last })
    else {
      station.years.set(year, factors)
      station.last = last
    }
    return factors
  }

  const openDay = (ofYear: FactorYear, dayNumber: number): OpenDay => {
    let day = ofYear.open.get(dayNumber)
    if (day === undefined) {
      day = { dayNumber, hours: (spare.pop() ?? new Float64Array(DAY_HOURS)).fill(Number.NaN), seen: 0 }
      ofYear.open.set(dayNumber, day)
    }
    ofYear.last = day
    return day
  }

  const close = (ofYear: FactorYear, { dayNumber, hours }: OpenDay) => {
    let ofDay = rules.get(dayNumber)
    if (ofDay === undefined) {
      ofDay = dayRulesOn(dayNumber)
      rules.set(dayNumber, ofDay)
    }
    const { value, inputs } = dayValueOf(ofYear.factor, hours, 0, ofDay)
    const at = dayNumber - ofYear.done.first
    ofYear.done.values[at] = value
    ofYear.done.inputs[at] = inputs
    ofYear.isDone[at] = 1
    ofYear.open.delete(dayNumber)
    ofYear.last = null
    spare.push(hours)
  }

  return {
    add(station, hourEnd, factor, value) {
      const column = placeOfFactor.get(factor)
      if (column === undefined) return true
      if (hourEnd !== place.hourEnd) place = placeOf(hourEnd, place)
      const { year, dayNumber, hour } = place
      if (onlyYear !== undefined && year !== onlyYear) return true
      const ofYear = factorsOf(station, year)[column]
      if (ofYear === undefined || ofYear.isDone[dayNumber - ofYear.done.first] === 1) return false
      const day = ofYear.last?.dayNumber === dayNumber ? ofYear.last : openDay(ofYear, dayNumber)
      const bit = 1 << hour
      if ((day.seen & bit) !== 0) return false
      day.seen |= bit
      day.hours[hour] = value ?? Number.NaN
      if (day.seen === ALL_SEEN) close(ofYear, day)
      return true
    },
    finish() {
      const found: StationYear[] = []
      for (const [station, { years }] of stations) {
        for (const [year, factors] of years) {
          for (const one of factors) for (const day of one.open.values()) close(one, day)
          found.push({ station, year, days: byFactor(({ factor }) => seriesOf(factors, factor)) })
        }
      }
      return found.sort((a, b) => (a.station === b.station ? a.year - b.year : a.station < b.station ? -1 : 1))
    },
  }
}

/** @param before the place of the hour that came before, which most likely is of the same day */
function placeOf(hourEnd: number, before?: Place): Place {
  const dayNumber = dayNumberOfHour(hourEnd)
  const year = before?.dayNumber === dayNumber ? before.year : monthOfDay(dayNumber).year
  return { hourEnd, year, dayNumber, hour: (hourEnd + OFFSET_MS) / HOUR_MS - 1 - dayNumber * DAY_HOURS }
}

function factorYear(factor: EvaluatedFactor, year: number): FactorYear {
  const period = yearPeriod(year)
  const days = daysIn(period)
  const done = { first: period.first, values: new Float64Array(days).fill(Number.NaN), inputs: new Uint8Array(days) }
  return { factor, done, open: new Map(), last: null, isDone: new Uint8Array(days) }
}

function seriesOf(factors: readonly FactorYear[], code: string): CountedDays {
  const found = factors.find(({ factor }) => factor.factor === code)
  if (found === undefined) throw new RangeError(`no factor ${code}`)
  return found.done
}
