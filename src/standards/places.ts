/** Places on the ground: degrees of WGS 84, metres between them, and what lies inside an outline. */

/** A place in degrees. */
export interface Degrees {
  lon: number
  lat: number
}

/** Mean radius of the earth (IUGG 1980). [m] */
const EARTH_M = 6_371_009
const RADIANS = Math.PI / 180

/** Metres between two places along a great circle, on a sphere: within 0.5 % of the ellipsoid, and far better nearby. */
export function metresBetween(one: Degrees, other: Degrees): number {
  const [dLat, dLon] = [(other.lat - one.lat) * RADIANS, (other.lon - one.lon) * RADIANS]
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(one.lat * RADIANS) * Math.cos(other.lat * RADIANS) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Direction in which `to` lies from `from`, clockwise from north, along the great circle. [°, 0–360) */
export function bearingDeg(from: Degrees, to: Degrees): number {
  const dLon = (to.lon - from.lon) * RADIANS
  const [lat1, lat2] = [from.lat * RADIANS, to.lat * RADIANS]
  const east = Math.sin(dLon) * Math.cos(lat2)
  const north = Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(dLon)
  return (Math.atan2(east, north) / RADIANS + 360) % 360
}

/** A point as GeoJSON writes it (RFC 7946): longitude, latitude. [°] */
export type Position = readonly [lon: number, lat: number]
/** Closed: its last point is its first. */
export type Ring = readonly Position[]
/** An outer ring, and the rings of its holes. */
export type Polygon = readonly Ring[]
/** What is inside any of its polygons is inside. */
export type Outline = readonly Polygon[]

/** Is a place inside an outline? A place on its border is. */
export function isInside(outline: Outline, place: Degrees): boolean {
  return outline.some((polygon) => {
    const [outer, ...holes] = polygon
    if (outer === undefined) return false
    const side = sideOf(outer, place)
    if (side !== 'inside') return side === 'border'
    return holes.every((hole) => sideOf(hole, place) !== 'inside')
  })
}

/** Where a place lies to one ring (even-odd rule along the parallel to the east of it). */
function sideOf(ring: Ring, { lon, lat }: Degrees): 'inside' | 'border' | 'outside' {
  let inside = false
  let before = ring.at(-1)
  // Without taking pairs apart: a border has thousands of corners, and a phone asks for hundreds of places at once.
  for (const point of ring) {
    const from = before
    before = point
    if (from === undefined) continue
    const y1 = from[1]
    const y2 = point[1]
    if ((y1 < lat && y2 < lat) || (y1 > lat && y2 > lat)) continue
    const x1 = from[0]
    const x2 = point[0]
    if (lon >= Math.min(x1, x2) && lon <= Math.max(x1, x2)) {
      const turn = (x2 - x1) * (lat - y1) - (lon - x1) * (y2 - y1)
      if (turn === 0) return 'border'
    }
    // Half-open: a corner belongs to one of its two sides, so that it is crossed once.
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside
  }
  return inside ? 'inside' : 'outside'
}

/**
 * Metres from a place to an outline, 0 inside it. On a plane that touches the earth at the place: within a percent for the
 * tens of kilometres of a county.
 * @returns Infinity for an outline without a border
 */
export function metresToOutline(outline: Outline, place: Degrees): number {
  if (isInside(outline, place)) return 0
  const metresPerDegree = EARTH_M * RADIANS
  const onPlane = ([lon, lat]: Position) => ({
    x: (lon - place.lon) * metresPerDegree * Math.cos(place.lat * RADIANS),
    y: (lat - place.lat) * metresPerDegree,
  })
  let least = Number.POSITIVE_INFINITY
  for (const ring of outline.flat()) {
    const corners = ring.map(onPlane)
    for (const [at, from] of corners.entries()) {
      const to = corners[at + 1] ?? from
      const [dx, dy] = [to.x - from.x, to.y - from.y]
      const length2 = dx ** 2 + dy ** 2
      const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(from.x * dx + from.y * dy) / length2))
      least = Math.min(least, Math.hypot(from.x + share * dx, from.y + share * dy))
    }
  }
  return least
}

/** An outline and whose it is; `depth` grows from the county down. */
export interface Outlined {
  depth: number
  outline: Outline
}

/**
 * Which region contains a place: the deepest whose outline has it inside or on its border; of several as deep the first in the
 * order given.
 * @returns undefined when none does
 */
export function containing<T extends Outlined>(regions: readonly T[], place: Degrees): T | undefined {
  let found: T | undefined
  for (const region of regions) {
    const isDeeper = found === undefined || region.depth > found.depth
    if (isDeeper && isInside(region.outline, place)) found = region
  }
  return found
}
