import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '../../standards/civil-time.ts'
import { type HourSeries, type HourVerdict, influenceOf, judgeHours } from './validity-hours.ts'
import { usualRules } from './validity-table.ts'

const MIDNIGHT = Date.parse('2026-11-18T00:00:00+08:00')
/** The hour labelled n o'clock. */
const hour = (n: number) => MIDNIGHT + n * HOUR_MS

/** Values of the hours labelled 1:00, 2:00 …; null: none. */
function series(factors: Record<string, readonly (number | null)[]>): HourSeries {
  return new Map(
    Object.entries(factors).map(([factor, values]) => [
      factor,
      new Map(values.flatMap((value, place) => (value === null ? [] : [[hour(place + 1), value]]))),
    ]),
  )
}

/** By factor the labels of what is found, as `7 flat-line`; what is suspect and off the work list with a `?`. */
function found(own: HourSeries, neighbours: readonly HourSeries[] = [], last = 24): Record<string, string[]> {
  const hours = Array.from({ length: last }, (_, place) => hour(place + 1))
  const verdicts = judgeHours(own, neighbours, hours)
  return Object.fromEntries(
    [...verdicts].map(([factor, byHour]) => [
      factor,
      [...byHour].map(([at, { reason, findings }]) => `${(at - MIDNIGHT) / HOUR_MS} ${reason}${findings ? '' : '?'}`),
    ]),
  )
}

describe('a flat line', () => {
  it('of PM2.5 is four hours with the very same value, and all of them are suspect', () => {
    expect(found(series({ a34004: [30, 31, 31, 31, 31, 33] }))).toEqual({
      a34004: ['2 flat-line', '3 flat-line', '4 flat-line', '5 flat-line'],
    })
    expect(found(series({ a34004: [30, 31, 31, 31, 33] }))).toEqual({})
  })

  it('of SO2 is six hours, since low values repeat by themselves', () => {
    expect(found(series({ a21026: [8, 8, 8, 8, 8] }))).toEqual({})
    expect(found(series({ a21026: [8, 8, 8, 8, 8, 8] }))).toEqual({
      a21026: [1, 2, 3, 4, 5, 6].map((at) => `${at} flat-line`),
    })
  })

  it('is broken by an hour that is missing', () => {
    expect(found(series({ a34004: [31, 31, null, 31, 31] }))).toEqual({})
  })
})

describe('a step or a spike', () => {
  const calm = [series({ a34004: [30, 31, 33, 32, 33, 32] }), series({ a34004: [24, 25, 26, 28, 27, 26] })]

  it('of one hour is suspect beside neighbours that hardly changed; the way back is not', () => {
    // 30 → 95: changed by 65, over 3 × the noise of 10 and over half of 95.
    expect(found(series({ a34004: [29, 30, 95, 31, 30] }), calm)).toEqual({ a34004: ['3 spike'] })
  })

  it('that lasts is suspect where it happens', () => {
    expect(found(series({ a34004: [29, 30, 95, 96, 94] }), calm)).toEqual({ a34004: ['3 spike'] })
  })

  it('downwards is one too', () => {
    expect(found(series({ a34004: [95, 96, 30, 31, 29] }), calm)).toEqual({ a34004: ['3 spike'] })
  })

  it('is none when the neighbours rise as well', () => {
    const rising = [series({ a34004: [30, 31, 55, 60] }), series({ a34004: [24, 25, 48, 52] })]
    // The neighbours changed by 24 and 23: three times their median is 70.5, and 65 is less.
    expect(found(series({ a34004: [29, 30, 95, 96] }), rising)).toEqual({})
  })

  it('is none within the noise, none below half of the level, and none with fewer than two neighbours', () => {
    expect(found(series({ a34004: [5, 6, 30, 31] }), calm)).toEqual({})
    expect(found(series({ a34004: [100, 101, 160, 161] }), calm)).toEqual({})
    expect(found(series({ a34004: [29, 30, 95, 96] }), calm.slice(0, 1))).toEqual({})
  })

  it('of temperature and pressure needs no neighbours', () => {
    expect(found(series({ a01001: [8, 8.5, 18.6, 18.7], a01006: [101.3, 101.9, 101.8] }))).toEqual({
      a01001: ['3 spike'],
      a01006: ['2 spike'],
    })
    expect(found(series({ a01001: [8, 18], a01006: [101.3, 101.8] }))).toEqual({})
  })
})

describe('a station beside its neighbours', () => {
  const around = [30, 34, 36, 40].map((value) => series({ a34004: [value] }))

  it('stands apart beyond 3.5 of the modified z-score', () => {
    // Median 35; distances 5, 1, 1, 5, so MAD 3, which is 4.4 µg/m³ of scatter: the noise of 10 counts. 35 + 35 = 70.
    expect(found(series({ a34004: [70] }), around)).toEqual({})
    expect(found(series({ a34004: [70.1] }), around)).toEqual({ a34004: ['1 neighbours'] })
  })

  it('is measured by their scatter where that is more than the noise', () => {
    const scattered = [10, 40, 70, 100].map((value) => series({ a34004: [value] }))
    // Median 55; distances 45, 15, 15, 45, so MAD 30 and a scatter of 44.48; 3.5 × 44.48 = 155.67.
    expect(found(series({ a34004: [210] }), scattered)).toEqual({})
    expect(found(series({ a34004: [211] }), scattered)).toEqual({ a34004: ['1 neighbours'] })
  })

  it('is not judged by fewer than three', () => {
    expect(found(series({ a34004: [400] }), around.slice(0, 2))).toEqual({})
  })
})

