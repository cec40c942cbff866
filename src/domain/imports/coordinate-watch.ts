import { type CoordinateSystem, coordinateSystems, toWgs84 } from '../../standards/map-systems.ts'
import { type Degrees, isInside, type Outline } from '../../standards/places.ts'
import { type KnownPoint, likelierSystem } from './likelier-system.ts'
import type { ImportDoubt } from './model.ts'

/** Watches what a file writes of places beside what is known, and says when another system fits far better. */
export interface CoordinateWatch {
  /** A place of the file whose true place is known. */
  point(written: Degrees, wgs84: Degrees): void
  /** A place of the file that lies inside known borders. */
  within(written: Degrees, outline: Outline): void
  /** Borders of the file that hold known places. */
  holds(written: Outline, places: readonly Degrees[]): void
  doubts(): ImportDoubt[]
}

/** Fewer places that another system brings inside their borders may be chance: near a border the systems part. */
const [FEWEST_BROUGHT_IN, SHARE_BROUGHT_IN] = [2, 0.02]

export function coordinateWatch(declared: CoordinateSystem): CoordinateWatch {
  const points: KnownPoint[] = []
  const outside = new Map<CoordinateSystem, number>(coordinateSystems.map((system) => [system, 0]))
  let places = 0
  const countOutside = (isOutside: (system: CoordinateSystem) => boolean) => {
    places += 1
    for (const system of coordinateSystems) {
      if (isOutside(system)) outside.set(system, (outside.get(system) ?? 0) + 1)
    }
  }
  return {
    point(written, wgs84) {
      points.push({ written, wgs84 })
    },
    within(written, outline) {
      countOutside((system) => !isInside(outline, toWgs84(written, system)))
    },
    holds(written, known) {
      const bySystem = new Map(coordinateSystems.map((system) => [system, outlineInWgs84(written, system)]))
      for (const place of known) countOutside((system) => !isInside(bySystem.get(system) ?? [], place))
    },
    doubts() {
      const likelier = likelierSystem(points, declared)
      if (likelier !== null) return [{ doubt: 'coordinates', declared, points: points.length, ...likelier }]
      const here = outside.get(declared) ?? 0
      const [best] = [...outside].toSorted(([, one], [, other]) => one - other)
      if (best === undefined) return []
      const [likely, least] = best
      const isFar = here - least >= Math.max(FEWEST_BROUGHT_IN, places * SHARE_BROUGHT_IN)
      return isFar ? [{ doubt: 'borders', declared, likely, places, outside: here, outsideLikely: least }] : []
    },
  }
}

/** Decimals of a degree that are kept of borders: a tenth of a metre. */
const DECIMALS = 1_000_000

/** Borders of a map's system in WGS 84. */
export function outlineInWgs84(outline: Outline, system: CoordinateSystem): Outline {
  const rounded = (degrees: number) => Math.round(degrees * DECIMALS) / DECIMALS
  return outline.map((polygon) =>
    polygon.map((ring) =>
      ring.map(([x, y]): [number, number] => {
        const { lon, lat } = toWgs84({ lon: x, lat: y }, system)
        return [rounded(lon), rounded(lat)]
      }),
    ),
  )
}
