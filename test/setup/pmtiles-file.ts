import { gzipSync } from 'node:zlib'

/**
 * A writer of PMTiles archives of the tests' own, so that what reads them is held to the specification and not to itself.
 * Source: PMTiles Version 3 Specification (protomaps/PMTiles, spec/v3/spec.md); chapters are named beside what they say.
 */

/** A tile and what it holds. */
export interface Tile {
  z: number
  x: number
  y: number
  bytes: Uint8Array
}

export interface Archive {
  /** Chapter 3.7: 1 MVT, 2 PNG. */
  type: 1 | 2
  tiles: readonly Tile[]
  metadata: Readonly<Record<string, unknown>>
  /** [°, WGS84] */
  bounds: Rectangle
}

/** [°, WGS84] */
export interface Rectangle {
  west: number
  south: number
  east: number
  north: number
}

const HEADER_BYTES = 127

export function pmtilesFile({ type, tiles, metadata, bounds }: Archive): Buffer {
  const sorted = tiles
    .map((tile) => ({ ...tile, id: tileId(tile) }))
    .toSorted((one, other) => one.id - other.id)
    // Chapter 3.6: vector tiles travel packed, pictures are packed already.
    .map((tile) => ({ ...tile, bytes: type === 1 ? gzipSync(tile.bytes) : Buffer.from(tile.bytes) }))
  const directory = gzipSync(directoryOf(sorted.map(({ id, bytes }) => ({ id, length: bytes.length }))))
  const told = gzipSync(JSON.stringify(metadata))
  const data = Buffer.concat(sorted.map(({ bytes }) => bytes))
  const header = Buffer.alloc(HEADER_BYTES)
  header.write('PMTiles', 0, 'latin1')
  header.writeUInt8(3, 7)
  const parts = [
    { at: HEADER_BYTES, length: directory.length },
    { at: HEADER_BYTES + directory.length, length: told.length },
    { at: HEADER_BYTES + directory.length + told.length, length: 0 },
    { at: HEADER_BYTES + directory.length + told.length, length: data.length },
  ]
  for (const [place, { at, length }] of parts.entries()) {
    header.writeBigUInt64LE(BigInt(at), 8 + 16 * place)
    header.writeBigUInt64LE(BigInt(length), 16 + 16 * place)
  }
  for (const at of [72, 80, 88]) header.writeBigUInt64LE(BigInt(sorted.length), at)
  const zooms = sorted.map(({ z }) => z)
  // Clustered; directories and metadata gzip; tiles gzip or as they are; type; the zooms.
  for (const [place, value] of [1, 2, type === 1 ? 2 : 1, type, Math.min(...zooms), Math.max(...zooms)].entries()) {
    header.writeUInt8(value, 96 + place)
  }
  const { west, south, east, north } = bounds
  for (const [place, degrees] of [west, south, east, north].entries()) {
    header.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * place)
  }
  header.writeUInt8(Math.min(...zooms), 118)
  header.writeInt32LE(Math.round(((west + east) / 2) * 1e7), 119)
  header.writeInt32LE(Math.round(((south + north) / 2) * 1e7), 123)
  return Buffer.concat([header, directory, told, data])
}

/** Chapter 4.1: the tiles of lower zooms first, those of one zoom along the Hilbert curve. */
function tileId({ z, x, y }: Pick<Tile, 'z' | 'x' | 'y'>): number {
  let id = (4 ** z - 1) / 3
  let [h, v] = [x, y]
  for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
    const [right, down] = [(h & side) > 0 ? 1 : 0, (v & side) > 0 ? 1 : 0]
    id += side * side * ((3 * right) ^ down)
    if (down === 0) {
      if (right === 1) [h, v] = [side - 1 - h, side - 1 - v]
      ;[h, v] = [v, h]
    }
  }
  return id
}

/** Chapter 4.2: how many, ids by their steps, runs of one, lengths, offsets (0: right behind the one before). */
function directoryOf(entries: readonly { id: number; length: number }[]): Buffer {
  const steps = entries.map(({ id }, at) => id - (entries[at - 1]?.id ?? 0))
  const lengths = entries.map(({ length }) => length)
  const offsets = entries.map((_, at) => (at === 0 ? 1 : 0))
  return varints([entries.length, ...steps, ...entries.map(() => 1), ...lengths, ...offsets])
}

/** Base 128, the lowest seven bits first, as protocol buffers have them. */
export function varints(numbers: readonly number[]): Buffer {
  const bytes: number[] = []
  for (const number of numbers) {
    let rest = number
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
    bytes.push(rest)
  }
  return Buffer.from(bytes)
}
