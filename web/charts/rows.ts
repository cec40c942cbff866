import type { Quality } from '../../src/domain/readings/model.ts'
import { isoShanghai } from '../../src/standards/civil-time.ts'
import { type Line, placeOf, qualityAt } from './line.ts'
import type { View } from './view.ts'

/** What the lines of a chart say of one period; a line without it has no value and no quality. */
export interface LineRow {
  /** end of the period [epoch ms] */
  at: number
  cells: readonly { value: number | null; quality: Quality | null }[]
}

type Told = Pick<Line, 'ends' | 'values' | 'qualities'>

/** The periods of some lines that end in (from, to], the earliest first. */
export function rowsOf(lines: readonly Told[], { from, to }: View): LineRow[] {
  const within = lines.map((line) => ({ line, next: placeOf(line.ends, from + 1), end: placeOf(line.ends, to + 1) }))
  const rows: LineRow[] = []
  while (true) {
    const heads = within.flatMap(({ line, next, end }) => (next < end ? [line.ends[next] ?? 0] : []))
    if (heads.length === 0) return rows
    const at = Math.min(...heads)
    const cells = within.map((one) => {
      if (one.next >= one.end || one.line.ends[one.next] !== at) return { value: null, quality: null }
      one.next += 1
      return { value: one.line.values[one.next - 1] ?? null, quality: qualityAt(one.line, one.next - 1) }
    })
    rows.push({ at, cells })
  }
}

/** Words at the head of a file. */
export interface SheetWords {
  /** of the end of a period */
  time: string
  quality: string
  qualityOf: (quality: Quality) => string
}

export interface Sheet {
  columns: { title: string; kind: 'text' | 'number' | 'instant' }[]
  /** instants as epoch ms */
  rows: (string | number | null)[][]
}

/** What a chart shows, as a table for a file: beside each line that is not valid throughout stands a column of its quality. */
export function sheetOf(lines: readonly Line[], view: View, words: SheetWords): Sheet {
  const rows = rowsOf(lines, view)
  const isJudged = lines.map((_, place) => rows.some(({ cells }) => (cells[place]?.quality ?? 'valid') !== 'valid'))
  return {
    columns: [
      { title: words.time, kind: 'instant' },
      ...lines.flatMap(({ name, unit }, place): Sheet['columns'] => [
        { title: [name, unit].filter(Boolean).join(' '), kind: 'number' },
        ...(isJudged[place] ? [{ title: `${name} ${words.quality}`, kind: 'text' as const }] : []),
      ]),
    ],
    rows: rows.map(({ at, cells }) => [
      at,
      ...cells.flatMap(({ value, quality }, place) => [
        value,
        ...(isJudged[place] ? [quality === null ? null : words.qualityOf(quality)] : []),
      ]),
    ]),
  }
}

/** A table as CSV (RFC 4180) with a mark of UTF-8, as Excel wants it; instants are civil times of Shanghai. */
export function csvOf({ columns, rows }: Sheet): string {
  const field = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const cell = (value: string | number | null, place: number) => {
    if (value === null) return ''
    if (typeof value === 'string') return field(value)
    return columns[place]?.kind === 'instant' ? isoShanghai(value).slice(0, 19).replace('T', ' ') : String(value)
  }
  const lines = [columns.map(({ title }) => field(title)), ...rows.map((row) => row.map(cell))]
  return `\uFEFF${lines.map((line) => `${line.join(',')}\r\n`).join('')}`
}
