import { once } from 'node:events'
import { createWriteStream, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { linesOfFile } from '../../src/app/text-lines.ts'
import { layoutReader } from '../../src/domain/imports/layouts.ts'
import { civilDayAt, dayNumberOf, dayNumberOfHour } from '../../src/standards/civil-days.ts'
import { civilOf, HOUR_MS } from '../../src/standards/civil-time.ts'
import { type ByFactor, byFactor, evaluatedFactors, type FactorCode } from '../../src/standards/statistics-table.ts'

/** Station-years for bench/law.ts: real hours of six sites in three years, made many by scaling them. */
export const YEAR = 2015
export const DAYS = 365
export const first = dayNumberOf(`${YEAR}-01-01`)
const HOURS = DAYS * 24

/** Hourly means of a year from 01:00 of its first day on; NaN = missing. [µg/m³, CO mg/m³] */
export type Hours = ByFactor<Float64Array>

const folder = join(import.meta.dirname, '../../../shared/data/prsa')

/** Real station-years: each of the sites in 2014, 2015 and 2016 (its last day left out). @throws where the data are absent */
export async function realYears(): Promise<Hours[]> {
  if (!existsSync(folder)) throw new Error('../shared/data/prsa is absent: there is nothing to make station-years of')
  const years: Hours[] = []
  for (const name of readdirSync(folder).sort()) years.push(...(await yearsOfFile(join(folder, name))))
  return years
}

async function yearsOfFile(file: string): Promise<Hours[]> {
  const firsts = [2014, 2015, 2016].map((year) => dayNumberOf(`${year}-01-01`))
  const years = firsts.map(() => byFactor(() => new Float64Array(HOURS).fill(Number.NaN)))
  let reader: ReturnType<typeof layoutReader> = null
  for await (const lines of linesOfFile(file)) {
    for (const line of lines) {
      if (reader === null) {
        reader = layoutReader('prsa', line)
        continue
      }
      for (const { hourEnd, factor, value } of reader.line(line).values) {
        const year = firsts.findLastIndex((day) => day <= dayNumberOfHour(hourEnd))
        const day = dayNumberOfHour(hourEnd) - (firsts[year] ?? 0)
        const column = years[year]?.[factor as FactorCode]
        if (column === undefined || day >= DAYS || value === null) continue
        column[day * 24 + civilOf(hourEnd - HOUR_MS).hour] = value
      }
    }
  }
  return years
}

/** Station-year number `place`: a real one, every value times a factor of its own, to a tenth (CO to a thousandth). */
export function stationYear(real: readonly Hours[], place: number): Hours {
  const base = real[place % real.length]
  if (base === undefined) throw new Error('no real station-years')
  const scale = 0.3 + ((place * 37) % 100) / 100
  return byFactor(({ factor, name }) => {
    const steps = name === 'co' ? 1000 : 10
    return base[factor].map((value) => Math.round(value * scale * steps) / steps)
  })
}

/** Name of a station-year, sorting as its number does. */
export const stationName = (place: number) => `S${String(place).padStart(4, '0')}`

/** Writes station-years from `from` to before `to` as a CSV of Weike's own layout: a line an hour. */
export async function writeCsv(path: string, real: readonly Hours[], from: number, to: number): Promise<void> {
  const file = createWriteStream(path)
  const labels = Array.from({ length: HOURS }, (_, hour) => {
    const label = hour + 1
    return `${civilDayAt(first + Math.floor(label / 24))} ${String(label % 24).padStart(2, '0')}:00`
  })
  file.write('time,station,PM2.5,PM10,SO2,NO2,CO,O3\n')
  for (let place = from; place < to; place += 1) {
    const hours = stationYear(real, place)
    const columns = evaluatedFactors.map(({ factor }) => hours[factor])
    const lines = labels.map(
      (label, hour) => `${label},${stationName(place)},${columns.map((column) => cell(column[hour])).join(',')}\n`,
    )
    if (!file.write(lines.join(''))) await once(file, 'drain')
  }
  file.end()
  await finished(file)
}

function cell(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(value)
}
