import { csvLine } from '../../platform/csv.ts'
import type { TableRow } from '../../platform/tables/model.ts'
import { HOUR_MS } from '../../standards/civil-time.ts'
import { type DeviceValue, type LayerWrite, layerGrouper, type ValidityRules } from '../readings/service.ts'
import { layoutReader } from './layouts.ts'
import { faultOfLine, type ImportCounts, type ImportPlan, type RefusedRow } from './model.ts'
import type { seenHours } from './seen-hours.ts'
import { tableReader } from './table-readings.ts'
import type { Where } from './where.ts'

/** What the reading of a file tells while it goes on. */
export interface RowSink {
  counts: ImportCounts
  refuse(row: RefusedRow): Promise<void>
}

/** Values of a row, by what it says of their place; or what is wrong with it. */
type Read =
  | { ok: true; values: readonly PlacedValue[] }
  | { ok: false; fault: RefusedRow['fault']; what: string | null }

interface PlacedValue {
  station: string | null
  mn: string | null
  hourEnd: number
  factor: string
  value: number
}

export interface ReadingsRun {
  plan: ImportPlan
  where: Where
  limits: ValidityRules['limits']
  importId: string
  /** Hours that end later have not been yet. [epoch ms] */
  now: number
  /** What rows before these said. */
  seen: ReturnType<typeof seenHours>
}

/** What some rows made, up to one of them: nothing of them is held back. */
export interface ReadPart {
  layers: LayerWrite[]
  /** Of the last of the rows. */
  line: number
}

/** Where few rows make an hour, a part ends after so many rows, or refused ones, nevertheless. */
const [MOST_ROWS, MOST_REFUSED] = [100_000, 5_000]

/**
 * The layers that the rows of a file make, as they are read; a row is taken whole or not at all. Where parts end follows from the
 * rows alone, so that a file read in several goes makes the same layers as in one.
 * @param rows behind the header
 */
export async function* layersOfRows(
  rows: AsyncIterable<readonly TableRow[]>,
  { plan, where, limits, importId, now, seen }: ReadingsRun,
  { counts, refuse }: RowSink,
): AsyncGenerator<ReadPart, void, void> {
  const read = plan.layout === 'table' ? tableReader(plan) : knownLayoutReader(plan)
  const grouper = layerGrouper({ source: 'import', sourceId: importId, recordedAt: now }, limits)
  const national = plan.layout === 'china-sites'
  let [rowsHere, refusedHere, last] = [0, 0, 0]
  const refusedOf = async (row: TableRow, fault: RefusedRow['fault'], what: string | null) => {
    counts.refused += 1
    refusedHere += 1
    await refuse({ line: row.line, cells: row.cells, fault, what })
  }
  for await (const batch of rows) {
    for (const row of batch) {
      counts.rows += 1
      rowsHere += 1
      last = row.line
      const found = read(row.cells, row.text)
      const placed = found.ok ? placedValues(found.values, plan, where, now, national) : found
      if (!placed.ok) await refusedOf(row, placed.fault, placed.what)
      else if (placed.values.length === 0) counts.others += 1
      else {
        const repeated = firstRepeated(placed.values, seen)
        if (repeated !== null) await refusedOf(row, 'repeated', repeated)
        else {
          counts.taken += 1
          grouper.add(placed.values)
        }
      }
      if (grouper.isFull() || rowsHere >= MOST_ROWS || refusedHere >= MOST_REFUSED) {
        yield { layers: grouper.take(), line: last }
        rowsHere = 0
        refusedHere = 0
      }
    }
  }
  if (rowsHere > 0) yield { layers: grouper.take(), line: last }
}

function placedValues(
  values: readonly PlacedValue[],
  plan: ImportPlan,
  where: Where,
  now: number,
  skipsOthers: boolean,
): { ok: true; values: DeviceValue[] } | { ok: false; fault: RefusedRow['fault']; what: string | null } {
  const placed: DeviceValue[] = []
  for (const { station, mn, hourEnd, factor, value } of values) {
    const name = station ?? plan.station
    if (name === null && mn === null) return { ok: false, fault: 'station-missing', what: null }
    const whose = mn === null ? where.atStation(name ?? '', hourEnd) : where.ofMn(mn)
    // A file of the whole nation has stations of other counties: they are none of ours, and no mistake.
    if (!whose.ok && skipsOthers && whose.fault === 'station-unknown') continue
    if (!whose.ok) return { ok: false, fault: whose.fault, what: mn ?? name }
    if (hourEnd > now + HOUR_MS) return { ok: false, fault: 'future', what: null }
    placed.push({ deviceId: whose.deviceId, hourEnd, factor, value })
  }
  return { ok: true, values: placed }
}

/** A factor of the row of which the file has said something before, for the same hour; else all are remembered. */
function firstRepeated(values: readonly DeviceValue[], seen: ReadingsRun['seen']): string | null {
  const hours = Map.groupBy(values, ({ deviceId, hourEnd }) => `${deviceId}|${hourEnd}`)
  const known = seen(
    [...hours.values()].flatMap((some) => {
      const [first] = some
      if (first === undefined) return []
      return { place: first.deviceId, hourEnd: first.hourEnd, factors: some.map(({ factor }) => factor) }
    }),
  )
  return known?.factors[0] ?? null
}

/** Rows of the layouts that have readers of their own. */
function knownLayoutReader(plan: ImportPlan): (cells: readonly string[], text: string | undefined) => Read {
  const layout = plan.layout === 'china-sites' ? 'china-sites' : 'prsa'
  const header = csvLine(plan.columns.map(({ name }) => name))
  const reader = layoutReader(layout, header)
  if (reader === null) throw new Error(`the columns of the plan are none of ${layout}`)
  return (cells, text) => {
    const { values, faults } = reader.line(text ?? csvLine(cells))
    const [fault] = faults
    if (fault !== undefined) return { ok: false, fault: faultOfLine[fault], what: null }
    return {
      ok: true,
      values: values.flatMap(({ station, hourEnd, factor, value }) =>
        value === null ? [] : [{ station, mn: null, hourEnd, factor, value }],
      ),
    }
  }
}
