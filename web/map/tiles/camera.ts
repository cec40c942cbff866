import { metresPerLongitude, type Place, placeAt, type Size, type View } from '../frame.ts'

/** Where a map of tiles looks: its middle, and how near. */
export interface Camera extends Place {
  /** At zoom 0 the whole equator is 512 px, each step is twice as near. */
  zoom: number
}

/** The world at zoom 0, as maps of vector tiles count. [px] */
const WORLD_PX = 512

/**
 * The camera that shows what a view of our own frame shows. The frame is Web Mercator around its centre, so that each point of the
 * ground falls on the same pixel of both, near and far.
 */
export function cameraOf(anchor: Place, view: View): Camera {
  const pxPerDegree = metresPerLongitude(anchor) / view.scale
  return { ...placeAt(anchor, view), zoom: Math.log2((pxPerDegree * 360) / WORLD_PX) }
}

/** [°, WGS84] */
export interface Corners {
  west: number
  south: number
  east: number
  north: number
}

/** What a camera sees. */
export function seenBy(anchor: Place, view: View, size: Size): Corners {
  const [halfM, tallM] = [(size.width / 2) * view.scale, (size.height / 2) * view.scale]
  const low = placeAt(anchor, { eastM: view.eastM - halfM, northM: view.northM - tallM })
  const high = placeAt(anchor, { eastM: view.eastM + halfM, northM: view.northM + tallM })
  return { west: low.lonWgs84, south: low.latWgs84, east: high.lonWgs84, north: high.latWgs84 }
}

/** Do two pieces of the ground share any of it? */
export function overlap(one: Corners, other: Corners): boolean {
  return one.west < other.east && other.west < one.east && one.south < other.north && other.south < one.north
}
