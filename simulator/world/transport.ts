import { MINUTE_MS } from '../../src/standards/civil-time.ts'
import type { Place } from '../place.ts'
import {
  type Ground,
  type InitialSpread,
  LIGHT_WIND_MS,
  plume,
  puffs,
  type Stability,
  spreadOfExtent,
  stabilities,
  windAtHeight,
} from './dispersion.ts'
import type { Doing } from './habits.ts'
import { type Series, swing } from './noise.ts'
import { remembered } from './remembered.ts'
import { beside, extents, sources, type WorldSource } from './sources.ts'
import type { Carrying, CountyWeather } from './weather.ts'

/** What one source adds at a station, by factor code of src/standards/factors.ts [µg/m³; a21005 mg/m³]. */
export interface Added {
  a34004: number
  a34002: number
  a21026: number
  a21004: number
  a21005: number
}

/** What is carried is worked out so often and lies on a straight line between. [ms] */
const KNOT_MS = 5 * MINUTE_MS
const KNOTS_REMEMBERED = 16
/** Nearer than this nobody can tell a plume from the source itself. [m] */
const NEAREST_M = 80
/** Farther away a source is a part of the background. [m] */
const FARTHEST_M = 15_000
/** An instrument breathes at this height. [m] */
const INLET_M = 3
/** The wind that carries is not the one that the mast measures: it turns and swells by so much. [°, of the logarithm] */
const OTHER_WIND = { turnDeg: 9, swell: 0.2 } as const
/** Wandering of the direction within an hour, at least … [rad] */
const LEAST_WANDERING_RAD = (9 * Math.PI) / 180
/** … and in light wind as much as the air moves to and fro by itself, whatever the stability (Hanna 1990: some 0.5 m/s). [m/s] */
const TO_AND_FRO_MS = 0.5
/** Between puffs and plume nothing jumps: so far on either side of the wind that parts them both have their share. [m/s] */
const EITHER_SIDE_MS = 0.3
const LEAST_WIND_MS = 0.05
/** Milligrams in a microgram. */
const MG = 1e-3

const builtUp: ReadonlySet<string> = new Set(['001', '002'])
const KM_PER_DEGREE = { north: 110.86, east: 111.32 } as const

/** Where a source lies as seen from a station. [m] */
interface Between {
  source: WorldSource
  eastM: number
  northM: number
  ground: Ground
  initial: InitialSpread
}

/**
 * What each source adds at a station: its plume, or puffs where the wind is light, in a wind that turns and swells against the
 * measured one, under a stability that is a class off now and then. Deterministic in (seed, instant).
 * @param doing what each source gives off
 */
export function createTransport(
  seed: string,
  weather: CountyWeather,
  doing: (source: WorldSource) => (instant: number) => Doing,
): (station: Place & { code: string; townCode: string }) => (instant: number) => ReadonlyMap<string, Added> {
  const turn = swing(seed, 'transport/turn', 70 * MINUTE_MS)
  const swell = swing(seed, 'transport/swell', 90 * MINUTE_MS)
  const classOff = swing(seed, 'transport/class', 150 * MINUTE_MS)
  const doings = sources.map((source) => doing(source))
  // The same for all stations, which are asked one after the other.
  const county = remembered(KNOTS_REMEMBERED, (place) => {
    const instant = place * KNOT_MS
    const air = carried(weather.carrying(instant), { turn, swell, classOff }, instant)
    return { air, doings: doings.map((doingAt) => doingAt(instant)) }
  })

  return (station) => {
    const here = sources.map((source) => between(station, source))
    const knot = remembered(KNOTS_REMEMBERED, (place) => {
      const { air, doings } = county(place)
      return new Map(
        here.flatMap((there, at) => {
          const doing = doings[at]
          if (doing === undefined || (doing.share === 0 && doing.gasShare === 0)) return []
          const one = ofOneGram(there, air)
          return one === 0 ? [] : [[there.source.code, addedBy(there.source, one, doing)] as const]
        }),
      )
    })
    return (instant) => {
      const place = instant / KNOT_MS
      const before = Math.floor(place)
      return blended(knot(before), knot(before + 1), place - before)
    }
  }
}

function between(station: Place & { townCode: string }, source: WorldSource): Between {
  const scale = Math.cos((station.latWgs84 * Math.PI) / 180)
  return {
    source,
    eastM: (station.lonWgs84 - source.lonWgs84) * KM_PER_DEGREE.east * scale * 1000,
    northM: (station.latWgs84 - source.latWgs84) * KM_PER_DEGREE.north * 1000,
    ground: builtUp.has(station.townCode) ? 'urban' : 'rural',
    initial: spreadOfExtent(extents[source.habit]),
  }
}

interface CarryingAir {
  eastMs: number
  northMs: number
  windMs: number
  stability: Stability
  mixedM: number
}

