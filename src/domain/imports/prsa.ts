import { hourOf, numberOf } from '../../platform/tables/values.ts'
import { type LayoutReader, type LineRead, takeLine, takeValue, withFault } from './cells.ts'

interface Column {
  name: string
  factor: string
  /** From what the file writes to Weike's unit. */
  convert?: (cell: string) => number | null
}

/**
 * PRSA, the Beijing multi-site air quality data (UCI): `No,year,month,day,hour,PM2.5,…,station`. Hour h is the hour that ends
 * at h, so that the line of hour 0 is hour 24 of the day before. CO in µg/m³, pressure in hPa, wind as one of sixteen points.
 */
// biome-ignore format: a table to proof-read
const columns: readonly Column[] = [
  { name: 'PM2.5', factor: 'a34004' },
  { name: 'PM10',  factor: 'a34002' },
  { name: 'SO2',   factor: 'a21026' },
  { name: 'NO2',   factor: 'a21004' },
  { name: 'CO',    factor: 'a21005', convert: (cell) => divided(cell, 1000) },
  { name: 'O3',    factor: 'a05024' },
  { name: 'TEMP',  factor: 'a01001' },
  { name: 'PRES',  factor: 'a01006', convert: (cell) => divided(cell, 10) },
  { name: 'wd',    factor: 'a01008', convert: degreesOf },
  { name: 'WSPM',  factor: 'a01007' },
]

/** Sixteen sectors of 22.5°, clockwise from north. */
const points = ['N', 'NNE', 'NE', 'ENE', 'E', 'ESE', 'SE', 'SSE', 'S', 'SSW', 'SW', 'WSW', 'W', 'WNW', 'NW', 'NNW']

function degreesOf(point: string): number | null {
  const sector = points.indexOf(point)
  return sector < 0 ? null : sector * 22.5
}

/** Divided, not multiplied: 1504 / 1000 is 1.504, 1504 × 0.001 need not be. */
function divided(cell: string, by: number): number | null {
  const value = numberOf(cell)
  return value === null ? null : value / by
}

const label = ['year', 'month', 'day', 'hour'] as const

export function isPrsa(names: readonly string[]): boolean {
  return [...label, 'station'].every((name) => names.includes(name))
}

export function prsaReader(names: readonly string[], station: string | undefined): LayoutReader {
  const labelPlaces = label.map((name) => names.indexOf(name))
  const stationPlace = names.indexOf('station')
  const asked = columns.flatMap((column) => {
    const place = names.indexOf(column.name)
    return place < 0 ? [] : [{ ...column, place }]
  })
  return {
    line(text) {
      const read: LineRead = { values: [], faults: [] }
      const cells = takeLine(text, names.length, read)
      const code = cells[stationPlace]
      if (code === undefined || (station !== undefined && code !== station)) return read
      const hourEnd = hourOf(...labelPlaces.map((place) => cells[place]))
      if (hourEnd === null) return withFault(read, 'time')
      for (const { factor, place, convert } of asked) {
        takeValue(read, { station: code, hourEnd }, factor, cells[place], convert)
      }
      return read
    },
  }
}
