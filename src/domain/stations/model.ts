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

/** Mean radius of the earth (IUGG). [m] */
const EARTH_M = 6_371_009

/** Great-circle distance (haversine). [m] */
export function distanceM(
  one: { lonWgs84: number; latWgs84: number },
  other: { lonWgs84: number; latWgs84: number },
): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const [from, to] = [radians(one.latWgs84), radians(other.latWgs84)]
  const byLatitude = Math.sin((to - from) / 2) ** 2
  const byLongitude = Math.sin(radians(other.lonWgs84 - one.lonWgs84) / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.sqrt(byLatitude + Math.cos(from) * Math.cos(to) * byLongitude))
}
