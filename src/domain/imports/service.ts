import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { asJson } from '../../platform/acts/json.ts'
import { performAct } from '../../platform/acts/perform.ts'
import { csvLine } from '../../platform/csv.ts'
import type { Foundation } from '../../platform/foundation.ts'
import type { Language } from '../../platform/i18n.ts'
import { Problem } from '../../platform/problem.ts'
import { openTable } from '../../platform/tables/file.ts'
import { type FileTable, type TableRow, UnreadableTable } from '../../platform/tables/model.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import { mayAct } from '../access/decide.ts'
import type { Principal } from '../access/model.ts'
import type { Act } from '../access/table.ts'
import { bringPeers } from '../evaluations/service.ts'
import { coWatch, watched } from './column-watches.ts'
import { refusalOf } from './describe.ts'
import { fieldsOf, rankingFigures } from './fields.ts'
import { findHeader, HEADER_ROWS, recognise } from './header.ts'
import type { Importing } from './importing.ts'
import { layoutOf } from './layouts.ts'
import { checkReadings, loadReadings } from './load-readings.ts'
import {
  type ImportCounts,
  type ImportDoubt,
  type ImportKind,
  type ImportPlan,
  importKinds,
  type LoadProgress,
  type RefusedRow,
} from './model.ts'
import { originOf } from './origin.ts'
import { type PeerKind, peerRows } from './peers-run.ts'
import { periodInTitle } from './period-text.ts'
import { runRecords } from './records-run.ts'
import { refusedFile } from './refused-file.ts'
import { rememberedPlan, rememberPlan } from './store.ts'
import { missingColumns } from './table-readings.ts'

/** The act that each kind of file needs. */
const actOf: Readonly<Record<ImportKind, Act>> = {
  readings: 'import-readings',
  stations: 'manage-devices',
  devices: 'manage-devices',
  people: 'manage-people',
  regions: 'manage-people',
  rankings: 'import-readings',
  'peer-days': 'import-readings',
  sources: 'manage-sources',
  landscape: 'manage-people',
}

/** Rows shown before anybody decides. */
const SHOWN_ROWS = 8

/** What a file looks like, and how it would be read. */
export interface Inspection {
  form: FileTable['form']
  sheets: readonly string[]
  plan: ImportPlan
  /** The plan is the one that a person agreed to last time. */
  remembered: boolean
  /** First rows behind the header. */
  rows: readonly TableRow[]
}

export interface InspectWish {
  kind?: ImportKind | undefined
  layout?: ImportPlan['layout'] | undefined
  sheet?: string | undefined
}

/** May this principal bring in files of a kind? */
export function mayImport(principal: Principal, kind: ImportKind): boolean {
  return mayAct(principal, actOf[kind], countyScope(principal.countyId))
}

/** @throws Problem `not-allowed` */
export function allowImport(principal: Principal, kind: ImportKind): void {
  allow(principal, actOf[kind], countyScope(principal.countyId))
}

/**
 * Looks at a file and proposes how to read it: its kind and layout where none is wished, its header, its columns.
 * @throws Problem `file-unreadable`, `import-unfit` (no header of the kind), `not-allowed`
 */
