import { DAY_MS, HOUR_MS, MINUTE_MS } from '../src/standards/civil-time.ts'
import { daily, yearly } from './courses.ts'
import { jitter, type Series, swing } from './noise.ts'

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

/**
 * Weather of the county like that of the lowland on the middle Yangtze: January 5 °C, July 29 °C, northerlies in winter and
 * southerlies in summer, fronts every few days (warm, damp and low before, cold and high behind), calm nights.
 * Deterministic in (seed, instant, station).
 */
export function createWeather(seed: string): (at: { code: string; townCode: string }) => (instant: number) => Weather {
  const county = (name: string, periodMs: number) => swing(seed, `weather/${name}`, periodMs)
  const front = county('front', 2 * DAY_MS)
  const cloud = county('cloud', 9 * HOUR_MS)
  const warmth = county('warmth', 3 * HOUR_MS)
  const damp = county('damp', 7 * HOUR_MS)
  const eastward = [county('east', 14 * HOUR_MS), county('east-gust', 40 * MINUTE_MS)] as const
  const northward = [county('north', 14 * HOUR_MS), county('north-gust', 40 * MINUTE_MS)] as const

  return ({ code, townCode }) => {
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
      // The sun's part of the day: less under cloud.
      const sun = daily(instant, 14.5) * (1 - 0.2 * Math.tanh(cloud(instant)))
      const temperatureC =
        17.2 -
        12.3 * yearly(instant, 20) +
        3.6 * sun +
        2.6 * front(instant) +
        0.5 * warmth(instant) +
        0.15 * own.warmth(instant) +
        warmerC +
        0.03 * show(instant)
      const humidity = 74 + 5 * front(instant) - 13 * sun + 5 * damp(instant) + own.damp(instant) - 2 * warmerC
      const pressureKPa = 101.4 + 0.9 * yearly(instant, 10) - 0.45 * front(instant) + 0.07 * tide(instant)
      // More wind by day, when the air is mixed.
      const mixing = windShare * (0.8 + 0.3 * daily(instant, 14.5))
      const east = mixing * (0.5 + eastward[0](instant) + 0.35 * eastward[1](instant) + 0.2 * own.east(instant))
      const north =
        mixing *
        (-0.4 -
          0.9 * yearly(instant, 15) +
          northward[0](instant) +
          0.35 * northward[1](instant) +
          0.2 * own.north(instant))
      return {
        temperatureC,
        humidity: Math.max(15, Math.min(99, humidity)),
        pressureKPa,
        windSpeedMs: Math.hypot(east, north),
        windFromDeg: ((Math.atan2(-east, -north) * 180) / Math.PI + 360) % 360,
      }
    }
  }
}

/** The atmosphere's half-daily tide: highest at 10 and 22 o'clock. */
function tide(instant: number): number {
  const course = daily(instant, 10)
  return 2 * course * course - 1
}
