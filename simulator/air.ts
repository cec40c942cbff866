import { DAY_MS, HOUR_MS, MINUTE_MS } from '../src/standards/civil-time.ts'
import { daily, hump, yearly } from './courses.ts'
import { jitter, swing } from './noise.ts'
import type { Weather } from './weather.ts'

/** Concentrations by factor code of src/standards/factors.ts [µg/m³; a21005 (CO) mg/m³]. */
export interface Air {
  a34004: number
  a34002: number
  a21026: number
  a21004: number
  a21005: number
  a05024: number
}

/**
 * An ordinary day of the demo stays below this PM2.5 [µg/m³], with what the instrument adds: what crosses 75 is a story
 * whose truth is known, not the dice.
 */
export const ORDINARY_MAX_PM25 = 74

/** From here on ordinary PM2.5 is pressed together towards {@link ORDINARY_MAX_PM25}. [µg/m³] */
const PRESSED_FROM = 55
const PRESSED_OVER = 17
/** Standard deviation of what the PM2.5 instrument adds [µg/m³]; three of them fit under the ordinary maximum. */
const PM25_JITTER = 0.6
const CLEANEST_PM25 = 8

/** What is more or less in a town than in the county as a whole; keys are town codes. */
// biome-ignore format: a table to proof-read
const towns: Readonly<Record<string, { particles: number; dust: number; traffic: number; firing: number }>> = {
  '001': { particles: 1.06, dust: 1.1,  traffic: 1.35, firing: 0.9  }, // the town centre
  '002': { particles: 0.96, dust: 1.0,  traffic: 1.2,  firing: 0.9  },
  '101': { particles: 1.12, dust: 1.3,  traffic: 1.0,  firing: 1.6  }, // brickworks, building materials
  '102': { particles: 0.9,  dust: 0.9,  traffic: 0.85, firing: 1.0  },
  '103': { particles: 0.95, dust: 1.15, traffic: 0.9,  firing: 1.0  }, // wharf
  '104': { particles: 0.86, dust: 0.9,  traffic: 0.7,  firing: 0.9  },
  '105': { particles: 0.8,  dust: 0.8,  traffic: 0.6,  firing: 0.8  }, // hills
  '201': { particles: 0.98, dust: 1.0,  traffic: 0.8,  firing: 1.1  },
}
const anyTown = { particles: 1, dust: 1, traffic: 1, firing: 1 }

/**
 * Ordinary air at a station, without planted stories: a background that swings over days, thinner in wind, with the habits
 * of the day (traffic at 8 and 19 o'clock, ozone after noon) and the year (particles in winter, ozone in summer) and what
 * each town adds. Deterministic in (seed, instant, weather).
 */
export function createAir(
  seed: string,
): (at: { code: string; townCode: string }) => (instant: number, weather: Weather) => Air {
  const stagnation = swing(seed, 'air/stagnation', 1.5 * DAY_MS)
  const inflow = swing(seed, 'air/inflow', 8 * HOUR_MS)

  return ({ code, townCode }) => {
    const town = towns[townCode] ?? anyTown
    const local = (name: string, periodMs: number) => swing(seed, `${code}/air/${name}`, periodMs)
    const shows = (name: string) => jitter(seed, `${code}/air/${name}/instrument`)
    const nearby = local('nearby', 80 * MINUTE_MS)
    const street = local('street', 12 * MINUTE_MS)
    const dustSwing = local('dust', 50 * MINUTE_MS)
    const kilnSwing = local('kiln', 2 * HOUR_MS)
    const noise = {
      pm25: shows('pm25'),
      pm10: shows('pm10'),
      so2: shows('so2'),
      no2: shows('no2'),
      co: shows('co'),
      o3: shows('o3'),
    }

    return (instant, weather) => {
      // One course for all: still air gathers, wind thins out.
      const stillness = Math.exp(0.2 * stagnation(instant) + 0.1 * inflow(instant) - 0.09 * (weather.windSpeedMs - 1.5))
      const season = 39 + 17 * yearly(instant, 10)
      const habit = 1 + 0.1 * hump(instant, 8.5, 2) + 0.15 * hump(instant, 20.5, 3) - 0.12 * hump(instant, 15, 3)
      const near = Math.exp(0.06 * nearby(instant) + 0.025 * street(instant))
      const pm25 = pressed(season * stillness * habit * near * town.particles)

      const dryness = (90 - weather.humidity) / 75
      const dust =
        town.dust * (9 + 10 * dryness) * (0.7 + 0.4 * daily(instant, 14)) * Math.exp(0.15 * dustSwing(instant))
      const traffic = 0.45 + 0.75 * hump(instant, 8, 1.8) + 0.9 * hump(instant, 19, 2.4)
      const no2 = 4 + 24 * town.traffic * traffic * stillness * Math.exp(0.1 * street(instant))
      const so2 = 3 + 4.5 * town.firing * stillness * Math.exp(0.2 * kilnSwing(instant))
      const co = 0.3 + 0.0075 * pm25 + 0.12 * town.traffic * traffic * stillness
      // Sun makes ozone, fresh nitrogen oxide of the street takes it.
      const sun = Math.max(0, daily(instant, 14.8) + 0.25)
      const o3 = 24 + (58 + 42 * yearly(instant, 190)) * sun - 0.35 * no2 + 2 * nearby(instant)

      return {
        a34004: pm25 + PM25_JITTER * noise.pm25(instant),
        a34002: 1.25 * pm25 + Math.max(2, dust) + 0.9 * noise.pm10(instant),
        a21026: Math.max(1, so2 + 0.25 * noise.so2(instant)),
        a21004: Math.max(2, no2 + 0.5 * noise.no2(instant)),
        a21005: Math.max(0.1, co + 0.01 * noise.co(instant)),
        a05024: Math.max(2, o3 + 0.7 * noise.o3(instant)),
      }
    }
  }
}

function pressed(pm25: number): number {
  if (pm25 <= PRESSED_FROM) return Math.max(CLEANEST_PM25, pm25)
  return PRESSED_FROM + PRESSED_OVER * Math.tanh((pm25 - PRESSED_FROM) / PRESSED_OVER)
}