export async function inspectFile(
  { foundation }: Pick<Importing, 'foundation'>,
  principal: Principal,
  path: string,
  wish: InspectWish = {},
): Promise<Inspection> {
  const table = await opened(path, wish.sheet)
  const rows = await firstRows(table)
  const known = wish.layout === 'table' ? null : knownLayout(rows)
  const kind = wish.kind ?? (known === null ? likeliestKind(rows) : 'readings')
  allowImport(principal, kind)
  const coordinates = originOf(rows[0]?.cells ?? [])?.system ?? 'wgs84'
  const zeros = kind === 'peer-days' ? ('missing' as const) : ('values' as const)
  const base = {
    ...({ kind, sheet: table.sheet, hourNamed: 'end', station: null, city: null, coordinates } as const),
    ...{ period: null, zeros },
  }
  if (kind === 'readings' && known !== null && (wish.layout ?? known) === known) {
    const [header] = rows
    const columns = (header?.cells ?? []).map((name) => ({ name: name.trim(), target: null, unit: null }))
    const plan: ImportPlan = { ...base, layout: known, headerLine: header?.line ?? 1, columns }
    return { form: table.form, sheets: table.sheets, plan, remembered: false, rows: behind(rows, plan.headerLine) }
  }
  if (wish.layout !== undefined && wish.layout !== 'table') {
    throw new Problem('import-unfit', { params: { reason: 'layout', layout: wish.layout } })
  }
  const header = findHeader(kind, rows)
  if (header === null) throw new Problem('import-unfit', { params: { reason: 'header', kind } })
  const period = kind === 'rankings' ? titlePeriod(rows, header.line) : null
  const proposed: ImportPlan = { ...base, layout: 'table', headerLine: header.line, columns: header.columns, period }
  const names = header.columns.map(({ name }) => name)
  const last = await rememberedPlan(foundation.db, principal.countyId, kind, names)
  const plan = last === undefined ? proposed : { ...last, sheet: table.sheet, headerLine: header.line, period }
  return {
    form: table.form,
    sheets: table.sheets,
    plan,
    remembered: last !== undefined,
    rows: behind(rows, header.line),
  }
}

/** The period that stands in the rows above a header. */
function titlePeriod(rows: readonly TableRow[], headerLine: number): string | null {
  const above = rows.filter(({ line }) => line < headerLine).flatMap(({ cells }) => cells)
  return above.map(periodInTitle).find((found) => found !== null) ?? null
}

function knownLayout(rows: readonly TableRow[]): 'china-sites' | 'prsa' | null {
  const [first] = rows
  const layout = first === undefined ? null : layoutOf(csvLine(first.cells))
  return layout === 'generic' ? null : layout
}

/** The kind whose fields a header has most of; readings where none stands out. */
function likeliestKind(rows: readonly TableRow[]): ImportKind {
  const ofReadings = findHeader('readings', rows)?.columns ?? []
  // Where a station or an hour is named the days of a city are not meant, though its name may stand beside.
  const isHourly = ofReadings.some(({ target }) => ['station', 'mn', 'hour', 'time', 'start'].includes(target ?? ''))
  const scored = importKinds.map((kind) => {
    const columns = findHeader(kind, rows)?.columns ?? []
    const targets = columns.flatMap(({ target }) => target ?? [])
    const lacks = fieldsOf[kind].filter((field) => field.required === true && !targets.includes(field.key)).length
    const hasFigures = kind !== 'rankings' || targets.some((target) => rankingFigures.includes(target))
    const isWhole = kind === 'readings' ? missingColumns(columns) === null : lacks === 0 && hasFigures
    const isMeant = isWhole && !(kind === 'peer-days' && isHourly)
    return { kind, score: isMeant ? targets.length : 0 }
  })
  return scored.reduce((best, one) => (one.score > best.score ? one : best), {
    kind: 'readings' as ImportKind,
    score: 0,
  }).kind
}

async function firstRows(table: FileTable): Promise<TableRow[]> {
  const rows: TableRow[] = []
  try {
    for await (const batch of table.rows()) {
      rows.push(...batch.slice(0, HEADER_ROWS + SHOWN_ROWS))
      if (rows.length >= HEADER_ROWS + SHOWN_ROWS) break
    }
  } catch (error) {
    throw asProblem(error)
  }
  if (rows.length === 0) throw asProblem(new UnreadableTable('empty'))
  return rows
}

function behind(rows: readonly TableRow[], headerLine: number): TableRow[] {
  return rows.filter(({ line }) => line > headerLine).slice(0, SHOWN_ROWS)
}

async function opened(path: string, sheet: string | undefined): Promise<FileTable> {
  try {
    return await openTable(path, sheet)
  } catch (error) {
    throw asProblem(error)
  }
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof UnreadableTable)) return error
  return new Problem('file-unreadable', { params: { reason: error.reason, line: error.line }, cause: error })
}

/** SHA-256 (hex) and length of a file. */
export async function fingerprint(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return { sha256: hash.digest('hex'), bytes: (await stat(path)).size }
}

