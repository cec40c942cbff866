import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { annualFaults, dailyFaults } from '../../src/app/evaluate/reference.fixture.ts'
import { prsaReference } from '../../src/domain/readings/prsa.fixture.ts'
import { bases } from '../../src/standards/attainment.ts'
import { evaluatedFactors, type FactorName } from '../../src/standards/statistics-table.ts'
import { evaluated, type Ran } from './parts/evaluating.ts'
import { report } from './parts/figures.ts'
import { archiveFiles, releasedDays } from './parts/national-release.ts'
import { checkout } from './parts/weike.ts'

const data = join(checkout, '..', 'shared', 'data')
const prsa = join(data, 'prsa')
const archive = join(data, 'china_sites', 'hunan-hubei-2019')

const seconds = (value: number) => `${value.toFixed(1)} s`
const megabytes = (value: number | null) => (value === null ? 'not told here' : `${Math.round(value / 1e6)} MB`)

describe('weike evaluate on all that is there', () => {
  it('six sites of Beijing, 2014 and 2015, on either basis: what independent code found', async ({ skip }) => {
    if (!existsSync(prsa)) return skip('../shared/data/prsa is not here')
    const files = readdirSync(prsa).map((name) => join(prsa, name))
    const faults: string[] = []
    let years = 0
    let ran: Ran | undefined
    for (const basis of bases) {
      ran = await evaluated(files, '--layout', 'prsa', '--basis', basis)
      for (const row of prsaReference('annual-statistics.csv').filter((one) => one.basis === basis)) {
        const told = ran.stations.find(({ station, year }) => station === row.station && year === Number(row.year))
        faults.push(...annualFaults(row, told))
        years += 1
      }
    }
    const daily = await evaluated(files, '--layout', 'prsa', '--year', '2014', '--daily')
    const rows = prsaReference('daily-values-prsa-2014.csv.gz')
    for (const row of rows) {
      const days = daily.stations.find(({ station }) => station === row.station)?.days
      faults.push(
        ...dailyFaults(
          row,
          days?.find(({ date }) => date === row.date),
        ),
      )
    }
    report('Beijing sites, 2013–2017', [
      ['station-years held against the reference', String(years)],
      ['station-days held against the reference', String(rows.length)],
      ['what differs', String(faults.length)],
      ['six files, 210,384 lines', `${seconds(ran?.seconds ?? 0)}, at most ${megabytes(ran?.peak ?? null)}`],
    ])
    expect(faults).toEqual([])
    expect([years, rows.length]).toEqual([24, 715])
  })

  it('Hunan and Hubei, 2019: the means of the days are those of the national release itself', async ({ skip }) => {
    if (!existsSync(archive)) return skip('../shared/data/china_sites is not here')
    const files = archiveFiles(archive)
    const one = await evaluated(files.slice(0, 2), '--year', '2019')
    const year = await evaluated(files, '--year', '2019')
    const daily = await evaluated(files, '--year', '2019', '--daily', '--basis', 'rounded')
    const days = new Map(
      daily.stations.flatMap(({ station, days: own = [] }) =>
        own.map((day) => [`${station} ${day.date}`, day] as const),
      ),
    )
    // Where the archive lacks hours, the release may have known them; it was never sure of CO beyond a tenth.
    const whole = releasedDays(archive).filter(({ hours }) => hours === 24)
    const figures = evaluatedFactors.map(({ name }) => {
      const own = whole.filter((day) => day.name === name)
      const like = own.filter((day) => days.get(`${day.station} ${day.date}`)?.factors[name].value === day.value)
      return { name, days: own.length, like: like.length }
    })
    report('Hunan and Hubei, 2019: day values beside the release, where all 24 hours are in the archive', [
      ...figures.map(({ name, days: of, like }): [string, string] => [
        name,
        `${like} of ${of} the same (${((like / of) * 100).toFixed(3)} %)`,
      ]),
      ['stations', String(year.stations.length)],
      ['two files', `${seconds(one.seconds)}, at most ${megabytes(one.peak)}`],
      ['364 files, 126,980 lines of 137 stations', `${seconds(year.seconds)}, at most ${megabytes(year.peak)}`],
    ])
    const least: Record<FactorName, number> = { pm25: 1, pm10: 1, so2: 1, no2: 1, co: 0.97, o3: 1 }
    for (const { name, days: of, like } of figures) {
      expect(of, name).toBeGreaterThan(5000)
      expect(like / of, name).toBeGreaterThanOrEqual(least[name])
    }
    // No station reaches the least of a month in August to October (ORIGINS.md).
    expect(year.stations.filter(({ factors }) => Object.values(factors).some(({ valid }) => valid))).toEqual([])
    expect(
      year.stations.flatMap(({ factors }) => Object.values(factors)).every(({ attained }) => attained === null),
    ).toBe(true)
    if (year.peak !== null && one.peak !== null) expect(year.peak).toBeLessThan(one.peak * 2)
  })
})