function carried(
  measured: Carrying,
  off: { turn: Series; swell: Series; classOff: Series },
  instant: number,
): CarryingAir {
  const angle = (OTHER_WIND.turnDeg * off.turn(instant) * Math.PI) / 180
  const factor = Math.exp(OTHER_WIND.swell * off.swell(instant))
  const eastMs = factor * (measured.eastMs * Math.cos(angle) - measured.northMs * Math.sin(angle))
  const northMs = factor * (measured.eastMs * Math.sin(angle) + measured.northMs * Math.cos(angle))
  const shift = Math.max(-1, Math.min(1, Math.round(0.6 * off.classOff(instant))))
  const place = stabilities.indexOf(measured.stability) + shift
  const stability = stabilities[Math.max(0, Math.min(stabilities.length - 1, place))] ?? measured.stability
  return {
    eastMs,
    northMs,
    windMs: Math.max(LEAST_WIND_MS, Math.hypot(eastMs, northMs)),
    stability,
    mixedM: measured.mixedM,
  }
}

/** [µg/m³ for 1 g/s] */
function ofOneGram(there: Between, air: CarryingAir): number {
  const { eastM, northM } = there
  const { eastMs, northMs, windMs } = air
  if (Math.hypot(eastM, northM) > FARTHEST_M) return 0
  const downwindM = (eastM * eastMs + northM * northMs) / windMs
  const crosswindM = (eastM * northMs - northM * eastMs) / windMs
  const windy = Math.max(0, Math.min(1, (windMs - LIGHT_WIND_MS + EITHER_SIDE_MS) / (2 * EITHER_SIDE_MS)))
  const still = windy === 1 ? 0 : (1 - windy) * asPuffs(there, air, downwindM, crosswindM)
  return windy === 0 ? still : still + windy * asPlume(there, air, downwindM, crosswindM)
}

/** Inside a wide source one is some way from the middle of what it gives off. */
function asPuffs({ source, initial }: Between, air: CarryingAir, downwindM: number, crosswindM: number): number {
  const distance = Math.max(1, Math.hypot(downwindM, crosswindM))
  const far = Math.max(NEAREST_M, Math.hypot(distance, 2 * initial.y)) / distance
  const at = { downwindM: downwindM * far, crosswindM: crosswindM * far }
  return puffs(air.stability, air.windMs, Math.max(source.heightM, initial.z), at)
}

function asPlume(
  { source, ground, initial }: Between,
  { windMs, stability, mixedM }: CarryingAir,
  downwindM: number,
  crosswindM: number,
): number {
  // Of a wide source a part lies upwind of who stands in it.
  const upwind = initial.y === 0 ? (downwindM > 0 ? 1 : 0) : shareBelow(downwindM / initial.y)
  if (upwind < LEAST_SHARE) return 0
  const wanderingRad = Math.max(LEAST_WANDERING_RAD, TO_AND_FRO_MS / windMs)
  const windHere = windAtHeight(windMs, source.heightM, ground, stability)
  const air = { ground, stability, lidM: mixedM, wanderingRad, initial, windMs: Math.max(1, windHere) }
  const at = { downwindM: Math.max(NEAREST_M, downwindM), crosswindM, heightM: INLET_M }
  return upwind * plume(air, source.heightM, at)
}

const LEAST_SHARE = 1e-3

/** Share of a standard normal below a value, to a hundredth (logistic curve of Bowling et al. 2009). */
function shareBelow(value: number): number {
  return 1 / (1 + Math.exp(-1.702 * value))
}

/** @param one what one gram a second adds [µg/m³] */
function addedBy(source: WorldSource, one: number, { share, gasShare }: Doing): Added {
  const fine = one * source.fineGs * share
  const gas = one * source.fineGs * gasShare
  const others = beside[source.habit]
  return {
    a34004: fine,
    a34002: fine * others.pm10,
    a21026: gas * others.so2,
    a21004: gas * others.no2,
    a21005: gas * others.co * MG,
  }
}

/** Of all sources together. */
export function sumOf(parts: ReadonlyMap<string, Added>): Added {
  const sum = { ...nothing }
  for (const part of parts.values()) {
    sum.a34004 += part.a34004
    sum.a34002 += part.a34002
    sum.a21026 += part.a21026
    sum.a21004 += part.a21004
    sum.a21005 += part.a21005
  }
  return sum
}

const nothing: Added = { a34004: 0, a34002: 0, a21026: 0, a21004: 0, a21005: 0 }

function blended(
  left: ReadonlyMap<string, Added>,
  right: ReadonlyMap<string, Added>,
  weight: number,
): Map<string, Added> {
  const both = new Map<string, Added>()
  for (const code of new Set([...left.keys(), ...right.keys()])) {
    const a = left.get(code) ?? nothing
    const b = right.get(code) ?? nothing
    const at = (factor: keyof Added) => a[factor] * (1 - weight) + b[factor] * weight
    both.set(code, {
      a34004: at('a34004'),
      a34002: at('a34002'),
      a21026: at('a21026'),
      a21004: at('a21004'),
      a21005: at('a21005'),
    })
  }
  return both
}
