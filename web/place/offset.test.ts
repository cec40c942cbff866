import { expect, it } from 'vitest'
import { offsetFrom } from './offset.ts'

// Vincenty's inverse formula on the WGS84 ellipsoid for these two points: 2211 m, initial bearing 306.6°.
const station = { lonWgs84: 113.5, latWgs84: 29.5 }
const yard = { lonWgs84: 113.4817, latWgs84: 29.5119 }

it('a place beside the station lies as far west and north as on the ellipsoid, to one per cent', () => {
  const { eastM, northM } = offsetFrom(station, yard)
  expect(Math.hypot(eastM, northM) / 2211).toBeCloseTo(1, 2)
  expect(((Math.atan2(eastM, northM) * 180) / Math.PI + 360) % 360).toBeCloseTo(306.6, 0)
})
