import { hourOf } from '../../platform/tables/values.ts'
import { type LayoutReader, type LineRead, takeLine, takeValue, withFault } from './cells.ts'

/**
 * `china_sites_YYYYMMDD.csv`, the daily archive of the national network's real-time release: `date,hour,type,<station codes>`,
 * a line for each hour and type. Hour h is the hour that ends at h, so that hour 0 closes the day before: its `O3_8h` is the
 * mean of the hours labelled 17:00 to 24:00. µg/m³, CO mg/m³. Running means and indices are not taken: Weike works them out.
 */
// biome-ignore format: a table to proof-read
const factorOfType: Readonly<Record<string, string>> = {
  'PM2.5': 'a34004',
  'PM10':  'a34002',
  'SO2':   'a21026',
  'NO2':   'a21004',
  'O3':    'a05024',
  'CO':    'a21005',
}

export function isChinaSites(names: readonly string[]): boolean {
  return names[0] === 'date' && names[1] === 'hour' && names[2] === 'type'
}

export function chinaSitesReader(names: readonly string[], station: string | undefined): LayoutReader {
  const asked = names
    .map((code, place) => ({ code, place }))
    .slice(3)
    .filter(({ code }) => station === undefined || code === station)
  return {
    line(text) {
      const read: LineRead = { values: [], faults: [] }
      const cells = takeLine(text, names.length, read)
      const factor = factorOfType[cells[2] ?? '']
      if (factor === undefined) return read
      const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(cells[0] ?? '') ?? []
      const hourEnd = hourOf(year, month, day, cells[1])
      if (hourEnd === null) return withFault(read, 'time')
      for (const { code, place } of asked) takeValue(read, { station: code, hourEnd }, factor, cells[place])
      return read
    },
  }
}
