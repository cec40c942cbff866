import type { TileBounds, TileForm } from './model.ts'

/**
 * The head of a PMTiles archive, version 3: 127 bytes of little-endian numbers.
 * Source: PMTiles Version 3 Specification, chapter 3 (protomaps/PMTiles, spec/v3/spec.md).
 */
export const HEADER_BYTES = 127

const MAGIC = 'PMTiles'
const VERSION = 3
/** Chapter 3.7, tile type, as far as a map of the pages draws it. */
const forms: ReadonlyMap<number, TileForm> = new Map([
  [1, 'vector'],
  [2, 'raster'],
  [3, 'raster'],
  [4, 'raster'],
  [5, 'raster'],
])
/** Chapter 3.6: none, gzip. Brotli and Zstandard are named there, but not every browser unpacks them. */
const unpacked: readonly number[] = [1, 2]
/** Positions are whole ten-millionths of a degree (chapter 3.11). */
const PER_DEGREE = 10_000_000

export interface TileHeader {
  form: TileForm
  minZoom: number
  maxZoom: number
  bounds: TileBounds
}

export type HeaderFault = 'not-pmtiles' | 'other-version' | 'tiles-unknown' | 'packing-unknown'

/** What a file says of itself, or why no map can be drawn from it; pure. @param bytes its first 127 */
export function readHeader(bytes: Uint8Array): { ok: true; header: TileHeader } | { ok: false; fault: HeaderFault } {
  const isArchive = bytes.length >= HEADER_BYTES && Buffer.from(bytes.subarray(0, 7)).toString('latin1') === MAGIC
  if (!isArchive) return { ok: false, fault: 'not-pmtiles' }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint8(7) !== VERSION) return { ok: false, fault: 'other-version' }
  if (![view.getUint8(97), view.getUint8(98)].every((packing) => unpacked.includes(packing))) {
    return { ok: false, fault: 'packing-unknown' }
  }
  const form = forms.get(view.getUint8(99))
  if (form === undefined) return { ok: false, fault: 'tiles-unknown' }
  const degrees = (at: number) => view.getInt32(at, true) / PER_DEGREE
  return {
    ok: true,
    header: {
      form,
      minZoom: view.getUint8(100),
      maxZoom: view.getUint8(101),
      bounds: { west: degrees(102), south: degrees(106), east: degrees(110), north: degrees(114) },
    },
  }
}
