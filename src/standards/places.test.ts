import { describe, expect, it } from 'vitest'
import { bearingDeg, containing, isInside, metresBetween, metresToOutline, type Outline } from './places.ts'

const square = (west: number, south: number, side: number): [number, number][] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
]

/** A square with a square lake in it, and an island beyond the water. */
const withLake: Outline = [[square(0, 0, 4), square(1, 1, 2)], [square(6, 0, 1)]]

// A degree of a meridian of a sphere of 6,371,009 m is 2π·6371009/360 = 111,195 m; beside the equator so is one of longitude.
it.each([
  ['inside', 0.5, 2, 0],
  ['in the lake: a degree to its shore', 2, 2, 111_195],
  ['half a degree west of a side', -0.5, 2, 55_597.5],
  ['a quarter beyond a corner, along the diagonal', 4.25, 4.25, 39_313],
  ['nearest to the island', 7.5, 0.5, 55_597.5],
])('metres to an outline: %s', (_name, lon, lat, metres) => {
  const found = metresToOutline(withLake, { lon, lat })
  expect(Math.abs(found - metres)).toBeLessThanOrEqual(0.005 * metres)
})

it('an outline without a border is nowhere near', () => {
  expect(metresToOutline([], { lon: 0, lat: 0 })).toBe(Number.POSITIVE_INFINITY)
})

describe('inside an outline', () => {
  it.each([
    ['on the land', 0.5, 2, true],
    ['in the lake', 2, 2, false],
    ['on the shore of the lake', 1, 2, true],
    ['on the outer border', 0, 2, true],
    ['on the upper border, west of a corner', 2, 4, true],
    ['at a corner', 4, 4, true],
    ['on the island', 6.5, 0.5, true],
    ['between land and island', 5, 0.5, false],
    ['level with a corner, outside', 5, 4, false],
    ['level with the lower border, west of it', -1, 0, false],
  ])('a place %s', (_name, lon, lat, expected) => {
    expect(isInside(withLake, { lon, lat })).toBe(expected)
  })

  it('a ring that stands on its point is crossed once at each corner', () => {
    const diamond: Outline = [
      [
        [
          [0, -1],
          [1, 0],
          [0, 1],
          [-1, 0],
          [0, -1],
        ],
      ],
    ]
    expect(isInside(diamond, { lon: -2, lat: 0 })).toBe(false)
    expect(isInside(diamond, { lon: 0, lat: 0 })).toBe(true)
    expect(isInside(diamond, { lon: -0.5, lat: 0.5 })).toBe(true)
    expect(isInside(diamond, { lon: -0.6, lat: 0.5 })).toBe(false)
  })

  it('nothing is inside of no outline', () => {
    expect(isInside([], { lon: 0, lat: 0 })).toBe(false)
    expect(isInside([[]], { lon: 0, lat: 0 })).toBe(false)
  })
})

describe('the region that contains a place', () => {
  const county = { name: 'county', depth: 0, outline: [[square(0, 0, 10)]] }
  const east = { name: 'east', depth: 1, outline: [[square(5, 0, 5)]] }
  const west = { name: 'west', depth: 1, outline: [[square(0, 0, 5)]] }

  it.each([
    [7, 2, 'east'],
    [2, 2, 'west'],
    [5, 2, 'east'],
    [2, 7, 'county'],
    [11, 2, undefined],
  ])('of %s, %s is %s', (lon, lat, expected) => {
    expect(containing([county, east, west], { lon, lat })?.name).toBe(expected)
    expect(containing([east, west, county], { lon, lat })?.name).toBe(expected)
  })
})

describe('on the ground', () => {
  // One degree of a meridian of a sphere of 6371.009 km is π/180 of it: 111.195 km.
  it('a degree of latitude is 111.195 km to the north', () => {
    const [from, to] = [
      { lon: 112, lat: 28 },
      { lon: 112, lat: 29 },
    ]
    expect(metresBetween(from, to)).toBeCloseTo(111_195.08, 1)
    expect(bearingDeg(from, to)).toBe(0)
    expect(bearingDeg(to, from)).toBe(180)
  })

  it('a degree of longitude at 60° is half of that, to the east', () => {
    const [from, to] = [
      { lon: 10, lat: 60 },
      { lon: 10.001, lat: 60 },
    ]
    expect(metresBetween(from, to)).toBeCloseTo(55.5975, 3)
    expect(bearingDeg(from, to)).toBeCloseTo(90, 2)
    expect(bearingDeg(to, from)).toBeCloseTo(270, 2)
  })
})
