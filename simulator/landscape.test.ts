import { expect, it } from 'vitest'
import { landscapeAsGeoJson, riverBanks } from './landscape.ts'
import { stations } from './place.ts'
import { sources } from './world/sources.ts'

type Shape =
  | { type: 'LineString'; coordinates: [number, number][] }
  | { type: 'Polygon'; coordinates: [[number, number][]] }

/** How often a ring goes round a place (winding number by angles); 0: it lies outside. */
function turns(ring: readonly (readonly [number, number])[], lon: number, lat: number): number {
  let angle = 0
  for (const [at, [aLon, aLat]] of ring.slice(0, -1).entries()) {
    const [bLon, bLat] = ring[at + 1] ?? [aLon, aLat]
    const [one, other] = [Math.atan2(aLat - lat, aLon - lon), Math.atan2(bLat - lat, bLon - lon)]
    angle += ((other - one + 3 * Math.PI) % (2 * Math.PI)) - Math.PI
  }
  return Math.round(angle / (2 * Math.PI))
}

it('no station and no source stands in the river, which passes south of the county town', () => {
  const banks = riverBanks()
  const wet = [...stations, ...sources].filter(({ lonWgs84, latWgs84 }) => turns(banks, lonWgs84, latWgs84) !== 0)
  expect(wet.map(({ code }) => code)).toEqual([])
  // 2.7 km south of the station.
  expect(Math.abs(turns(banks, 113.5151 - 0.0046, 29.4864 - 2.71 / 111.32))).toBe(1)
})

it('areas close, lines have no leg longer than a kilometre', () => {
  const file: { features: { geometry: Shape }[] } = JSON.parse(landscapeAsGeoJson())
  const shapes = file.features.map(({ geometry }) => geometry)
  expect(shapes.map(({ type }) => type).sort()).toEqual([...Array(8).fill('LineString'), ...Array(8).fill('Polygon')])
  for (const shape of shapes) {
    const points = shape.type === 'Polygon' ? shape.coordinates[0] : shape.coordinates
    if (shape.type === 'Polygon') expect(points.at(-1)).toEqual(points[0])
    const legs = points.slice(1).map(([lon, lat], at) => {
      const [fromLon, fromLat] = points[at] ?? [lon, lat]
      return Math.hypot(lon - fromLon, lat - fromLat)
    })
    expect(Math.max(...legs)).toBeLessThan(0.011)
  }
})
