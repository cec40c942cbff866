import { civilOf, DAY_MS, HOUR_MS } from '../../src/standards/civil-time.ts'
import { climate, dayCourses, inDay, inYear } from './climate.ts'
import { hourOfDay, yearly } from './courses.ts'
import { type Series, swing } from './noise.ts'
import { remembered } from './remembered.ts'
import type { CountyWeather } from './weather.ts'

/** Concentrations by factor code of src/standards/factors.ts [µg/m³; a21005 (CO) mg/m³]. */
export interface Air {
  a34004: number
  a34002: number
  a21026: number
  a21004: number
  a21005: number
  a05024: number
}

/** Annual mean of PM2.5 that comes from outside, and how it falls from year to year. Ours, so that a station measures some 35 to 45. */
const BACKGROUND_2025 = 37
const FALLS_BY = 0.04
/** Spread of the logarithm: of air masses, of the slow part, of a station against its county. */
const SPREAD = { synoptic: 0.43, quick: 0.12, slow: 0.2, here: 0.13, hereQuick: 0.07 } as const
/** Fine particles are washed out by rain: change of the logarithm an hour, from so much rain on. [mm/h] */
// biome-ignore format: a table to proof-read
const washing = [
  { fromMmH: 5,   change: -0.20 },
  { fromMmH: 2,   change: -0.12 },
  { fromMmH: 0.5, change: -0.08 },
  { fromMmH: 0.1, change: -0.04 },
] as const
/** Air that was washed is replaced within a day or so. [h] */
const WASHED_FOR_H = 15
const LOOKED_BACK_H = 36
const HOURS_REMEMBERED = 64

/**
 * The air that comes from outside and that the whole county shares, as it would be measured without any source of its own:
 * swings of air masses over days, the habits of the year and the day, rain that washes out. Deterministic in (seed, instant).
 */
export function createBackground(
  seed: string,
  weather: CountyWeather,
): (station: { code: string }) => (instant: number) => Air {
  const of = (name: string, periodMs: number) => swing(seed, `background/${name}`, periodMs)
  const synoptic = of('synoptic', 2.05 * DAY_MS)
  const quick = of('quick', 8 * HOUR_MS)
  const slow = of('slow', 12 * DAY_MS)
  const ratio = of('ratio', 20 * HOUR_MS)
  const gases = of('gases', 1.2 * DAY_MS)
  const washed = perHour((hour) => {
    let change = 0
    for (let back = 0; back < LOOKED_BACK_H; back += 1) {
      const { rainMmH } = weather.sky((hour - back) * HOUR_MS)
      const step = washing.find(({ fromMmH }) => rainMmH >= fromMmH)
      if (step !== undefined) change += step.change * Math.exp(-back / WASHED_FOR_H)
    }
    return change
  })

  return ({ code }) => {
    const here = (name: string, periodMs: number): Series => swing(seed, `${code}/background/${name}`, periodMs)
    const own = here('own', 9 * HOUR_MS)
    const ownQuick = here('own-quick', 80 * 60_000)
    return (instant) => {
      const hour = hourOfDay(instant)
      const summer = (1 - yearly(instant, 15)) / 2
      const swung =
        SPREAD.synoptic * synoptic(instant) +
        SPREAD.quick * quick(instant) +
        SPREAD.slow * slow(instant) +
        SPREAD.here * own(instant) +
        SPREAD.hereQuick * ownQuick(instant)
      const rain = washed(instant)
      const fine =
        levelOf(instant) *
        inYear(climate.fineShare, instant) *
        inDay(dayCourses.fine, hour, summer) *
        Math.exp(swung - HALF_VARIANCE + rain)
      const share = inYear(climate.fineInPm10, instant)
      // Between 0 and 1 whatever the swing; rain takes the coarse part twice as fast.
      const inPm10 = 1 / (1 + ((1 - share) / share) * Math.exp(0.45 * ratio(instant) + rain))
      const thick = Math.exp(0.35 * swung)
      const many = Math.exp(0.18 * gases(instant) - 0.016)
      const no2 = 0.72 * inYear(climate.no2, instant) * inDay(dayCourses.no2, hour, summer) * thick * many
      return {
        a34004: fine,
        a34002: fine / inPm10,
        a21026: 0.8 * inYear(climate.so2, instant) * inDay(dayCourses.so2, hour, summer) * thick * many,
        a21004: no2,
        a21005: 0.92 * inYear(climate.co, instant) * Math.exp(0.25 * swung),
        // Sun makes ozone, fresh nitrogen oxide takes it, and a cloudy sky makes little.
        a05024: Math.max(
          2,
          inYear(climate.o3, instant) *
            inDay(dayCourses.o3, hour, summer) *
            Math.exp(0.3 * gases(instant) - 0.045) *
            (1.3 - 0.04 * weather.sky(instant).cloudTenths),
        ),
      }
    }
  }
}

const HALF_VARIANCE = Object.values(SPREAD).reduce((sum, one) => sum + one * one, 0) / 2

function levelOf(instant: number): number {
  return BACKGROUND_2025 * (1 - FALLS_BY) ** (civilOf(instant).year - 2025)
}

/** A series that is worked out at full hours and lies on a straight line between. */
function perHour(at: (hour: number) => number): Series {
  const value = remembered(HOURS_REMEMBERED, at)
  return (instant) => {
    const place = instant / HOUR_MS
    const hour = Math.floor(place)
    const weight = place - hour
    return value(hour) * (1 - weight) + value(hour + 1) * weight
  }
}
