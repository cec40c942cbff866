/** Metres on the ground from a centre: east and north. Flat-earth, good to a few per mille within 20 km. [WGS84, m] */
export interface Offset {
  eastM: number
  northM: number
}

const METRES_PER_DEGREE = 111_320

export function offsetFrom(
  centre: { lonWgs84: number; latWgs84: number },
  place: { lonWgs84: number; latWgs84: number },
): Offset {
  return {
    eastM: (place.lonWgs84 - centre.lonWgs84) * METRES_PER_DEGREE * Math.cos((centre.latWgs84 * Math.PI) / 180),
    northM: (place.latWgs84 - centre.latWgs84) * METRES_PER_DEGREE,
  }
}
