import type { TableRow } from '../../platform/tables/model.ts'
import { isMissing, plainText, typedNumber, writtenTime } from '../../platform/tables/values.ts'
import { dayNumberOf } from '../../standards/civil-days.ts'
import { civilDayOf } from '../../standards/civil-time.ts'
import type { FactorName } from '../../standards/statistics-table.ts'
import {
  type BroughtPeers,
  type Figures,
  type NamedDay,
  type NamedStanding,
  noFigures,
} from '../evaluations/service.ts'
import { summaryRowNames } from './fields.ts'
import type { ImportCounts, ImportPlan, RefusedRow, RowFault } from './model.ts'
import { periodIn } from './period-text.ts'

/** Kinds whose rows are about the districts that a county is ranked among. */
export type PeerKind = BroughtPeers['kind']

/** In the order in which day values are kept. */
const factorFields: readonly FactorName[] = ['pm25', 'pm10', 'so2', 'no2', 'co', 'o3']
const LONGEST_NAME = 40
/** HJ 633 ends at 500; releases went on beyond it (733 in Lanzhou on 2017-12-28). */
const MOST_AQI = 2_000

type Fault = { ok: false; fault: RowFault; what: string | null }
type Read<T> = { ok: true; row: T | null } | Fault

const fault = (of: RowFault, what: string | null): Fault => ({ ok: false, fault: of, what })

/**
 * Rows of a file about districts, those at fault refused one by one; of two rows of one district and day, or period, the
 * second is.
 * @param now [epoch ms]
 */
export async function peerRows(
  kind: PeerKind,
  plan: ImportPlan,
  rows: AsyncIterable<readonly TableRow[]>,
  { counts, refuse, now }: { counts: ImportCounts; refuse(row: RefusedRow): Promise<void>; now: number },
): Promise<BroughtPeers> {
  const reader = cellReader(plan)
  const seen = new Set<string>()
  async function taken<T>(read: (cells: readonly string[]) => Read<T>, keyOf: (row: T) => string): Promise<T[]> {
    const all: T[] = []
    for await (const batch of rows) {
      for (const { line, cells } of batch) {
        counts.rows += 1
        let found = read(cells)
        if (found.ok && found.row !== null) {
          const key = keyOf(found.row)
          if (seen.has(key)) found = fault('repeated', key)
          seen.add(key)
        }
        if (!found.ok) {
          counts.refused += 1
          await refuse({ line, cells, fault: found.fault, what: found.what })
        } else if (found.row === null) counts.others += 1
        else {
          counts.taken += 1
          all.push(found.row)
        }
      }
    }
    return all
  }
  if (kind === 'peer-days') {
    const today = dayNumberOf(civilDayOf(now))
    return {
      kind,
      rows: await taken(
        (cells) => dayRow(reader(cells), today),
        ({ name, day }) => `${name} ${day}`,
      ),
    }
  }
  return {
    kind,
    rows: await taken(
      (cells) => standingRow(reader(cells), plan),
      ({ name, period }) => `${name} ${period}`,
    ),
  }
}

/** What the fields of a row say. */
interface Cells {
  text(field: string): string | null
  /** Null: nothing is said; a fault: it is no number, or one that cannot be. */
  number(field: string): number | null | Fault
}

function cellReader(plan: ImportPlan): (cells: readonly string[]) => Cells {
  const places = new Map(
    plan.columns.flatMap(({ target }, place) => (target === null ? [] : [[target, place] as const])),
  )
  return (cells) => {
    const text = (field: string) => {
      const cell = cells[places.get(field) ?? -1] ?? ''
      return isMissing(cell) ? null : plainText(cell)
    }
    return {
      text,
      number(field) {
        const cell = text(field)
        if (cell === null) return null
        const value = typedNumber(cell.replace(/%$/, ''))
        if (value === null) return fault('number', cell)
        return value === 0 && plan.zeros === 'missing' ? null : value
      },
    }
  }
}

const isFault = (value: number | null | Fault): value is Fault => typeof value === 'object' && value !== null

/** Concentrations in the order of the six; a fault where one is no number or less than nothing. */
function concentrations(cells: Cells): (number | null)[] | Fault {
  const values: (number | null)[] = []
  for (const field of factorFields) {
    const value = cells.number(field)
    if (isFault(value)) return value
    if (value !== null && value < 0) return fault('number', String(value))
    values.push(value)
  }
  return values
}

function nameIn(cells: Cells): string | Fault {
  const name = cells.text('name')
  if (name === null) return fault('missing', 'name')
  return name.length > LONGEST_NAME ? fault('too-long', name) : name
}

function dayRow(cells: Cells, today: number): Read<NamedDay> {
  const name = nameIn(cells)
  if (typeof name !== 'string') return name
  if (summaryRowNames.test(name)) return { ok: true, row: null }
  const date = cells.text('date')
  const written = date === null ? null : writtenTime(date)
  if (written === null) return fault('time', date ?? '')
  const day = dayNumberOf(civilDayOf(written.instant))
  if (day > today) return fault('future', null)
  const values = concentrations(cells)
  if (!Array.isArray(values)) return values
  const aqi = cells.number('aqi')
  if (isFault(aqi)) return aqi
  if (aqi !== null && (!Number.isInteger(aqi) || aqi < 0 || aqi > MOST_AQI)) return fault('number', String(aqi))
  return { ok: true, row: values.every((value) => value === null) && aqi === null ? null : { name, day, aqi, values } }
}

/** Of ratios: Excel keeps 87.5 % as 0.875, and no district has so few good days. */
const percentOf = (ratio: number) => (ratio > 0 && ratio <= 1 ? ratio * 100 : ratio)

function standingRow(cells: Cells, plan: ImportPlan): Read<NamedStanding> {
  const name = nameIn(cells)
  if (typeof name !== 'string') return name
  if (summaryRowNames.test(name)) return { ok: true, row: null }
  const written = cells.text('period')
  const period = written === null ? plan.period : periodIn(written)
  if (period === null) return fault('period', written ?? '')
  const values = concentrations(cells)
  if (!Array.isArray(values)) return values
  const [composite, goodDays, change] = [cells.number('composite'), cells.number('goodDays'), cells.number('change')]
  const [rank, changeRank] = [rankIn(cells, 'rank'), rankIn(cells, 'changeRank')]
  for (const value of [composite, goodDays, change, rank, changeRank]) if (isFault(value)) return value
  const plain = (value: number | null | Fault) => (isFault(value) ? null : value)
  const [pm25, pm10, so2, no2, co, o3] = values
  const ratio = plain(goodDays)
  if (ratio !== null && (ratio < 0 || ratio > 100)) return fault('number', String(ratio))
  const figures: Figures = {
    ...noFigures,
    ...{ pm25: pm25 ?? null, pm10: pm10 ?? null, so2: so2 ?? null, no2: no2 ?? null, co: co ?? null, o3: o3 ?? null },
    composite: plain(composite),
    goodDays: ratio === null ? null : percentOf(ratio),
    rank: plain(rank),
    change: plain(change),
    changeRank: plain(changeRank),
  }
  const saysNothing = Object.values(figures).every((value) => value === null)
  return { ok: true, row: saysNothing ? null : { name, period, figures } }
}

/** A rank, in whatever words around it: `3`, `并列3`, `第3名`. */
function rankIn(cells: Cells, field: string): number | null | Fault {
  const text = cells.text(field)
  if (text === null) return null
  const [, digits] = /^\D*(\d{1,4})(?:\.0+)?\D*$/.exec(text) ?? []
  return digits === undefined || Number(digits) < 1 ? fault('number', text) : Number(digits)
}
