import { describe, expect, it } from 'vitest'
import { civilDayOf, startOfCivilDay } from '../../standards/civil-time.ts'
import type { Reading } from './model.ts'
import { periodOf, type RolledResolution } from './periods.ts'
import { hasPrsa, prsaAbsent, prsaFactors, prsaHours, prsaReference } from './prsa.fixture.ts'
import { type RolledUp, type RollupInput, rollUpOf } from './rollup.ts'

/** What came out, by column; `null` unless the standard's minimum is there. */
function validValues({ columns, values, qualities }: RolledUp): Map<string, number | null> {
  return new Map(columns.map((column, place) => [column, qualities[place] === null ? (values[place] ?? null) : null]))
}

function asInput(resolution: RolledResolution, end: number, { columns, values, qualities }: RolledUp): RollupInput {
  const readings = columns.map((column, place) => {
    const cut = column.lastIndexOf('-')
    const quality: Reading['quality'] = qualities[place] === null ? 'valid' : 'insufficient'
    return { factor: column.slice(0, cut), statistic: column.slice(cut + 1), value: values[place] ?? null, quality }
  })
  return { periodStart: periodOf(resolution, end).start, periodEnd: end, readings }
}

function rolledBy(resolution: RolledResolution, inputs: readonly RollupInput[]): Map<number, RolledUp> {
  const groups = Map.groupBy(inputs, (input) => periodOf(resolution, input.periodEnd).end)
  return new Map([...groups].map(([end, group]) => [end, rollUpOf(resolution, end, group)]))
}

const number = (cell: string | undefined) => (cell === undefined || cell === '' ? null : Number(cell))

/** Both null, or equal to as many digits as the reference is printed with. */
function agrees(ours: number | null | undefined, theirs: number | null, within: number): boolean {
  if (theirs === null || ours === null || ours === undefined) return (ours ?? null) === theirs
  return Math.abs(ours - theirs) <= within
}

describe.skipIf(!hasPrsa)(`real hours of Beijing sites${hasPrsa ? '' : ` (${prsaAbsent})`}`, () => {
  const PRINTED = 0.5e-4 + 1e-9

  it('give the daily means, hours, 8-hour maxima and windows of two sites in 2014 that independent code gave', () => {
    const reference = prsaReference('daily-values-prsa-2014.csv.gz')
    const unlike: unknown[] = []
    let compared = 0
    for (const site of new Set(reference.map((row) => row.station ?? ''))) {
      const days = rolledBy('day', prsaHours(site))
      for (const row of reference.filter((one) => one.station === site)) {
        const rolled = days.get(periodOf('day', startOfCivilDay(row.date ?? '') + 1).end)
        const ours = rolled === undefined ? new Map() : validValues(rolled)
        for (const { name, factor } of prsaFactors) {
          const pairs: [string, string | undefined, number][] =
            name === 'O3'
              ? [
                  ['Mda8', row.O3_mda8, PRINTED],
                  ['Mda8N', row.O3_valid_8h_means, 0],
                ]
              : [
                  ['Avg', row[`${name}_mean`], PRINTED],
                  ['N', row[`${name}_hours`], 0],
                ]
          for (const [statistic, cell, within] of pairs) {
            compared += 1
            const value = ours.get(`${factor}-${statistic}`)
            if (!agrees(value, number(cell), within)) unlike.push([site, row.date, name, statistic, value, cell])
          }
        }
      }
    }
    expect(unlike).toEqual([])
    expect(compared).toBe(reference.length * prsaFactors.length * 2)
    expect(compared).toBeGreaterThan(8_000)
  })

  it('give the annual means, percentiles, days and validity of six sites in 2014 and 2015 that independent code gave', () => {
    const reference = prsaReference('annual-statistics.csv').filter((row) => row.basis === 'unrounded')
    const unlike: unknown[] = []
    for (const site of new Set(reference.map((row) => row.station ?? ''))) {
      const days = [...rolledBy('day', prsaHours(site))].map(([end, rolled]) => asInput('day', end, rolled))
      const [months, years] = [rolledBy('month', days), rolledBy('year', days)]
      for (const row of reference.filter((one) => one.station === site)) {
        const year = [...years].find(([end]) => civilDayOf(end - 1).startsWith(row.year ?? ''))?.[1]
        if (year === undefined) throw new Error(`no year ${row.year}`)
        const at = (column: string) => year.columns.indexOf(column)
        for (const { name, factor } of prsaFactors) {
          const percentile = Object.keys(row).find((key) => key.startsWith(`${name}_p`)) ?? ''
          const day = name === 'O3' ? 'Mda8' : 'Avg'
          const high = at(`${factor}-${day}P${percentile.slice(`${name}_p`.length)}`)
          const count = at(`${factor}-${name === 'O3' ? 'Mda8N' : 'N'}`)
          const ofMonths = [...months]
            .filter(([end]) => civilDayOf(end - 1).startsWith(row.year ?? ''))
            .map(
              ([, { columns, values }]) => values[columns.indexOf(`${factor}-${name === 'O3' ? 'Mda8N' : 'N'}`)] ?? 0,
            )
          const told = {
            days: year.values[count],
            fewest: ofMonths.length === 12 ? Math.min(...ofMonths) : 0,
            valid: year.qualities[high] === null ? 1 : 0,
          }
          const wanted = {
            days: number(row[`${name}_days`]),
            fewest: number(row[`${name}_min_days_in_a_month`]),
            valid: number(row[`${name}_year_valid`]),
          }
          if (JSON.stringify(told) !== JSON.stringify(wanted)) unlike.push([site, row.year, name, told, wanted])
          if (!agrees(year.values[high], number(row[percentile]), PRINTED))
            unlike.push([site, row.year, name, percentile, year.values[high], row[percentile]])
          const mean = number(row[`${name}_mean`])
          if (mean !== null && !agrees(year.values[at(`${factor}-Avg`)], mean, PRINTED))
            unlike.push([site, row.year, name, 'mean', year.values[at(`${factor}-Avg`)], mean])
        }
      }
    }
    expect(unlike).toEqual([])
    expect(reference.length).toBe(12)
  })
})
