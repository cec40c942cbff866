import { civilOf, HOUR_MS, instantOf, isoShanghai } from '../src/standards/civil-time.ts'
import { county, type Station, type Voice, voicesAt } from './place.ts'
import { meanDirection } from './statistics.ts'
import { chance } from './world/noise.ts'
import { ANGLE, type FactorCode, isFactorCode, type Showing, shownDigits } from './world/shown.ts'

/** Hours as a logger would have kept them are made of so many looks, five minutes into each quarter and ten minutes on. */
export const LOOKS_AN_HOUR = 4
const FIRST_LOOK_MS = 10 * 60_000
const BETWEEN_LOOKS_MS = 15 * 60_000
/** Of a hundred hours so many are missing: power, service, lightning. */
const MISSING = 0.012

/** What columns are called, with their units, as the county's own tables do. */
// biome-ignore format: a table to proof-read
const columnNames: Readonly<Record<FactorCode, string>> = {
  a34004: 'PM2.5(μg/m³)',
  a34002: 'PM10(μg/m³)',
  a21026: 'SO2(μg/m³)',
  a21004: 'NO2(μg/m³)',
  a21005: 'CO(mg/m³)',
  a05024: 'O3(μg/m³)',
  a01001: '气温(℃)',
  a01002: '湿度(%)',
  a01006: '气压(kPa)',
  a01007: '风速(m/s)',
  a01008: '风向(°)',
}
const columns = Object.keys(columnNames).filter(isFactorCode)

/** Somebody's hours: a station, who tells of it, what of, and what its instruments show. */
export interface Told extends Voice {
  station: Station
  showing: (instant: number) => Showing
}

/** What is told of a station, by each that tells of it. */
export function toldOf(station: Station, showing: Told['showing']): Told[] {
  return voicesAt(station).map(({ mn, factors }) => ({ station, mn, factors, showing }))
}

/** A stretch of the past that is one table. */
export interface Chapter {
  fileName: string
  /** Hours that end in (from, to]. [epoch ms] */
  from: number
  to: number
}

/** The past in tables of a quarter each, the newest first, so that what people ask for first is there first. */
export function chaptersOf(from: number, to: number): Chapter[] {
  const chapters: Chapter[] = []
  const first = Math.ceil(from / HOUR_MS) * HOUR_MS
  let end = Math.floor(to / HOUR_MS) * HOUR_MS
  while (end > first) {
    // An hour that ends at midnight is the last of the day before.
    const { year, month } = civilOf(end - 1)
    const quarter = Math.floor((month - 1) / 3)
    const begin = Math.max(first, instantOf({ year, month: quarter * 3 + 1, day: 1, hour: 0, minute: 0, second: 0 }))
    const until = isoShanghai(end - 1).slice(0, 10)
    const fileName = `${county.name.zh}小时值（模拟） ${isoShanghai(begin).slice(0, 10)} ${until}.csv`
    chapters.push({ fileName, from: begin, to: end })
    end = begin
  }
  return chapters
}

/** Instants at which an hour is looked at. @param hourEnd [epoch ms] */
export function looksOf(hourEnd: number): number[] {
  return Array.from({ length: LOOKS_AN_HOUR }, (_, at) => hourEnd - HOUR_MS + FIRST_LOOK_MS + at * BETWEEN_LOOKS_MS)
}

/** Was the hour of a station lost? */
export function isMissing(seed: string, stationCode: string, hourEnd: number): boolean {
  return chance(seed, `${stationCode}/missing`, Math.floor(hourEnd / HOUR_MS)) < MISSING
}

/**
 * The hours of a chapter as CSV, hour by hour, a row a logger, times by the hour's end. Empty where a station does not
 * measure a factor; hours that were lost are left out.
 */
export function* tableOf(seed: string, told: readonly Told[], { from, to }: Chapter): Generator<string> {
  yield `${['站点编码', '站点名称', '设备编号', '时间', ...columns.map((code) => columnNames[code])].join(',')}\r\n`
  for (let hourEnd = from + HOUR_MS; hourEnd <= to; hourEnd += HOUR_MS) {
    const time = isoShanghai(hourEnd).slice(0, 16).replace('T', ' ')
    let rows = ''
    for (const one of told) {
      const hour = hourOf(seed, one, hourEnd)
      if (hour === null) continue
      const { station, mn } = one
      rows += `${[station.code, station.name.zh, mn, time, ...columns.map((column) => hour[column] ?? '')].join(',')}\r\n`
    }
    yield rows
  }
}

/** What the table says of an hour of a station, by factor; null: the hour was lost. @param hourEnd [epoch ms] */
export function hourOf(
  seed: string,
  { station, factors, showing }: Told,
  hourEnd: number,
): Partial<Record<FactorCode, string>> | null {
  if (isMissing(seed, station.code, hourEnd)) return null
  const shown = looksOf(hourEnd).map(showing)
  const measured = columns.filter((code) => factors.includes(code))
  return Object.fromEntries(measured.map((code) => [code, hourValue(code, shown)]))
}

/** The mean of an hour as text, in the digits in which it is shown. */
export function hourValue(code: FactorCode, shown: readonly Showing[]): string {
  const values = shown.map((one) => one[code])
  if (code === ANGLE) return String(Math.round(meanDirection(values)) % 360)
  return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(shownDigits[code])
}
