import { describe, expect, it } from 'vitest'
import type { Device, Station } from '../../api/queries.ts'
import { atStation, stationsForLogger } from './stations-for-logger.ts'

const station = (id: string, name: string, level: Station['level'] = 'micro') =>
  ({ id, name, code: id, level }) as Station
const atStationOf = (id: string | null) => ({ boundTo: id === null ? null : { type: 'station', id } }) as Device
const [bridge, park, school] = [station('S1', '青石桥'), station('S2', '临江公园'), station('S3', '小学')]

describe('the stations that a logger may stand at', () => {
  it('are told apart by whether a logger stands there, and only one without is the one', () => {
    expect(
      stationsForLogger([bridge, park, school], [atStationOf('S3'), atStationOf('S1'), atStationOf(null)]),
    ).toEqual({
      without: [park],
      with: [bridge, school],
      only: park,
    })
  })

  it('propose none where several have none, or none has none', () => {
    expect(stationsForLogger([bridge, park], []).only).toBeUndefined()
    expect(stationsForLogger([bridge], [atStationOf('S1')]).only).toBeUndefined()
  })

  it('propose no national-control station: what the county is judged by is chosen by hand', () => {
    const national = station('S0', '国控', 'national')
    expect(stationsForLogger([national, bridge], [atStationOf('S1')])).toEqual({
      ...{ without: [national], with: [bridge], only: undefined },
    })
    expect(stationsForLogger([national, bridge, park], [atStationOf('S1')]).only).toBe(park)
  })
})

describe('a logger at a station', () => {
  const nameAt = (name: string) => `${name}数采仪`

  it('is named after it as long as nobody has named it', () => {
    const unnamed = { stationId: '', name: '' }
    expect(atStation(unnamed, 'S2', [bridge, park], nameAt)).toEqual({ stationId: 'S2', name: '临江公园数采仪' })
    const after = { stationId: 'S2', name: '临江公园数采仪' }
    expect(atStation(after, 'S1', [bridge, park], nameAt)).toEqual({ stationId: 'S1', name: '青石桥数采仪' })
  })

  it('keeps the name that somebody wrote', () => {
    expect(atStation({ stationId: 'S2', name: '备机' }, 'S1', [bridge, park], nameAt)).toEqual({ stationId: 'S1' })
  })
})
