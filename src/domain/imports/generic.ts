import { hourOf } from '../../platform/tables/values.ts'
import { HOUR_MS, MINUTE_MS, OFFSET_MS } from '../../standards/civil-time.ts'
import { factorOf } from '../../standards/factors.ts'
import { type LayoutReader, type LineRead, takeLine, takeValue, withFault } from './cells.ts'

/**
 * A table with a header: a column for the time and either a column for each factor (`time,PM2.5,a21005`) or the two columns
 * `factor` and `value`, as in the CSV that Weike exports.
 * - `end`, `time` and their like name the END of the hour, `start` its start; without an offset they are civil time of
 *   Asia/Shanghai
 * - a column `station` is optional
 * - values are in Weike's units
 * - of a table with `resolution`, `statistic` and `quality` only hourly means are taken, and what may not be used is missing
 */
interface Columns {
  time: number
  /** From the time that is named to the end of the hour. [ms] */
  shift: number
  station: number
  factors: readonly { factor: string; place: number }[]
  long: { factor: number; value: number; resolution: number; statistic: number; quality: number } | null
}

const endNames: readonly string[] = ['end', 'time', 'hourend', 'hour_end', 'datetime', '时间', '结束', '结束时间']
const startNames: readonly string[] = ['start', 'hourstart', 'hour_start', '开始', '开始时间']
const stationNames: readonly string[] = ['station', '站点']
const usable: readonly string[] = ['valid', 'suspect']

/** What the columns of a header are; null when it has no time or no values. */
export function genericColumns(header: readonly string[]): Columns | null {
  const names = header.map((name) => name.toLowerCase())
  const place = (...known: readonly string[]) => names.findIndex((name) => known.includes(name))
  const end = place(...endNames)
  const time = end >= 0 ? end : place(...startNames)
  const [factor, value] = [place('factor'), place('value')]
  const rest = { resolution: place('resolution'), statistic: place('statistic'), quality: place('quality') }
  const factors = header.flatMap((name, at) => {
    const known = factorOf(name)
    return known === undefined ? [] : [{ factor: known.code, place: at }]
  })
  const long = factor >= 0 && value >= 0 ? { factor, value, ...rest } : null
  if (time < 0 || (long === null && factors.length === 0)) return null
  return { time, shift: end >= 0 ? 0 : HOUR_MS, station: place(...stationNames), factors, long }
}

export function genericReader(names: readonly string[], columns: Columns, station: string | undefined): LayoutReader {
  const { long } = columns
  const timeOf = timeReader()
  return {
    line(text) {
      const read: LineRead = { values: [], faults: [] }
      const cells = takeLine(text, names.length, read)
      const code = cells[columns.station] ?? ''
      if (station !== undefined && columns.station >= 0 && code !== station) return read
      if (long !== null && !isHourlyMean(cells, long)) return read
      const named = timeOf(cells[columns.time] ?? '')
      if (named === null) return withFault(read, 'time')
      const hour = { station: code, hourEnd: named + columns.shift }
      if (long === null) {
        for (const { factor, place } of columns.factors) takeValue(read, hour, factor, cells[place])
        return read
      }
      const factor = cells[long.factor] ?? ''
      const isUsable = long.quality < 0 || usable.includes(cells[long.quality] ?? '')
      takeValue(read, hour, factorOf(factor)?.code ?? factor, isUsable ? cells[long.value] : '')
      return read
    },
  }
}

function isHourlyMean(cells: readonly string[], long: NonNullable<Columns['long']>): boolean {
  const isHour = long.resolution < 0 || cells[long.resolution] === 'hour'
  return isHour && (long.statistic < 0 || cells[long.statistic] === 'Avg')
}

const TIME =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ]+(\d{1,2})(?::00(?::00(?:\.0+)?)?)?\s*(?:(Z)|([+-])(\d{2}):?(\d{2}))?$/

const USUAL = /^[^ ]{10} \d\d:00$/

/** Reads times; those of the commonest spelling by their day, which nearly always is that of the line before. */
function timeReader(): (text: string) => number | null {
  let day = ''
  let midnight: number | null = null
  return (text) => {
    if (!USUAL.test(text)) return namedTime(text)
    if (day === '' || !text.startsWith(day)) {
      day = text.slice(0, 10)
      midnight = namedTime(`${day} 00:00`)
    }
    const hour = Number(text.slice(11, 13))
    return midnight === null || hour > 24 ? null : midnight + hour * HOUR_MS
  }
}

/** A whole hour in one of the usual spellings; civil time of Asia/Shanghai where no offset is named. [epoch ms] */
function namedTime(text: string): number | null {
  const [whole, year, month, day, hour, zulu, sign, hours, minutes] = TIME.exec(text) ?? []
  if (whole === undefined) return null
  const civil = hourOf(year, month, day, hour)
  if (civil === null || (zulu === undefined && sign === undefined)) return civil
  const ahead =
    zulu === undefined ? (Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS) * (sign === '-' ? -1 : 1) : 0
  const instant = civil + OFFSET_MS - ahead
  return instant % HOUR_MS === 0 ? instant : null
}
