import { type Rectangle, type Tile, varints } from './pmtiles-file.ts'

/**
 * Vector tiles of a simple country: land, rectangular lakes, straight roads, places with names; written by hand.
 * Source: Mapbox Vector Tile Specification 2.1 (geometry: chapter 4.3, layers and features: chapter 4 and its .proto).
 */
export interface Country {
  bounds: Rectangle
  lakes: readonly Rectangle[]
  /** East–west or north–south. */
  roads: readonly Rectangle[]
  places: readonly { lon: number; lat: number; name: string }[]
}

const EXTENT = 4096
/** Beyond its edges a tile goes on for so much, so that no outline shows where tiles meet. */
const BUFFER = 64

/** Layers that the tiles have, by the names of Protomaps' basemap. */
export const countryLayers = ['earth', 'water', 'roads', 'places'] as const

/** The tiles of a country from one zoom to another. */
export function countryTiles(country: Country, zooms: { from: number; to: number }): Tile[] {
  const tiles: Tile[] = []
  for (let z = zooms.from; z <= zooms.to; z += 1) {
    const low = worldPoint(country.bounds.west, country.bounds.north, z)
    const high = worldPoint(country.bounds.east, country.bounds.south, z)
    for (let x = Math.floor(low.x); x <= Math.floor(high.x); x += 1) {
      for (let y = Math.floor(low.y); y <= Math.floor(high.y); y += 1) {
        tiles.push({ z, x, y, bytes: tileOf(country, { z, x, y }) })
      }
    }
  }
  return tiles
}

/** Where a place lies in the grid of a zoom's tiles, Web Mercator: y by ln tan(π/4 + φ/2). [tiles] */
function worldPoint(lon: number, lat: number, z: number): { x: number; y: number } {
  const north = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360))
  return { x: ((lon + 180) / 360) * 2 ** z, y: (0.5 - north / (2 * Math.PI)) * 2 ** z }
}

type Point = readonly [x: number, y: number]

function tileOf({ bounds, lakes, roads, places }: Country, at: { z: number; x: number; y: number }): Buffer {
  const inTile = (lon: number, lat: number): Point => {
    const { x, y } = worldPoint(lon, lat, at.z)
    return [Math.round((x - at.x) * EXTENT), Math.round((y - at.y) * EXTENT)]
  }
  /** The corners of what is seen of a rectangle in the tile and its buffer; null: nothing. */
  const clipped = ({ west, south, east, north }: Rectangle): [Point, Point] | null => {
    const [low, high] = [inTile(west, north), inTile(east, south)]
    const cut = (value: number) => Math.min(EXTENT + BUFFER, Math.max(-BUFFER, value))
    const isOut = high[0] < -BUFFER || high[1] < -BUFFER || low[0] > EXTENT + BUFFER || low[1] > EXTENT + BUFFER
    if (isOut) return null
    return [
      [cut(low[0]), cut(low[1])],
      [cut(high[0]), cut(high[1])],
    ]
  }
  const areas = (rectangles: readonly Rectangle[], kind: string) =>
    rectangles.flatMap((rectangle) => {
      const seen = clipped(rectangle)
      return seen === null ? [] : [{ type: 3, geometry: ringOf(seen), tags: { kind } }]
    })
  const lines = roads.flatMap((road) => {
    const seen = clipped(road)
    return seen === null ? [] : [{ type: 2, geometry: lineOf(seen), tags: { kind: 'major_road' } }]
  })
  const points = places.flatMap(({ lon, lat, name }) => {
    const [x, y] = inTile(lon, lat)
    if (x < 0 || y < 0 || x >= EXTENT || y >= EXTENT) return []
    return [{ type: 1, geometry: [command(MOVE, 1), zigzag(x), zigzag(y)], tags: { kind: 'locality', name } }]
  })
  return Buffer.concat([
    layerOf('earth', areas([bounds], 'earth')),
    layerOf('water', areas(lakes, 'lake')),
    layerOf('roads', lines),
    layerOf('places', points),
  ])
}

const [MOVE, LINE, CLOSE] = [1, 2, 7]
const command = (id: number, count: number) => (count << 3) | id
const zigzag = (value: number) => (value << 1) ^ (value >> 31)

/** An exterior ring: clockwise on the screen, each point by its step from the one before. */
function ringOf([[left, top], [right, bottom]]: [Point, Point]): number[] {
  const [wide, tall] = [right - left, bottom - top]
  return [
    ...[command(MOVE, 1), zigzag(left), zigzag(top), command(LINE, 3)],
    ...[zigzag(wide), zigzag(0), zigzag(0), zigzag(tall), zigzag(-wide), zigzag(0), command(CLOSE, 1)],
  ]
}

function lineOf([[left, top], [right, bottom]]: [Point, Point]): number[] {
  return [command(MOVE, 1), zigzag(left), zigzag(top), command(LINE, 1), zigzag(right - left), zigzag(bottom - top)]
}

interface Feature {
  type: number
  geometry: readonly number[]
  tags: Readonly<Record<string, string>>
}

function layerOf(name: string, features: readonly Feature[]): Buffer {
  if (features.length === 0) return Buffer.alloc(0)
  const keys = [...new Set(features.flatMap(({ tags }) => Object.keys(tags)))]
  const values = [...new Set(features.flatMap(({ tags }) => Object.values(tags)))]
  const messages = features.map(({ type, geometry, tags }) => {
    const pairs = Object.entries(tags).flatMap(([key, value]) => [keys.indexOf(key), values.indexOf(value)])
    return field(2, Buffer.concat([field(2, varints(pairs)), number(3, type), field(4, varints(geometry))]))
  })
  return field(
    3,
    Buffer.concat([
      field(1, Buffer.from(name)),
      ...messages,
      ...keys.map((key) => field(3, Buffer.from(key))),
      ...values.map((value) => field(4, field(1, Buffer.from(value)))),
      number(5, EXTENT),
      number(15, 2),
    ]),
  )
}

/** A field of protocol buffers with a length. */
function field(id: number, bytes: Buffer): Buffer {
  return Buffer.concat([varints([(id << 3) | 2, bytes.length]), bytes])
}

/** A field of protocol buffers that is a number. */
function number(id: number, value: number): Buffer {
  return varints([id << 3, value])
}
