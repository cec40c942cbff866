import { expect, it } from 'vitest'
import { usualRadiiKm } from '../../../src/domain/stations/model.ts'
import type { Case, Station } from '../../api/queries.ts'
import { casesSearch, narrowed, ringOf } from './view.ts'

const station: Station = {
  ...{ id: 's', code: 'QY001', name: '青石桥站', level: 'national', regionId: 'r', version: 1 },
  ...{ lonWgs84: 113.5, latWgs84: 29.5 },
}
const one = (more: Partial<Case>): Case => ({
  ...{ id: 'c', number: 'W-1', title: '', state: 'reported', stage: 'found', version: 1, sourceClass: 'dust' },
  ...{ regionName: '临江街道', mainUnit: null, lonWgs84: null, latWgs84: null, dueAt: null, late: false },
  ...{ reportedAt: '2026-11-18T09:00:00+08:00', changedAt: '2026-11-18T09:00:00+08:00' },
  ...{ cameBy: 'task', isMine: false },
  ...more,
})

it('says nothing of what is not chosen or not known', () => {
  expect(casesSearch({ show: 'late', view: 'globe', source: 'dust', ring: 'outer', unit: '', region: 7 })).toEqual({
    show: 'late',
    source: 'dust',
  })
})

it('places a case in its circle: a degree of latitude is 111.2 km on the sphere of 6371 km', () => {
  const north = (km: number) => ({ lonWgs84: 113.5, latWgs84: 29.5 + km / 111.2 })
  expect(ringOf(north(0.9), station, usualRadiiKm)).toBe('core')
  expect(ringOf(north(2.9), station, usualRadiiKm)).toBe('key')
  expect(ringOf(north(4.9), station, usualRadiiKm)).toBe('radiation')
  expect(ringOf(north(5.2), station, usualRadiiKm)).toBe('outside')
  expect(ringOf({ lonWgs84: null, latWgs84: null }, station, usualRadiiKm)).toBeNull()
  expect(ringOf(north(1), undefined, usualRadiiKm)).toBeNull()
})

it('goes by the circles that the county has, however many', () => {
  const place = { lonWgs84: 113.5, latWgs84: 29.5 + 2.9 / 111.2 }
  expect(ringOf(place, station, { core: 2 })).toBe('outside')
  expect(ringOf(place, station, { core: 0.5, key: 1, radiation: 2, fourth: 3, fifth: 4 })).toBe('fourth')
})

it('leaves the cases that fit every filter', () => {
  const all = [
    one({ id: '1', mainUnit: '区住建局' }),
    one({ id: '2', mainUnit: '区住建局', sourceClass: 'industry' }),
    one({ id: '3', mainUnit: '区城管局', cameBy: 'report' }),
  ]
  const ids = (search: Parameters<typeof narrowed>[1]) =>
    narrowed(all, search, station, usualRadiiKm).map(({ id }) => id)
  expect(ids({})).toEqual(['1', '2', '3'])
  expect(ids({ unit: '区住建局' })).toEqual(['1', '2'])
  expect(ids({ unit: '区住建局', source: 'dust' })).toEqual(['1'])
  expect(ids({ origin: 'report' })).toEqual(['3'])
  // Nobody knows where they are, so they are in no circle and not outside either.
  expect(ids({ ring: 'outside' })).toEqual([])
})
