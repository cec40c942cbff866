import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tableOf, toldOf } from '../../simulator/history.ts'
import { stations } from '../../simulator/place.ts'
import { createWorld } from '../../simulator/world/world.ts'
import type { ToldDay } from '../../src/app/evaluate/told.ts'
import { instantOf } from '../../src/standards/civil-time.ts'
import { evaluated } from './parts/evaluating.ts'
import { report } from './parts/figures.ts'
import { checkout } from './parts/weike.ts'

const YEAR = 2025
const SEEDS = ['demo', 'another', 'a third'] as const
const archive = join(checkout, '..', 'shared', 'data', 'china_sites', 'hunan-hubei-2019')
/** National stations of a district of Hunan like the demo's. */
const REAL = ['2467A', '2470A'] as const

const newYear = (year: number) => instantOf({ year, month: 1, day: 1, hour: 0, minute: 0, second: 0 })

/** A year of the demo's national station as a table that `weike evaluate` reads, and its wind. */
function simulated(seed: string): { table: string; wind: number[] } {
  const world = createWorld(seed, newYear(2040))
  const [station] = stations
  if (station === undefined) throw new Error('no station')
  const told = toldOf(station, world.showing(station))
  const [, ...rows] = [...tableOf(seed, told, { fileName: '', from: newYear(YEAR), to: newYear(YEAR + 1) })]
  const header = 'station,name,mn,time,PM2.5,PM10,SO2,NO2,CO,O3,t,rh,p,speed,wd\r\n'
  const wind = Array<number>(16).fill(0)
  for (const row of rows.filter((one) => one !== '')) {
    const direction = Number(row.trimEnd().split(',').at(-1))
    const sector = Math.round(direction / 22.5) % 16
    wind[sector] = (wind[sector] ?? 0) + 1
  }
  return { table: [header, ...rows].join(''), wind }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

function byMonth(days: readonly ToldDay[]): string {
  const months = Array.from({ length: 12 }, (_, month) => {
    const ofMonth = days.filter(({ date }) => Number(date.slice(5, 7)) === month + 1)
    const values = ofMonth.flatMap(({ factors }) => factors.pm25.value ?? [])
    return values.length === 0 ? '–' : mean(values).toFixed(0)
  })
  return months.join(' ')
}

describe('the climate of the demo', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'weike-climate-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('is that of a river town of central China: months, wind and AQI classes of three seeds beside real stations', async () => {
    const figures: [string, string][] = []
    for (const seed of SEEDS) {
      const { table, wind } = simulated(seed)
      const again = simulated(seed)
      expect(again.table).toBe(table)
      const file = join(folder, `${seed}.csv`)
      await writeFile(file, table)
      const { stations: years } = await evaluated([file], '--layout', 'generic', '--year', String(YEAR))
      const { stations: daily } = await evaluated([file], '--layout', 'generic', '--year', String(YEAR), '--daily')
      const [year] = years
      if (year === undefined) throw new Error('no year')
      figures.push([`${seed}: PM2.5 by month`, byMonth(daily[0]?.days ?? [])])
      figures.push([`${seed}: PM2.5 of the year`, `${year.factors.pm25.mean?.toFixed(1)} µg/m³`])
      figures.push([`${seed}: days by level, 优 first`, Object.values(year.aqiDaysByLevel).join(' ')])
      const all = wind.reduce((sum, count) => sum + count, 0)
      figures.push([
        `${seed}: wind from N, clockwise [%]`,
        wind.map((count) => ((100 * count) / all).toFixed(0)).join(' '),
      ])
      expect(year.factors.pm25.mean).toBeGreaterThan(28)
      expect(year.factors.pm25.mean).toBeLessThan(46)
    }
    expect(simulated('demo').table).not.toBe(simulated('another').table)
    report(`The national station of the demo, ${YEAR}, by seed`, figures)
  })

  it('real stations of a district of Hunan, 2019, the same way', async ({ skip }) => {
    if (!existsSync(archive)) return skip('../shared/data/china_sites is not here')
    const files = readdirSync(archive).map((name) => join(archive, name))
    const figures: [string, string][] = []
    for (const code of REAL) {
      const words = ['--layout', 'china-sites', '--station', code, '--year', '2019']
      const { stations: years } = await evaluated(files, ...words)
      const { stations: daily } = await evaluated(files, ...words, '--daily')
      figures.push([`${code}: PM2.5 by month`, byMonth(daily[0]?.days ?? [])])
      figures.push([`${code}: PM2.5 of the year`, `${years[0]?.factors.pm25.mean?.toFixed(1)} µg/m³`])
      figures.push([`${code}: days by level, 优 first`, Object.values(years[0]?.aqiDaysByLevel ?? {}).join(' ')])
    }
    report('National stations of a district of Hunan, 2019', figures)
    expect(figures.length).toBe(6)
  })
})