export interface RunWish {
  path: string
  plan: ImportPlan
  /** Names what is written; the same again for a run that was cut off. */
  importId: string
  /** `check` writes nothing. */
  only: 'check' | null
  /** Where the refused rows go. */
  refusedPath: string
  /** Where accounts with passwords that were made go; null: people are not added. */
  accountsPath: string | null
  language: Language
  signal: AbortSignal
  /** Of a load of readings: what was read of it before counts for nothing. */
  isFromStart: boolean
  /** Rows of the file, where they were counted before. */
  total: number | null
  told(counts: ImportCounts, progress: LoadProgress): void
}

export interface RunOutcome {
  counts: ImportCounts
  doubts: ImportDoubt[]
  /** The first refused rows. */
  refused: RefusedRow[]
  progress: LoadProgress
  accounts: number
}

/** Refused rows that are told of at once; the file has them all. */
const TOLD_REFUSALS = 50

/**
 * Reads a whole file by a plan and brings it in, or (`check`) tells what that would do. What is good of it is written in one
 * transaction at the end, so that whatever ends it before leaves nothing but, of readings, what the next run goes on with;
 * refused rows are written to a file of their own.
 * @throws Problem `file-unreadable`, `import-unfit` (columns), `import-stopped`, `not-allowed`
 */
export async function runImport(importing: Importing, principal: Principal, wish: RunWish): Promise<RunOutcome> {
  const { plan } = wish
  allowImport(principal, plan.kind)
  refuseUnfit(plan)
  const t = importing.foundation.words.translator(wish.language)
  const counts: ImportCounts = { rows: 0, taken: 0, refused: 0, others: 0, added: 0, unchanged: 0, reasons: {} }
  const refused: RefusedRow[] = []
  const report = refusedFile(
    wish.refusedPath,
    plan.columns.map(({ name }) => name),
    [t('import.report.line'), t('import.report.reason')],
  )
  const progress: LoadProgress = { total: wish.total, from: 0, again: 0 }
  const told = async (row: RefusedRow) => {
    if (refused.length < TOLD_REFUSALS) refused.push(row)
    await report.add(row, refusalOf(row, t))
  }
  const refuse = async (row: RefusedRow) => {
    counts.reasons[row.fault] = (counts.reasons[row.fault] ?? 0) + 1
    await told(row)
  }
  try {
    const table = await opened(wish.path, plan.sheet ?? undefined)
    const parts = { wish, counts, progress, refuse, report: told, table }
    const done =
      plan.kind === 'readings'
        ? await runReadings(importing, principal, parts)
        : plan.kind === 'rankings' || plan.kind === 'peer-days'
          ? await runPeers(importing, principal, parts, plan.kind)
          : await runRecords(importing, principal, {
              ...{ kind: plan.kind, wish, counts, refuse },
              rows: dataRows(table, plan, wish, () => wish.told(counts, progress)),
            })
    await report.close()
    if (wish.only === null && plan.layout === 'table') {
      const { db, clocks } = importing.foundation
      // The next table of this form is of another period.
      await rememberPlan(db, principal.countyId, { ...plan, period: null }, clocks.wall.now())
    }
    return { counts, refused, progress, ...done }
  } catch (error) {
    await report.drop()
    throw asProblem(error)
  }
}

/** A plan that lacks what its kind cannot do without. @throws Problem `import-unfit` */
function refuseUnfit(plan: ImportPlan): void {
  if (plan.layout !== 'table') return
  if (plan.kind === 'readings') {
    const lacking = missingColumns(plan.columns)
    if (lacking !== null) throw new Problem('import-unfit', { params: { reason: `no-${lacking}` } })
    return
  }
  const has = new Set(plan.columns.flatMap(({ target }) => target ?? []))
  const lacking = fieldsOf[plan.kind].find((field) => field.required === true && !has.has(field.key))
  if (lacking !== undefined) throw new Problem('import-unfit', { params: { reason: 'no-field', field: lacking.key } })
}

async function* dataRows(
  table: FileTable,
  plan: ImportPlan,
  { signal }: Pick<RunWish, 'signal'>,
  read: () => void = () => {},
): AsyncGenerator<TableRow[], void, void> {
  for await (const batch of table.rows()) {
    if (signal.aborted) throw new Problem('import-stopped')
    yield batch.filter(({ line }) => line > plan.headerLine)
    read()
  }
}

