import { expect, it } from 'vitest'
import { likelierSystem } from './likelier-system.ts'

/** Test vectors of eviltransform (github.com/googollee/eviltransform, MIT): WGS 84 and GCJ-02 in latitude, longitude. */
const vectors = [
  { wgs: [31.1774276, 121.5272106], gcj: [31.17530398364597, 121.531541859215] },
  { wgs: [22.543847, 113.912316], gcj: [22.540796131694766, 113.9171764808363] },
  { wgs: [39.911954, 116.377817], gcj: [39.91334545536069, 116.38404722455657] },
].map(({ wgs: [lat = 0, lon = 0], gcj: [gcjLat = 0, gcjLon = 0] }) => ({
  wgs: { lat, lon },
  gcj: { lat: gcjLat, lon: gcjLon },
}))

it('a wrong declaration is suspected where another explains the known points, and only there', () => {
  const points = vectors.map(({ wgs, gcj }) => ({ written: gcj, wgs84: wgs }))
  expect(likelierSystem(points, 'gcj02')).toBe(null)
  expect(likelierSystem(points, 'wgs84')).toMatchObject({ likely: 'gcj02' })
  // A place that is simply another one speaks for no system.
  const moved = vectors.map(({ wgs }) => ({ written: { lon: wgs.lon + 0.1, lat: wgs.lat }, wgs84: wgs }))
  expect(likelierSystem(moved, 'wgs84')).toBe(null)
  expect(likelierSystem([], 'wgs84')).toBe(null)
})
