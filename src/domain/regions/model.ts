import type { Ring } from '../../standards/places.ts'
import { crossingEdges, isClosed, repeatedPoints, ringAreaKm2 } from '../../standards/rings.ts'

export const regionLevels = ['county', 'town', 'village', 'grid'] as const
export type RegionLevel = (typeof regionLevels)[number]

/** A region lies under one of a level above its own. */
export function mayLieUnder(level: RegionLevel, above: RegionLevel): boolean {
  return regionLevels.indexOf(above) < regionLevels.indexOf(level)
}

/** What a map shows on the ground beside borders, from below upward. */
export const landKinds = ['built-up', 'river', 'road', 'motorway'] as const
export type LandKind = (typeof landKinds)[number]

/** A road, a river or a built-up area. A river is a line, or an area where its banks are known. */
export interface LandFeature {
  /** Whoever made the file names it so; the same code again is the same feature. */
  code: string
  kind: LandKind
  name: string | null
  isArea: boolean
  /** Lines; of an area its rings, where what two of them enclose is outside (even-odd). WGS 84. */
  parts: readonly Ring[]
}

export interface Region {
  countyId: string
  id: string
  parentId: string | null
  level: RegionLevel
  code: string
  name: string
  /** Codes from the county down, `/430903/001/`: what lies in a region starts with its path. */
  path: string
}

/** Points of one line that a hand draws; a line that came by a file may have more and is not edited by hand then. */
export const MOST_POINTS = 2_000
/** Less is no ground that anybody looks after: ten metres square. [km²] */
const LEAST_KM2 = 0.0001
/** Crossings that are named. */
const MOST_NAMED = 5

/** Why a line by itself is no border, and where. Points and edges are counted from 1. */
export type ShapeFault =
  | { reason: 'open' | 'few' | 'small' }
  | { reason: 'many'; points: number; most: number }
  | { reason: 'repeated'; one: number; other: number }
  | { reason: 'crossing'; edges: string }

/** Why it is none where it lies. */
export type BorderFault =
  | ShapeFault
  | { reason: 'far'; point: number; km: number }
  | { reason: 'hole'; hole: number }
  | { reason: 'overlap'; part: number }

/** What is wrong with a line by itself. */
export function faultOfShape(ring: Ring): ShapeFault | null {
  if (ring.length - 1 > MOST_POINTS) return { reason: 'many', points: ring.length - 1, most: MOST_POINTS }
  if (ring.length < 4) return { reason: 'few' }
  if (!isClosed(ring)) return { reason: 'open' }
  const repeated = repeatedPoints(ring)
  if (repeated !== null) return { reason: 'repeated', one: repeated[0], other: repeated[1] }
  const crossing = crossingEdges(ring, MOST_NAMED)
  if (crossing.length > 0) return { reason: 'crossing', edges: crossing.map((pair) => pair.join('×')).join(', ') }
  return ringAreaKm2(ring) < LEAST_KM2 ? { reason: 'small' } : null
}
