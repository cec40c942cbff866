import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/standards/civil-time.ts'
import { climate, inYear } from './climate.ts'
import { daily, yearly } from './courses.ts'
import type { Stability } from './dispersion.ts'
import { jitter, type Series, swing } from './noise.ts'
import { stabilityOf, sunElevation } from './stability.ts'

/** Weather at a station, 2 m (wind 10 m) above ground. */
export interface Weather {
  temperatureC: number
  /** Relative humidity [%]. */
  humidity: number
  pressureKPa: number
  windSpeedMs: number
  /** Where the wind comes from, 0 ≤ d < 360, clockwise from north. */
  windFromDeg: number
}

/** The sky over the whole county. */
export interface CountySky {
  /** Of the sun above the horizon [°]. */
  sunElevationDeg: number
  cloudTenths: number
  rainMmH: number
}

/** What carries off what is given off: the same all over the county. */
export interface Carrying {
  /** Toward the east and the north, at 10 m. [m/s] */
  eastMs: number
  northMs: number
  stability: Stability
  /** Top of the mixed layer. [m] */
  mixedM: number
}

export interface CountyWeather {
  at(station: { code: string; townCode: string }): (instant: number) => Weather
  sky(instant: number): CountySky
  carrying(instant: number): Carrying
}

/** How a town differs from the open county; keys are town codes. */
// biome-ignore format: a table to proof-read
const ground: Readonly<Record<string, { warmerC: number; windShare: number }>> = {
  '001': { warmerC: 0.9,  windShare: 0.8  }, // built-up
  '002': { warmerC: 0.7,  windShare: 0.95 }, // built-up, by the river
  '101': { warmerC: 0.1,  windShare: 1.0  },
  '102': { warmerC: 0.0,  windShare: 1.05 },
  '103': { warmerC: 0.3,  windShare: 1.15 }, // open to the river
  '104': { warmerC: -0.2, windShare: 1.1  },
  '105': { warmerC: -0.6, windShare: 0.9  }, // in the hills
  '201': { warmerC: -0.3, windShare: 1.05 },
}
const openGround = { warmerC: 0, windShare: 1 }

/** Where the sun is looked at from. */
const MIDDLE = { lonWgs84: 113.5151, latWgs84: 29.4864 }

/** Of the anomalies of the wind along each axis, swinging over half a day and over an hour or two. [m/s] */
const WIND_ANOMALY = { slow: 1.2, quick: 0.6 } as const
/** Share of the hours of a rainy day in which it rains. Ours. */
const RAINY_HOURS = 0.3
/** Spread of the logarithm of how hard it rains. */
const RAIN_SPREAD = 1
const CEILING_IN_RAIN_M = 600
const CEILING_IN_CLOUD_M = 2500
/** Of the mixed layer by night. [m] */
const NIGHT_MIXED_M = 220

/**
 * Weather of the county like that of the lowland on the middle Yangtze: January 5 °C, July 29 °C, northerlies in winter and
 * southerlies in summer, fronts every few days (warm, damp and low before, cold and high behind), rain in spells, calm nights.
 * Deterministic in (seed, instant, station).
 */
