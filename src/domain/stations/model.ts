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

/** 核心圈, 重点圈, 辐射圈 around a national-control station, from the inside; a county may draw fewer, or two more. */
export const circles = ['core', 'key', 'radiation', 'fourth', 'fifth'] as const
export type Circle = (typeof circles)[number]

/** Outer edges of the circles that a county has. [km] */
export type CircleRadii = Readonly<Partial<Record<Circle, number>>>

/** A circle and how far it reaches. */
export interface DrawnCircle {
  circle: Circle
  km: number
}

/** 1, 3 and 5 km: what counties usually draw; no standard says so. `weike.json` and the county may say otherwise. */
export const usualRadiiKm = { core: 1, key: 3, radiation: 5 } as const satisfies CircleRadii

/** How far a circle may reach. [km] */
export const radiusBounds = { least: 0.1, most: 20 } as const

/** The circles that there are, from the inside. */
export function drawnCircles(radiiKm: CircleRadii): DrawnCircle[] {
  return circles.flatMap((circle) => {
    const km = radiiKm[circle]
    return km === undefined ? [] : [{ circle, km }]
  })
}

/** Radii from the inside as the circles that they are of. [km] */
export function radiiOfCircles(radiiKm: readonly number[]): CircleRadii {
  return Object.fromEntries(circles.flatMap((circle, at) => (radiiKm[at] === undefined ? [] : [[circle, radiiKm[at]]])))
}

/** May these be circles: one to five, each within bounds and wider than the one before? */
export function areCircles(radiiKm: readonly number[]): boolean {
  return (
    radiiKm.length >= 1 &&
    radiiKm.length <= circles.length &&
    radiiKm.every((km, at) => km >= radiusBounds.least && km <= radiusBounds.most && km > (radiiKm[at - 1] ?? 0))
  )
}

/** The innermost circle in which a place at a distance from the station lies; null: beyond all. [m] */
export function circleAt(distanceM: number, radiiKm: CircleRadii): Circle | null {
  return drawnCircles(radiiKm).find(({ km }) => distanceM <= km * 1000)?.circle ?? null
}
