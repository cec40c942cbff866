import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasPrsa, prsaAbsent, prsaReference } from '../src/domain/readings/prsa.fixture.ts'
import { addStation } from '../src/domain/stations/service.ts'
import { type SignedIn, signIn } from './setup/api-client.ts'
import { bringIn } from './setup/bring-in.ts'
import { type CountyPlan, foundCountyAs, PASSWORD } from './setup/county.ts'
import { eventually } from './setup/eventually.ts'
import { type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { actNow, consoleOf, inInstallation } from './setup/in-installation.ts'
import { type RunningWeike, startWeike } from './setup/weike.ts'

const data = join(import.meta.dirname, '../../shared/data')
const hunan = join(data, 'china_sites/hunan-hubei-2019')
const hasHunan = existsSync(hunan)

const plan: CountyPlan = {
  code: '439931',
  name: '北京市测试区',
  towns: [],
  units: [{ key: 'office', town: null }],
  people: [
    { key: 'administrator', roles: ['administrator'], unit: 'office', town: null },
    { key: 'analyst', roles: ['analyst'], unit: 'office', town: null },
  ],
  stations: [],
  tokens: [],
  robotUrl: 'http://127.0.0.1:9/',
}

/** As the reference is printed. */
const PRINTED = 1e-3
const columnOf = { pm25: 'PM2.5', pm10: 'PM10', so2: 'SO2', no2: 'NO2', co: 'CO', o3: 'O3' } as const

/** A county with national stations of these codes, a server that runs on it, and people who read and bring in. */
async function countyWith(codes: readonly string[]) {
  const place = await freshDatabase('embedded')
  const county = await inInstallation(place, async (installation) => {
    const found = await foundCountyAs(installation, plan)
    const where = { lonWgs84: 116.4, latWgs84: 39.9, level: 'national' as const }
    for (const code of codes) {
      const wanted = { code, name: code, ...where }
      await addStation(installation.foundation, consoleOf(found.countyId), actNow(installation), wanted)
    }
    return found
  })
  const weike = await startWeike(place)
  const enter = (key: string) => signIn(weike.http, county.signInName(key), PASSWORD)
  return { place, weike, administrator: await enter('administrator'), analyst: await enter('analyst') }
}

/** The rows of a year out of a file of the PRSA sites, and the hour that ends it. */
function prsaYear(site: string, year: number): Buffer {
  const folder = join(data, 'prsa')
  const name = readdirSync(folder).find((file) => file.startsWith(`PRSA_Data_${site}_`)) ?? ''
  const [header = '', ...lines] = gunzipSync(readFileSync(join(folder, name)))
    .toString('utf8')
    .split(/\r?\n/)
  const isOfYear = (line: string) => {
    const [, ofYear, month, day, hour] = line.split(',').map(Number)
    const isNewYear = month === 1 && day === 1 && hour === 0
    return isNewYear ? ofYear === year + 1 : ofYear === year
  }
  return Buffer.from([header, ...lines.filter(isOfYear)].join('\n'))
}

describe.skipIf(!hasPrsa)(`two real station-years through Weike${hasPrsa ? '' : ` (${prsaAbsent})`}`, () => {
  const sites = ['Aotizhongxin', 'Tiantan'] as const
  let place: FreshDatabase
  let weike: RunningWeike
  let analyst: SignedIn

  beforeAll(async () => {
    const county = await countyWith(sites)
    ;({ place, weike, analyst } = county)
    for (const site of sites) await bringIn(county.administrator, `${site}.csv`, prsaYear(site, 2014))
    await eventually('the last days of both', async () => {
      const { items } = await analyst.call('GET /api/evaluations/subjects')
      const done = items.filter(({ first, last }) => first === '2014-01-01' && last === '2014-12-31')
      return done.length === 3 ? done : undefined
    })
  })
  afterAll(async () => {
    await weike?.kill()
    await place?.remove()
  })

  it.each(['unrounded', 'rounded'] as const)(
    'days and flags are those of independent code, statistics within its print: %s',
    async (basis) => {
      const { items } = await analyst.call('GET /api/evaluations/statistics', { query: { period: '2014', basis } })
      const rows = prsaReference('annual-statistics.csv').filter(
        (row) => row.year === '2014' && row.basis === basis && sites.some((site) => site === row.station),
      )
      expect(rows).toHaveLength(2)
      for (const row of rows) {
        const of = items.find(({ subject }) => subject.code === row.station)?.reported
        for (const factor of of?.factors ?? []) {
          const column = columnOf[factor.name]
          const counts = [factor.validDays, factor.minDaysInMonth, Number(factor.valid)].map(String)
          expect(counts, `${row.station} ${column}`).toEqual([
            row[`${column}_days`],
            row[`${column}_min_days_in_a_month`],
            row[`${column}_year_valid`],
          ])
          const mean = row[`${column}_mean`]
          if (mean !== undefined && mean !== '')
            expect(Math.abs((factor.mean ?? 0) - Number(mean))).toBeLessThan(PRINTED)
          const percentile = Number(row[`${column}_p${factor.percentile?.p}`])
          expect(Math.abs((factor.percentile?.value ?? 0) - percentile)).toBeLessThan(PRINTED)
        }
        expect(of?.factors).toHaveLength(6)
      }
    },
  )

  it('every day of the calendar has the AQI, the primary pollutants and the inputs of independent code', async () => {
    const { items } = await analyst.call('GET /api/evaluations/subjects')
    const rows = prsaReference('daily-values-prsa-2014.csv.gz')
    for (const site of sites) {
      const subject = items.find(({ code }) => code === site)?.id ?? ''
      const { days } = await analyst.call('GET /api/evaluations/calendar', { query: { subject, year: 2014 } })
      const told = days.map(({ date, aqi, primary, isComplete, factors }) => ({
        date,
        aqi: String(aqi ?? ''),
        primary: primary.map((name) => columnOf[name]).join('+'),
        complete: String(Number(isComplete)),
        inputs: factors.map(({ inputs }) => String(inputs)),
      }))
      const wanted = rows
        .filter(({ station }) => station === site)
        .map((row) => ({
          date: row.date,
          aqi: row.AQI,
          primary: row.primary,
          complete: row.all_six_valid,
          inputs: ['PM2.5_hours', 'PM10_hours', 'SO2_hours', 'NO2_hours', 'CO_hours', 'O3_valid_8h_means'].map(
            (key) => row[key],
          ),
        }))
      expect(told).toEqual(wanted)
    }
  })

  it('a day of the area is the mean of both where both are valid: counted from the reference', async () => {
    const rows = prsaReference('daily-values-prsa-2014.csv.gz')
    const { days } = await analyst.call('GET /api/evaluations/calendar', { query: { year: 2014 } })
    const byDate = Map.groupBy(rows, ({ date }) => date)
    let compared = 0
    for (const { date, factors } of days) {
      const both = byDate.get(date) ?? []
      const means = both.map((row) => row['PM2.5_mean'] ?? '').filter((text) => text !== '')
      const [fine] = factors
      expect(fine?.usable, date).toBe(means.length === 2)
      if (means.length < 2) continue
      compared += 1
      const mean = (Number(means[0]) + Number(means[1])) / 2
      expect(Math.abs((fine?.value ?? 0) - mean), date).toBeLessThan(PRINTED)
    }
    expect(compared).toBeGreaterThan(300)
  })
})

describe.skipIf(!hasHunan)(
  `the district of the story, January to June 2019${hasHunan ? '' : ' (SKIPPED: ../shared/data/china_sites/hunan-hubei-2019 is absent)'}`,
  () => {
    const codes = ['2467A', '2470A'] as const
    let place: FreshDatabase
    let weike: RunningWeike
    let analyst: SignedIn
    /** Hours of PM2.5 in the files by `code YYYY-MM-DD`, the hour 0 being the last of the day before. */
    const hours = new Map<string, number[]>()

    beforeAll(async () => {
      const files = readdirSync(hunan)
        .filter((name) => /2019(0[1-3]|0401)/.test(name))
        .sort()
      const all: string[] = []
      for (const name of files) {
        const bytes = readFileSync(join(hunan, name))
        const lines = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes)
          .toString('utf8')
          .replace(/^\ufeff/, '')
          .trimEnd()
          .split(/\r?\n/)
        const header = (lines[0] ?? '').split(',')
        const wanted = ['date', 'hour', 'type', ...codes]
        for (const line of lines.slice(1)) {
          const cells = line.split(',')
          const row = wanted.map((column) => cells[header.indexOf(column)] ?? '')
          all.push(row.join(','))
          countIn(row)
        }
      }
      const county = await countyWith(codes)
      ;({ place, weike, analyst } = county)
      const text = ['date,hour,type,2467A,2470A', ...all].join('\n')
      await bringIn(county.administrator, 'china_sites.csv', Buffer.from(text))
      await eventually('the days of the first quarter', async () => {
        const { items } = await analyst.call('GET /api/evaluations/subjects')
        const done = items.filter(({ last }) => last !== null && last >= '2019-03-31')
        return done.length === 3 ? done : undefined
      })
    })
    afterAll(async () => {
      await weike?.kill()
      await place?.remove()
    })

    function countIn([date = '', hour = '', type = '', ...values]: readonly string[]): void {
      if (type !== 'PM2.5') return
      const end = new Date(
        Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6)), Number(hour)),
      )
      const day = new Date(end.getTime() - 1).toISOString().slice(0, 10)
      for (const [place, code] of codes.entries()) {
        const cell = values[place] ?? ''
        if (cell === '') continue
        const key = `${code} ${day}`
        hours.set(key, [...(hours.get(key) ?? []), Number(cell)])
      }
    }

    const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

    it('its quarter is the mean of the days on which both stations have twenty hours', async () => {
      const days: number[] = []
      for (let at = Date.UTC(2019, 0, 1); at < Date.UTC(2019, 3, 1); at += 86_400_000) {
        const day = new Date(at).toISOString().slice(0, 10)
        const both = codes.map((code) => hours.get(`${code} ${day}`) ?? [])
        if (both.every((values) => values.length >= 20)) days.push(meanOf(both.map(meanOf)))
      }
      const { items } = await analyst.call('GET /api/evaluations/statistics', { query: { period: '2019-Q1' } })
      const [fine] = items.find(({ subject }) => subject.level === 'county')?.reported.factors ?? []
      expect(fine?.validDays).toBe(days.length)
      expect(days.length).toBeGreaterThan(70)
      expect(fine?.mean).toBeCloseTo(meanOf(days), 8)
      for (const code of codes) {
        const own = [...hours].flatMap(([key, values]) =>
          key.startsWith(code) && values.length >= 20 && key < `${code} 2019-04` && key >= `${code} 2019`
            ? [meanOf(values)]
            : [],
        )
        const [of] = items.find(({ subject }) => subject.code === code)?.reported.factors ?? []
        expect([of?.validDays, of?.mean]).toEqual([own.length, expect.closeTo(meanOf(own), 8)])
      }
    })
  },
)