export function createWeather(seed: string): CountyWeather {
  const county = (name: string, periodMs: number) => swing(seed, `weather/${name}`, periodMs)
  const front = county('front', 2 * DAY_MS)
  const cloud = county('cloud', 9 * HOUR_MS)
  const warmth = county('warmth', 3 * HOUR_MS)
  const damp = county('damp', 7 * HOUR_MS)
  const wet = county('wet', 10 * HOUR_MS)
  const hard = county('hard', 2 * HOUR_MS)
  const lid = county('lid', 5 * HOUR_MS)
  const eastward = [county('east', 11 * HOUR_MS), county('east-gust', 100 * MINUTE_MS)] as const
  const northward = [county('north', 11 * HOUR_MS), county('north-gust', 100 * MINUTE_MS)] as const

  const rain = (instant: number): number => {
    const rainyHours = (inYear(climate.rainDays, instant) / 30.4) * RAINY_HOURS
    if (wet(instant) < normalAbove(rainyHours)) return 0
    const meanMmH = inYear(climate.rainMm, instant) / (30.4 * 24 * rainyHours)
    return meanMmH * Math.exp(RAIN_SPREAD * hard(instant) - (RAIN_SPREAD * RAIN_SPREAD) / 2)
  }
  const sky = (instant: number): CountySky => {
    const rainMmH = rain(instant)
    const cloudTenths = rainMmH > 0 ? 10 : 10 / (1 + Math.exp(-1.6 * (cloud(instant) + 0.35 * front(instant) + 0.3)))
    return { sunElevationDeg: sunElevation(instant, MIDDLE), cloudTenths, rainMmH }
  }
  /** More wind by day, when the air is mixed. */
  const windOf = (instant: number) => {
    const byDay = 1 + 0.38 * daily(instant, 14.5)
    const axis = (mean: readonly number[], [slow, quick]: readonly [Series, Series]) =>
      byDay * (inYear(mean, instant) + WIND_ANOMALY.slow * slow(instant) + WIND_ANOMALY.quick * quick(instant))
    return { eastMs: axis(climate.windEastMs, eastward), northMs: axis(climate.windNorthMs, northward) }
  }

  return {
    sky,
    carrying(instant) {
      const { eastMs, northMs } = windOf(instant)
      const { sunElevationDeg, cloudTenths, rainMmH } = sky(instant)
      const ceilingM = rainMmH > 0 ? CEILING_IN_RAIN_M : cloudTenths > 7 ? CEILING_IN_CLOUD_M : null
      const stability = stabilityOf({ sunElevationDeg, cloudTenths, ceilingM }, Math.hypot(eastMs, northMs))
      const height = inYear(climate.mixedM, instant) - NIGHT_MIXED_M
      const byDay = Math.max(0, daily(instant, 15) + 0.1) / 1.1
      const cloudy = 1 - 0.04 * cloudTenths
      return {
        eastMs,
        northMs,
        stability,
        mixedM: (NIGHT_MIXED_M + height * byDay * cloudy) * (1 + 0.1 * lid(instant)),
      }
    },
    at({ code, townCode }) {
      const { warmerC, windShare } = ground[townCode] ?? openGround
      const local = (name: string, periodMs: number): Series => swing(seed, `${code}/weather/${name}`, periodMs)
      const own = {
        warmth: local('warmth', 20 * MINUTE_MS),
        damp: local('damp', 25 * MINUTE_MS),
        east: local('east', 5 * MINUTE_MS),
        north: local('north', 5 * MINUTE_MS),
      }
      const show = jitter(seed, `${code}/weather/instrument`)
      return (instant) => {
        const { cloudTenths, rainMmH } = sky(instant)
        const warmest = inYear(climate.warmestC, instant)
        const coldest = inYear(climate.coldestC, instant)
        // The sun's part of the day: less under cloud.
        const sun = daily(instant, 14.5) * (1.25 - 0.05 * cloudTenths)
        const temperatureC =
          (warmest + coldest) / 2 +
          ((warmest - coldest) / 2) * sun +
          2.6 * front(instant) +
          0.5 * warmth(instant) +
          0.15 * own.warmth(instant) +
          warmerC -
          Math.min(2, rainMmH) +
          0.03 * show(instant)
        const humidity =
          77 +
          5 * front(instant) -
          11 * sun +
          5 * damp(instant) +
          own.damp(instant) -
          2 * warmerC +
          (rainMmH > 0 ? 10 : 0)
        const pressureKPa = 101.4 + 0.9 * yearly(instant, 10) - 0.45 * front(instant) + 0.07 * tide(instant)
        const wind = windOf(instant)
        const east = windShare * (wind.eastMs + 0.2 * own.east(instant))
        const north = windShare * (wind.northMs + 0.2 * own.north(instant))
        return {
          temperatureC,
          humidity: Math.max(15, Math.min(99, humidity)),
          pressureKPa,
          windSpeedMs: Math.hypot(east, north),
          windFromDeg: fromOf(east, north),
        }
      }
    },
  }
}

/** Where a wind comes from that goes so much east and north, 0 ≤ d < 360. [°] */
export function fromOf(east: number, north: number): number {
  return ((Math.atan2(-east, -north) * 180) / Math.PI + 360) % 360
}

/** The atmosphere's half-daily tide: highest at 10 and 22 o'clock. */
function tide(instant: number): number {
  const course = daily(instant, 10)
  return 2 * course * course - 1
}

/** Above which value a standard normal lies with this chance (Abramowitz and Stegun 26.2.23, error below 4.5e-4). 0 < chance ≤ 0.5 */
function normalAbove(chance: number): number {
  const t = Math.sqrt(-2 * Math.log(chance))
  return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
}
