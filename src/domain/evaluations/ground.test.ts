import { describe, expect, it } from 'vitest'
import { dayNumberOf } from '../../standards/civil-days.ts'
import { startOfCivilDay } from '../../standards/civil-time.ts'
import type { StationLevel } from '../stations/model.ts'
import { type AreaGround, basisOfArea, countsOn, deviceOn, ofAir, type StationGround } from './ground.ts'
import { usualStationChoice } from './table.ts'

const station = (id: string, level: StationLevel, path: string): StationGround => ({
  station: { countyId: 'county', id, code: id, name: id, level, regionId: 'r', lonWgs84: 0, latWgs84: 0 },
  path,
  bindings: [{ deviceId: `of ${id}`, subjectType: 'station', subjectId: id, validFrom: 0, validTo: null }],
})
const area = (path: string): AreaGround => ({
  region: { countyId: 'county', id: path, parentId: null, level: 'town', code: '', name: '', path },
})
const { levels } = usualStationChoice
const stations = [
  station('N', 'national', '/c/1/'),
  station('P', 'provincial', '/c/1/'),
  station('M', 'micro', '/c/2/'),
]
const told = new Map([
  ['N', 100],
  ['P', 90],
  ['M', 80],
])
const by = (path: string, first = told) => {
  const { level, stations: some } = basisOfArea(area(path), stations, first, levels)
  return [level, ...some.map(({ stationId }) => stationId)]
}

describe('by which stations an area is evaluated', () => {
  it('by the national ones alone where it has any, whatever else measures there', () => {
    expect(by('/c/')).toEqual(['national', 'N'])
    expect(by('/c/1/')).toEqual(['national', 'N'])
  })

  it('by micro-stations where there is nothing better', () => {
    expect(by('/c/2/')).toEqual(['micro', 'M'])
  })

  it('by the next level while the better one has never measured', () => {
    expect(by('/c/1/', new Map([['P', 90]]))).toEqual(['provincial', 'P'])
  })

  it('by none where nothing has measured, and never by its neighbour whose code begins alike', () => {
    expect(by('/c/3/')).toEqual([null])
    expect(
      basisOfArea(area('/c/1/'), [station('X', 'national', '/c/11/')], new Map([['X', 1]]), levels).stations,
    ).toEqual([])
  })
})

it('a station counts from its first day until the day on which its device was gone at midnight', () => {
  const gone = startOfCivilDay('2026-03-10')
  const one = { stationId: 'N', firstDay: dayNumberOf('2026-03-08'), spans: [[0, gone]] as const }
  const days = ['2026-03-07', '2026-03-08', '2026-03-09', '2026-03-10']
  expect(days.map((day) => countsOn(one, dayNumberOf(day)))).toEqual([false, true, true, false])
})

it('asks the logger of the analysers, not that of the mast beside it, whichever comes first', () => {
  const at = (deviceId: string) =>
    ({ deviceId, subjectType: 'station', subjectId: 'N', validFrom: 0, validTo: null }) as const
  const devices = [
    { id: 'mast', factors: ['a01007', 'a01008'] },
    { id: 'analysers', factors: ['a34004', 'a01001'] },
    { id: 'new', factors: [] },
  ]
  const day = dayNumberOf('2026-01-01')
  expect(deviceOn({ bindings: ofAir([at('mast'), at('analysers')], devices) }, day)).toBe('analysers')
  expect(deviceOn({ bindings: ofAir([at('analysers'), at('mast')], devices) }, day)).toBe('analysers')
  expect(deviceOn({ bindings: ofAir([at('mast')], devices) }, day)).toBeUndefined()
  // Of a new one nobody knows what it will bring.
  expect(deviceOn({ bindings: ofAir([at('new')], devices) }, day)).toBe('new')
})
