import { type AqiInput, type AqiKind, aqiReports, beyondRules } from '../../standards/aqi-table.ts'
import type { Edition } from '../../standards/editions.ts'

/** Where a table keeps what an index is made of. */
export interface AqiColumns {
  /** Place of each input that the table has. */
  places: ReadonlyMap<AqiInput, number>
  /** Items of the report for which it has no column. */
  absent: readonly AqiInput[]
}

export type ColumnsFound =
  | { ok: true; columns: AqiColumns }
  | { ok: false; reason: 'none' }
  | { ok: false; reason: 'twice'; name: AqiInput }

/**
 * The columns of a report by a table's header. `pm25` is found as it is, else as `PM2.5`, `PM25` and their like, however
 * capitals and blanks stand.
 */
export function columnsOf(header: readonly string[], kind: AqiKind, edition: Edition): ColumnsFound {
  const places = new Map<AqiInput, number>()
  const items = aqiReports[kind].map((item) => item.name)
  for (const name of [...items, ...helpers(kind, edition)]) {
    const exact = placesOf(header, (cell) => cell === name)
    const alike = exact.length > 0 ? exact : placesOf(header, (cell) => folded(cell) === name)
    const [place] = alike
    if (alike.length > 1) return { ok: false, reason: 'twice', name }
    if (place !== undefined) places.set(name, place)
  }
  const absent = items.filter((name) => !places.has(name))
  return absent.length === items.length ? { ok: false, reason: 'none' } : { ok: true, columns: { places, absent } }
}

/** Inputs that an edition asks for above the end of a scale. */
function helpers(kind: AqiKind, edition: Edition): AqiInput[] {
  const scales = aqiReports[kind].map((item) => item.scale)
  return beyondRules
    .filter((rule) => rule.edition === edition && scales.includes(rule.scale))
    .flatMap(({ beyond }) => ('by' in beyond ? [beyond.by] : []))
}

function placesOf(header: readonly string[], fits: (cell: string) => boolean): number[] {
  return header.flatMap((cell, place) => (fits(cell) ? [place] : []))
}

function folded(cell: string): string {
  return cell.trim().toLowerCase().replaceAll('.', '')
}