interface RunParts {
  wish: RunWish
  counts: ImportCounts
  progress: LoadProgress
  /** Counts a refused row and reports it. */
  refuse(row: RefusedRow): Promise<void>
  /** Reports one that is counted. */
  report(row: RefusedRow): Promise<void>
  table: FileTable
}

type Done = Pick<RunOutcome, 'doubts' | 'accounts'>

async function runReadings(
  importing: Importing,
  principal: Principal,
  { wish, counts, progress, refuse, report, table }: RunParts,
): Promise<Done> {
  const { plan, importId, signal } = wish
  const rows = () => dataRows(table, plan, wish, () => wish.told(counts, progress))
  const file = { plan, importId, signal, counts, rows }
  if (wish.only === 'check') return { doubts: await checkReadings(importing, principal, file, refuse), accounts: 0 }
  const doubts = await loadReadings(importing, principal, {
    ...file,
    isFromStart: wish.isFromStart,
    progress,
    begun: () => wish.told(counts, progress),
    count: () => rowsIn(dataRows(table, plan, wish)),
    refused: report,
  })
  return { doubts, accounts: 0 }
}

async function rowsIn(rows: AsyncIterable<readonly TableRow[]>): Promise<number> {
  let count = 0
  for await (const batch of rows) count += batch.length
  return count
}

async function runPeers(
  { foundation }: Importing,
  principal: Principal,
  { wish, counts, progress, refuse, table }: RunParts,
  kind: PeerKind,
): Promise<Done> {
  const { plan, importId, path, only, signal } = wish
  const rows = dataRows(table, plan, wish, () => wish.told(counts, progress))
  const co = coWatch(plan)
  const now = foundation.clocks.domain.now()
  const brought = await peerRows(kind, plan, watched(rows, co.look), { counts, refuse, now })
  if (signal.aborted) throw new Problem('import-stopped')
  const of = { importId, sha256: (await fingerprint(path)).sha256 }
  const outcome = await bringPeers(foundation, principal, brought, of, only === 'check' ? 'compare' : null)
  counts.added = outcome.added
  counts.unchanged = outcome.unchanged
  return { doubts: co.doubt(), accounts: 0 }
}

/**
 * Writes into the ledger that readings were brought in: of which content, how many. Each record of another kind has an event of
 * its own already. The same import told again changes nothing.
 */
export async function tellReadingsImported(
  foundation: Foundation,
  principal: Principal,
  importId: string,
  file: { sha256: string; bytes: number },
  counts: ImportCounts,
): Promise<void> {
  const { countyId } = principal
  const actedAt = foundation.clocks.domain.now()
  const input = { sha256: file.sha256 }
  const request = { countyId, actId: importId, actedAt, kind: 'import-readings', actor: actorOf(principal), input }
  await performAct(foundation, request, async ({ record }) => {
    const subject = { type: 'import', id: importId, version: null }
    await record({ kind: 'readings.imported', subject, data: asJson({ ...file, ...counts }) })
    return { id: importId }
  })
}

/** What a column is taken for when a person names it by hand: a field, a factor by code or name; null: nothing of the kind. */
export function targetNamed(kind: ImportKind, text: string): { target: string; unit: string | null } | null {
  const field = fieldsOf[kind].find(({ key }) => key === text)
  return field === undefined ? recognise(kind, text) : { target: field.key, unit: null }
}

/** What a plan has still to be told: of which station the rows are, or of which period; null: nothing. */
export function lackingOf(plan: ImportPlan): 'no-station' | 'no-period' | null {
  const has = (...targets: readonly string[]) => plan.columns.some(({ target }) => targets.includes(target ?? ''))
  if (plan.kind === 'rankings') return plan.period === null && !has('period') ? 'no-period' : null
  const isNameless = plan.kind === 'readings' && plan.layout === 'table' && plan.station === null
  return isNameless && !has('station', 'mn') ? 'no-station' : null
}

/** The fields that columns of a kind may be, besides factors. */
export function fieldsFor(kind: ImportKind): { key: string; required: boolean }[] {
  return fieldsOf[kind].map(({ key, required = false }) => ({ key, required }))
}

export type { Importing } from './importing.ts'
