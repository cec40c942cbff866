import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { HOUR_MS, instantOf } from '../../standards/civil-time.ts'
import type { RollupInput } from './rollup.ts'

/** Real hours of six Beijing sites, 2013-03 to 2017-02, and what others made of them. Not part of the project. */
const folder = join(import.meta.dirname, '../../../../shared/data')

export const hasPrsa = existsSync(join(folder, 'prsa')) && existsSync(join(folder, 'reference'))
export const prsaAbsent = 'SKIPPED: ../shared/data/prsa and reference are absent'

/** Columns of the files, their factor, and what makes Weike's unit of theirs (CO is in µg/m³ there). */
// biome-ignore format: a table to proof-read
export const prsaFactors = [
  { name: 'PM2.5', factor: 'a34004', scale: 1 },
  { name: 'PM10',  factor: 'a34002', scale: 1 },
  { name: 'SO2',   factor: 'a21026', scale: 1 },
  { name: 'NO2',   factor: 'a21004', scale: 1 },
  { name: 'CO',    factor: 'a21005', scale: 1e-3 },
  { name: 'O3',    factor: 'a05024', scale: 1 },
] as const

/** Hours of a site in the order of the file; their label is the end of the hour. */
export function prsaHours(site: string): RollupInput[] {
  const name = readdirSync(join(folder, 'prsa')).find((file) => file.startsWith(`PRSA_Data_${site}_`))
  if (name === undefined) throw new Error(`no file of the site ${site}`)
  return rowsOf(join(folder, 'prsa', name)).map((row) => {
    const [year = 0, month = 0, day = 0, hour = 0] = ['year', 'month', 'day', 'hour'].map((key) => Number(row[key]))
    const periodEnd = instantOf({ year, month, day, hour, minute: 0, second: 0 })
    const readings = prsaFactors.map((column) => ({
      factor: column.factor,
      statistic: 'Avg',
      value: row[column.name] === 'NA' ? null : Number(row[column.name]) * column.scale,
      quality: 'valid' as const,
    }))
    return { periodStart: periodEnd - HOUR_MS, periodEnd, readings }
  })
}

/** Rows of a table of `reference/`, cells by column name. */
export function prsaReference(file: string): Record<string, string>[] {
  return rowsOf(join(folder, 'reference', file)).filter((row) => row.dataset === 'prsa')
}

function rowsOf(path: string): Record<string, string>[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trimEnd()
  const [header = [], ...rows] = text
    .split(/\r?\n/)
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')))
  return rows.map((cells) => Object.fromEntries(header.map((name, place) => [name, cells[place] ?? ''])))
}
