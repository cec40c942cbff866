import type { AqiRow } from './rows.ts'

/** What was met in a table, for the words at its end. */
export interface AqiTally {
  /** Line that was read last. */
  line: number
  rows: number
  /** Rows that got an index. */
  reckoned: number
  /** … and of these, rows in which an item is missing. */
  incomplete: number
  /** Rows in which an item lies above its scale, and what the edition then asks for is not there. */
  beyond: number
  /** Rows with a value below zero. */
  negative: number
  /** Rows whose CO is at the end of its scale, which is where µg/m³ taken for mg/m³ ends. */
  utmostCo: number
  refused: number
}

const UTMOST = 500

export function newTally(): AqiTally {
  return { line: 0, rows: 0, reckoned: 0, incomplete: 0, beyond: 0, negative: 0, utmostCo: 0, refused: 0 }
}

export function tallyRow(tally: AqiTally, { fault, quality, negative }: AqiRow): void {
  tally.rows += 1
  if (fault !== null) tally.refused += 1
  if (negative.length > 0) tally.negative += 1
  if (quality === null) return
  if (quality.aqi !== null) {
    tally.reckoned += 1
    if (quality.missing.length > 0) tally.incomplete += 1
  }
  if (quality.beyond.length > 0) tally.beyond += 1
  if (quality.iaqi.get('co') === UTMOST) tally.utmostCo += 1
}
