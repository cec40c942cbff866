import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, instantOf, MINUTE_MS } from '../../src/standards/civil-time.ts'
import { stations } from '../place.ts'
import { civilDayNumber } from './courses.ts'
import { roadworks } from './episode.ts'
import { createNature } from './nature.ts'
import type { FactorCode, Showing } from './shown.ts'
import { sources } from './sources.ts'
import { createWorld } from './world.ts'

const start = instantOf({ year: 2026, month: 11, day: 18, hour: 14, minute: 20, second: 36 })
const november = instantOf({ year: 2026, month: 11, day: 1, hour: 0, minute: 0, second: 0 })
const january = instantOf({ year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 0 })
const longBefore = instantOf({ year: 2035, month: 1, day: 1, hour: 0, minute: 0, second: 0 })
const factors: readonly FactorCode[] = ['a34004', 'a34002', 'a21026', 'a21004', 'a21005', 'a05024']

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

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const [meanX, meanY] = [mean(x), mean(y)]
  const product = mean(x.map((value, at) => (value - meanX) * ((y[at] ?? 0) - meanY)))
  const spread = (values: readonly number[], middle: number) =>
    Math.sqrt(mean(values.map((one) => (one - middle) ** 2)))
  return product / spread(x, meanX) / spread(y, meanY)
}

/** Of a series with itself, so many places later. */
function ownCorrelation(x: readonly number[], lag: number): number {
  return correlation(x.slice(lag), x.slice(0, x.length - lag))
}

/** What a river town of central China may show in a November at all: least and greatest. */
const bounds: Record<FactorCode, readonly [number, number]> = {
  a34004: [1, 900],
  a34002: [2, 1500],
  a21026: [1, 200],
  a21004: [1, 300],
  a21005: [0.05, 8],
  a05024: [1, 200],
  a01001: [-6, 32],
  a01002: [15, 99],
  a01006: [99, 105],
  a01007: [0, 14],
  a01008: [0, 359],
}

describe('the world', { timeout: 60_000 }, () => {
  it('shows the same for the same seed, whatever was asked before', () => {
    const forward = createWorld('demo', start).showing(nationalStation)
    const backward = createWorld('demo', start).showing(nationalStation)
    const instants = Array.from({ length: 300 }, (_, index) => start - 3 * HOUR_MS + index * 73_000)
    const first = instants.map(forward)
    const second = [...instants].reverse().map(backward).reverse()
    expect(second).toEqual(first)
  })

  it('shows another county for another seed', () => {
    const one = createWorld('demo', longBefore).showing(nationalStation)
    const other = createWorld('other', longBefore).showing(nationalStation)
    const differing = Array.from({ length: 240 }, (_, index) => november + index * HOUR_MS).filter(
      (instant) => one(instant).a34004 !== other(instant).a34004,
    )
    expect(differing.length).toBeGreaterThan(230)
  })

  it('stays within what can be at every station, and PM2.5 is a part of PM10', () => {
    for (const seed of ['demo', 'a']) {
      const world = createWorld(seed, longBefore)
      for (const one of stations) {
        for (const showing of series(world.showing(one), november, 30 * 24, HOUR_MS)) {
          const outside = Object.entries(bounds).filter(([code, [least, most]]) => {
            const value = showing[code as FactorCode]
            return value < least || value > most
          })
          expect([seed, one.code, outside]).toEqual([seed, one.code, []])
          expect(showing.a34002).toBeGreaterThanOrEqual(showing.a34004)
        }
      }
    }
  })

  it('has daily and yearly courses: warm afternoons, ozone by day, particles in winter', () => {
    const at = createWorld('demo', longBefore).showing(nationalStation)
    const meanOf = (code: FactorCode, from: number, hour: number) =>
      mean(series(at, from + hour * HOUR_MS, 60, DAY_MS).map((showing) => showing[code]))
    const winter = november + 61 * DAY_MS
    const summer = november + 230 * DAY_MS
    expect(meanOf('a01001', november, 15)).toBeGreaterThan(meanOf('a01001', november, 5) + 4)
    expect(meanOf('a05024', november, 15)).toBeGreaterThan(meanOf('a05024', november, 5) + 8)
    expect(meanOf('a34004', winter, 10)).toBeGreaterThan(meanOf('a34004', summer, 10) + 15)
    expect(meanOf('a01001', summer, 15)).toBeGreaterThan(meanOf('a01001', winter, 15) + 15)
  })

  it('shows what is there, give or take its noise: PM2.5 of an hour within a microgram and three of a hundred', () => {
    const world = createWorld('demo', start)
    const real = world.real(nationalStation)
    const shows = world.showing(nationalStation)
    for (let hour = 0; hour < 48; hour += 1) {
      const instants = Array.from({ length: 120 }, (_, at) => start + hour * HOUR_MS + at * 30_000)
      const there = mean(instants.map((instant) => real(instant).real.a34004))
      const shown = mean(instants.map((instant) => shows(instant).a34004))
      expect(Math.abs(shown - there)).toBeLessThan(1 + 0.03 * there)
    }
  })

  it('is the sum of its parts: what comes from outside and what each source adds', () => {
    const world = createWorld('demo', start)
    for (const one of stations) {
      const real = world.real(one)
      const truth = world.nature.at(one)
      for (let hour = 0; hour < 24; hour += 1) {
        const instant = start + hour * HOUR_MS
        const { real: all, sources: parts } = real(instant)
        const { background } = truth(instant)
        for (const factor of ['a34004', 'a34002', 'a21026', 'a21004', 'a21005'] as const) {
          const added = [...parts.values()].reduce((sum, part) => sum + part[factor], 0)
          expect(all[factor]).toBeCloseTo(background[factor] + added, 9)
        }
      }
    }
  })
})

