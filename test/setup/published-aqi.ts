import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { AqiInput, AqiKind } from '../../src/standards/aqi-table.ts'

/** Published indices beside their concentrations, from ../shared/data (its ORIGINS.md). Not part of the project. */
const folder = join(import.meta.dirname, '../../../shared/data')

export const hasPublished = ['china_sites', 'hourly-aqi', 'daily-aqi', 'reference'].every((part) =>
  existsSync(join(folder, part)),
)
export const publishedAbsent = 'SKIPPED: ../shared/data is absent'

/** A day or an hour of a place: texts as the release has them, and the index published with them. */
export interface Published {
  source: 'national network' | 'pm25.in' | 'city days' | 'vectors'
  place: string
  kind: AqiKind
  values: Partial<Record<AqiInput, string>>
  aqi: string
  /** 类别; left out where the source has none. */
  category?: string
  /** Primary pollutants in the order of the table's columns; left out where the source has none. */
  primary?: readonly AqiInput[]
}

const nationalTypes: readonly (readonly [string, AqiInput])[] = [
  ['PM2.5', 'pm25'],
  ['PM10', 'pm10'],
  ['SO2', 'so2'],
  ['NO2', 'no2'],
  ['CO', 'co'],
  ['O3', 'o3'],
]

/** Types of every hour of a national file, from AQI to CO_24h. */
const NATIONAL_TYPES = 15

/** Files of the national stations: 2019, whole days. */
export function nationalFiles(): string[] {
  return ['national-2019', 'hunan-hubei-2019'].flatMap((part) =>
    readdirSync(join(folder, 'china_sites', part)).map((file) => join(folder, 'china_sites', part, file)),
  )
}

export interface StationHours {
  hours: Published[]
  /** Station-hours with a published index in the hour with which a file breaks off; their concentrations are lost. */
  cutOff: number
}

/** The hours of a national file that have a published index. */
export function stationHours(path: string): StationHours {
  const [header = [], ...rows] = rowsOf(path)
  const byHour = Map.groupBy(rows, ([date, hour]) => `${date} ${hour}`)
  const hours: Published[] = []
  let cutOff = 0
  for (const [hour, lines] of byHour) {
    const byType = new Map(lines.map((cells) => [cells[2], cells]))
    const isCut = lines.length < NATIONAL_TYPES || lines.some((cells) => cells.length < header.length)
    for (const [place, code] of header.entries()) {
      const aqi = byType.get('AQI')?.[place] ?? ''
      if (place < 3 || aqi === '') continue
      if (isCut) {
        cutOff += 1
        continue
      }
      const values = nationalTypes.map(([type, name]) => [name, byType.get(type)?.[place] ?? ''])
      hours.push({
        source: 'national network',
        place: `${code} ${hour}`,
        kind: 'hourly',
        values: Object.fromEntries(values),
        aqi,
      })
    }
  }
  return { hours, cutOff }
}

const primaryNames: Readonly<Record<string, AqiInput>> = {
  '细颗粒物(PM2.5)': 'pm25',
  '颗粒物(PM10)': 'pm10',
  二氧化硫: 'so2',
  二氧化氮: 'no2',
  一氧化碳: 'co',
  臭氧1小时: 'o3',
}

const missing: ReadonlySet<string> = new Set(['', 'NaN', '_', '-', '—'])
const cellOf = (cell: string | undefined) => (cell === undefined || missing.has(cell) ? '' : cell)

/** Station hours of 2020 with level and primary pollutants, those that have a published index. */
export function pm25inHours(): Published[] {
  return recordsOf('hourly-aqi', 'station-hourly-2020.csv.gz')
    .filter((row) => cellOf(row.AQI) !== '')
    .map((row) => ({
      source: 'pm25.in',
      place: `${row.City} ${row.WatchPoint} ${row.Date} ${row.Hour}`,
      kind: 'hourly',
      values: {
        pm25: cellOf(row['PM2.5']),
        pm10: cellOf(row.PM10),
        so2: cellOf(row.SO2),
        no2: cellOf(row.NO2),
        co: cellOf(row.CO),
        o3: cellOf(row.O3_1h),
      },
      aqi: row.AQI ?? '',
      category: row.Level ?? '',
      primary: inOrder(
        cellOf(row.PrimaryPollution)
          .split(' ')
          .filter((name) => name !== '')
          .map(primaryOf),
      ),
    }))
}