describe('PM2.5 over PM10', () => {
  it('for less than three hours and by little is suspect, and nothing to send anybody after', () => {
    expect(found(series({ a34004: [30, 41, 41.5, 30], a34002: [50, 40, 40, 51] }))).toEqual({
      a34004: ['2 pm-inversion?', '3 pm-inversion?'],
      a34002: ['2 pm-inversion?', '3 pm-inversion?'],
    })
  })

  it('for three hours is for somebody to look at', () => {
    expect(found(series({ a34004: [30, 41, 41.5, 42, 30], a34002: [50, 40, 40, 41, 51] })).a34004).toEqual([
      '2 pm-inversion',
      '3 pm-inversion',
      '4 pm-inversion',
    ])
  })

  it('by more than 5 µg/m³ and more than a tenth of PM10 is so at once', () => {
    const by = (fine: number, coarse: number) => found(series({ a34004: [fine], a34002: [coarse] })).a34004
    expect(by(45, 40)).toEqual(['1 pm-inversion?'])
    expect(by(45.1, 40)).toEqual(['1 pm-inversion'])
    expect(by(110, 100)).toEqual(['1 pm-inversion?'])
    expect(by(110.1, 100)).toEqual(['1 pm-inversion'])
  })
})

it('ozone over 200 µg/m³ is implausible in the hours from 20:00 to 06:00 and not by day', () => {
  const values = Array.from({ length: 24 }, (_, place) => 201 + place)
  expect(found(series({ a05024: values })).a05024).toEqual(
    [1, 2, 3, 4, 5, 6, 21, 22, 23, 24].map((at) => `${at} implausible`),
  )
})

describe('hour by hour is the same as all at once', () => {
  const HOURS = 24
  const STATIONS = 4
  const factors = ['a34004', 'a34002', 'a05024', 'a21026', 'a01001'] as const
  const { own, neighbour } = influenceOf(usualRules)

  /** A few levels, so that runs, jumps and inversions all come about. */
  const level = fc.constantFrom(null, 20, 20, 21, 22, 60, 61, 150, 210)
  const change = fc.record({
    station: fc.nat(STATIONS - 1),
    factor: fc.constantFrom('a34004' as const, 'a34004' as const, ...factors),
    at: fc.nat(HOURS - 1),
    value: level,
  })

  type World = Map<string, Map<number, number>>[]
  const empty = (): World =>
    Array.from({ length: STATIONS }, () => new Map(factors.map((factor) => [factor, new Map<number, number>()])))

  const others = (world: World, station: number) => world.filter((_, other) => other !== station)

  /** What judging stores: by station, factor and hour. */
  type Judged = Map<string, HourVerdict>
  function judge(world: World, judged: Judged, station: number, from: number, to: number): void {
    const hours = Array.from({ length: HOURS }, (_, at) => at)
      .filter((at) => at >= from && at <= to)
      .map(hour)
    const verdicts = judgeHours(world[station] ?? new Map(), others(world, station), hours)
    for (const factor of factors) {
      for (const at of hours) {
        const verdict = verdicts.get(factor)?.get(at)
        const key = `${station} ${factor} ${at}`
        if (verdict === undefined) judged.delete(key)
        else judged.set(key, verdict)
      }
    }
  }

  it('whatever comes late, changes or goes, when the hours that it reaches are judged again', () => {
    const seen = new Map<string, number>()
    const changes = fc.array(change, { minLength: 200, maxLength: 600, size: 'max' })
    fc.assert(
      fc.property(changes, (changed) => {
        const world = empty()
        const judged: Judged = new Map()
        for (const { station, factor, at, value } of changed) {
          const hours = world[station]?.get(factor)
          if (value === null) hours?.delete(hour(at))
          else hours?.set(hour(at), value)
          for (let other = 0; other < STATIONS; other += 1) {
            const reach = other === station ? own : neighbour
            judge(world, judged, other, at - reach.back, at + reach.ahead)
          }
        }
        const whole: Judged = new Map()
        for (let station = 0; station < STATIONS; station += 1) judge(world, whole, station, 0, HOURS - 1)
        expect(new Map([...judged].sort())).toEqual(new Map([...whole].sort()))
        for (const { reason } of whole.values()) seen.set(reason, (seen.get(reason) ?? 0) + 1)
      }),
      { numRuns: 60 },
    )
    // A property about nothing would hold as well.
    for (const reason of ['pm-inversion', 'flat-line', 'spike', 'neighbours', 'implausible']) {
      expect(seen.get(reason) ?? 0, reason).toBeGreaterThan(5)
    }
  })

  it('what lies beyond that reach does not count', () => {
    const hours = fc.array(level, { minLength: HOURS, maxLength: HOURS })
    const station = fc.record({ a34004: hours, a34002: hours, a05024: hours, a21026: hours, a01001: hours })
    const cut = (one: HourSeries, from: number, to: number): HourSeries =>
      new Map(
        [...one].map(([factor, at]) => [factor, new Map([...at].filter(([h]) => h >= hour(from) && h <= hour(to)))]),
      )
    fc.assert(
      fc.property(
        fc.array(station, { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 1, max: HOURS }),
        (world, at) => {
          const [mine = series({}), ...around] = world.map(series)
          const here = [hour(at)]
          const near = cut(mine, at - own.ahead, at + own.back)
          // A neighbour's hour reaches ahead; so the hour looks back to it.
          const nearThem = around.map((one) => cut(one, at - neighbour.ahead, at + neighbour.back))
          expect(judgeHours(near, nearThem, here)).toEqual(judgeHours(mine, around, here))
        },
      ),
      { numRuns: 300 },
    )
  })
})
