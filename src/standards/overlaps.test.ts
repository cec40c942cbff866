import { describe, expect, it } from 'vitest'
import { liesWithin, polygonsOverlap } from './overlaps.ts'
import { isInside, type Polygon, type Ring } from './places.ts'

const box = (west: number, south: number, east: number, north: number): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]
const ringOf = (...points: [number, number][]): Ring => [...points, points[0] ?? [0, 0]]

describe('two polygons', () => {
  it.each<[string, Polygon, Polygon, boolean]>([
    ['that cross overlap', [box(0, 0, 2, 2)], [box(1, 1, 3, 3)], true],
    ['of which one lies in the other overlap', [box(0, 0, 9, 9)], [box(1, 1, 2, 2)], true],
    ['of which one lies in the lake of the other do not', [box(0, 0, 9, 9), box(1, 1, 5, 5)], [box(2, 2, 3, 3)], false],
    ['of which one fills the lake of the other do not', [box(0, 0, 9, 9), box(1, 1, 5, 5)], [box(1, 1, 5, 5)], false],
    ['that share a side do not', [box(0, 0, 2, 2)], [box(2, 0, 4, 2)], false],
    ['that touch at a corner do not', [box(0, 0, 2, 2)], [box(2, 2, 4, 4)], false],
    ['that lie upon each other between the same parallels overlap', [box(0, 0, 2, 2)], [box(1, 0, 3, 2)], true],
    // The shared side is slanted, and halfway along it is no sixth decimal.
    [
      'that share a slanted side do not',
      [ringOf([113, 29], [113.000_003, 29.000_001], [113, 29.000_005])],
      [ringOf([113, 29], [113.000_005, 29], [113.000_003, 29.000_001])],
      false,
    ],
    ['far from each other do not', [box(0, 0, 1, 1)], [box(5, 5, 6, 6)], false],
    ['of which one is none do not', [], [box(0, 0, 1, 1)], false],
  ])('%s', (_name, one, other, expected) => {
    expect(polygonsOverlap(one, other)).toBe(expected)
    expect(polygonsOverlap(other, one)).toBe(expected)
  })

  it('of ten thousand points each are told as a disc and its distance say', () => {
    const disc = (lon: number, points: number): Polygon => {
      const turn = (at: number): [number, number] => [
        lon + Math.cos((2 * Math.PI * at) / points),
        Math.sin((2 * Math.PI * at) / points),
      ]
      return [[...Array.from({ length: points }, (_, at) => turn(at)), turn(0)]]
    }
    expect(polygonsOverlap(disc(0, 10_000), disc(1.99, 9_000))).toBe(true)
    expect(polygonsOverlap(disc(0, 10_000), disc(2.01, 9_000))).toBe(false)
  })
})

it('a ring lies within another as every one of its points does by the plain way of looking, and not when it cuts it', () => {
  const star = ringOf([0, 0], [4, 1], [8, 0], [7, 4], [8, 8], [4, 7], [0, 8], [1, 4])
  for (let west = -1; west <= 8; west += 0.5) {
    for (let south = -1; south <= 8; south += 0.5) {
      const small = box(west, south, west + 0.25, south + 0.25)
      const all = small.every(([lon, lat]) => isInside([[star]], { lon, lat }))
      expect([west, south, liesWithin(small, star)]).toEqual([west, south, all])
    }
  }
  expect(liesWithin(box(0, 0, 8, 8), star)).toBe(false)
  expect(liesWithin(star, star)).toBe(true)
})
