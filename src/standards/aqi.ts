import { type AqiLevel, levelOf } from './aqi-levels.ts'
import {
  type AqiInput,
  type AqiItem,
  type AqiKind,
  type AqiScale,
  aqiReports,
  aqiScales,
  beyondRules,
  breakpointTables,
  type IncompleteRule,
  incompleteReports,
  OVER_LIMIT_ABOVE,
  PRIMARY_ABOVE,
  primaryOrder,
} from './aqi-table.ts'
import type { Edition } from './editions.ts'
import { roundedUnits } from './rounding.ts'

/** A concentration as it was measured, number or decimal text. Not there: null, left out, NaN. [µg/m³, CO mg/m³] */
export type Concentration = number | string | null | undefined

/** Concentrations by name; of a day their means (`o3_8h`: largest eight-hour mean), of an hour its means. */
export type Concentrations = Readonly<Partial<Record<AqiInput, Concentration>>>

export interface AqiRules {
  edition: Edition
  kind: AqiKind
  /** Instead of the edition's own setting. */
  incomplete?: IncompleteRule | undefined
}

export interface AirQuality {
  /** 0–500; null when there is no item, or when one is missing and the rule then gives no index. */
  aqi: number | null
  level: AqiLevel | null
  /** All items whose sub-index is the index, when that is over 50. */
  primary: readonly AqiInput[]
  /** Items over the limit: sub-index over 100. */
  overLimit: readonly AqiInput[]
  /** Sub-index of each item of the report, in its order; null: there is none. */
  iaqi: ReadonlyMap<AqiInput, number | null>
  /** Items without a concentration, or with one that is negative: it is left out, never taken as 0. */
  missing: readonly AqiInput[]
  /** Items above the end of their scale, for whose sub-index the edition asks for an input that is not there. */
  beyond: readonly AqiInput[]
}

/** A scale in whole units of its last digit, so that counting is exact. */
interface WholeScale {
  digits: number
  points: readonly { iaqi: number; units: number }[]
}

const digitsOf = (scale: AqiScale) =>
  Object.values(aqiReports)
    .flat()
    .find((item) => item.scale === scale)?.digits ?? 0

function wholeScale(edition: Edition, scale: AqiScale): WholeScale {
  const digits = digitsOf(scale)
  const place = aqiScales.indexOf(scale)
  const points = breakpointTables[edition].lines.flatMap(([iaqi, ...concentrations]) => {
    const concentration = concentrations[place] ?? null
    return concentration === null ? [] : [{ iaqi, units: concentration * 10 ** digits }]
  })
  return { digits, points }
}

const wholeScales: Readonly<Record<Edition, ReadonlyMap<AqiScale, WholeScale>>> = {
  '2012': new Map(aqiScales.map((scale) => [scale, wholeScale('2012', scale)])),
  '2026': new Map(aqiScales.map((scale) => [scale, wholeScale('2026', scale)])),
}

/**
 * Sub-index of one concentration (HJ 633-2012, 4.3; HJ 633-2026, 4.2): rounded half to even to its digits, between two breakpoints
 * in proportion, upward to the next whole number; exact, in whole numbers.
 * @returns 0–500; null when the concentration is not there, or lies above a scale that ends below 500
 * @throws RangeError for a text that is no decimal number
 */
export function iaqiOf(edition: Edition, scale: AqiScale, concentration: Concentration): number | null {
  const whole = wholeScales[edition].get(scale)
  if (whole === undefined || !isThere(concentration)) return null
  const units = roundedUnits(concentration, whole.digits)
  for (let place = 1; place < whole.points.length; place += 1) {
    const high = whole.points[place]
    const low = whole.points[place - 1]
    if (high === undefined || low === undefined || units > high.units) continue
    const steps = (high.iaqi - low.iaqi) * (units - low.units)
    const width = high.units - low.units
    // A whole division first: a binary quotient could come out a hair above a whole number and be raised by one.
    const rest = steps % width
    return low.iaqi + (steps - rest) / width + (rest > 0 ? 1 : 0)
  }
  const last = whole.points.at(-1)
  return last !== undefined && last.iaqi === MOST ? MOST : null
}

/** 爆表: the index goes no further. */
const MOST = 500

function isThere(concentration: Concentration): concentration is number | string {
  if (concentration === null || concentration === undefined || concentration === '') return false
  return typeof concentration === 'number' ? concentration >= 0 : !(Number(concentration) < 0)
}

/**
 * Air quality index of an hour or a day: the largest sub-index, its level and its primary pollutants.
 * @throws RangeError for a text that is no decimal number
 */
export function airQualityOf(values: Concentrations, rules: AqiRules): AirQuality {
  const items = aqiReports[rules.kind]
  const iaqi = new Map<AqiInput, number | null>()
  const missing: AqiInput[] = []
  const beyond: AqiInput[] = []
  let most: number | null = null
  for (const item of items) {
    const own = itemIndex(item, values, rules.edition)
    iaqi.set(item.name, own)
    if (own !== null) most = Math.max(most ?? 0, own)
    else if (isThere(values[item.name])) beyond.push(item.name)
    else missing.push(item.name)
  }
  const rule = rules.incomplete ?? incompleteReports[rules.edition].rule
  const isWithheld = missing.length > 0 && rule === 'only-over-100' && (most ?? 0) <= OVER_LIMIT_ABOVE
  const aqi = isWithheld ? null : most
  const named = (holds: (index: number) => boolean) =>
    primaryOrder.filter((name) => {
      const index = iaqi.get(name) ?? null
      return index !== null && holds(index)
    })
  return {
    aqi,
    level: aqi === null ? null : levelOf(aqi),
    primary: aqi === null || aqi <= PRIMARY_ABOVE ? [] : named((index) => index === aqi),
    overLimit: named((index) => index > OVER_LIMIT_ABOVE),
    iaqi,
    missing,
    beyond,
  }
}

function itemIndex(item: AqiItem, values: Concentrations, edition: Edition): number | null {
  const concentration = values[item.name]
  const own = iaqiOf(edition, item.scale, concentration)
  if (own !== null || !isThere(concentration)) return own
  const rule = beyondRules.find((one) => one.edition === edition && one.scale === item.scale)
  if (rule === undefined) return null
  return 'iaqi' in rule.beyond ? rule.beyond.iaqi : iaqiOf(edition, rule.beyond.scale, values[rule.beyond.by])
}
