/** A place in degrees. */
export interface Place {
  lonWgs84: number
  latWgs84: number
}

/**
 * Metres on the ground from a centre: east and north, as the Web Mercator projection lays them, in the scale that it has at the
 * centre. Good to a few per mille within 20 km, and the same ground as that of any map's tiles. [WGS84, m]
 */
export interface Offset {
  eastM: number
  northM: number
}

/** A point of the screen, down from the top and right from the left of the map. [px] */
export interface Point {
  x: number
  y: number
}

/** [px] */
export interface Size {
  width: number
  height: number
}

/** A box on the map. [px] */
export interface Box extends Point, Size {}

/** What of the ground is seen: what lies in the middle of the map, and how much of it goes into a pixel. */
export interface View extends Offset {
  /** [m/px] */
  scale: number
}

/** [m] */
export interface Bounds {
  west: number
  east: number
  south: number
  north: number
}

const METRES_PER_DEGREE = 111_320
/** From a yard gate to some counties side by side. [m/px] */
const [NEAREST, FARTHEST] = [0.25, 400]

export function offsetFrom(centre: Place, place: Place): Offset {
  return {
    eastM: (place.lonWgs84 - centre.lonWgs84) * metresPerLongitude(centre),
    northM: (mercatorNorth(place.latWgs84) - mercatorNorth(centre.latWgs84)) * metresPerLongitude(centre),
  }
}

/** The place that lies so far from a centre: the way back of `offsetFrom`. */
export function placeAt(centre: Place, { eastM, northM }: Offset): Place {
  return {
    lonWgs84: centre.lonWgs84 + eastM / metresPerLongitude(centre),
    latWgs84: degrees(
      Math.atan(Math.sinh(radians(mercatorNorth(centre.latWgs84) + northM / metresPerLongitude(centre)))),
    ),
  }
}

/** How far north of the equator the Mercator projection lays a latitude, in degrees of longitude: ln tan(π/4 + φ/2). */
function mercatorNorth(latWgs84: number): number {
  return degrees(Math.asinh(Math.tan(radians(latWgs84))))
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI
}

/** What a degree of longitude is long at a place. [m] */
export function metresPerLongitude({ latWgs84 }: Place): number {
  return METRES_PER_DEGREE * Math.cos(radians(latWgs84))
}

/** Where something on the ground stands on the screen. */
export function pointOf(view: View, size: Size, { eastM, northM }: Offset): Point {
  return {
    x: size.width / 2 + (eastM - view.eastM) / view.scale,
    y: size.height / 2 - (northM - view.northM) / view.scale,
  }
}

/** What of the ground lies under a point of the screen. */
export function offsetOf(view: View, size: Size, { x, y }: Point): Offset {
  return {
    eastM: view.eastM + (x - size.width / 2) * view.scale,
    northM: view.northM - (y - size.height / 2) * view.scale,
  }
}

/** The view after the ground was dragged along. [px] */
export function panned(view: View, { x, y }: Point): View {
  return { ...view, eastM: view.eastM - x * view.scale, northM: view.northM + y * view.scale }
}

/** The view so many times nearer, with the ground under a point of the screen staying where it is. */
export function zoomed(view: View, size: Size, at: Point, times: number): View {
  const scale = within(view.scale / times)
  const { eastM, northM } = offsetOf(view, size, at)
  return {
    scale,
    eastM: eastM - (at.x - size.width / 2) * scale,
    northM: northM + (at.y - size.height / 2) * scale,
  }
}

/** Where another view has what is drawn for one: how far its middle lies from the middle [px], and how much it is stretched. */
export function laidIn(drawn: View, now: View): Point & { stretch: number } {
  return {
    x: (drawn.eastM - now.eastM) / now.scale,
    y: (now.northM - drawn.northM) / now.scale,
    stretch: drawn.scale / now.scale,
  }
}

/** The same as a transform about the middle; whole pixels while nothing is stretched: letters stay sharp. */
export function transformIn(drawn: View, now: View): string {
  const { x, y, stretch } = laidIn(drawn, now)
  const [left, top] = stretch === 1 ? [Math.round(x), Math.round(y)] : [x, y]
  return `translate(${left}px, ${top}px) scale(${stretch})`
}

/** What of a sheet that is drawn for one view is looked at in another one: so much of it as the sheet is large. [px of the sheet] */
export function areaOf(view: View, seen: Offset, sheet: Size): Box {
  const { x, y } = pointOf(view, sheet, seen)
  return { ...sheet, x: x - sheet.width / 2, y: y - sheet.height / 2 }
}

/** @param beyond so far from its edges still counts [px] */
export function isIn({ x, y, width, height }: Box, point: Point, beyond = 0): boolean {
  const isAcross = point.x >= x - beyond && point.x <= x + width + beyond
  return isAcross && point.y >= y - beyond && point.y <= y + height + beyond
}

/** The nearest view that shows all of some ground, with so much air around it. [px] */
export function fitted({ west, east, south, north }: Bounds, size: Size, air: number): View {
  const room = { width: Math.max(60, size.width - 2 * air), height: Math.max(60, size.height - 2 * air) }
  return {
    scale: within(Math.max((east - west) / room.width, (north - south) / room.height)),
    eastM: (west + east) / 2,
    northM: (south + north) / 2,
  }
}

/** What holds all of some ground and at least so much to each side of its middle; null of nothing. [m] */
export function boundsOf(offsets: readonly Offset[], leastM = 0): Bounds | null {
  if (offsets.length === 0) return null
  const bounds = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity }
  for (const { eastM, northM } of offsets) {
    bounds.west = Math.min(bounds.west, eastM)
    bounds.east = Math.max(bounds.east, eastM)
    bounds.south = Math.min(bounds.south, northM)
    bounds.north = Math.max(bounds.north, northM)
  }
  const [middleEast, middleNorth] = [(bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2]
  return {
    west: Math.min(bounds.west, middleEast - leastM),
    east: Math.max(bounds.east, middleEast + leastM),
    south: Math.min(bounds.south, middleNorth - leastM),
    north: Math.max(bounds.north, middleNorth + leastM),
  }
}

/** A circle's bounds around the centre. [m] */
export function aroundCentre(radiusM: number): Bounds {
  return { west: -radiusM, east: radiusM, south: -radiusM, north: radiusM }
}

function within(scale: number): number {
  return Math.min(FARTHEST, Math.max(NEAREST, scale))
}

/** A round length on the ground that is drawn at most so wide. [m] @param mostPx [px] */
export function roundLength(scale: number, mostPx: number): number {
  const most = scale * mostPx
  const ten = 10 ** Math.floor(Math.log10(most))
  return ten * (most >= 5 * ten ? 5 : most >= 2 * ten ? 2 : 1)
}
