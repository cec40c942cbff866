/** National-control 国控, provincial 省控, micro 微站. */
export const stationLevels = ['national', 'provincial', 'micro'] as const
export type StationLevel = (typeof stationLevels)[number]

export interface Station {
  countyId: string
  id: string
  code: string
  name: string
  level: StationLevel
  regionId: string
  lonWgs84: number
  latWgs84: number
}
