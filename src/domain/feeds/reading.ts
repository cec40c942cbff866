import { clockOf, isMissing, plainText, typedNumber } from '../../platform/tables/values.ts'
import { HOUR_MS, MINUTE_MS } from '../../standards/civil-time.ts'
import { unitOf } from '../../standards/factors.ts'
import { convert } from '../../standards/units.ts'
import type { DocumentRead, FeedFactor, FeedFault, FeedReading, FeedValue, Refusal, RefusedFeedRow } from './model.ts'
import { nearest } from './path.ts'

/** A row of a document, whatever its form. */
export interface SourceRow {
  line: number
  /** What stands in a field; null: nothing; undefined: the row has no such field. */
  text(field: string): string | null | undefined
  /** The names of the fields that it has. */
  fields(): readonly string[]
  /** As it is shown when it is refused. */
  cells(): readonly string[]
}

/** The clocks of two machines may differ so much. [ms] */
const AHEAD_MS = 5 * MINUTE_MS

export interface ReadingContext {
  reading: FeedReading
  /** The source's codes of the stations that are wanted. */
  codes: readonly string[]
  /** Hours that end before are not wanted. [epoch ms] */
  since: number
  /** Domain clock. [epoch ms] */
  now: number
  timeOf(text: string): { instant: number; hasClock: boolean } | null
}

/** The fields that a reading needs in a document that has rows. */
function neededFields(reading: FeedReading): string[] {
  const { station, time, hour, layout, factorField, valueField, factors } = reading
  const ofValues =
    layout === 'long' ? [factorField, valueField] : factors.filter(({ optional }) => !optional).map(({ name }) => name)
  return [station, time, hour, ...ofValues].filter((field) => field !== '')
}

/**
 * What the rows of a document say; pure. A field that is in none of them has changed its name: then nothing is taken. A row is
 * taken whole or refused with what is wrong; marks of missing values are no faults.
 */
export function readRows(
  rows: readonly SourceRow[],
  header: readonly string[],
  context: ReadingContext,
): { ok: true; read: DocumentRead } | { ok: false; fault: FeedFault } {
  const [first] = rows
  if (first !== undefined) {
    const gone = neededFields(context.reading).filter((field) => rows.every((row) => row.text(field) === undefined))
    if (gone.length > 0) return { ok: false, fault: missingFields(gone, first.fields()) }
  }
  const read: DocumentRead = { rows: 0, values: [], refused: [], others: 0, header: [...header] }
  const said = new Map<string, number | null>()
  for (const row of rows) {
    read.rows += 1
    const found = valuesOf(row, context)
    if (!found.ok) {
      read.refused.push(refusedRow(row, found))
      continue
    }
    if (found.values.length === 0) {
      read.others += 1
      continue
    }
    const contradicted = found.values.find((one) => {
      const before = said.get(keyOf(one))
      return before !== undefined && before !== one.value
    })
    if (contradicted !== undefined) {
      read.refused.push(refusedRow(row, { fault: 'repeated', what: contradicted.factor }))
      continue
    }
    for (const one of found.values) {
      if (said.has(keyOf(one))) continue
      said.set(keyOf(one), one.value)
      read.values.push(one)
    }
  }
  return { ok: true, read }
}

function keyOf({ code, hourEnd, factor }: FeedValue): string {
  return `${code}|${hourEnd}|${factor}`
}

function refusedRow(row: SourceRow, { fault, what }: { fault: Refusal; what: string | null }): RefusedFeedRow {
  return { line: row.line, fault, what: what === null ? null : what.slice(0, 200), cells: row.cells() }
}

function missingFields(gone: readonly string[], there: readonly string[]): FeedFault {
  const [name = ''] = gone
  return {
    code: 'field-missing',
    params: { fields: gone.join(', '), there: there.join(', '), near: nearest(name, there) ?? '' },
  }
}

type RowRead = { ok: true; values: FeedValue[] } | { ok: false; fault: Refusal; what: string | null }

function valuesOf(row: SourceRow, context: ReadingContext): RowRead {
  const { reading, codes, since, now } = context
  const station = stationOf(row, reading, codes)
  if (!station.ok) {
    const isOther = station.fault === 'station-unknown' && reading.unknownStations === 'skip'
    return isOther ? { ok: true, values: [] } : station
  }
  const time = hourEndOf(row, context)
  if (!time.ok) return time
  const { hourEnd } = time
  if (hourEnd > now + AHEAD_MS) return { ok: false, fault: 'future', what: row.text(reading.time) ?? null }
  if (hourEnd < since) return { ok: true, values: [] }
  const values: FeedValue[] = []
  for (const { field, factor } of fieldsOfRow(row, reading)) {
    const text = row.text(field)
    if (text === undefined) continue
    if (text === null || isMissing(text) || reading.missing.includes(plainText(text))) {
      if (reading.missingMeans === 'no-value')
        values.push({ code: station.code, hourEnd, factor: factor.factor, value: null })
      continue
    }
    const number = typedNumber(text)
    if (number === null) return { ok: false, fault: 'number', what: `${field} = ${text}` }
    const value = convert(number, { factor: factor.factor, from: factor.unit, to: unitOf(factor.factor) })
    if (value === null) return { ok: false, fault: 'unit', what: `${field}: ${factor.unit}` }
    values.push({ code: station.code, hourEnd, factor: factor.factor, value })
  }
  return { ok: true, values }
}

function fieldsOfRow(row: SourceRow, reading: FeedReading): { field: string; factor: FeedFactor }[] {
  if (reading.layout === 'wide') return reading.factors.map((factor) => ({ field: factor.name, factor }))
  const named = plainText(row.text(reading.factorField) ?? '')
  const factor = reading.factors.find(({ name }) => name === named)
  return factor === undefined ? [] : [{ field: reading.valueField, factor }]
}

function stationOf(
  row: SourceRow,
  { station }: FeedReading,
  codes: readonly string[],
): { ok: true; code: string } | { ok: false; fault: Refusal; what: string | null } {
  if (station === '') return { ok: true, code: codes[0] ?? '' }
  const code = plainText(row.text(station) ?? '')
  if (code === '') return { ok: false, fault: 'station-missing', what: null }
  return codes.includes(code) ? { ok: true, code } : { ok: false, fault: 'station-unknown', what: code }
}

function hourEndOf(
  row: SourceRow,
  { reading, timeOf }: ReadingContext,
): { ok: true; hourEnd: number } | { ok: false; fault: Refusal; what: string | null } {
  const text = row.text(reading.time) ?? ''
  const refused = (fault: Refusal, what = text) => ({ ok: false as const, fault, what })
  const time = timeOf(text)
  if (time === null) return refused('time')
  let { instant } = time
  if (reading.hour !== '') {
    const hour = row.text(reading.hour) ?? ''
    const clock = clockOf(hour)
    if (clock === null) return refused('time', `${text} ${hour}`)
    instant += clock
  } else if (!time.hasClock) return refused('time')
  if (instant % HOUR_MS !== 0) return refused('not-whole-hour')
  return { ok: true, hourEnd: reading.hourNamed === 'start' ? instant + HOUR_MS : instant }
}
