import { expect, it } from 'vitest'
import { metresBetween } from '../../../src/standards/places.ts'
import { placeOf } from './place-fields.tsx'

it('keeps WGS 84 as it is written', () => {
  expect(placeOf({ lon: '113.5', lat: '29.5', system: 'wgs84' })).toEqual({ lonWgs84: 113.5, latWgs84: 29.5 })
})

it('takes what is read off a Chinese map back to where it is', () => {
  // Published pair of the open libraries (eviltransform's test): Shanghai, WGS 84 31.1774276, 121.5272106 is GCJ-02 31.17530398364597, 121.531541859215.
  const kept = placeOf({ lon: '121.531541859215', lat: '31.17530398364597', system: 'gcj02' })
  const there = { lon: 121.5272106, lat: 31.1774276 }
  expect(metresBetween({ lon: kept?.lonWgs84 ?? 0, lat: kept?.latWgs84 ?? 0 }, there)).toBeLessThan(1)
})

it.each([
  ['', '29'],
  ['113', ''],
  ['181', '29'],
  ['113', 'x'],
])('%s, %s is no place', (lon, lat) => {
  expect(placeOf({ lon, lat, system: 'wgs84' })).toBe(null)
})
