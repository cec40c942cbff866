import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, instantOf, MINUTE_MS } from '../src/standards/civil-time.ts'
import { ORDINARY_MAX_PM25 } from './air.ts'
import { stations } from './place.ts'
import { createWorld, type FactorCode, type Showing } from './world.ts'

const start = instantOf({ year: 2026, month: 11, day: 18, hour: 14, minute: 20, second: 36 })
const november = instantOf({ year: 2026, month: 11, day: 1, hour: 0, minute: 0, second: 0 })
const longBefore = instantOf({ year: 2030, month: 1, day: 1, hour: 0, minute: 0, second: 0 })

function station(code: string) {
  const found = stations.find((one) => one.code === code)
  if (found === undefined) throw new Error(`no station ${code}`)
  return found
}
const nationalStation = station('QY001')

/** Showings every `step` ms from `from` on. */
function series(at: (instant: number) => Showing, from: number, count: number, step: number): Showing[] {
  return Array.from({ length: count }, (_, index) => at(from + index * step))
}

function correlation(x: readonly number[], lag: number): number {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length
  const spread = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length
  let product = 0
  for (let at = lag; at < x.length; at++) product += ((x[at] ?? 0) - mean) * ((x[at - lag] ?? 0) - mean)
  return product / (x.length - lag) / spread
}

/** November in the lowland of central China: least and greatest of what may be shown on an ordinary day. */
const bounds: Record<FactorCode, readonly [number, number]> = {
  a34004: [6, 75],
  a34002: [10, 150],
  a21026: [1, 40],
  a21004: [2, 120],
  a21005: [0.1, 2],
  a05024: [1, 130],
  a01001: [-6, 30],
  a01002: [15, 99],
  a01006: [99, 105],
  a01007: [0, 10],
  a01008: [0, 359],
}

describe('the world', { timeout: 30_000 }, () => {
  it('shows the same for the same seed, whatever was asked before', () => {
    const forward = createWorld('demo', start)(nationalStation)
    const backward = createWorld('demo', start)(nationalStation)
    const instants = Array.from({ length: 300 }, (_, index) => start - 3 * HOUR_MS + index * 73_000)
    const first = instants.map(forward)
    const second = [...instants].reverse().map(backward).reverse()
    expect(second).toEqual(first)
  })

  it('shows another county for another seed', () => {
    const one = createWorld('demo', longBefore)(nationalStation)
    const other = createWorld('other', longBefore)(nationalStation)
    const differing = Array.from({ length: 240 }, (_, index) => november + index * HOUR_MS).filter(
      (instant) => one(instant).a34004 !== other(instant).a34004,
    )
    expect(differing.length).toBeGreaterThan(230)
  })

  it('stays within the bounds of a November at every station', () => {
    for (const seed of ['demo', 'a', 'b']) {
      const world = createWorld(seed, longBefore)
      for (const one of stations) {
        for (const showing of series(world(one), november, 30 * 24 * 4, HOUR_MS / 4)) {
          for (const code of Object.keys(bounds) as FactorCode[]) {
            const [least, most] = bounds[code]
            if (showing[code] < least || showing[code] > most) {
              expect.fail(`${seed} ${one.code} ${code}: ${showing[code]} is not within ${least}–${most}`)
            }
          }
          expect(showing.a34002).toBeGreaterThan(showing.a34004)
        }
      }
    }
  })

  it('has no ordinary hour of the year above the rule, so that each alert has a story', () => {
    for (const seed of ['demo', 'x', 'y', 'z']) {
      const at = createWorld(seed, longBefore)(station('QYW01'))
      const highest = Math.max(...series(at, november, 365 * 24, HOUR_MS).map(({ a34004 }) => a34004))
      expect(highest).toBeLessThan(ORDINARY_MAX_PM25)
      expect(highest).toBeGreaterThan(60)
    }
  })

  it('has daily and yearly courses: warm afternoons, ozone by day, particles in winter', () => {
    const at = createWorld('demo', longBefore)(nationalStation)
    const meanOf = (code: FactorCode, from: number, hour: number) =>
      series(at, from + hour * HOUR_MS, 60, DAY_MS).reduce((sum, showing) => sum + showing[code], 0) / 60
    const january = november + 61 * DAY_MS
    const june = november + 230 * DAY_MS
    expect(meanOf('a01001', november, 15)).toBeGreaterThan(meanOf('a01001', november, 5) + 4)
    expect(meanOf('a05024', november, 15)).toBeGreaterThan(meanOf('a05024', november, 5) + 20)
    expect(meanOf('a34004', january, 10)).toBeGreaterThan(meanOf('a34004', june, 10) + 15)
    expect(meanOf('a01001', june, 15)).toBeGreaterThan(meanOf('a01001', january, 15) + 15)
  })

  it('remembers: half a minute later nearly the same, an hour later still like it, days later not', () => {
    const at = createWorld('demo', longBefore)(nationalStation)
    const pm25 = series(at, november, 14 * 2880, 30_000).map(({ a34004 }) => a34004)
    expect(correlation(pm25, 1)).toBeGreaterThan(0.97)
    const hourly = series(at, november, 120 * 24, HOUR_MS).map(({ a34004 }) => a34004)
    expect(correlation(hourly, 1)).toBeGreaterThan(0.7)
    expect(Math.abs(correlation(hourly, 5 * 24))).toBeLessThan(0.4)
    const warmth = series(at, november, 14 * 24, HOUR_MS).map(({ a01001 }) => a01001)
    expect(correlation(warmth, 1)).toBeGreaterThan(0.9)
  })

  it('does not tell two stations the same', () => {
    const world = createWorld('demo', longBefore)
    const here = series(world(nationalStation), november, 500, HOUR_MS).map(({ a34004 }) => a34004)
    const there = series(world(station('QYW02')), november, 500, HOUR_MS).map(({ a34004 }) => a34004)
    const apart = here.filter((value, index) => value !== there[index]).length
    expect(apart).toBeGreaterThan(480)
  })
})

