import type { Degrees, Outline, Position, Ring } from './places.ts'

/**
 * What a border is measured and judged by: its area on the ellipsoid of WGS 84 (NIMA TR8350.2, 2000), and edges that meet where
 * they may not. Rings are closed: the last point is the first. Edge n leads from point n to point n + 1, counted from 1.
 */

/** Semi-major axis [m] and flattening of WGS 84. */
const AXIS_M = 6_378_137
const FLATTENING = 1 / 298.257_223_563
const E2 = FLATTENING * (2 - FLATTENING)
const E = Math.sqrt(E2)
const RADIANS = Math.PI / 180
const KM2 = 1_000_000

/**
 * Twice the area between the equator and a parallel, for one radian of longitude: what an equal-area cylinder has as its height
 * (Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395, 1987, eq. 3-12). [m²]
 */
function heightAt(lat: number): number {
  const sin = Math.sin(lat * RADIANS)
  const inner = sin / (1 - E2 * sin * sin) + Math.atanh(E * sin) / E
  return AXIS_M * AXIS_M * (1 - E2) * inner
}

/**
 * What a ring encloses on the ellipsoid, whichever way round it runs. Edges are straight on the equal-area cylinder: for edges of
 * some kilometres that differs from other straight lines by less than a millionth. [km²]
 */
export function ringAreaKm2(ring: Ring): number {
  let twice = 0
  let before = ring.at(-1)
  // Longitudes from the first point on: differences stay small, and so does what rounding takes.
  const west = ring[0]?.[0] ?? 0
  for (const point of ring) {
    if (before !== undefined) {
      twice += (before[0] - west) * heightAt(point[1]) - (point[0] - west) * heightAt(before[1])
    }
    before = point
  }
  return Math.abs((twice * RADIANS) / 4) / KM2
}

/** Outer rings without their holes. [km²] */
export function outlineAreaKm2(outline: Outline): number {
  const parts = outline.map(([outer, ...holes]) => {
    if (outer === undefined) return 0
    return ringAreaKm2(outer) - holes.reduce((sum, hole) => sum + ringAreaKm2(hole), 0)
  })
  return parts.reduce((sum, part) => sum + part, 0)
}

/** Two edges that meet, counted from 1. */
export type EdgePair = readonly [one: number, other: number]

/**
 * Edges of a ring that cross, touch or run back over each other; edges that follow each other may share their point alone. Places
 * count to the sixth decimal, a tenth of a metre, and are compared there without rounding.
 * @param most so many are told at most
 */
export function crossingEdges(ring: Ring, most: number): EdgePair[] {
  const edges = edgesOf(ring)
  const found: EdgePair[] = []
  for (const [at, one] of edges.entries()) {
    for (let next = at + 1; next < edges.length; next += 1) {
      const other = edges[next]
      if (other === undefined || !boxesMeet(one, other)) continue
      const isNext = next === at + 1
      const isRoundTheEnd = at === 0 && next === edges.length - 1
      const meets = isNext
        ? turnsBack(one.from, one.to, other.to)
        : isRoundTheEnd
          ? turnsBack(other.from, other.to, one.to)
          : edgesMeet(one, other)
      if (!meets) continue
      found.push([at + 1, next + 1])
      if (found.length >= most) return found
    }
  }
  return found
}

/** Points of a ring that stand twice in it, beside the first that is the last; counted from 1. */
export function repeatedPoints(ring: Ring): EdgePair | null {
  const seen = new Map<string, number>()
  for (const [at, point] of ring.slice(0, -1).entries()) {
    const { x, y } = whole(point)
    const before = seen.get(`${x} ${y}`)
    if (before !== undefined) return [before, at + 1]
    seen.set(`${x} ${y}`, at + 1)
  }
  return null
}

/** Is the last point the first? */
export function isClosed(ring: Ring): boolean {
  const [first, last] = [ring[0], ring.at(-1)]
  return first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1]
}

/** A ring as it is kept, of points without the closing one. [°, to the sixth decimal] */
export function closedRing(points: readonly Degrees[]): [number, number][] {
  const round = (degrees: number) => Number(degrees.toFixed(6))
  const ring = points.map(({ lon, lat }): [number, number] => [round(lon), round(lat)])
  const [first] = ring
  return first === undefined ? [] : [...ring, [first[0], first[1]]]
}

/** A place in half-millionths of a degree: whole numbers, also halfway between two, whose products within a county are exact. */
export interface Spot {
  x: number
  y: number
}

export interface Edge {
  from: Spot
  to: Spot
}

function whole([lon, lat]: Position): Spot {
  return { x: 2 * Math.round(lon * 1e6), y: 2 * Math.round(lat * 1e6) }
}

export function edgesOf(ring: Ring): Edge[] {
  const spots = ring.map(whole)
  return spots.slice(1).map((to, at) => ({ from: spots[at] ?? to, to }))
}

export function boxesMeet(one: Edge, other: Edge): boolean {
  return (
    Math.max(one.from.x, one.to.x) >= Math.min(other.from.x, other.to.x) &&
    Math.max(other.from.x, other.to.x) >= Math.min(one.from.x, one.to.x) &&
    Math.max(one.from.y, one.to.y) >= Math.min(other.from.y, other.to.y) &&
    Math.max(other.from.y, other.to.y) >= Math.min(one.from.y, one.to.y)
  )
}

/** To which side of a → b the third lies: left positive, right negative, in line 0. */
export function turnOf(a: Spot, b: Spot, c: Spot): number {
  return Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x))
}

/** Whether two edges whose boxes meet have a point in common. */
function edgesMeet(one: Edge, other: Edge): boolean {
  return (
    turnOf(one.from, one.to, other.from) * turnOf(one.from, one.to, other.to) <= 0 &&
    turnOf(other.from, other.to, one.from) * turnOf(other.from, other.to, one.to) <= 0
  )
}

/** Whether two edges go through each other; those that only touch do not. */
export function edgesCross(one: Edge, other: Edge): boolean {
  return (
    turnOf(one.from, one.to, other.from) * turnOf(one.from, one.to, other.to) < 0 &&
    turnOf(other.from, other.to, one.from) * turnOf(other.from, other.to, one.to) < 0
  )
}

/** Whether the way a → b → c runs back over itself. */
function turnsBack(a: Spot, b: Spot, c: Spot): boolean {
  return turnOf(a, b, c) === 0 && (a.x - b.x) * (c.x - b.x) + (a.y - b.y) * (c.y - b.y) > 0
}
