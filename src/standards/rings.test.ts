import { describe, expect, it } from 'vitest'
import type { Ring } from './places.ts'
import { closedRing, crossingEdges, isClosed, outlineAreaKm2, repeatedPoints, ringAreaKm2 } from './rings.ts'

const box = (west: number, south: number, east: number, north: number): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]

describe('the area of a ring on WGS 84', () => {
  it('is that of the whole ellipsoid for a ring around the map: 510 065 621.724 km² (WGS 84, published)', () => {
    expect(ringAreaKm2(box(-180, -90, 180, 90))).toBeCloseTo(510_065_621.724, 2)
  })

  it('is 1.074 761 km² for a hundredth of a degree at 29.5° N: length of a degree by the series of NGA, times each other', () => {
    // 110 844.125 m a degree of latitude and 96 961.489 m of longitude at 29.505°.
    expect(ringAreaKm2(box(113.5, 29.5, 113.51, 29.51))).toBeCloseTo(1.074_761, 5)
    expect(ringAreaKm2(box(113.5, 29.5, 113.51, 29.51).toReversed())).toBeCloseTo(1.074_761, 5)
  })

  it('of a triangle is half of the box around it', () => {
    const triangle: Ring = [
      [113.5, 29.5],
      [113.51, 29.5],
      [113.5, 29.51],
      [113.5, 29.5],
    ]
    expect(ringAreaKm2(triangle)).toBeCloseTo(1.074_761 / 2, 3)
  })

  it('of an outline is that of its parts without their holes; of nothing, nothing', () => {
    const cell = 1.074_761
    const outline = [
      [box(113.5, 29.5, 113.52, 29.51), box(113.5, 29.5, 113.51, 29.51)],
      [box(113.6, 29.5, 113.61, 29.51)],
    ]
    expect(outlineAreaKm2(outline)).toBeCloseTo(2 * cell, 4)
    expect(outlineAreaKm2([])).toBe(0)
    expect(ringAreaKm2([])).toBe(0)
  })
})

const ringOf = (...points: [number, number][]): Ring => [...points, points[0] ?? [0, 0]]

describe('edges that meet where they may not', () => {
  it.each<[string, Ring, readonly (readonly [number, number])[]]>([
    ['a box has none', box(0, 0, 2, 2), []],
    ['a bow tie crosses once', ringOf([0, 0], [2, 2], [2, 0], [0, 2]), [[1, 3]]],
    [
      'a point on another edge touches with both its edges',
      ringOf([0, 0], [4, 0], [4, 4], [2, 0], [0, 4]),
      [
        [1, 3],
        [1, 4],
      ],
    ],
    [
      'a spur runs back over itself',
      ringOf([0, 0], [4, 0], [2, 0], [2, 4]),
      [
        [1, 2],
        [1, 3],
      ],
    ],
    [
      'the last edge runs back over the first',
      ringOf([0, 0], [4, 0], [4, 4], [6, 0]),
      [
        [1, 4],
        [2, 4],
      ],
    ],
    ['a point in the middle of a straight line is none', ringOf([0, 0], [2, 0], [4, 0], [4, 4]), []],
    ['an L has none', ringOf([0, 0], [4, 0], [4, 1], [1, 1], [1, 4], [0, 4]), []],
  ])('%s', (_name, ring, expected) => {
    expect(crossingEdges(ring, 9)).toEqual(expected)
  })

  it('are found a tenth of a metre apart, where coordinates have six digits', () => {
    const near = ringOf([113, 29], [113.000_002, 29], [113.000_002, 29.000_001], [113.000_001, 28.999_999])
    expect(crossingEdges(near, 9).length).toBeGreaterThan(0)
  })

  it('are told no more of than was asked for', () => {
    const zigzag = ringOf([0, 0], [9, 0], [9, 1], [1, -1], [2, 1], [3, -1], [4, 1], [0, 1])
    expect(crossingEdges(zigzag, 2)).toHaveLength(2)
  })
})

it('a point that stands twice is told with where it stood first; the closing one is none', () => {
  expect(repeatedPoints(box(0, 0, 1, 1))).toBeNull()
  expect(repeatedPoints(ringOf([0, 0], [1, 0], [1, 1], [1, 0]))).toEqual([2, 4])
  expect(repeatedPoints(ringOf([113.5, 29], [113.500_000_2, 29], [1, 1]))).toEqual([1, 2])
})

it('a ring is closed by its own first point, to the sixth digit', () => {
  expect(closedRing([])).toEqual([])
  const ring = closedRing([
    { lon: 113.123_456_78, lat: 29 },
    { lon: 114, lat: 29 },
  ])
  expect(ring).toEqual([
    [113.123457, 29],
    [114, 29],
    [113.123457, 29],
  ])
  expect(isClosed(ring)).toBe(true)
  expect(isClosed(ring.slice(0, 2))).toBe(false)
  expect(isClosed([])).toBe(false)
})
