/** One row of a table in a file. */
export interface TableRow {
  /** Of a text its line, of a sheet its row; from 1. */
  line: number
  cells: readonly string[]
  /** The line as it stands in a text whose cells are parted by commas. */
  text?: string
}

export const tableForms = ['csv', 'tsv', 'xlsx', 'geojson'] as const
export type TableForm = (typeof tableForms)[number]

/** A table in a file, ready to be read as often as it is asked for. */
export interface FileTable {
  form: TableForm
  /** Names of a workbook's visible sheets, in its order; of a text none. */
  sheets: readonly string[]
  /** The sheet that is read; of a text null. */
  sheet: string | null
  /**
   * The rows, as many at a time as came at once; rows without any text are left out. Little of them is in memory.
   * @throws UnreadableTable
   */
  rows(): AsyncGenerator<TableRow[], void, void>
}

/**
 * Why a file cannot be read as a table: `encoding` neither UTF-8 nor GB18030, `damaged` a packed file that is not whole,
 * `endless` a quote that stays open, `empty`, `old-excel` a workbook of before 2007, `web-page` a page that calls itself a
 * workbook, `not-a-table` an archive of another kind, `sheet` one that the workbook does not have.
 */
export const unreadableReasons = [
  'encoding',
  'damaged',
  'endless',
  'empty',
  'old-excel',
  'web-page',
  'not-a-table',
  'sheet',
] as const
export type UnreadableReason = (typeof unreadableReasons)[number]

export class UnreadableTable extends Error {
  readonly reason: UnreadableReason
  readonly line: number

  constructor(reason: UnreadableReason, line = 1, cause?: unknown) {
    super(`${reason} at line ${line}`, { cause })
    this.reason = reason
    this.line = line
  }
}
