import { expect, it } from 'vitest'
import { distanceText, legsOf, lengthText } from './measure.ts'

// Vincenty on the WGS84 ellipsoid: station to yard 2211 m, 306.6°; yard to station 126.6° less what the meridians converge (0.01°).
const station = { lonWgs84: 113.5, latWgs84: 29.5 }
const yard = { lonWgs84: 113.4817, latWgs84: 29.5119 }

it('a way there and back has two legs of the length on the ellipsoid, to half a per cent, in opposite directions', () => {
  const legs = legsOf([station, yard, station])
  expect(legs.map(({ bearing }) => bearing)).toEqual([307, 127])
  for (const { metres } of legs) expect(Math.abs(metres / 2211 - 1)).toBeLessThan(0.005)
  expect(legsOf([station])).toEqual([])
})

it.each([
  [38.4, '38 m'],
  [999.4, '999 m'],
  [2_211, '2.21 km'],
  [38_240, '38.2 km'],
])('%s m is written %s', (metres, text) => {
  expect(lengthText(metres)).toBe(text)
})

it('how far something lies is told to ten metres, from a kilometre on to a hundred', () => {
  expect([638, 1_000, 2_249].map(distanceText)).toEqual(['640 m', '1.0 km', '2.2 km'])
})