describe('the climate of ten years, each of a seed of its own', { timeout: 60_000 }, () => {
  const seeds = Array.from({ length: 10 }, (_, at) => `year ${at}`)
  const years = seeds.map((seed) => {
    const nature = createNature(seed)
    const here = nature.at(nationalStation)
    return Array.from({ length: 365 * 8 }, (_, at) => {
      const instant = january + at * 3 * HOUR_MS
      const { weather, background } = here(instant)
      return { instant, weather, background, sky: nature.weather.sky(instant) }
    })
  })
  const all = years.flat()
  const ofMonth = (month: number) =>
    all.filter(({ instant }) => new Date(instant + 8 * HOUR_MS).getUTCMonth() + 1 === month)

  it('has the temperatures and the rain of the region', () => {
    // Changde 1971–2000: means of highest and lowest 5 and 29 °C; 1,324 mm a year.
    expect(mean(ofMonth(1).map(({ weather }) => weather.temperatureC))).toBeCloseTo(5, -1)
    expect(mean(ofMonth(7).map(({ weather }) => weather.temperatureC))).toBeCloseTo(29, -1)
    const millimetres = mean(all.map(({ sky }) => sky.rainMmH)) * 8760
    expect(millimetres).toBeGreaterThan(900)
    expect(millimetres).toBeLessThan(1750)
  })

  it('has the wind of the region: from the north in winter, from the south in July, 1.4 to 2.4 m/s, calm at times', () => {
    const north = (month: number) =>
      mean(ofMonth(month).map(({ weather }) => weather.windSpeedMs * Math.cos((weather.windFromDeg * Math.PI) / 180)))
    expect(north(1)).toBeGreaterThan(0.5)
    expect(north(7)).toBeLessThan(-0.5)
    const speeds = all.map(({ weather }) => weather.windSpeedMs)
    expect(mean(speeds)).toBeGreaterThan(1.4)
    expect(mean(speeds)).toBeLessThan(2.4)
    const calm = speeds.filter((speed) => speed < 0.5).length / speeds.length
    expect(calm).toBeGreaterThan(0.05)
    expect(calm).toBeLessThan(0.2)
  })

  it('has PM2.5 by month like seven cities of Hunan: January twice the year, July six tenths of it', () => {
    const year = mean(all.map(({ background }) => background.a34004))
    const share = (month: number) => mean(ofMonth(month).map(({ background }) => background.a34004)) / year
    expect(share(1)).toBeGreaterThan(1.5)
    expect(share(1)).toBeLessThan(2.3)
    expect(share(7)).toBeGreaterThan(0.45)
    expect(share(7)).toBeLessThan(0.8)
  })

  it('remembers as measured air does: the logarithm after 3, 6, 24 and 72 hours', () => {
    const logs = years.map((year) => {
      const values = year.map(({ background }) => Math.log(background.a34004))
      // Less the season: a running mean of a month.
      return values.map((value, at) => value - mean(values.slice(Math.max(0, at - 120), at + 120)))
    })
    const kept = (hours: number) => mean(logs.map((log) => ownCorrelation(log, hours / 3)))
    expect(Math.abs(kept(3) - 0.943)).toBeLessThan(0.05)
    expect(Math.abs(kept(6) - 0.85)).toBeLessThan(0.1)
    expect(Math.abs(kept(24) - 0.47)).toBeLessThan(0.15)
    expect(Math.abs(kept(72))).toBeLessThan(0.15)
  })

  it('has a region in common: two stations rise and fall together', () => {
    const world = createWorld('demo', longBefore)
    const logOf = (code: string) =>
      series(world.showing(station(code)), january, 90 * 24, HOUR_MS).map(({ a34004 }) => Math.log(a34004))
    const together = correlation(logOf('QY001'), logOf('QY101'))
    expect(together).toBeGreaterThan(0.8)
    expect(together).toBeLessThan(0.98)
  })
})

