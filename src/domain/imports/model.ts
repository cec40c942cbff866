import type { CoordinateSystem } from '../../standards/map-systems.ts'
import type { LineFault } from './cells.ts'

/** What a file is about. */
export const importKinds = [
  'readings',
  'stations',
  'devices',
  'people',
  'regions',
  'rankings',
  'peer-days',
  'sources',
  'landscape',
] as const
export type ImportKind = (typeof importKinds)[number]

/** How the rows of a file stand to what they say: `table` has a header whose columns are assigned, the others are known layouts. */
export const importLayouts = ['table', 'china-sites', 'prsa'] as const
export type ImportLayout = (typeof importLayouts)[number]

/** In archives of days zero often stands for a value that is not there. */
export const zeroMeanings = ['values', 'missing'] as const
export type ZeroMeaning = (typeof zeroMeanings)[number]

export const hourNames = ['end', 'start'] as const
export type HourName = (typeof hourNames)[number]

/** A column of a table and what it is taken for. */
export interface PlannedColumn {
  /** As the header says it, of two header lines both. */
  name: string
  /** A field of the kind or the code of a factor; null: the column is not used. */
  target: string | null
  /** Unit of a factor's values; null: Weike's own. */
  unit: string | null
}

/** How a file is to be read, as a person has agreed to. */
export interface ImportPlan {
  kind: ImportKind
  layout: ImportLayout
  /** Of a workbook. */
  sheet: string | null
  /** Line of the last header line; rows behind it are data. */
  headerLine: number
  columns: readonly PlannedColumn[]
  /** Does a time name the end of its hour, or the start? Known layouts name the end. */
  hourNamed: HourName
  /** Code of the station that all rows are of, where no column says it. */
  station: string | null
  /** Only rows of this city are of the county, where a column names cities: names of stations repeat from city to city. */
  city: string | null
  coordinates: CoordinateSystem
  /** Period that all rows of a ranking table are of, where no column says it; its name in evaluations/model. */
  period: string | null
  zeros: ZeroMeaning
}

/** Why a row is not taken, besides what the readers of known layouts find. */
export const rowFaults = [
  'cut',
  'time',
  'number',
  'not-whole-hour',
  'future',
  'period',
  'station-missing',
  'station-unknown',
  'station-several',
  'device-none',
  'device-several',
  'device-unknown',
  'factor-unknown',
  'repeated',
  'missing',
  'place',
  'place-turned',
  'level',
  'role',
  'unit-unknown',
  'region-unknown',
  'differs',
  'password-weak',
  'kind',
  'attribute',
  'person-unknown',
  'outline',
  'shape',
  'too-long',
] as const
export type RowFault = (typeof rowFaults)[number]

/** Every fault of a line has words of a row's. */
export const faultOfLine: Readonly<Record<LineFault, RowFault>> = { cut: 'cut', time: 'time', number: 'number' }

/** A row that was not taken. */
export interface RefusedRow {
  line: number
  fault: RowFault
  /** The cell that is at fault, or what it says; null: the row as a whole. */
  what: string | null
  cells: readonly string[]
}

/** What became of the rows of a file. */
export interface ImportCounts {
  rows: number
  taken: number
  refused: number
  /** Rows about nothing that the county has (other stations of a national file), or without any value. */
  others: number
  /** Readings: periods of a device; else records. */
  added: number
  unchanged: number
  /** Of the refused rows, how many for which reason. */
  reasons: Partial<Record<RowFault, number>>
}

/** What speaks against the plan as a whole; it may be right nevertheless. */
export type ImportDoubt =
  | { doubt: 'coordinates'; declared: CoordinateSystem; likely: CoordinateSystem; points: number; metres: number }
  /** Places and borders that belong together fit better by another system. */
  | {
      doubt: 'borders'
      declared: CoordinateSystem
      likely: CoordinateSystem
      places: number
      outside: number
      outsideLikely: number
    }
  /** Whoever made the file publishes in another system. */
  | { doubt: 'origin'; declared: CoordinateSystem; likely: CoordinateSystem; origin: string }
  /** Rows of so many cities were taken, by names of stations alone. */
  | { doubt: 'cities'; cities: number; column: string }
  | { doubt: 'unit-co'; column: string }

/** `paused`: a load that was put off, or whose server ended orderly; what it has read is kept. */
export const importStates = [
  'uploaded',
  'checking',
  'checked',
  'loading',
  'paused',
  'done',
  'failed',
  'cancelled',
] as const
export type ImportState = (typeof importStates)[number]

/** How a load has come along, part by part. */
export interface LoadProgress {
  /** Rows of the file; null: not counted yet. */
  total: number | null
  /** Rows that earlier parts had read and this one did not. */
  from: number
  /** Rows that earlier parts had read and this one read again, because what they were judged by has changed. */
  again: number
}

/** How a run is to end before its end: what is read is kept and gone on with, or let go of. */
export type StopReason = 'pause' | 'cancel'
