import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  civilDayOf,
  civilOf,
  compactOf,
  DAY_MS,
  HOUR_MS,
  hourEndingAt,
  instantOf,
  instantOfCompact,
  isoShanghai,
  startOfCivilDay,
} from './civil-time.ts'

/** The same from the platform's own time-zone data (IANA tz), to hold ours against. */
const shanghai = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

function byTzData(instant: number) {
  const parts = new Map(shanghai.formatToParts(instant).map((part) => [part.type, Number(part.value)]))
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? Number.NaN
  return {
    year: get('year'),
    month: get('month'),
    day: get('day'),
    hour: get('hour'),
    minute: get('minute'),
    second: get('second'),
  }
}

/** Seconds since Asia/Shanghai is +08:00 all year (1991-09-15), until 2100. */
const instants = fc
  .integer({ min: Date.UTC(1991, 8, 16) / 1000, max: Date.UTC(2100, 0, 1) / 1000 })
  .map((seconds) => seconds * 1000)

describe('civil time of Asia/Shanghai', () => {
  it('is what the tz data say, at any instant since 1991-09-15', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(civilOf(instant)).toEqual(byTzData(instant))
      }),
      { numRuns: 500 },
    )
  })

  it('leads back to its instant', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(instantOf(civilOf(instant))).toBe(instant)
      }),
    )
  })

  it('a day begins at its midnight, which belongs to it', () => {
    expect(startOfCivilDay('2026-11-18')).toBe(Date.UTC(2026, 10, 17, 16))
    expect(civilDayOf(Date.UTC(2026, 10, 17, 16))).toBe('2026-11-18')
    expect(civilDayOf(Date.UTC(2026, 10, 17, 16) - 1)).toBe('2026-11-17')
    fc.assert(
      fc.property(instants, (instant) => {
        const start = startOfCivilDay(civilDayOf(instant))
        expect(instant - start).toBeGreaterThanOrEqual(0)
        expect(instant - start).toBeLessThan(DAY_MS)
      }),
    )
  })

  it('what is no civil day is refused', () => {
    for (const text of ['2026-13-01', '2026-1-1', '20261118', '', 'today', '2026-11-18T00:00'])
      expect(() => startOfCivilDay(text)).toThrow(RangeError)
  })

  it('is written with its offset, to the second', () => {
    expect(isoShanghai(Date.UTC(2026, 10, 18, 6, 20, 36, 999))).toBe('2026-11-18T14:20:36+08:00')
  })
})

describe('the hour label', () => {
  it('is written as the platform writes UTC, eight hours on, in whatever order instants come', () => {
    const instant = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2200, 0, 1) })
    fc.assert(
      fc.property(instant, (at) => {
        expect(isoShanghai(at)).toBe(`${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`)
      }),
    )
    expect(() => isoShanghai(Number.NaN)).toThrow(RangeError)
  })

  it('is the end of the hour; a full hour labels the hour that it ends', () => {
    const label = (text: string) => isoShanghai(hourEndingAt(Date.parse(`${text}+08:00`))).slice(0, 16)
    expect(label('2026-11-18T00:00:00.001')).toBe('2026-11-18T01:00')
    expect(label('2026-11-18T01:00:00')).toBe('2026-11-18T01:00')
    expect(label('2026-11-18T23:00:01')).toBe('2026-11-19T00:00')
    expect(label('2026-11-19T00:00:00')).toBe('2026-11-19T00:00')
  })

  it('the 24 labels of a day are 01:00 to 24:00', () => {
    const midnight = startOfCivilDay('2026-11-18')
    const labels = Array.from({ length: 24 }, (_, hour) => hourEndingAt(midnight + hour * HOUR_MS + 1))
    expect(labels[0]).toBe(midnight + HOUR_MS)
    expect(labels[23]).toBe(startOfCivilDay('2026-11-19'))
    expect(new Set(labels).size).toBe(24)
  })
})

describe('the compact time of HJ 212', () => {
  const read = (text: string) => {
    const instant = instantOfCompact(text)
    return instant === null ? null : isoShanghai(instant)
  }

  it('is read to the second, and what is behind it is a fraction', () => {
    expect(read('20261118142036')).toBe('2026-11-18T14:20:36+08:00')
    expect(read('20261118142036987')).toBe('2026-11-18T14:20:36+08:00')
    expect(read('202611181420')).toBe('2026-11-18T14:20:00+08:00')
  })

  it('24:00:00 is the end of its day, and no other time of hour 24 is one', () => {
    expect(read('20261118240000')).toBe('2026-11-19T00:00:00+08:00')
    expect(read('20261231240000')).toBe('2027-01-01T00:00:00+08:00')
    expect(read('20261118240001')).toBe(null)
    expect(read('20261118240100')).toBe(null)
  })

  it('a day or a time that there is not is none', () => {
    for (const text of [
      '20260230120000',
      '20260230240000',
      '20260631240000',
      '20250229000000',
      '20261301000000',
      '20260001000000',
      '20261100000000',
      '20261118250000',
      '20261118126000',
      '20261118120060',
      '19691118120000',
    ])
      expect(read(text), text).toBe(null)
    expect(read('20240229000000')).toBe('2024-02-29T00:00:00+08:00')
  })

  it('what is no run of digits is none', () => {
    for (const text of ['', '2026111814', '20261118 142036', '2026111814203６', '202611181420361234', '-0261118142036'])
      expect(read(text), text).toBe(null)
  })

  it('is written so that it reads back', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(instantOfCompact(compactOf(instant))).toBe(instant)
      }),
    )
  })
})
