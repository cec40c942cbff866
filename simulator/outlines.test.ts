import { expect, it } from 'vitest'
import { countyOutline, type Ring, townOutline } from './outlines.ts'
import { stations, towns } from './place.ts'
import { sources } from './world/sources.ts'

/** Area by the shoelace formula. [square degrees] */
function areaOf(ring: Ring): number {
  let twice = 0
  for (const [at, [lon, lat]] of ring.slice(0, -1).entries()) {
    const [nextLon, nextLat] = ring[at + 1] ?? [lon, lat]
    twice += lon * nextLat - nextLon * lat
  }
  return Math.abs(twice) / 2
}

/** Even-odd rule. */
function holds(ring: Ring, lon: number, lat: number): boolean {
  let inside = false
  for (const [at, [aLon, aLat]] of ring.slice(0, -1).entries()) {
    const [bLon, bLat] = ring[at + 1] ?? [aLon, aLat]
    if (aLat > lat !== bLat > lat && lon < aLon + ((lat - aLat) / (bLat - aLat)) * (bLon - aLon)) inside = !inside
  }
  return inside
}

it('towns fill the county without gap or overlap', () => {
  const sum = towns.reduce((all, { code }) => all + areaOf(townOutline(code)), 0)
  expect(sum).toBeCloseTo(areaOf(countyOutline()), 6)
})

it('every station and source lies in the county, and nearly all in their own town', () => {
  const all = [...stations, ...sources]
  expect(all.filter((one) => !holds(countyOutline(), one.lonWgs84, one.latWgs84)).map(({ code }) => code)).toEqual([])
  const abroad = all.filter((one) => !holds(townOutline(one.townCode), one.lonWgs84, one.latWgs84))
  expect(abroad.map(({ code }) => code)).toEqual([])
})
