import type { CsvRecord } from '../../platform/csv.ts'
import { isMissingSign, numberOf } from '../../platform/tables/values.ts'
import { type AirQuality, type AqiRules, airQualityOf, type Concentration } from '../../standards/aqi.ts'
import { type AqiInput, aqiReports } from '../../standards/aqi-table.ts'
import type { AqiColumns } from './columns.ts'

/** Why a row cannot be reckoned, for the person who has to mend it. */
export type RowFault =
  | { reason: 'value'; column: string; cell: string }
  | { reason: 'short' | 'long'; cells: number; header: number }

/** What became of a row. `text` is the row to write; null: it would not fit under the header. */
export interface AqiRow {
  text: string | null
  fault: RowFault | null
  quality: AirQuality | null
  /** Inputs below zero, which are left out. */
  negative: readonly AqiInput[]
}

/** No value in a table is written longer than this. */
const LONGEST_NUMBER = 40

/** The columns that are added, in their order. */
export function addedColumns({ kind }: AqiRules): string[] {
  return ['aqi', 'level', 'category', 'primary', ...aqiReports[kind].map((item) => `iaqi_${item.name}`)]
}

/** Reads the rows behind a header. */
export function rowReader(
  header: readonly string[],
  { places }: AqiColumns,
  rules: AqiRules,
): (record: CsvRecord) => AqiRow {
  const width = header.length
  const nothing = ','.repeat(addedColumns(rules).length)
  const refused = (text: string | null, fault: RowFault): AqiRow => ({
    text: text === null ? null : text + nothing,
    fault,
    quality: null,
    negative: [],
  })
  return ({ text, cells }) => {
    const surplus = cells.length - width
    if (surplus < 0) {
      return refused(text + ','.repeat(-surplus), { reason: 'short', cells: cells.length, header: width })
    }
    // Spreadsheets write commas as far as a sheet was ever used.
    if (surplus > 0 && !text.endsWith(','.repeat(surplus))) {
      return refused(null, { reason: 'long', cells: cells.length, header: width })
    }
    const own = surplus > 0 ? text.slice(0, -surplus) : text
    const values: Partial<Record<AqiInput, Concentration>> = {}
    const negative: AqiInput[] = []
    for (const [name, place] of places) {
      const cell = (cells[place] ?? '').trim()
      if (isMissingSign(cell)) continue
      const number = cell.length > LONGEST_NUMBER ? null : numberOf(cell)
      if (number === null || !Number.isFinite(number))
        return refused(own, { reason: 'value', column: header[place] ?? name, cell })
      if (number < 0) negative.push(name)
      else values[name] = cell
    }
    const quality = airQualityOf(values, rules)
    return { text: `${own},${written(quality)}`, fault: null, quality, negative }
  }
}

function written({ aqi, level, primary, iaqi }: AirQuality): string {
  const parts = [aqi ?? '', level?.level ?? '', level?.zh ?? '', primary.join('+')]
  for (const index of iaqi.values()) parts.push(index ?? '')
  return parts.join(',')
}