describe('what is planted', { timeout: 60_000 }, () => {
  const nature = createNature('demo')
  const told = (which: 'deeds' | 'spells', from: number, days: number) => {
    const found = new Set<string>()
    for (let instant = from; instant < from + days * DAY_MS; instant += 15 * MINUTE_MS) {
      for (const { story } of nature[which](instant)) found.add(`${story} ${civilDayNumber(instant)}`)
    }
    return [...found].map((one) => one.split(' ')[0] ?? '')
  }
  const deeds = told('deeds', january, 365)
  const spells = told('spells', january, 365)
  const days = (story: string) => [...deeds, ...spells].filter((one) => one === story).length

  it('happens so often in a year: straw, nights, filters, dust, stagnation, fireworks', () => {
    expect(days('straw-burning')).toBeGreaterThan(8)
    expect(days('straw-burning')).toBeLessThan(60)
    expect(days('night-construction')).toBeGreaterThan(60)
    expect(days('treatment-off')).toBeGreaterThan(50)
    expect(days('dust-day')).toBeGreaterThan(0)
    expect(days('stagnant-days')).toBeGreaterThan(3)
    // The eve, the night after it and the day, and the fifteenth.
    expect(deeds.filter((one) => one === 'fireworks').length).toBe(3)
  })

  it('burns no straw in winter, sets off no fireworks in summer', () => {
    expect(told('deeds', january, 60)).not.toContain('straw-burning')
    expect(told('deeds', january + 150 * DAY_MS, 60)).not.toContain('fireworks')
  })

  it('is felt: a plot that burns adds to what its neighbours measure downwind', () => {
    const plot = sources.find(({ code }) => code === 'L01')
    if (plot === undefined) throw new Error('no plot')
    const here = { ...plot, latWgs84: plot.latWgs84 - 0.005 }
    const doing = nature.doing(plot)
    const at = nature.at(here)
    let burning = 0
    let most = 0
    for (let instant = january; instant < january + 365 * DAY_MS; instant += 15 * MINUTE_MS) {
      const { share } = doing(instant)
      const added = at(instant).sources.get('L01')?.a34004 ?? 0
      if (share === 0) continue
      burning += 1
      most = Math.max(most, added)
    }
    expect(burning).toBeGreaterThan(4)
    expect(most).toBeGreaterThan(30)
  })
})

describe('the road works', { timeout: 30_000 }, () => {
  it.each(['QY001', 'QYW07'])('lift %s by more than 70 within 30 s of the start, and not before', (code) => {
    for (const seed of ['demo', 'one', 'two']) {
      for (let month = 1; month <= 12; month++) {
        const begins = instantOf({ year: 2026, month, day: 7, hour: (month * 5) % 24, minute: 3, second: 11 })
        const without = createWorld(seed, longBefore).showing(station(code))
        const at = createWorld(seed, begins).showing(station(code))
        const more = (from: number, count: number) =>
          Array.from({ length: count }, (_, second) => {
            const instant = begins + (from + second) * 1000
            return at(instant).a34004 - without(instant).a34004
          })
        expect(Math.max(...more(-60, 80))).toBeLessThan(1)
        expect(Math.min(...more(30, 300))).toBeGreaterThan(70)
      }
    }
  })

  it('end, and come again every two hours or so', () => {
    const world = createWorld('demo', start)
    const real = world.real(nationalStation)
    const over = Array.from(
      { length: 12 * 60 },
      (_, minute) => (real(start + minute * MINUTE_MS).sources.get(roadworks.sourceCode)?.a34004 ?? 0) > 40,
    )
    const begins = over.flatMap((isOver, minute) => (isOver && over[minute - 1] !== true ? [minute] : []))
    expect(begins.length).toBe(6)
    for (const [turn, minute] of begins.entries()) expect(Math.abs(minute - turn * 120)).toBeLessThanOrEqual(21)
    expect(over.filter(Boolean).length).toBeLessThan(6 * 12)
  })

  it('leave the past and the stations out of reach alone', () => {
    const withStory = createWorld('demo', start)
    const without = createWorld('demo', longBefore)
    for (const one of stations) {
      const from = one.code in roadworks.reaches ? start - DAY_MS : start
      const told = series(withStory.showing(one), from, 200, 400_000)
      expect(told).toEqual(series(without.showing(one), from, 200, 400_000))
    }
  })

  it('add to all particles that they name', () => {
    expect(factors.filter((factor) => factor !== 'a05024').every((factor) => factor in roadworks.adds)).toBe(true)
  })
})
