import { describe, expect, it } from 'vitest'
import { areCircles, bearingDeg, circleAt, distanceM, drawnCircles, radiiOfCircles, usualRadiiKm } from './model.ts'

it.each([
  [0, 'core'],
  [1000, 'core'],
  [1000.1, 'key'],
  [3000, 'key'],
  [5000, 'radiation'],
  [5000.1, null],
])('at %s m is the circle %s', (metres, circle) => {
  expect(circleAt(metres, usualRadiiKm)).toBe(circle)
})

it('a county’s own edges count instead', () => {
  expect(circleAt(1500, { core: 2, key: 4, radiation: 6 })).toBe('core')
})

// Vincenty's inverse formula on the WGS84 ellipsoid for these two points: 2211 m, initial bearing 306.6°.
const station = { lonWgs84: 113.5, latWgs84: 29.5 }
const yard = { lonWgs84: 113.4817, latWgs84: 29.5119 }

describe('a place beside the station', () => {
  it('is as far as on the ellipsoid, to one per cent', () => {
    expect(Math.abs(distanceM(station, yard) / 2211 - 1)).toBeLessThan(0.01)
  })

  it('lies where the compass says', () => {
    expect(Math.abs(bearingDeg(station, yard) - 307)).toBeLessThanOrEqual(1)
    expect(bearingDeg(station, { lonWgs84: 113.5, latWgs84: 29.4 })).toBe(180)
  })
})

describe('circles of a county', () => {
  it.each<[string, readonly number[], boolean]>([
    ['the usual ones', [1, 3, 5], true],
    ['a single one', [0.1], true],
    ['five of them', [0.5, 1, 3, 5, 20], true],
    ['none', [], false],
    ['six', [1, 2, 3, 4, 5, 6], false],
    ['one that is not wider than the one inside', [1, 3, 3], false],
    ['one that is too small', [0.05, 1], false],
    ['one that is too wide', [1, 20.1], false],
    ['no number', [Number.NaN], false],
  ])('%s', (_name, radii, expected) => {
    expect(areCircles(radii)).toBe(expected)
  })

  it('are named from the inside, and a place lies in the innermost that reaches it', () => {
    const radii = radiiOfCircles([0.5, 2])
    expect(drawnCircles(radii)).toEqual([
      { circle: 'core', km: 0.5 },
      { circle: 'key', km: 2 },
    ])
    expect(circleAt(500, radii)).toBe('core')
    expect(circleAt(501, radii)).toBe('key')
    expect(circleAt(2_001, radii)).toBeNull()
  })
})
