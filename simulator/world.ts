import { createAir } from './air.ts'
import { createEpisode, roadworks } from './episode.ts'
import { createWeather } from './weather.ts'

/** What the instruments of a station show at an instant, by factor code, in the digits in which they show it. */
export type Showing = Readonly<Record<FactorCode, number>>

export type FactorCode = keyof typeof shownDigits

/** Digits behind the point of what an instrument shows. Units are those of src/standards/factors.ts. */
export const shownDigits = {
  a34004: 1,
  a34002: 1,
  a21026: 1,
  a21004: 1,
  a21005: 2,
  a05024: 1,
  a01001: 1,
  a01002: 1,
  a01006: 2,
  a01007: 1,
  a01008: 0,
} as const

/** The factor that is an angle [°], clockwise from north: 360 is 0, and its mean is that of directions. */
export const ANGLE: FactorCode = 'a01008'

/** Whether the world knows a factor. */
export function isFactorCode(code: string): code is FactorCode {
  return Object.hasOwn(shownDigits, code)
}

/**
 * The world as instruments see it: weather, ordinary air on it, planted stories on top.
 * Pure in (seed, start, station, instant).
 * @param start when the demo began [epoch ms]; stories are told from there
 */
export function createWorld(
  seed: string,
  start: number,
): (at: { code: string; townCode: string }) => (instant: number) => Showing {
  const weatherAt = createWeather(seed)
  const airAt = createAir(seed)
  const episodeAt = createEpisode(seed, start)
  return (station) => {
    const weatherHere = weatherAt(station)
    const airHere = airAt(station)
    const episodeHere = episodeAt(station.code)
    return (instant) => {
      const weather = weatherHere(instant)
      const air = airHere(instant, weather)
      const strength = episodeHere(instant)
      const { adds } = roadworks
      return {
        a34004: rounded(air.a34004 + strength * adds.a34004, 1),
        a34002: rounded(air.a34002 + strength * adds.a34002, 1),
        a21026: rounded(air.a21026 + strength * adds.a21026, 1),
        a21004: rounded(air.a21004 + strength * adds.a21004, 1),
        a21005: rounded(air.a21005 + strength * adds.a21005, 2),
        a05024: rounded(Math.max(1, air.a05024 + strength * adds.a05024), 1),
        a01001: rounded(weather.temperatureC, 1),
        a01002: rounded(weather.humidity, 1),
        a01006: rounded(weather.pressureKPa, 2),
        a01007: rounded(weather.windSpeedMs, 1),
        a01008: Math.round(weather.windFromDeg) % 360,
      }
    }
  }
}

function rounded(value: number, digits: number): number {
  const scale = 10 ** digits
  return Math.round(value * scale) / scale
}
