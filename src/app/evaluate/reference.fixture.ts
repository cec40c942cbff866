import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { evaluatedFactors, type FactorName } from '../../standards/statistics-table.ts'
import type { ToldDay, ToldYear } from './told.ts'

/** Holds what is told against what independent code made of the same real hours. Not part of the project. */
const data = join(import.meta.dirname, '../../../../shared/data')

/** The file of a PRSA site. */
export function prsaFile(site: string): string {
  const folder = join(data, 'prsa')
  const name = existsSync(folder)
    ? readdirSync(folder).find((file) => file.startsWith(`PRSA_Data_${site}_`))
    : undefined
  return join(folder, name ?? `PRSA_Data_${site}`)
}

/** As many digits as the reference is printed with. */
const PRINTED = 0.5e-4 + 1e-9

/** Columns of the reference. */
const columnOf: Readonly<Record<FactorName, string>> = {
  pm25: 'PM2.5',
  pm10: 'PM10',
  so2: 'SO2',
  no2: 'NO2',
  co: 'CO',
  o3: 'O3',
}

type Row = Readonly<Record<string, string>>

/** What differs of a year of `reference/annual-statistics.csv`: days and validity exactly, statistics as printed. */
export function annualFaults(row: Row, told: ToldYear | undefined): string[] {
  const what = `${row.station} ${row.year} ${row.basis}`
  if (told === undefined) return [`${what} is not told`]
  return evaluatedFactors.flatMap(({ name }) => {
    const column = columnOf[name]
    const of = told.factors[name]
    const counts = [of.validDays, of.minDaysInMonth, Number(of.valid)].map(String)
    const wanted = [row[`${column}_days`], row[`${column}_min_days_in_a_month`], row[`${column}_year_valid`]]
    const faults = counts.join() === wanted.join() ? [] : [`${what} ${name}: ${counts} and not ${wanted}`]
    const mean = row[`${column}_mean`]
    if (mean !== undefined) faults.push(...unlike(`${what} ${name} mean`, of.mean, mean))
    const percentile = row[`${column}_p${of.percentile?.p}`]
    faults.push(...unlike(`${what} ${name} percentile`, of.percentile?.value ?? null, percentile))
    return faults
  })
}

/** What differs of a day of `reference/daily-values-prsa-2014.csv.gz`. */
export function dailyFaults(row: Row, day: ToldDay | undefined): string[] {
  const what = `${row.station} ${row.date}`
  if (day === undefined) return [`${what} is not told`]
  const faults = evaluatedFactors.flatMap(({ name, dayValue }) => {
    const column = columnOf[name]
    const { value, hours, eightHourMeans } = day.factors[name]
    const [wanted, inputs] =
      dayValue === 'mean'
        ? [row[`${column}_mean`], row[`${column}_hours`]]
        : [row[`${column}_mda8`], row[`${column}_valid_8h_means`]]
    const count = String(hours ?? eightHourMeans)
    return [
      ...(count === inputs ? [] : [`${what} ${name}: of ${count} and not of ${inputs}`]),
      ...unlike(`${what} ${name}`, value, wanted),
    ]
  })
  const aqi = [day.aqi ?? '', day.primary.map((name) => columnOf[name]).join('+'), Number(day.complete)].join()
  const wanted = [row.AQI, row.primary, row.all_six_valid].join()
  return aqi === wanted ? faults : [...faults, `${what}: AQI, primary, complete ${aqi} and not ${wanted}`]
}

function unlike(what: string, ours: number | null, cell: string | undefined): string[] {
  const theirs = cell === undefined || cell === '' ? null : Number(cell)
  const isLike = theirs === null || ours === null ? theirs === ours : Math.abs(theirs - ours) <= PRINTED
  return isLike ? [] : [`${what}: ${ours} and not ${theirs}`]
}
