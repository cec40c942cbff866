import { type CoordinateSystem, coordinateSystems, toWgs84 } from '../../standards/coordinates.ts'
import { type Degrees, metresBetween } from '../../standards/places.ts'

export { gcjOfWgs, toWgs84 } from '../../standards/coordinates.ts'

/** A point of a file whose true place is known. */
export interface KnownPoint {
  written: Degrees
  wgs84: Degrees
}

/** Above it a declaration does not fit, below half of it another one does. [m] */
const FITS_M = 150

/**
 * Is the declared system a wrong one? Only said where another explains the known points far better; pure.
 * @returns the system that fits, and how far the declared one is off (median) [m]; null: nothing speaks against it
 */
export function likelierSystem(
  points: readonly KnownPoint[],
  declared: CoordinateSystem,
): { likely: CoordinateSystem; metres: number } | null {
  if (points.length === 0) return null
  const off = (system: CoordinateSystem) =>
    median(points.map(({ written, wgs84 }) => metresBetween(toWgs84(written, system), wgs84)))
  const metres = off(declared)
  const [best] = coordinateSystems.map((system) => ({ system, off: off(system) })).toSorted((a, b) => a.off - b.off)
  if (best === undefined || best.system === declared || metres < FITS_M || best.off > FITS_M / 2) return null
  return { likely: best.system, metres: Math.round(metres) }
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
}
