import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pmtilesFile } from './pmtiles-file.ts'
import { type Country, countryLayers, countryTiles } from './vector-tiles.ts'

/** A country around the demo's national station, 113.5° E 29.5° N: a lake to the north-west, two roads that cross in the south, two villages. */
export const country: Country = {
  bounds: { west: 113.2, south: 29.25, east: 113.8, north: 29.75 },
  lakes: [{ west: 113.47, south: 29.515, east: 113.485, north: 29.525 }],
  roads: [
    { west: 113.3, south: 29.47, east: 113.7, north: 29.47 },
    { west: 113.52, south: 29.3, east: 113.52, north: 29.7 },
  ],
  places: [
    { lon: 113.51, lat: 29.478, name: '北滩村' },
    { lon: 113.478, lat: 29.49, name: 'Weir Hamlet' },
  ],
}

/** What the country's file says whose it is. */
export const CREDIT = '© OpenStreetMap contributors'

export function countryFile(): Buffer {
  return pmtilesFile({
    type: 1,
    tiles: countryTiles(country, { from: 8, to: 13 }),
    metadata: {
      attribution: `<a href="https://www.openstreetmap.org/copyright">${CREDIT}</a>`,
      vector_layers: countryLayers.map((id) => ({ id, fields: { kind: 'String', name: 'String' } })),
    },
    bounds: country.bounds,
  })
}

/** The same ground as pictures, all of them this one. @param png 256 × 256 */
export function pictureFile(png: Uint8Array): Buffer {
  const tiles = countryTiles(country, { from: 8, to: 13 }).map((tile) => ({ ...tile, bytes: png }))
  return pmtilesFile({ type: 2, tiles, metadata: {}, bounds: country.bounds })
}

/** Puts a file where administrators put files of tiles. */
export async function putMap(dataDir: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(join(dataDir, 'maps'), { recursive: true })
  await writeFile(join(dataDir, 'maps', name), bytes)
}
