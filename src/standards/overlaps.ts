import type { Polygon, Ring } from './places.ts'
import { boxesMeet, type Edge, edgesCross, edgesOf, type Spot, turnOf } from './rings.ts'

/**
 * Whether polygons lie upon each other or in each other, for rings of tens of thousands of points: the edges of each are kept by bands
 * of latitude, so that a place is compared with those beside it alone. Exact to the sixth decimal of a degree.
 */

/** Edges in a band, about. */
const EDGES_A_BAND = 8
const MOST_BANDS = 2_048

/** A ring whose edges are found by where they lie. */
interface BandedRing {
  edges: readonly Edge[]
  /** Edges that may reach into these latitudes, some more than once. */
  near(south: number, north: number): readonly Edge[]
}

/** Do two polygons have ground in common? They may touch, and one may lie in the hole of the other. */
export function polygonsOverlap(one: Polygon, other: Polygon): boolean {
  const [outer, ...holes] = one.map(banded)
  const [otherOuter, ...otherHoles] = other.map(banded)
  if (outer === undefined || otherOuter === undefined) return false
  return (
    ringsCross(outer, otherOuter) || reachesInto(outer, otherOuter, otherHoles) || reachesInto(otherOuter, outer, holes)
  )
}

/** Does a ring lie within another, touching it at most? */
export function liesWithin(ring: Ring, outer: Ring): boolean {
  const [one, other] = [banded(ring), banded(outer)]
  return !ringsCross(one, other) && places(one).every((spot) => sideOf(other, spot) !== 'outside')
}

function banded(ring: Ring): BandedRing {
  const edges = edgesOf(ring)
  let [south, north] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { to } of edges) {
    south = Math.min(south, to.y)
    north = Math.max(north, to.y)
  }
  const count = Math.min(MOST_BANDS, Math.max(1, Math.floor(edges.length / EDGES_A_BAND)))
  const height = Math.max(1, (north - south) / count)
  const bandOf = (y: number) => Math.min(count - 1, Math.max(0, Math.floor((y - south) / height)))
  const bands: Edge[][] = Array.from({ length: count }, () => [])
  for (const edge of edges) {
    const last = bandOf(Math.max(edge.from.y, edge.to.y))
    for (let band = bandOf(Math.min(edge.from.y, edge.to.y)); band <= last; band += 1) bands[band]?.push(edge)
  }
  return {
    edges,
    near(from, to) {
      if (to < south || from > north) return []
      const [first, last] = [bandOf(from), bandOf(to)]
      return first === last ? (bands[first] ?? []) : bands.slice(first, last + 1).flat()
    },
  }
}

/** Does the line of one ring lead from one side of the other's to its other side? */
function ringsCross(one: BandedRing, other: BandedRing): boolean {
  return one.edges.some((edge) => {
    const [south, north] = [Math.min(edge.from.y, edge.to.y), Math.max(edge.from.y, edge.to.y)]
    return other.near(south, north).some((each) => boxesMeet(edge, each) && edgesCross(edge, each))
  })
}

/** Does a place of a ring lie inside of a polygon, neither on its lines nor in its holes? */
function reachesInto(ring: BandedRing, outer: BandedRing, holes: readonly BandedRing[]): boolean {
  return places(ring).some(
    (spot) => sideOf(outer, spot) === 'inside' && holes.every((hole) => sideOf(hole, spot) === 'outside'),
  )
}

/** Points, and the middle of each edge: the ends of an edge through a polygon may both lie on its line. */
function places({ edges }: BandedRing): Spot[] {
  return edges.flatMap(({ from, to }) => [from, { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }])
}

/** Where a place lies to a ring (even-odd rule along the parallel to the east of it). */
function sideOf(ring: BandedRing, spot: Spot): 'inside' | 'border' | 'outside' {
  let inside = false
  for (const { from, to } of ring.near(spot.y, spot.y)) {
    const turn = turnOf(from, to, spot)
    if (turn === 0 && boxesMeet({ from, to }, { from: spot, to: spot })) return 'border'
    // Half-open: a corner belongs to one of its two edges. An edge is crossed where the place lies to the west of it.
    if (from.y > spot.y !== to.y > spot.y && turn > 0 === to.y > from.y) inside = !inside
  }
  return inside ? 'inside' : 'outside'
}
