import { clockOf, isMissing, plainText, typedNumber, writtenTime } from '../../platform/tables/values.ts'
import { HOUR_MS } from '../../standards/civil-time.ts'
import { factorOf, unitOf } from '../../standards/factors.ts'
import { convert } from '../../standards/units.ts'
import { foldName } from './header.ts'
import type { ImportPlan, PlannedColumn, RowFault } from './model.ts'

/** One value of one hour, as a row says it. */
export interface RowValue {
  /** Station as the row writes it (code or name); null: the row says none. */
  station: string | null
  mn: string | null
  hourEnd: number
  factor: string
  value: number
}

export type RowRead = { ok: true; values: RowValue[] } | { ok: false; fault: RowFault; what: string | null }

/** Where fields stand in a row; -1: nowhere. */
type Places = Readonly<
  Record<'time' | 'start' | 'date' | 'hour' | 'station' | 'city' | 'mn' | 'factor' | 'value', number>
> &
  Readonly<Record<'resolution' | 'statistic' | 'quality', number>>

const usable: readonly string[] = ['valid', 'suspect']

/** What is missing in the columns of a plan for readings; null: nothing. */
export function missingColumns(columns: readonly PlannedColumn[]): 'time' | 'values' | null {
  const has = (...targets: readonly string[]) =>
    columns.some(({ target }) => target !== null && targets.includes(target))
  if (!has('time', 'start', 'date')) return 'time'
  return factorColumns(columns).length > 0 || (has('factor') && has('value')) ? null : 'values'
}

function factorColumns(columns: readonly PlannedColumn[]) {
  return columns.flatMap(({ target, unit, name }, place) =>
    target !== null && factorOf(target)?.code === target ? [{ factor: target, unit, place, name }] : [],
  )
}

/** A reader of the rows of a table by the columns of its plan; pure. A cell without a value says nothing. */
export function tableReader(plan: ImportPlan): (cells: readonly string[]) => RowRead {
  const places = placesOf(plan.columns)
  const factors = factorColumns(plan.columns)
  const shift = places.time < 0 && places.start >= 0 ? HOUR_MS : plan.hourNamed === 'start' ? HOUR_MS : 0
  const isLong = places.factor >= 0 && places.value >= 0
  const text = (cells: readonly string[], place: number) => {
    const cell = plainText(cells[place] ?? '')
    return place < 0 || cell === '' ? null : cell
  }
  const own = plan.city === null ? null : foldName(plan.city)
  const isOfOtherCity = (city: string | null) => own !== null && city !== null && foldName(city) !== own
  return (cells) => {
    if (isLong && !isHourlyMean(cells, places)) return { ok: true, values: [] }
    if (isOfOtherCity(text(cells, places.city))) return { ok: true, values: [] }
    const time = timeOf(cells, places)
    if (!time.ok) return time
    const row = { station: text(cells, places.station), mn: text(cells, places.mn), hourEnd: time.instant + shift }
    const values: RowValue[] = []
    const wanted = isLong ? longColumn(cells, places) : factors
    if (wanted === null) return { ok: false, fault: 'factor-unknown', what: cells[places.factor] ?? '' }
    for (const { factor, unit, place } of wanted) {
      const cell = cells[place] ?? ''
      if (isMissing(cell)) continue
      const number = typedNumber(cell)
      const value =
        number === null || unit === null ? number : convert(number, { factor, from: unit, to: unitOf(factor) })
      if (value === null) return { ok: false, fault: 'number', what: cell.trim() }
      values.push({ ...row, factor, value })
    }
    return { ok: true, values }
  }
}

function placesOf(columns: readonly PlannedColumn[]): Places {
  const place = (target: string) => columns.findIndex((column) => column.target === target)
  return {
    time: place('time'),
    start: place('start'),
    date: place('date'),
    hour: place('hour'),
    station: place('station'),
    city: place('city'),
    mn: place('mn'),
    factor: place('factor'),
    value: place('value'),
    resolution: place('resolution'),
    statistic: place('statistic'),
    quality: place('quality'),
  }
}

/** Of Weike's own export only hourly means are taken; other tables in this form say nothing of it. */
function isHourlyMean(cells: readonly string[], { resolution, statistic }: Places): boolean {
  return (resolution < 0 || cells[resolution] === 'hour') && (statistic < 0 || cells[statistic] === 'Avg')
}

function longColumn(cells: readonly string[], { factor, value, quality }: Places) {
  const code = factorOf(plainText(cells[factor] ?? ''))?.code
  if (code === undefined) return null
  const isUsable = quality < 0 || usable.includes(cells[quality] ?? '')
  return isUsable ? [{ factor: code, unit: null, place: value }] : []
}

function timeOf(
  cells: readonly string[],
  { time, start, date, hour }: Places,
): { ok: true; instant: number } | { ok: false; fault: RowFault; what: string | null } {
  const place = [time, start, date].find((one) => one >= 0) ?? -1
  const cell = cells[place] ?? ''
  const written = writtenTime(cell)
  const refused = (fault: RowFault, what: string) => ({ ok: false as const, fault, what: what.trim() })
  if (written === null) return refused('time', cell)
  const usesHour = hour >= 0 && (place === date || !written.hasClock)
  const clock = usesHour ? clockOf(cells[hour] ?? '') : written.hasClock ? 0 : null
  if (clock === null) return refused('time', usesHour ? `${cell} ${cells[hour] ?? ''}` : cell)
  const instant = written.instant + clock
  return instant % HOUR_MS === 0 ? { ok: true, instant } : refused('not-whole-hour', cell)
}
