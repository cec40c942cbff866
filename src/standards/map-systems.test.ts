import { expect, it } from 'vitest'
import { fromWgs84, toWgs84 } from './map-systems.ts'
import { metresBetween } from './places.ts'

/** Test vectors of eviltransform (github.com/googollee/eviltransform, MIT): WGS 84 and GCJ-02 in latitude, longitude. */
const vectors = [
  { wgs: [31.1774276, 121.5272106], gcj: [31.17530398364597, 121.531541859215] },
  { wgs: [22.543847, 113.912316], gcj: [22.540796131694766, 113.9171764808363] },
  { wgs: [39.911954, 116.377817], gcj: [39.91334545536069, 116.38404722455657] },
].map(({ wgs: [lat = 0, lon = 0], gcj: [gcjLat = 0, gcjLon = 0] }) => ({
  wgs: { lat, lon },
  gcj: { lat: gcjLat, lon: gcjLon },
}))

it('GCJ-02 is what other programs make of a place, there and back', () => {
  for (const { wgs, gcj } of vectors) {
    expect(fromWgs84(wgs, 'gcj02').lat).toBeCloseTo(gcj.lat, 9)
    expect(fromWgs84(wgs, 'gcj02').lon).toBeCloseTo(gcj.lon, 9)
    expect(metresBetween(toWgs84(gcj, 'gcj02'), wgs)).toBeLessThan(0.01)
  }
})

it('BD-09 of a place of GCJ-02 leads to the same place', () => {
  // 116.404, 39.915 (GCJ-02) is 116.41036949371029, 39.92133699351021 (BD-09), in the example of coordtransform.
  const [bd, gcj] = [
    { lon: 116.41036949371029, lat: 39.92133699351021 },
    { lon: 116.404, lat: 39.915 },
  ]
  expect(metresBetween(toWgs84(bd, 'bd09'), toWgs84(gcj, 'gcj02'))).toBeLessThan(1)
  const written = fromWgs84(toWgs84(gcj, 'gcj02'), 'bd09')
  expect(written.lon).toBeCloseTo(bd.lon, 7)
  expect(written.lat).toBeCloseTo(bd.lat, 7)
})

it('outside China the systems are one', () => {
  const paris = { lon: 2.35, lat: 48.86 }
  expect(toWgs84(paris, 'gcj02')).toEqual(paris)
})