describe('the road works', { timeout: 30_000 }, () => {
  it('lift the national station above 75 within 30 s of the start, on the cleanest day too, and not before', () => {
    for (const seed of ['demo', 'one', 'two', 'three', 'four']) {
      for (let month = 1; month <= 12; month++) {
        const begins = instantOf({ year: 2026, month, day: 7, hour: (month * 5) % 24, minute: 3, second: 11 })
        const at = createWorld(seed, begins)(nationalStation)
        const before = series(at, begins - 60_000, 81, 1000).map(({ a34004 }) => a34004)
        const during = series(at, begins + 30_000, 300, 1000).map(({ a34004 }) => a34004)
        expect(Math.max(...before)).toBeLessThan(75)
        expect(Math.min(...during)).toBeGreaterThan(75)
      }
    }
  })

  it('end, and come again every two hours or so', () => {
    const at = createWorld('demo', start)(nationalStation)
    const over = series(at, start, 12 * 60, MINUTE_MS).map(({ a34004 }) => a34004 > 75)
    const begins = over.flatMap((isOver, minute) => (isOver && over[minute - 1] !== true ? [minute] : []))
    expect(begins.length).toBe(6)
    for (const [turn, minute] of begins.entries()) expect(Math.abs(minute - turn * 120)).toBeLessThanOrEqual(21)
    expect(over.filter(Boolean).length).toBeLessThan(6 * 12)
  })

  it('leave the past and the stations out of reach alone', () => {
    const withStory = createWorld('demo', start)
    const without = createWorld('demo', longBefore)
    for (const one of stations) {
      const from = one.code === 'QY001' || one.code === 'QYW06' ? start - DAY_MS : start
      const told = series(withStory(one), from, 1000, 80_000)
      expect(told).toEqual(series(without(one), from, 1000, 80_000))
    }
  })
})
