import { expect, it } from 'vitest'
import type { Outline } from '../../api/queries.ts'
import { attributesFrom, cardOf, newSource, placeOf, regionAt } from './draft.ts'

it('a place is there once both degrees are numbers in their range', () => {
  expect(placeOf({ lon: '113.5', lat: '29.5' })).toEqual({ lonWgs84: 113.5, latWgs84: 29.5 })
  for (const [lon, lat] of [
    ['', '29'],
    ['113', '91'],
    ['181', '29'],
    ['a', '29'],
  ] as const) {
    expect(placeOf({ lon, lat })).toBeNull()
  }
})

it('only attributes of the chosen kind are sent, read as what they are, and none that was left empty', () => {
  const typed = { stage: 'structure', areaM2: '1200.5', stoves: '3', purifier: 'no', grade: '' }
  expect(attributesFrom('construction-site', typed)).toEqual({ stage: 'structure', areaM2: 1200.5 })
  expect(attributesFrom('restaurant', typed)).toEqual({ stoves: 3, purifier: false })
  expect(attributesFrom('enterprise', typed)).toEqual({})
})

it('what was left empty is sent as nothing', () => {
  const draft = { ...newSource('u'), name: ' 某工地 ', ownerName: '  ' }
  expect(cardOf(draft, { lonWgs84: 113, latWgs84: 29 })).toEqual({
    ...{ name: '某工地', kind: 'construction-site', lonWgs84: 113, latWgs84: 29, address: null, notes: null },
    ...{ ownerUnitId: null, ownerName: null, unitId: 'u', personId: null, attributes: {} },
  })
})

it('the region of a place is the town whose borders hold it; the county alone says nothing', () => {
  const square = (west: number, side: number): [number, number][] => [
    [west, 0],
    [west + side, 0],
    [west + side, side],
    [west, side],
    [west, 0],
  ]
  const outlines: Outline[] = [
    { regionId: 'c', level: 'county', name: '某县', polygons: [[square(0, 10)]] },
    { regionId: 't', level: 'town', name: '东镇', polygons: [[square(5, 5)]] },
  ]
  expect(regionAt(outlines, { lonWgs84: 6, latWgs84: 1 })).toMatchObject({ regionId: 't', name: '东镇' })
  expect(regionAt(outlines, { lonWgs84: 1, latWgs84: 1 })).toBeNull()
  expect(regionAt(outlines, null)).toBeNull()
})
