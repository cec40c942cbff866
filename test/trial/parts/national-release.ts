import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { civilDayAt, dayNumberOf } from '../../../src/standards/civil-days.ts'
import type { FactorName } from '../../../src/standards/statistics-table.ts'

/**
 * What the national release itself said of whole days: its running 24-hour means at the label 00:00 of the next day are means
 * of the labels 01:00–24:00, its `O3_8h_24h` there is the daily maximum.
 */
export interface ReleasedDay {
  station: string
  date: string
  name: FactorName
  value: number
  /** Hours of the day that the archive has a value of. */
  hours: number
}

/** Types of the archive: the running value, the hours that it is made of, the factor. */
const released = [
  ['PM2.5_24h', 'PM2.5', 'pm25'],
  ['PM10_24h', 'PM10', 'pm10'],
  ['SO2_24h', 'SO2', 'so2'],
  ['NO2_24h', 'NO2', 'no2'],
  ['CO_24h', 'CO', 'co'],
  ['O3_8h_24h', 'O3', 'o3'],
] as const

/** Files of the archive, in order of days. */
export function archiveFiles(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
}

export function releasedDays(folder: string): ReleasedDay[] {
  const hours = new Map<string, number>()
  const days: Omit<ReleasedDay, 'hours'>[] = []
  for (const file of archiveFiles(folder)) {
    const [header = '', ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split(/\r?\n/)
    const codes = header.split(',')
    for (const line of lines) {
      const cells = line.split(',')
      const [day = '', hour, type] = cells
      const today = dayNumberOf(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`)
      const date = civilDayAt(hour === '0' ? today - 1 : today)
      for (const [running, hourly, name] of released) {
        if (type !== running && type !== hourly) continue
        if (type === running && hour !== '0') continue
        for (const [place, station] of codes.entries()) {
          // The last cell of a line may be a piece of a number.
          const cell = place === cells.length - 1 && cells.length < codes.length ? '' : (cells[place] ?? '')
          if (place < 3 || cell === '') continue
          if (type === running) days.push({ station, date, name, value: Number(cell) })
          else hours.set(`${station} ${date} ${name}`, (hours.get(`${station} ${date} ${name}`) ?? 0) + 1)
        }
      }
    }
  }
  return days.map((day) => ({ ...day, hours: hours.get(`${day.station} ${day.date} ${day.name}`) ?? 0 }))
}
