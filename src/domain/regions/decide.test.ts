import { describe, expect, it } from 'vitest'
import type { Ring } from '../../standards/places.ts'
import { faultOfBorder } from './decide.ts'
import { MOST_POINTS, mayLieUnder } from './model.ts'

const box = (west: number, south: number, east: number, north: number): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]
const alone = { holes: [], others: [], known: [] }
const square = box(113, 29, 113.1, 29.1)

describe('a line that is to be a border', () => {
  it.each<[string, Ring, object | null]>([
    ['may be a square', square, null],
    ['needs to be closed', square.slice(0, 4), { reason: 'open' }],
    [
      'needs three points',
      [
        [113, 29],
        [113.1, 29],
        [113, 29],
      ],
      { reason: 'few' },
    ],
    ['has no point twice', [...square.slice(0, 3), [113.1, 29], [113, 29]], { reason: 'repeated', one: 2, other: 4 }],
    [
      'does not cross itself',
      [
        [113, 29],
        [113.1, 29.1],
        [113.1, 29],
        [113, 29.1],
        [113, 29],
      ],
      { reason: 'crossing', edges: '1×3' },
    ],
    // 0.00005° are 5.5 m to the north and 4.9 m to the east: 27 m².
    ['encloses some ground', box(113, 29, 113.000_05, 29.000_05), { reason: 'small' }],
  ])('%s', (_name, ring, expected) => {
    expect(faultOfBorder(ring, alone)).toEqual(expected)
  })

  it('has at most two thousand points', () => {
    const circle = (points: number): Ring => {
      const turn = (at: number): [number, number] => [
        113 + Math.cos((2 * Math.PI * at) / points),
        29 + Math.sin((2 * Math.PI * at) / points),
      ]
      return [...Array.from({ length: points }, (_, at) => turn(at)), turn(0)]
    }
    expect(faultOfBorder(circle(MOST_POINTS), alone)).toBeNull()
    expect(faultOfBorder(circle(MOST_POINTS + 1), alone)).toEqual({ reason: 'many', points: 2001, most: 2000 })
  })

  it('lies near what is known of the county: a degree of latitude from it is 111 km, and too far', () => {
    const known = [
      [113, 29],
      [113.2, 29.2],
    ] as const
    expect(faultOfBorder(square, { ...alone, known })).toBeNull()
    // 0.4° to the north of the box are 44 km.
    expect(faultOfBorder(box(113, 29, 113.1, 29.6), { ...alone, known })).toBeNull()
    expect(faultOfBorder(box(113, 29, 113.1, 30.2), { ...alone, known })).toEqual({ reason: 'far', point: 3, km: 111 })
    // Longitude and latitude the wrong way round.
    const turned = square.map(([lon, lat]): [number, number] => [lat, lon - 90])
    expect(faultOfBorder(turned, { ...alone, known })).toMatchObject({ reason: 'far' })
  })

  it('keeps its holes within', () => {
    const holes = [box(113.02, 29.02, 113.04, 29.04)]
    expect(faultOfBorder(square, { ...alone, holes })).toBeNull()
    expect(faultOfBorder(box(113.03, 29, 113.1, 29.1), { ...alone, holes })).toEqual({ reason: 'hole', hole: 1 })
    expect(faultOfBorder(box(113.05, 29, 113.1, 29.1), { ...alone, holes })).toEqual({ reason: 'hole', hole: 1 })
  })

  it('overlaps no other part of the same border: they may touch, and an island may lie in a lake', () => {
    const others = (polygon: readonly Ring[]) => ({ ...alone, others: [{ part: 1, polygon }] })
    expect(faultOfBorder(square, others([box(113.1, 29, 113.2, 29.1)]))).toBeNull()
    expect(faultOfBorder(square, others([box(113.05, 29, 113.2, 29.1)]))).toEqual({ reason: 'overlap', part: 2 })
    expect(faultOfBorder(square, others([box(112, 28, 114, 30)]))).toEqual({ reason: 'overlap', part: 2 })
    expect(faultOfBorder(square, others([box(112, 28, 114, 30), box(112.9, 28.9, 113.2, 29.2)]))).toBeNull()
    expect(faultOfBorder(square, others([box(113.02, 29.02, 113.04, 29.04)]))).toEqual({ reason: 'overlap', part: 2 })
  })
})

it('a region lies under one of a level above its own', () => {
  expect(mayLieUnder('grid', 'county')).toBe(true)
  expect(mayLieUnder('grid', 'village')).toBe(true)
  expect(mayLieUnder('grid', 'grid')).toBe(false)
  expect(mayLieUnder('town', 'village')).toBe(false)
})
