import { bearingDeg as bearingBetween, type Degrees, metresBetween } from '../../standards/places.ts'

/** National-control 国控, provincial 省控, micro 微站. */
export const stationLevels = ['national', 'provincial', 'micro'] as const
export type StationLevel = (typeof stationLevels)[number]

export interface Station {
  countyId: string
  id: string
  code: string
  name: string
  level: StationLevel
  regionId: string
  lonWgs84: number
  latWgs84: number
}

/** As it is kept: which of its versions this is. */
export interface KeptStation extends Station {
  version: number
}

interface Place {
  lonWgs84: number
  latWgs84: number
}

/** Metres between two places, along a great circle. */
export function distanceM(one: Place, other: Place): number {
  return metresBetween(degrees(one), degrees(other))
}

/** Direction in which another place lies, clockwise from north, to the degree. [°, 0–359] */
export function bearingDeg(from: Place, to: Place): number {
  return Math.round(bearingBetween(degrees(from), degrees(to))) % 360
}

function degrees({ lonWgs84, latWgs84 }: Place): Degrees {
  return { lon: lonWgs84, lat: latWgs84 }
}

/** 核心圈, 重点圈, 辐射圈: around a national-control station, from the inside. */
export const circles = ['core', 'key', 'radiation'] as const
export type Circle = (typeof circles)[number]

/** Outer edges of the circles. [km] */
export type CircleRadii = Readonly<Record<Circle, number>>

/** 1, 3 and 5 km: what counties usually draw; for the rules of alerts a county may set its own (`alerts` in weike.json). */
export const usualRadiiKm: CircleRadii = { core: 1, key: 3, radiation: 5 }

/** The innermost circle in which a place at a distance from the station lies; null: beyond all. [m] */
export function circleAt(distanceM: number, radiiKm: CircleRadii = usualRadiiKm): Circle | null {
  return circles.find((circle) => distanceM <= radiiKm[circle] * 1000) ?? null
}
