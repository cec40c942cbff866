import { isInside, type Ring } from '../../src/standards/places.ts'
import { type Offset, offsetFrom, type Place } from './frame.ts'
import type { Ground } from './use-ground.ts'

/** A name on the ground, and where it may stand, the best place first. */
export interface GroundName {
  id: string
  kind: 'region' | 'river'
  name: string
  places: readonly Offset[]
}

/** Corners of a bank that are looked at; more of them show no better place. */
const CORNERS = 160
/** Names of one river. */
const RIVER_PLACES = 12

/** Names of the regions below the county, in the middle of each, and of rivers, in the middle of the water. */
export function groundNames({ outlines, landscape }: Ground, centre: Place): GroundName[] {
  const regions = outlines.flatMap(({ regionId, level, name, polygons }): GroundName[] => {
    const [largest] = byArea(polygons.flatMap(([outer]) => (outer === undefined ? [] : [outer])))
    if (level !== 'town' || largest === undefined) return []
    return [{ id: regionId, kind: 'region', name, places: [offsetAt(middleOf(largest), centre)] }]
  })
  const rivers = landscape.flatMap(({ id, kind, name, isArea, parts }): GroundName[] => {
    if (kind !== 'river' || name === null) return []
    const places = isArea
      ? parts.flatMap((ring) => betweenBanks(ring))
      : parts.flatMap((line) => spread(line, RIVER_PLACES))
    return [{ id, kind: 'river', name, places: spread(places, RIVER_PLACES).map((at) => offsetAt(at, centre)) }]
  })
  return [...regions, ...rivers]
}

type Position = readonly [lon: number, lat: number]

function offsetAt([lonWgs84, latWgs84]: Position, centre: Place): Offset {
  return offsetFrom(centre, { lonWgs84, latWgs84 })
}

function byArea(rings: readonly Ring[]): Ring[] {
  return rings.toSorted((one, other) => Math.abs(areaOf(other)) - Math.abs(areaOf(one)))
}

/** Twice the area, signed (shoelace). */
function areaOf(ring: Ring): number {
  return legs(ring).reduce((sum, [[x1, y1], [x2, y2]]) => sum + x1 * y2 - x2 * y1, 0)
}

/** Centre of an area; of one that bends around its own centre the middle of its corners nearest to it would do no better. */
function middleOf(ring: Ring): Position {
  const [from] = ring
  if (from === undefined) return [0, 0]
  // Beside its first corner, where numbers are small.
  const near = ring.map(([lon, lat]): Position => [lon - from[0], lat - from[1]])
  const area = areaOf(near)
  if (area === 0) return from
  const sum = legs(near).reduce(
    ([lon, lat], [[x1, y1], [x2, y2]]): Position => {
      const cross = x1 * y2 - x2 * y1
      return [lon + (x1 + x2) * cross, lat + (y1 + y2) * cross]
    },
    [0, 0] as Position,
  )
  return [from[0] + sum[0] / (3 * area), from[1] + sum[1] / (3 * area)]
}

function legs(ring: Ring): (readonly [Position, Position])[] {
  return ring.slice(0, -1).map((at, place) => [at, ring[place + 1] ?? at] as const)
}

/** Places half-way between a corner of a bank and the nearest one across the water. */
function betweenBanks(ring: Ring): Position[] {
  const corners = spread(ring, CORNERS)
  const apart = Math.floor(corners.length / 8)
  return corners.flatMap((here, at): Position[] => {
    let across: Position | null = null
    let nearest = Number.POSITIVE_INFINITY
    // Each with each, while the page stands up: nothing is made in it that is to be cleared away.
    for (let place = 0; place < corners.length; place += 1) {
      const other = corners[place]
      const steps = Math.abs(place - at)
      if (other === undefined || Math.min(steps, corners.length - steps) <= apart) continue
      const far = Math.hypot(other[0] - here[0], other[1] - here[1])
      if (far >= nearest) continue
      nearest = far
      across = other
    }
    if (across === null) return []
    const middle: Position = [(here[0] + across[0]) / 2, (here[1] + across[1]) / 2]
    return isInside([[ring]], { lon: middle[0], lat: middle[1] }) ? [middle] : []
  })
}

/** So many of them at most, evenly. */
function spread<T>(all: readonly T[], most: number): T[] {
  const step = Math.max(1, all.length / most)
  return Array.from({ length: Math.min(most, all.length) }, (_, at) => all[Math.floor(at * step)]).filter(
    (each): each is T => each !== undefined,
  )
}
