import type { Ring } from '../../../src/standards/places.ts'
import type { Outline, Region, Station } from '../../api/queries.ts'
import { boundsOf, type Place } from '../../map/frame.ts'

/** What a border is drawn upon: where the map looks, and what its points may be drawn to. */
export interface BorderGround {
  /** In the middle of what the map shows first; null: nothing of the county is known. */
  anchor: Place | null
  fit: readonly Place[]
  /** Corners of the other regions and of the other parts of this one. */
  corners: readonly Place[]
}

export function groundOfBorder(
  region: Region,
  part: number,
  outlines: readonly Outline[],
  stations: readonly Station[],
): BorderGround {
  const ofRegion = (id: string | null) => outlines.find(({ regionId }) => regionId === id)?.polygons
  const own = placesOf(ofRegion(region.id)?.[part]?.[0] ?? [])
  const whole = placesOf(ofRegion(region.id)?.flat(2) ?? [])
  const above = placesOf(ofRegion(region.parentId)?.flat(2) ?? [])
  const county = placesOf(outlines.find(({ level }) => level === 'county')?.polygons.flat(2) ?? [])
  const fit = [own, whole, above, county, stations.slice(0, 1)].find((places) => places.length > 0) ?? []
  const corners = outlines.flatMap(({ regionId, polygons }) =>
    polygons.flatMap((polygon, at) => (regionId === region.id && at === part ? [] : placesOf(polygon.flat()))),
  )
  return { anchor: middleOf(fit), fit: fit.map(({ lonWgs84, latWgs84 }) => ({ lonWgs84, latWgs84 })), corners }
}

function placesOf(ring: Ring): Place[] {
  return ring.map(([lonWgs84, latWgs84]) => ({ lonWgs84, latWgs84 }))
}

function middleOf(places: readonly Place[]): Place | null {
  // Degrees instead of metres: the middle of a box is the same in both.
  const bounds = boundsOf(places.map(({ lonWgs84, latWgs84 }) => ({ eastM: lonWgs84, northM: latWgs84 })))
  return bounds && { lonWgs84: (bounds.west + bounds.east) / 2, latWgs84: (bounds.south + bounds.north) / 2 }
}
