import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '../../standards/civil-time.ts'
import type { Binding } from '../devices/model.ts'
import type { Station } from '../stations/model.ts'
import { groundFrom, hoursAround } from './ground.ts'

const station = (id: string, lonWgs84: number, latWgs84: number): Station => ({
  countyId: 'c',
  id,
  code: id,
  name: id,
  level: 'micro',
  regionId: 'r',
  lonWgs84,
  latWgs84,
})

const NOON = Date.parse('2026-11-18T12:00:00+08:00')
const bound = (deviceId: string, subjectId: string, validFrom = 0, validTo: number | null = null): Binding => ({
  deviceId,
  subjectType: 'station',
  subjectId,
  validFrom,
  validTo,
})

// One degree of latitude is 111.2 km: 0.1798° are 20.0 km.
const stations = [station('A', 113, 29), station('B', 113, 29.1798), station('C', 113, 29.18), station('D', 113.2, 29)]

describe('where devices stand', () => {
  it('neighbours are at other stations, no further apart than the reach', () => {
    const bindings = ['A', 'B', 'C', 'D'].map((id) => bound(`at ${id}`, id))
    const ground = groundFrom([...bindings, bound('also at A', 'A')], stations, 20_000)
    const near = (one: string, other: string) => ground.areNear(one, other, NOON)
    expect(near('at A', 'at B')).toBe(true)
    expect(near('at B', 'at A')).toBe(true)
    expect(near('at A', 'at C')).toBe(false)
    // 0.2° of longitude at 29° north: 19.45 km.
    expect(near('at A', 'at D')).toBe(true)
    expect(near('at A', 'also at A')).toBe(false)
    expect(near('at A', 'nobody')).toBe(false)
  })

  it('a device that was moved at noon measured the hour labelled 12:00 where it stood before', () => {
    const ground = groundFrom([bound('d', 'A', 0, NOON), bound('d', 'C', NOON)], stations, 20_000)
    expect(ground.stationAt('d', NOON)?.id).toBe('A')
    expect(ground.stationAt('d', NOON + HOUR_MS)?.id).toBe('C')
  })

  it('what measures exhaust stands at no station', () => {
    const outlet = { ...bound('o', 'A'), subjectType: 'outlet' as const }
    const ground = groundFrom([outlet, bound('d', 'A')], stations, 20_000)
    expect(ground.stationAt('o', NOON)).toBeUndefined()
    expect(ground.deviceIds).toEqual(['d'])
  })
})

it('the hours around one are counted from it', () => {
  expect(hoursAround(NOON, 1, 2)).toEqual([NOON - HOUR_MS, NOON, NOON + HOUR_MS, NOON + 2 * HOUR_MS])
})
