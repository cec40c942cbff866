import { expect, it } from 'vitest'
import type { Source, Station } from '../../api/queries.ts'
import { byOrder, placed } from './order.ts'
import { type Order, sourcesSearch } from './search.ts'

const station: Station = {
  ...{ id: 's', code: 'S', name: 'S', level: 'national', regionId: 'r', lonWgs84: 113, latWgs84: 29, version: 1 },
}
const source = (code: string, more: Partial<Source> = {}): Source => ({
  ...{ id: code, code, name: code, class: 'dust', kind: 'yard', lonWgs84: 113, latWgs84: 29, address: null },
  ...{ regionId: 'r', regionName: 'R', owner: null, unit: null, person: null },
  ...{ state: 'active', stateSince: '2026-01-01', attributes: {}, version: 1, ...more },
})

const sorted = (order: Order, isDown: boolean, ...sources: Source[]) =>
  sources
    .map((one) => placed(one, station))
    .sort(byOrder(order, isDown))
    .map((one) => one.source.code)

it('codes go by their numbers, distances by metres, and what has nothing in a column stands last either way', () => {
  expect(sorted('code', false, source('D-10'), source('D-9'))).toEqual(['D-9', 'D-10'])
  expect(sorted('code', true, source('D-10'), source('D-9'))).toEqual(['D-10', 'D-9'])
  // 0.01° of latitude is 1.1 km.
  const [near, far] = [source('b', { latWgs84: 29.01 }), source('a', { latWgs84: 29.02 })]
  expect(sorted('distance', false, far, near)).toEqual(['b', 'a'])
  expect(sorted('distance', true, far, near)).toEqual(['a', 'b'])
  const [some, none] = [source('x', { unit: '住建局' }), source('a')]
  expect(sorted('unit', false, none, some)).toEqual(['x', 'a'])
  expect(sorted('unit', true, none, some)).toEqual(['x', 'a'])
})

it('a source lies so far from the station in that direction; without a station nobody knows', () => {
  const east = placed(source('e', { lonWgs84: 113.01 }), station)
  // A degree of longitude at 29° is 111.195 km · cos 29° = 97.25 km.
  expect(Math.round(east.distanceM ?? 0)).toBe(973)
  expect(east.bearing).toBe(90)
  expect(placed(source('e'), undefined)).toMatchObject({ distanceM: null, bearing: null })
})

it('an address keeps what the list can show and drops the rest', () => {
  expect(sourcesSearch({ class: 'dust', within: '3000', q: 12, sort: 'distance', down: 'true', show: 'all' })).toEqual({
    ...{ class: 'dust', within: 3000, q: '12', sort: 'distance', down: true, show: 'all' },
  })
  expect(sourcesSearch({ class: 'smoke', within: 200_000, q: '', sort: 'colour', show: 'none' })).toEqual({})
})