function primaryOf(name: string): AqiInput {
  const found = primaryNames[name]
  if (found === undefined) throw new Error(`no pollutant is called ${name}`)
  return found
}

/** Of these days the index and the concentrations belong to different revisions of the data. */
function isInconsistent(day: string): boolean {
  return day <= '2015-07-19' || day.startsWith('2017-') || (day >= '2018-06-01' && day <= '2018-10-31')
}

/** Days of cities, where they are consistent; zero stands for missing there. */
export function cityDays(): Published[] {
  return recordsOf('daily-aqi', 'city-daily-2014-2018.csv.gz')
    .filter((row) => !isInconsistent(row.date ?? ''))
    .map((row) => ({
      source: 'city days' as const,
      place: `${row.city} ${row.date}`,
      kind: 'daily' as const,
      values: {
        pm25: row['PM2.5'] ?? '',
        pm10: row.PM10 ?? '',
        so2: row.SO2 ?? '',
        no2: row.NO2 ?? '',
        co: row.CO ?? '',
        o3_8h: row.O3_8h ?? '',
      },
      aqi: row.AQI ?? '',
      category: row.质量等级 ?? '',
    }))
    .filter(({ values, aqi }) => [aqi, ...Object.values(values)].every((cell) => Number(cell) > 0))
}

/** The vectors: what was published, and every sub-index as independent code has it. */
export function vectors(): (Published & { id: string; iaqi: Partial<Record<AqiInput, string>> })[] {
  return recordsOf('reference', 'iaqi-vectors.csv').map((row) => {
    const isDay = row.kind === 'daily'
    const ozone = isDay ? 'o3_8h' : 'o3'
    const columns = [...nationalTypes.slice(0, 5), ['O3', ozone] as const]
    const named = (prefix: string) =>
      Object.fromEntries(columns.map(([column, name]) => [name, row[prefix + column] ?? '']))
    const names = new Map(columns)
    return {
      source: 'vectors',
      id: row.id ?? '',
      place: `${row.place} ${row.date} ${row.hour}`,
      kind: isDay ? 'daily' : 'hourly',
      values: named(''),
      iaqi: named('IAQI_'),
      aqi: row.published_AQI ?? '',
      category: row.published_category ?? '',
      primary: inOrder((row.calculated_primary ?? '').split('+').flatMap((name) => names.get(name) ?? [])),
    }
  })
}

/** PM2.5 first. */
function inOrder(names: readonly AqiInput[]): AqiInput[] {
  const order: readonly AqiInput[] = ['pm25', 'pm10', 'o3', 'o3_8h', 'no2', 'so2', 'co']
  return order.filter((name) => names.includes(name))
}

/**
 * Why a published index is not that of the concentrations beside it, by what ORIGINS.md tells of the sources; null: nothing
 * that is known explains it.
 */
export function causeOf({ source, place, values, aqi }: Published): string | null {
  if (source === 'city days') {
    // Up to an index of 100 a day's CO has 25 to every mg/m³: what was published is the index of some CO within a tenth (and
    // its rounding) of the one beside it.
    const [least, most] = [(Number(aqi) - 1) / 25, Number(aqi) / 25]
    const isCo = Number(aqi) <= 100 && most > Number(values.co) - 0.15 && least < Number(values.co) + 0.15
    return isCo ? 'CO of a day: the release reckoned with another digit than it published' : null
  }
  if (Number(values.so2) > 800 && aqi === '200') return 'SO2 of an hour above 800 µg/m³: released as 200'
  if (source === 'pm25.in' && / 201\d{5} /.test(place))
    return 'a station off line: its row is years older than the others'
  return null
}

function rowsOf(path: string): string[][] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trimEnd()
  return text.split(/\r?\n/).map((line) => line.split(','))
}

function recordsOf(...path: readonly string[]): Record<string, string>[] {
  const [header = [], ...rows] = rowsOf(join(folder, ...path))
  return rows.map((cells) => Object.fromEntries(header.map((name, place) => [name, cells[place] ?? ''])))
}
