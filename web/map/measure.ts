import { bearingDeg, metresBetween } from '../../src/standards/places.ts'
import type { Place } from './frame.ts'

/** A straight way from one place to the next. */
export interface Leg {
  from: Place
  to: Place
  /** Along the great circle. [m] */
  metres: number
  /** [°, clockwise from north] */
  bearing: number
}

/** The legs of a way, in order. */
export function legsOf(way: readonly Place[]): Leg[] {
  return way.slice(1).map((to, at) => {
    const from = way[at] ?? to
    const [one, other] = [degreesOf(from), degreesOf(to)]
    return { from, to, metres: metresBetween(one, other), bearing: Math.round(bearingDeg(one, other)) % 360 }
  })
}

function degreesOf({ lonWgs84, latWgs84 }: Place): { lon: number; lat: number } {
  return { lon: lonWgs84, lat: latWgs84 }
}

/** `640 m`, `2.21 km`, `38.2 km`: three figures, as many as a press on a map is good for. */
export function lengthText(metres: number): string {
  if (metres < 1_000) return `${Math.round(metres)} m`
  return `${(metres / 1_000).toFixed(metres < 10_000 ? 2 : 1)} km`
}

/** `640 m`, `2.2 km`: how far something lies, as lists and cards have it. */
export function distanceText(metres: number): string {
  return metres < 1_000 ? `${Math.round(metres / 10) * 10} m` : `${(metres / 1_000).toFixed(1)} km`
}
