import { describe, expect, it } from 'vitest'
import { HOUR_MS, instantOf, isoShanghai } from '../src/standards/civil-time.ts'
import { chaptersOf, isMissing, looksOf, type Told, tableOf, toldOf } from './history.ts'
import { stations } from './place.ts'
import { trueDoings, trueHour } from './truth.ts'
import { createWorld } from './world/world.ts'

const at = (month: number, day: number, hour: number, year = 2026) =>
  instantOf({ year, month, day, hour, minute: 0, second: 0 })

const begin = at(11, 18, 14)
const world = createWorld('demo', begin + 365 * 24 * HOUR_MS)
const told: readonly Told[] = stations.flatMap((station) => toldOf(station, world.showing(station)))

/** Are pollutants and weather of a row empty? */
function gaps(line: string): boolean[] {
  const cells = line.split(',').slice(4)
  return [cells.slice(0, 6).every((cell) => cell === ''), cells.slice(6).every((cell) => cell === '')]
}

describe('the tables of the past', () => {
  it('are one a quarter, the newest first, without a gap', () => {
    const chapters = chaptersOf(at(5, 3, 7) - 59_999, at(11, 18, 14) + 59_999)
    expect(chapters.map(({ from, to }) => [isoShanghai(from).slice(0, 16), isoShanghai(to).slice(0, 16)])).toEqual([
      ['2026-10-01T00:00', '2026-11-18T14:00'],
      ['2026-07-01T00:00', '2026-10-01T00:00'],
      ['2026-05-03T07:00', '2026-07-01T00:00'],
    ])
    expect(chapters[1]?.fileName).toBe('清屿区小时值（模拟） 2026-07-01 2026-09-30.csv')
    expect(chaptersOf(at(11, 18, 14), at(11, 18, 14))).toEqual([])
  })

  it('have a row for each hour of each logger, its time the hour’s end, lost hours left out', () => {
    const hours = 48
    const rows = [...tableOf('demo', told, { fileName: '', from: begin, to: begin + hours * HOUR_MS })].join('')
    const lines = rows.trimEnd().split('\r\n')
    expect(lines[0]).toBe(
      '站点编码,站点名称,设备编号,时间,PM2.5(μg/m³),PM10(μg/m³),SO2(μg/m³),NO2(μg/m³),CO(mg/m³),O3(μg/m³),气温(℃),湿度(%),气压(kPa),风速(m/s),风向(°)',
    )
    const lost = told.flatMap(({ station: { code } }) =>
      Array.from({ length: hours }, (_, hour) => isMissing('demo', code, begin + (hour + 1) * HOUR_MS)),
    )
    const missing = lost.filter(Boolean).length
    expect(missing).toBeGreaterThan(0)
    expect(missing).toBeLessThan(30)
    expect(lines.length - 1).toBe(told.length * hours - missing)
    expect(lines[1]).toMatch(/^QY001,青石桥站,,2026-11-18 15:00,/)
    // The mast of a provincial station has a logger of its own, which says nothing of pollutants.
    expect(lines.filter((line) => line.startsWith('QY101') && line.includes('11-18 15:00,')).map(gaps)).toEqual([
      [false, true],
      [true, false],
    ])
    // A micro-station has no mast for wind.
    expect(lines.find((line) => line.startsWith('QYW01'))).toMatch(/,,,$/)
  })

  it('are the same for the same seed, and say of each hour what its four looks showed', () => {
    const chapter = { fileName: '', from: begin, to: begin + 3 * HOUR_MS }
    const once = [...tableOf('demo', told, chapter)].join('')
    expect([...tableOf('demo', told, chapter)].join('')).toBe(once)
    const national = stations[0]
    if (national === undefined) throw new Error('no station')
    const looks = [10, 25, 40, 55].map((minute) => begin + minute * 60_000)
    expect(looksOf(begin + HOUR_MS)).toEqual(looks)
    const showing = world.showing(national)
    const mean = looks.reduce((sum, look) => sum + showing(look).a34004, 0) / 4
    const row = once.split('\r\n').find((line) => line.startsWith('QY001') && line.includes('2026-11-18 15:00')) ?? ''
    expect(row.split(',')[4]).toBe(mean.toFixed(1))
  })
})

describe('the truth of an hour', { timeout: 30_000 }, () => {
  it('adds up to what stations measured, within their noise and drift', () => {
    for (const { station, showing } of told) {
      for (let hour = 1; hour <= 24; hour += 1) {
        const hourEnd = begin + hour * HOUR_MS
        const looks = looksOf(hourEnd)
        const truth = trueHour(world, station, hourEnd, looks)
        const shown = looks.reduce((sum, look) => sum + showing(look).a34004, 0) / looks.length
        // Three standard deviations of four looks, the drift of the one that drifts (at most a quarter), and its digits.
        const noise = 3 * Math.hypot(0.5, 0.015 * truth.real.a34004) + 0.05
        const drift = station.code === 'QYW03' ? 0.25 * truth.real.a34004 : 0
        expect(shown - truth.real.a34004).toBeGreaterThan(-noise)
        expect(shown - truth.real.a34004).toBeLessThan(noise + drift)
        const added = Object.values(truth.sources).reduce((sum, one) => sum + one.a34004, 0)
        expect(added).toBeLessThan(truth.real.a34004)
      }
    }
  })

  it('says what each source did, and which story went on', () => {
    const eve = at(2, 16, 24)
    const { doings, stories } = trueDoings(world, eve)
    const fireworks = stories.filter(({ story }) => story === 'fireworks')
    // Each quarter and village, one a town, and what the country all around sets off.
    const span = { story: 'fireworks', from: '2026-02-16T22:00:00+08:00', until: '2026-02-17T02:00:00+08:00' }
    expect(fireworks).toEqual([
      ...['L18', 'L19', 'L20', 'L21', 'L22', 'L23', 'L24', 'L25'].map((source) => ({ ...span, source })),
      { story: 'fireworks', source: null, from: '2026-02-16T21:30:00+08:00', until: '2026-02-17T05:00:00+08:00' },
    ])
    expect(doings.L18?.share).toBe(1)
    // A shop gives off nothing.
    expect(doings.L10).toBeUndefined()
    expect(doings.M05).toBeUndefined()
  })
})
