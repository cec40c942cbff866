import { liesWithin, polygonsOverlap } from '../../standards/overlaps.ts'
import { metresBetween, type Polygon, type Position, type Ring } from '../../standards/places.ts'

import { type BorderFault, faultOfShape } from './model.ts'

/** A border lies within this of what is known of the county. [m] */
export const FARTHEST_M = 50_000

/** What a drawn line has to fit. */
export interface BorderGround {
  /** Holes of the part whose outer line it is. */
  holes: readonly Ring[]
  /** The other parts of the border, each with its place in it. */
  others: readonly { part: number; polygon: Polygon }[]
  /** Places of the county that are known; none: it may lie anywhere. */
  known: readonly Position[]
}

/** The first fault of a line that is to be a border; null: it may be one. */
export function faultOfBorder(ring: Ring, { holes, others, known }: BorderGround): BorderFault | null {
  const shape = faultOfShape(ring)
  if (shape !== null) return shape
  const far = farthest(ring, known)
  if (far !== null && far.metres > FARTHEST_M) {
    return { reason: 'far', point: far.point, km: Math.round(far.metres / 1_000) }
  }
  const hole = holes.findIndex((each) => !liesWithin(each, ring))
  if (hole >= 0) return { reason: 'hole', hole: hole + 1 }
  const overlap = others.find(({ polygon }) => polygonsOverlap([ring, ...holes], polygon))
  return overlap === undefined ? null : { reason: 'overlap', part: overlap.part + 1 }
}

/** The point of a ring that lies farthest outside the box around what is known, counted from 1; null: nothing is known. */
function farthest(ring: Ring, known: readonly Position[]): { point: number; metres: number } | null {
  if (known.length === 0) return null
  const box = { west: 180, east: -180, south: 90, north: -90 }
  for (const [lon, lat] of known) {
    box.west = Math.min(box.west, lon)
    box.east = Math.max(box.east, lon)
    box.south = Math.min(box.south, lat)
    box.north = Math.max(box.north, lat)
  }
  const away = ring.slice(0, -1).map(([lon, lat], at) => {
    const nearest = {
      lon: Math.min(box.east, Math.max(box.west, lon)),
      lat: Math.min(box.north, Math.max(box.south, lat)),
    }
    return { point: at + 1, metres: metresBetween({ lon, lat }, nearest) }
  })
  return away.reduce((most, one) => (one.metres > most.metres ? one : most), { point: 1, metres: 0 })
}
