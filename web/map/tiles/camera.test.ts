import { describe, expect, it } from 'vitest'
import { offsetFrom, type Place, pointOf, type View } from '../frame.ts'
import { cameraOf, overlap, seenBy } from './camera.ts'

const anchor: Place = { lonWgs84: 113.5, latWgs84: 29.5 }
const size = { width: 1200, height: 800 }

/**
 * Where a map of tiles puts a place: world pixels of 512·2^zoom, x by longitude, y by ln tan(π/4 + φ/2), as the OGC's
 * "Google Maps compatible" tile matrix set (OGC 17-083r2, annex D) has it.
 */
function tilePoint(camera: { lonWgs84: number; latWgs84: number; zoom: number }, place: Place) {
  const world = 512 * 2 ** camera.zoom
  const x = (lon: number) => ((lon + 180) / 360) * world
  const y = (lat: number) => (0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)) * world
  return {
    x: size.width / 2 + x(place.lonWgs84) - x(camera.lonWgs84),
    y: size.height / 2 + y(place.latWgs84) - y(camera.latWgs84),
  }
}

describe('tiles and the own drawing put a place on the same pixel', () => {
  const views: readonly (readonly [string, View])[] = [
    ['over the circles', { eastM: 0, northM: 0, scale: 20 }],
    ['over a yard far from the station', { eastM: 18_000, northM: -21_000, scale: 0.3 }],
    ['over some counties', { eastM: 40_000, northM: 60_000, scale: 400 }],
  ]
  it.each(views)('%s', (_where, view) => {
    const camera = cameraOf(anchor, view)
    for (const [east, north] of [
      [0, 0],
      [-0.45, 0.45],
      [0.49, -0.49],
    ] as const) {
      // A place near that corner, by rough degrees: what is compared is where both put it.
      const place = {
        lonWgs84: camera.lonWgs84 + (east * size.width * view.scale) / 96_900,
        latWgs84: camera.latWgs84 + (north * size.height * view.scale) / 111_320,
      }
      const own = pointOf(view, size, offsetFrom(anchor, place))
      const tiles = tilePoint(camera, place)
      expect(Math.abs(own.x - tiles.x)).toBeLessThan(0.01)
      expect(Math.abs(own.y - tiles.y)).toBeLessThan(0.01)
    }
  })
})

it('a pixel of 78271.5 m at the equator is zoom 1', () => {
  // The world of 40 075 017 m on 512 px is zoom 0; our degree of 111 320 m makes it 40 075 200 m.
  expect(cameraOf({ lonWgs84: 0, latWgs84: 0 }, { eastM: 0, northM: 0, scale: 40_075_200 / 1024 }).zoom).toBeCloseTo(
    1,
    9,
  )
})

it('what is seen reaches half the map to each side', () => {
  const seen = seenBy({ lonWgs84: 0, latWgs84: 0 }, { eastM: 0, northM: 0, scale: 111.32 }, size)
  // 600 px of 111.32 m are 0.6° on the equator.
  expect(seen.east).toBeCloseTo(0.6, 6)
  expect(seen.west).toBeCloseTo(-0.6, 6)
  // 400 px are 0.4° but for the Mercator's stretch, 8 parts in a million there.
  expect(seen.north).toBeCloseTo(0.4, 4)
})

it.each([
  ['one inside the other', { west: 1, south: 1, east: 2, north: 2 }, true],
  ['one that only touches', { west: 4, south: 0, east: 5, north: 4 }, false],
  ['one to the north', { west: 0, south: 5, east: 4, north: 6 }, false],
])('ground of two: %s', (_how, other, shared) => {
  expect(overlap({ west: 0, south: 0, east: 4, north: 4 }, other)).toBe(shared)
})
