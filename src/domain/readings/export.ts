import { Readable } from 'node:stream'
import type { Language, Translator } from '../../platform/i18n.ts'
import { BYTE_ORDER_MARK, csvCell, LINE_END } from '../../platform/tables/csv-writer.ts'
import type { SheetColumn, SheetRow, WorkbookPlan } from '../../platform/tables/workbook-writer.ts'
import { civilDayOf, isoShanghai } from '../../standards/civil-time.ts'
import { factorOf } from '../../standards/factors.ts'
import type { Reading, Resolution } from './model.ts'
import type { NamedRow } from './service.ts'
import { unitOfValue } from './units.ts'

/** One reading as the interface tells it. */
export interface ToldReading {
  mn: string
  station: string | null
  factor: string
  statistic: string
  resolution: Resolution
  start: string
  end: string
  value: number | null
  unit: string
  flag: string | null
  quality: Reading['quality']
  reason: string | null
  source: Reading['source']
  version: number
}

/** What stands in the columns of a CSV, in this order: the names are those of the JSON, in every language. */
export const csvColumns = [
  'mn',
  'station',
  'factor',
  'statistic',
  'resolution',
  'start',
  'end',
  'value',
  'unit',
  'flag',
  'quality',
  'reason',
  'source',
  'version',
] as const satisfies readonly (keyof ToldReading)[]

export function toldReadings(row: NamedRow): ToldReading[] {
  const start = isoShanghai(row.periodStart)
  const end = isoShanghai(row.periodEnd)
  return row.readings.map((one) => ({
    mn: row.mn,
    station: row.station,
    factor: one.factor,
    statistic: one.statistic,
    resolution: one.resolution,
    start,
    end,
    value: one.value,
    unit: unitOfValue(one.factor, one.statistic),
    flag: one.flag,
    quality: one.quality,
    reason: one.reason,
    source: one.source,
    version: one.version,
  }))
}

/**
 * Rows of one page of a long answer: enough for the database to be quick, few enough to be forgotten soon. A row of one factor
 * is a value or a few, one of all factors some dozens. A year of hours of one factor is one page.
 */
export function rowsOfPage(factor: string | null): number {
  return factor === null ? 500 : 10_000
}

/**
 * Readings as CSV (RFC 4180; UTF-8 with a byte order mark; one header line; lines end in CR LF). Numbers are plain, instants
 * ISO 8601 with +08:00, what is not there is empty.
 */
export function csvFlow(pages: AsyncIterable<readonly NamedRow[]>): Readable {
  return Readable.from(csvPieces(pages), { objectMode: false })
}

async function* csvPieces(pages: AsyncIterable<readonly NamedRow[]>): AsyncGenerator<Buffer> {
  let text = BYTE_ORDER_MARK + csvColumns.join(',') + LINE_END
  for await (const page of pages) {
    for (const reading of page.flatMap(toldReadings)) {
      text += csvColumns.map((column) => csvCell(reading[column])).join(',') + LINE_END
    }
    yield Buffer.from(text)
    text = ''
  }
  // Nothing was found: the header alone.
  if (text !== '') yield Buffer.from(text)
}

/** Readings as a workbook for people: words in their language, numbers as numbers, dates as dates of Asia/Shanghai. */
export function workbookOf(
  pages: AsyncIterable<readonly NamedRow[]>,
  words: Translator,
  language: Language,
  madeAt: number,
): WorkbookPlan {
  const t = words.translator(language)
  // catalogue keys: readings.statistic.*, readings.resolution.*, readings.quality.*, readings.source.*, web.reason.*
  const word = (place: string, code: string | null) => {
    if (code === null) return null
    const key = `${place}.${code}`
    return words.has(key) ? t(key) : code
  }
  const columns: readonly SheetColumn[] = [
    { title: t('readings.column.mn'), width: 27, kind: 'text' },
    { title: t('readings.column.station'), width: 12, kind: 'text' },
    { title: t('readings.column.factor'), width: 10, kind: 'text' },
    { title: t('readings.column.factor-name'), width: 18, kind: 'text' },
    { title: t('readings.column.statistic'), width: 14, kind: 'text' },
    { title: t('readings.column.resolution'), width: 10, kind: 'text' },
    { title: t('readings.column.start'), width: 20, kind: 'instant' },
    { title: t('readings.column.end'), width: 20, kind: 'instant' },
    { title: t('readings.column.value'), width: 12, kind: 'number' },
    { title: t('readings.column.unit'), width: 9, kind: 'text' },
    { title: t('readings.column.flag'), width: 7, kind: 'text' },
    { title: t('readings.column.quality'), width: 12, kind: 'text' },
    { title: t('readings.column.reason'), width: 22, kind: 'text' },
    { title: t('readings.column.source'), width: 12, kind: 'text' },
    { title: t('readings.column.version'), width: 8, kind: 'number' },
  ]
  const sheetRow = (row: NamedRow, one: Reading): SheetRow => [
    row.mn,
    row.station,
    one.factor,
    factorName(one.factor, language),
    word('readings.statistic', one.statistic),
    word('readings.resolution', one.resolution),
    row.periodStart,
    row.periodEnd,
    one.value,
    unitOfValue(one.factor, one.statistic),
    one.flag,
    word('readings.quality', one.quality),
    word('web.reason', one.reason),
    word('readings.source', one.source),
    one.version,
  ]
  async function* rows(): AsyncGenerator<readonly SheetRow[]> {
    for await (const page of pages) yield page.flatMap((row) => row.readings.map((one) => sheetRow(row, one)))
  }
  return { sheet: t('readings.sheet'), columns, pages: rows(), madeAt }
}

function factorName(code: string, language: Language): string | null {
  const factor = factorOf(code)
  return factor === undefined ? null : `${factor.alias} ${factor[language]}`
}

/** `监测数据_QY001_PM2.5_小时_20140101-20141231.xlsx`: what was asked for, in the language of whoever asked. */
export function exportName(
  asked: { station?: string | undefined; mn?: string | undefined; resolution: Resolution; from: number; to: number },
  factor: string | null,
  words: Translator,
  language: Language,
  ending: 'csv' | 'xlsx',
): string {
  const t = words.translator(language)
  const day = (instant: number) => civilDayOf(instant).replaceAll('-', '')
  const parts = [
    t('readings.file'),
    asked.station,
    asked.mn,
    factor === null ? undefined : (factorOf(factor)?.alias ?? factor),
    t(`readings.resolution.${asked.resolution}`),
    // Periods end in (from, to]: the first day is the one that begins behind `from`, the last the one that ends with `to`.
    `${day(asked.from)}-${day(Math.max(asked.from, asked.to - 1))}`,
  ]
  const name = parts.filter((part) => part !== undefined).join('_')
  return `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')}.${ending}`
}
