import { describe, expect, it } from 'vitest'
import { pmtilesFile } from '../../../test/setup/pmtiles-file.ts'
import { readHeader } from './header.ts'

const archive = (type: 1 | 2) =>
  pmtilesFile({
    type,
    tiles: [
      { z: 8, x: 208, y: 105, bytes: Buffer.from('far') },
      { z: 13, x: 6677, y: 3391, bytes: Buffer.from('near') },
    ],
    metadata: {},
    bounds: { west: 113.2, south: 29.25, east: 113.8, north: 29.75 },
  })

describe('the head of a file of tiles', () => {
  it.each([
    [1, 'vector'],
    [2, 'raster'],
  ] as const)('of type %i says what it holds, from where to where', (type, form) => {
    expect(readHeader(archive(type))).toEqual({
      ok: true,
      header: { form, minZoom: 8, maxZoom: 13, bounds: { west: 113.2, south: 29.25, east: 113.8, north: 29.75 } },
    })
  })

  /** The archive with one byte of its head changed. */
  const changed = (at: number, value: number) => {
    const bytes = archive(1)
    bytes.writeUInt8(value, at)
    return readHeader(bytes)
  }

  it.each([
    ['another magic', 0, 0x51, 'not-pmtiles'],
    ['version 2', 7, 2, 'other-version'],
    ['directories in Brotli', 97, 3, 'packing-unknown'],
    ['tiles in Zstandard', 98, 4, 'packing-unknown'],
    ['tiles of MapLibre’s own kind', 99, 6, 'tiles-unknown'],
  ])('with %s is refused', (_what, at, value, fault) => {
    expect(changed(at, value)).toEqual({ ok: false, fault })
  })

  it('that ends too early is none', () => {
    expect(readHeader(archive(1).subarray(0, 126))).toEqual({ ok: false, fault: 'not-pmtiles' })
    expect(readHeader(Buffer.alloc(0))).toEqual({ ok: false, fault: 'not-pmtiles' })
  })
})
