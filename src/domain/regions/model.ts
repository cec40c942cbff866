import type { Ring } from '../../standards/places.ts'

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
