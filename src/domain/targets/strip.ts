import { airQualityOf } from '../../standards/aqi.ts'
import { aqiReports } from '../../standards/aqi-table.ts'
import { civilDayOf } from '../../standards/civil-time.ts'
import { editionInForce } from '../../standards/editions.ts'
import { evaluatedFactors, type FactorName } from '../../standards/statistics-table.ts'
import { isUsable, type Quality, type Reading } from '../readings/model.ts'

/** One hour at a station, as the cockpit draws it. */
export interface StripHour {
  /** [epoch ms] */
  end: number
  /** In the order of standards/statistics-table. */
  factors: { name: FactorName; value: number | null; quality: Quality; flag: string | null; iaqi: number | null }[]
  aqi: number | null
  level: number | null
  primary: FactorName[]
  windMs: number | null
  windFromDeg: number | null
}

/** Wind speed and the direction it comes from (HJ 212-2017, table B.3 of weather codes). */
const WIND_SPEED = 'a01007'
const WIND_FROM = 'a01008'

/**
 * An hour from all that the station's devices say of it: index by HJ 633 for the hour (实时报), of the values that may be used;
 * where one of the six is missing, of the rest; pure.
 * @param readings hourly means; of a factor that several devices measure the first usable one, else the first
 */
export function stripHour(end: number, readings: readonly Reading[]): StripHour {
  const of = (factor: string) => {
    const own = readings.filter((one) => one.factor === factor)
    return own.find(isUsable) ?? own[0]
  }
  const usable = (factor: string) => {
    const found = of(factor)
    return found !== undefined && isUsable(found) ? found.value : null
  }
  const air = airQualityOf(Object.fromEntries(aqiReports.hourly.map(({ name, factor }) => [name, usable(factor)])), {
    edition: editionInForce(civilDayOf(end - 1)),
    kind: 'hourly',
    incomplete: 'of-the-rest',
  })
  return {
    end,
    factors: evaluatedFactors.map(({ factor, name }) => {
      const found = of(factor)
      return {
        name,
        value: found?.value ?? null,
        quality: found?.quality ?? 'valid',
        flag: found?.flag ?? null,
        iaqi: air.iaqi.get(name) ?? null,
      }
    }),
    aqi: air.aqi,
    level: air.level?.level ?? null,
    primary: evaluatedFactors.flatMap(({ name }) => (air.primary.includes(name) ? [name] : [])),
    windMs: usable(WIND_SPEED),
    windFromDeg: usable(WIND_FROM),
  }
}
