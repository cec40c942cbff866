import { existsSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasPrsa, prsaReference } from '../../domain/readings/prsa.fixture.ts'
import { type Basis, bases } from '../../standards/attainment.ts'
import { yearPeriod } from '../../standards/civil-days.ts'
import { HOUR_MS } from '../../standards/civil-time.ts'
import { evaluate, usualRules } from '../../standards/evaluation.ts'
import { readHours } from './read.ts'
import { annualFaults, dailyFaults, prsaFile } from './reference.fixture.ts'
import { type StationYear, stationYears } from './station-years.ts'
import { toldDays, toldYear } from './told.ts'

/** Those of which the reference has days too; all six are held against it in test/trial/evaluate.trial.ts. */
const sites = ['Aotizhongxin', 'Tiantan']
const isHere = hasPrsa && sites.every((site) => existsSync(prsaFile(site)))
const title = `two real station-years${isHere ? '' : ' (SKIPPED: ../shared/data is absent)'}`

/** @param shift of every label [ms] */
async function collected(shift = 0): Promise<StationYear[]> {
  const years = stationYears(2014)
  const shifted = {
    ...years,
    add: (...[station, hourEnd, ...rest]: Parameters<typeof years.add>) => years.add(station, hourEnd + shift, ...rest),
  }
  const counts = await readHours(sites.map(prsaFile), { layout: 'prsa' }, shifted, (faulty) => {
    throw new Error(`line ${faulty.line} is ${faulty.fault}`)
  })
  expect(counts).toMatchObject({ lines: 2 * 35_064, repeated: 0 })
  return years.finish()
}

const told = (year: StationYear | undefined, basis: Basis) =>
  year === undefined ? undefined : toldYear(year, evaluate(year.days, yearPeriod(2014), { ...usualRules, basis }))

describe.skipIf(!isHere)(title, () => {
  let years: StationYear[]
  beforeAll(async () => {
    years = await collected()
  })
  const of = (all: readonly StationYear[], site: string | undefined) => all.find(({ station }) => station === site)

  it('have the days, the validity, the means and the percentiles that independent code found, on either basis', () => {
    const rows = prsaReference('annual-statistics.csv').filter(
      (row) => row.year === '2014' && sites.includes(row.station ?? ''),
    )
    expect(rows).toHaveLength(sites.length * bases.length)
    const faults = rows.flatMap((row) =>
      bases
        .filter((basis) => basis === row.basis)
        .flatMap((basis) => annualFaults(row, told(of(years, row.station), basis))),
    )
    expect(faults).toEqual([])
  })

  const daysUnlike = (all: readonly StationYear[]) => {
    const rows = prsaReference('daily-values-prsa-2014.csv.gz')
    const byDay = new Map(
      all.flatMap((year) =>
        [...toldDays(year, 'unrounded')].map((day) => [`${year.station} ${day.date}`, day] as const),
      ),
    )
    expect(byDay.size).toBe(rows.length)
    return rows.map((row) => dailyFaults(row, byDay.get(`${row.station} ${row.date}`)))
  }

  it('have its day values, hours, eight-hour means, AQI and primary pollutants', () => {
    expect(daysUnlike(years).flat()).toEqual([])
  })

  it.each([
    ['start', HOUR_MS],
    ['end of the hour before', -HOUR_MS],
  ])(
    'taken for labelled by the %s differ on nearly every day, though hardly in the mean of the year',
    async (_, shift) => {
      const wrong = await collected(shift)
      const unlike = daysUnlike(wrong).filter((faults) => faults.length > 0)
      expect(unlike.length).toBeGreaterThan(690)
      const [right, other] = [years, wrong].map((all) => told(of(all, 'Tiantan'), 'unrounded')?.factors.pm25?.mean ?? 0)
      expect(Math.abs((right ?? 0) - (other ?? 0))).toBeLessThan(0.5)
      const rows = prsaReference('annual-statistics.csv').filter(
        (row) => row.year === '2014' && row.station === 'Tiantan',
      )
      expect(
        rows.flatMap((row) =>
          annualFaults(row, told(of(wrong, 'Tiantan'), row.basis === 'rounded' ? 'rounded' : 'unrounded')),
        ),
      ).not.toEqual([])
    },
  )
})
