import { civilOf, DAY_MS, instantOf, OFFSET_MS } from '../../src/standards/civil-time.ts'
import { type Stability, stabilities } from './dispersion.ts'

/** Sun and sky as the stability of the air needs them. */
export interface Sky {
  /** Of the sun above the horizon; negative by night. [°] */
  sunElevationDeg: number
  /** Tenths of the sky. */
  cloudTenths: number
  /** Height of the lowest cloud. [m]; null: no low cloud */
  ceilingM: number | null
}

const DEGREES = 180 / Math.PI
/** The meridian of Asia/Shanghai. [°] */
const MERIDIAN_DEG = 120

/** Height of the sun; the equation of time is left out (at most 4°). Declination by Spencer (1971). [°] */
export function sunElevation(instant: number, place: { lonWgs84: number; latWgs84: number }): number {
  const local = instant + OFFSET_MS
  const newYear = instantOf({ year: civilOf(instant).year, month: 1, day: 1, hour: 0, minute: 0, second: 0 })
  const dayOfYear = Math.floor((instant - newYear) / DAY_MS)
  const angle = (2 * Math.PI * dayOfYear) / 365
  const declination =
    0.006918 -
    0.399912 * Math.cos(angle) +
    0.070257 * Math.sin(angle) -
    0.006758 * Math.cos(2 * angle) +
    0.000907 * Math.sin(2 * angle) -
    0.002697 * Math.cos(3 * angle) +
    0.00148 * Math.sin(3 * angle)
  const hour = (((local % DAY_MS) + DAY_MS) % DAY_MS) / 3_600_000
  const hourAngle = (15 * (hour - 12) + place.lonWgs84 - MERIDIAN_DEG) / DEGREES
  const latitude = place.latWgs84 / DEGREES
  const sine =
    Math.sin(latitude) * Math.sin(declination) + Math.cos(latitude) * Math.cos(declination) * Math.cos(hourAngle)
  return Math.asin(sine) * DEGREES
}

/** Lower edges of the sun's height for insolation classes 4, 3 and 2. [°] */
const insolation = [60, 35, 15] as const
/** 7,000 and 16,000 ft. [m] */
const LOW_CEILING_M = 2133.6
const MIDDLE_CEILING_M = 4876.8

/** Turner's net radiation index (Turner 1964): 4 strong sun to −2 clear night. */
export function radiationIndex({ sunElevationDeg, cloudTenths, ceilingM }: Sky): number {
  const isLow = ceilingM !== null && ceilingM < LOW_CEILING_M
  if (cloudTenths >= 10 && isLow) return 0
  if (sunElevationDeg <= 0) return cloudTenths <= 4 ? -2 : -1
  const sun = 4 - insolation.filter((edge) => sunElevationDeg <= edge).length
  if (cloudTenths <= 5) return sun
  const isMiddle = ceilingM !== null && ceilingM < MIDDLE_CEILING_M
  const taken = isLow ? 2 : isMiddle ? 1 : cloudTenths >= 10 ? 1 : 0
  return Math.max(1, sun - taken)
}

/** Upper edges of the classes of wind in Turner's table. [m/s] */
const windEdges = [0.75, 1.85, 2.85, 3.35, 3.85, 4.85, 5.45, 5.95] as const
/** One row a class of wind; columns are the radiation index from 4 down to −2; 1 = A … 6 = F, 7 = G, which counts as F. */
const turner = [
  '1123467',
  '1223467',
  '1234456',
  '2234456',
  '2234445',
  '2334445',
  '3344445',
  '3344444',
  '3444444',
] as const

/** Stability of the air (Turner 1964). @param windMs at 10 m */
export function stabilityOf(sky: Sky, windMs: number): Stability {
  const row = windEdges.filter((edge) => windMs > edge).length
  const column = 4 - radiationIndex(sky)
  const digit = Number(turner[row]?.[column])
  return stabilities[Math.min(digit, stabilities.length) - 1] ?? 'D'
}
