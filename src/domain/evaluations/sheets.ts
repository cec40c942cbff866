import type { Reply } from '../../platform/http/endpoint.ts'
import type { Language, Translator } from '../../platform/i18n.ts'
import { csvBytes } from '../../platform/tables/csv-writer.ts'
import type { SheetCell, SheetColumn, SheetRow, WorkbookPlan } from '../../platform/tables/workbook-writer.ts'
import type { evaluationsApi } from './api.ts'
import { factorNamesInOrder } from './peers.ts'

type Api = typeof evaluationsApi
type Calendar = Reply<Api['GET /api/evaluations/calendar']>
type Statistics = Reply<Api['GET /api/evaluations/statistics']>
type Periods = Reply<Api['GET /api/evaluations/periods']>
type Ranking = Reply<Api['GET /api/evaluations/ranking']>
type YearOnYear = Reply<Api['GET /api/evaluations/year-on-year']>
type Evaluation = Statistics['items'][number]['reported']

/** What is shown, as a table: keys of columns (evaluations.column.*), and cells that words are found for where they are codes. */
export interface ShownTable {
  columns: readonly string[]
  rows: readonly SheetRow[]
}

export function calendarTable({ days }: Calendar): ShownTable {
  return {
    columns: ['date', 'aqi', 'level', 'primary', ...factorNamesInOrder, 'excluded', 'provisional'],
    rows: days.map((day) => [
      day.date,
      day.aqi,
      day.level,
      day.primary.join('+'),
      ...day.factors.map(({ value, usable }) => (usable || day.isProvisional ? value : null)),
      day.excluded.map(({ kind }) => kind).join('+'),
      day.isProvisional ? 'yes' : 'no',
    ]),
  }
}

// biome-ignore format: one line of columns for each part of a row
const statisticColumns = [
  'table', 'version', 'factor', 'unit', 'valid-days', 'fewest-days', 'valid', 'mean', 'mean-limit',
  'percent', 'percentile', 'percentile-limit', 'attained', 'reasons', 'composite', 'counted-days', 'good-days', 'good-day-ratio',
] as const

export function statisticsTable({ period, items }: Statistics): ShownTable {
  return {
    columns: ['period', 'code', 'name', ...statisticColumns],
    rows: items.flatMap(({ subject, ...judged }) =>
      versionRows(judged).map((row) => [period, subject.code, subject.name, ...row]),
    ),
  }
}

export function periodsTable({ subject, periods }: Periods): ShownTable {
  return {
    columns: ['period', 'code', 'name', ...statisticColumns],
    rows: periods.flatMap(({ period, isOver: _isOver, ...judged }) =>
      versionRows(judged).map((row) => [period, subject.code, subject.name, ...row]),
    ),
  }
}

/** Each factor a row, and one of them all together; with and without what was taken out where something was. */
function versionRows({ reported, both }: Pick<Statistics['items'][number], 'reported' | 'both'>): SheetRow[] {
  const versions: [string, Evaluation][] = [['reported', reported]]
  if (both !== null) versions.push(['with', both.with], ['without', both.without])
  return versions.flatMap(([version, of]) => [
    ...of.factors.map(
      (one): SheetRow => [
        ...[of.table, version, one.name, one.unit, one.validDays, one.minDaysInMonth, one.valid ? 'yes' : 'no'],
        ...[one.mean, one.meanLimit, one.percentile?.p ?? null, one.percentile?.value ?? null, one.percentileLimit],
        ...[saidOf(one.attained), one.reasons.map(reasonText).join('; '), null, null, null, null],
      ],
    ),
    [
      ...[of.table, version, null, null, null, null, null, null, null, null, null, null, saidOf(of.attained), null],
      ...[of.composite?.value ?? null, of.countedDays, of.goodDays, of.goodDayRatio],
    ],
  ])
}

function saidOf(attained: boolean | null): SheetCell {
  return attained === null ? null : attained ? 'yes' : 'no'
}

function reasonText(reason: Evaluation['factors'][number]['reasons'][number]): string {
  const numbers = Object.entries(reason).flatMap(([key, value]) => (key === 'reason' ? [] : [`${key} ${value}`]))
  return [reason.reason, ...numbers].join(' ')
}

export function rankingTable({ period, list, table, items }: Ranking): ShownTable {
  const figures = [...factorNamesInOrder, 'composite', 'good-day-ratio', 'change'] as const
  return {
    columns: [
      'period',
      'list',
      'table',
      'rank',
      'name',
      'value',
      'by',
      'tied',
      'published-rank',
      'differs',
      ...figures,
    ],
    rows: items.map((one) => {
      const of = one.published ?? one.computed
      return [
        ...[period, list.key, table, one.rank, one.name, one.value, one.by],
        ...[one.isTied ? 'yes' : 'no', one.publishedRank, one.differs ? 'yes' : 'no'],
        ...factorNamesInOrder.map((name) => of?.[name] ?? null),
        ...[of?.composite ?? null, of?.goodDays ?? null, of?.change ?? null],
      ]
    }),
  }
}

export function yearOnYearTable({ subject, months, cumulated }: YearOnYear): ShownTable {
  return {
    columns: ['period', 'code', 'name', 'table', 'measure', 'old', 'now', 'change', 'change-unit', 'direction'],
    rows: [...months, ...cumulated].flatMap(({ period, byTable }) =>
      byTable.flatMap(({ table, values }) =>
        values.map(({ measure, old, now, change }) => [
          ...[period, subject.code, subject.name, table, measure, old, now],
          ...[change?.value ?? null, change?.unit ?? null, change?.direction ?? null],
        ]),
      ),
    ),
  }
}

/** The names of the columns are those of the interface, in every language. */
export function csvOf({ columns, rows }: ShownTable): Buffer {
  return csvBytes([columns, ...rows])
}

/** For people: titles and codes in their language, numbers as numbers. */
export function workbookOf(
  { columns, rows }: ShownTable,
  words: Translator,
  language: Language,
  madeAt: number,
): WorkbookPlan {
  const t = words.translator(language)
  // catalogue keys: evaluations.word.*
  const word = (code: string) => (words.has(`evaluations.word.${code}`) ? t(`evaluations.word.${code}`) : code)
  const said = (cell: SheetCell) => (typeof cell === 'string' ? cell.split('+').map(word).join('+') : cell)
  async function* pages(): AsyncGenerator<readonly SheetRow[]> {
    yield rows.map((row) => row.map(said))
  }
  return {
    sheet: t('evaluations.sheet'),
    // catalogue keys: evaluations.column.*
    columns: columns.map(
      (key, place): SheetColumn => ({
        title: t(`evaluations.column.${key}`),
        width: 14,
        kind: rows.some((row) => typeof row[place] === 'number') ? 'number' : 'text',
      }),
    ),
    pages: pages(),
    madeAt,
  }
}
