import { describe, expect, it } from 'vitest'
import type { Quality } from '../../../src/domain/readings/model.ts'
import { HOUR_MS, isoShanghai } from '../../../src/standards/civil-time.ts'
import type { Reading, Station } from '../../api/queries.ts'
import { stationCards } from './cards.ts'

const FACTOR = 'a34004'
const NOON = Date.parse('2026-11-18T12:00:00+08:00')
/** A quarter past, when the hour of noon is in. */
const NOW = NOON + 15 * 60_000

function station(code: string, level: Station['level']): Station {
  return { id: code, code, name: code, level, regionId: 'r', lonWgs84: 113, latWgs84: 29, version: 1 }
}

/** @param before hours before noon */
function hour(code: string, before: number, value: number | null, quality: Quality = 'valid'): Reading {
  const end = NOON - before * HOUR_MS
  return {
    ...{ mn: code, station: code, factor: FACTOR, statistic: 'Avg', resolution: 'hour', unit: 'µg/m³' },
    ...{ start: isoShanghai(end - HOUR_MS), end: isoShanghai(end), value, flag: 'N', quality, reason: null },
    ...{ source: 'frame', version: 1 },
  }
}

const day = (code: string) => Array.from({ length: 25 }, (_, before) => hour(code, before, 40 + before))
const cardOf = (readings: readonly Reading[], now = NOW) => {
  const [card] = stationCards([station('S', 'micro')], [], readings, FACTOR, now)
  if (card === undefined) throw new Error('no card')
  return card
}

describe('a card of a station', () => {
  it('tells the newest hour, a day of hours, and how it differs from the same hour of yesterday', () => {
    const card = cardOf(day('S'))
    expect(card).toMatchObject({ state: 'current', usable: 24, change: 40 - 64, to: NOON })
    expect(card.hour).toEqual({ endingAt: NOON, value: 40, quality: 'valid' })
    expect(card.points.map(({ value }) => value)).toEqual(Array.from({ length: 24 }, (_, index) => 63 - index))
  })

  it('does not count the hour that is still on its way as missing', () => {
    const card = cardOf(day('S'), NOON + HOUR_MS + 60_000)
    expect(card).toMatchObject({ state: 'current', usable: 24, to: NOON })
  })

  it('says that nothing came for two hours, and counts what is missing since', () => {
    const card = cardOf(day('S'), NOON + 3 * HOUR_MS)
    expect(card).toMatchObject({ state: 'late', usable: 21, to: NOON + 3 * HOUR_MS })
    expect(card.hour?.value).toBe(40)
  })

  it('leaves a gap where a value may not be used, and doubts an hour that is in doubt', () => {
    const readings = day('S').map((one, before) =>
      before === 0 ? hour('S', 0, 90, 'suspect') : before === 5 ? hour('S', 5, 700, 'invalid') : one,
    )
    const card = cardOf(readings)
    expect(card).toMatchObject({ state: 'doubtful', usable: 23, change: 90 - 64 })
    expect(card.points[24 - 1 - 5]?.value).toBeNull()
  })

  it('compares with no day before that was not measured, or may not be used', () => {
    expect(cardOf(day('S').slice(0, 24)).change).toBeNull()
    expect(cardOf([...day('S').slice(0, 24), hour('S', 24, 500, 'invalid')]).change).toBeNull()
  })

  it('of a station that says nothing says so', () => {
    const card = cardOf([])
    expect(card).toMatchObject({ state: 'silent', hour: null, usable: 0, change: null })
    expect(card.points).toHaveLength(24)
    expect(Number.isFinite(card.to)).toBe(true)
  })
})

it('puts the national-control station first and leaves the others as they are', () => {
  const all = [station('M1', 'micro'), station('P1', 'provincial'), station('N1', 'national'), station('M2', 'micro')]
  expect(stationCards(all, [], [], FACTOR, NOW).map((card) => card.station.code)).toEqual(['N1', 'M1', 'P1', 'M2'])
})
