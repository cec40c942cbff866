import { county, type Place, stations, towns } from './place.ts'
import { chance } from './world/noise.ts'
import { sources } from './world/sources.ts'

/** A ring of [longitude, latitude], the last the same as the first (RFC 7946). */
export type Ring = readonly (readonly [lon: number, lat: number])[]

const MIDDLE: Place = { lonWgs84: 113.528, latWgs84: 29.482 }
/** Half the width and half the height of the county. [°] */
const HALF = { lon: 0.115, lat: 0.085 } as const
const CORNERS = 40
/** How far a border swings in and out. */
const SWING = 0.12

/** The county's border: an invented shape about its middle, none that there is. */
export function countyOutline(): Ring {
  const ring = Array.from({ length: CORNERS }, (_, corner): readonly [number, number] => {
    const angle = (2 * Math.PI * corner) / CORNERS
    const swing = 1 + SWING * (2 * chance('outline', 'county', corner) - 1) + 0.08 * Math.cos(3 * angle)
    return [
      round(MIDDLE.lonWgs84 + HALF.lon * swing * Math.cos(angle)),
      round(MIDDLE.latWgs84 + HALF.lat * swing * Math.sin(angle)),
    ]
  })
  return closed(ring)
}

/**
 * A town's border: what of the county lies nearer to its middle than to that of any other (Voronoi 1908), so that towns fill
 * the county without gap or overlap. @throws Error for a town that is not there
 */
export function townOutline(townCode: string): Ring {
  const middles = new Map(towns.map(({ code }) => [code, middleOf(code)]))
  const own = middles.get(townCode)
  if (own === undefined) throw new Error(`no town ${townCode}`)
  let ring: (readonly [number, number])[] = countyOutline().slice(0, -1)
  for (const [code, other] of middles) if (code !== townCode) ring = nearerHalf(ring, own, other)
  return closed(ring.map(([lon, lat]) => [round(lon), round(lat)]))
}

/** The middle of what stands in a town. */
function middleOf(townCode: string): Place {
  const places: readonly Place[] = [...stations, ...sources].filter((one) => one.townCode === townCode)
  const mean = (of: (place: Place) => number) => places.reduce((sum, place) => sum + of(place), 0) / places.length
  return { lonWgs84: mean(({ lonWgs84 }) => lonWgs84), latWgs84: mean(({ latWgs84 }) => latWgs84) }
}

/** What of a convex or star-shaped ring lies on the side of `own` of the line half-way to `other` (Sutherland and Hodgman 1974). */
function nearerHalf(
  ring: readonly (readonly [number, number])[],
  own: Place,
  other: Place,
): (readonly [number, number])[] {
  const scale = Math.cos((MIDDLE.latWgs84 * Math.PI) / 180) ** 2
  const east = (other.lonWgs84 - own.lonWgs84) * scale
  const north = other.latWgs84 - own.latWgs84
  const half = [(own.lonWgs84 + other.lonWgs84) / 2, (own.latWgs84 + other.latWgs84) / 2] as const
  const beyond = ([lon, lat]: readonly [number, number]) => (lon - half[0]) * east + (lat - half[1]) * north
  return ring.flatMap((here, at) => {
    const next = ring[(at + 1) % ring.length] ?? here
    const [a, b] = [beyond(here), beyond(next)]
    const kept = a <= 0 ? [here] : []
    if (a <= 0 === b <= 0) return kept
    const share = a / (a - b)
    return [...kept, [here[0] + share * (next[0] - here[0]), here[1] + share * (next[1] - here[1])] as const]
  })
}

function closed(ring: readonly (readonly [number, number])[]): Ring {
  const [first] = ring
  return first === undefined ? ring : [...ring, first]
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}

/** The county and its towns as GeoJSON (RFC 7946), with the columns that an import of regions knows. */
export function outlinesAsGeoJson(): string {
  const feature = (code: string, name: string, level: string, parent: string | null, ring: Ring) => ({
    type: 'Feature',
    properties: { code, name, level, parent },
    geometry: { type: 'Polygon', coordinates: [ring] },
  })
  const features = [
    feature(county.code, county.name.zh, '区县', null, countyOutline()),
    ...towns.map(({ code, name }) => feature(code, name.zh, '乡镇', county.code, townOutline(code))),
  ]
  return JSON.stringify({ type: 'FeatureCollection', features })
}
