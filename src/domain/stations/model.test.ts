import { describe, expect, it } from 'vitest'
import { bearingDeg, circleAt, distanceM } from './model.ts'

it.each([
  [0, 'core'],
  [1000, 'core'],
  [1000.1, 'key'],
  [3000, 'key'],
  [5000, 'radiation'],
  [5000.1, null],
])('at %s m is the circle %s', (metres, circle) => {
  expect(circleAt(metres)).toBe(circle)
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
