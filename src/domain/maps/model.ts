/** What lies under the county's own drawing: nothing, the tiles of Tianditu, or those of a file in the data directory. */
export const baseMapKinds = ['none', 'tianditu', 'pmtiles'] as const
export type BaseMapKind = (typeof baseMapKinds)[number]

/** What Tianditu draws: lines and areas, or the picture from above; each with its own layer of names. */
export const pictures = ['vector', 'imagery'] as const
export type Picture = (typeof pictures)[number]

/** What a file of tiles holds, as far as a map can draw it. */
export const tileForms = ['vector', 'raster'] as const
export type TileForm = (typeof tileForms)[number]

/** A key as Tianditu gives it out: 32 hexadecimal digits today; how long it is stays theirs. */
export const tiandituKey = /^[0-9A-Za-z]{16,64}$/

/** Where browsers fetch Tianditu's tiles from, spread over eight names as its documentation has them. */
export const tiandituHosts: readonly string[] = Array.from({ length: 8 }, (_, at) => `https://t${at}.tianditu.gov.cn`)

export interface BaseMap {
  countyId: string
  kind: BaseMapKind
  /** Null unless it is Tianditu. */
  picture: Picture | null
  keySealed: Buffer | null
  /** Name of the file among those found; null unless it is one. */
  file: string | null
  /** Whose map it is and under which number it was approved, as it is written into the corner of each map. */
  credit: string
  version: number
}

/** The places that a file has tiles of. [°, WGS84] */
export interface TileBounds {
  west: number
  south: number
  east: number
  north: number
}
