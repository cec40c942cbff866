import type { Degrees } from './places.ts'

/** Systems in which places are written: GCJ-02 is that of Chinese maps, BD-09 that of Baidu's. Weike keeps WGS 84. */
export const coordinateSystems = ['wgs84', 'gcj02', 'bd09'] as const
export type CoordinateSystem = (typeof coordinateSystems)[number]

/** Krasovsky 1940, on which the offset of GCJ-02 is computed: semi-major axis [m], eccentricity squared. */
const AXIS_M = 6_378_245
const ECCENTRICITY_2 = 0.006_693_421_622_965_943
/** Offset of BD-09 against GCJ-02, and the angle of its wave. */
const [BD_LON, BD_LAT, BD_ANGLE] = [0.0065, 0.006, (Math.PI * 3000) / 180]

/**
 * A place of a map's system in WGS 84. The offset of GCJ-02 is published only as code; this is the form that open libraries
 * agree on (eviltransform, coordtransform). Outside China GCJ-02 is WGS 84.
 * @returns exact to about a centimetre
 */
export function toWgs84(place: Degrees, system: CoordinateSystem): Degrees {
  if (system === 'wgs84') return place
  const gcj = system === 'bd09' ? gcjOfBd(place) : place
  if (isOutside(gcj)) return gcj
  // The offset is known in one direction: the place whose offset leads here is closed in on.
  let wgs = gcj
  for (let round = 0; round < 6; round += 1) {
    const there = gcjOfWgs(wgs)
    wgs = { lon: wgs.lon + gcj.lon - there.lon, lat: wgs.lat + gcj.lat - there.lat }
  }
  return wgs
}

export function gcjOfWgs({ lon, lat }: Degrees): Degrees {
  if (isOutside({ lon, lat })) return { lon, lat }
  const [x, y] = [lon - 105, lat - 35]
  const wave = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * (2 / 3)
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    wave +
    ((20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * 2) / 3 +
    ((160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * 2) / 3
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    wave +
    ((20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * 2) / 3 +
    ((150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * 2) / 3
  const radians = (lat / 180) * Math.PI
  const magic = 1 - ECCENTRICITY_2 * Math.sin(radians) ** 2
  const root = Math.sqrt(magic)
  return {
    lat: lat + (north * 180) / (((AXIS_M * (1 - ECCENTRICITY_2)) / (magic * root)) * Math.PI),
    lon: lon + (east * 180) / ((AXIS_M / root) * Math.cos(radians) * Math.PI),
  }
}

function gcjOfBd({ lon, lat }: Degrees): Degrees {
  const [x, y] = [lon - BD_LON, lat - BD_LAT]
  const distance = Math.sqrt(x * x + y * y) - 0.000_02 * Math.sin(y * BD_ANGLE)
  const angle = Math.atan2(y, x) - 0.000_003 * Math.cos(x * BD_ANGLE)
  return { lon: distance * Math.cos(angle), lat: distance * Math.sin(angle) }
}

function isOutside({ lon, lat }: Degrees): boolean {
  return lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271
}
