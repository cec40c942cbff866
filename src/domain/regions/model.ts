export const regionLevels = ['county', 'town', 'village', 'grid'] as const
export type RegionLevel = (typeof regionLevels)[number]

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
