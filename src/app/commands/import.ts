import { basename, join } from 'node:path'
import type { Principal } from '../../domain/access/model.ts'
import { claimed } from '../../domain/imports/claim.ts'
import { unitOfText } from '../../domain/imports/header.ts'
import { beginImport, endImport, failImport, importToBegin } from '../../domain/imports/jobs.ts'
import {
  hourNames,
  type ImportCounts,
  type ImportPlan,
  importKinds,
  importLayouts,
  type LoadProgress,
  type StopReason,
  zeroMeanings,
} from '../../domain/imports/model.ts'
import { periodIn } from '../../domain/imports/period-text.ts'
import {
  fingerprint,
  type Importing,
  inspectFile,
  lackingOf,
  type RunOutcome,
  type RunWish,
  runImport,
  targetNamed,
} from '../../domain/imports/service.ts'
import { type ImportJob, jobById } from '../../domain/imports/store.ts'
import { systemClock } from '../../platform/clock.ts'
import { problemWords } from '../../platform/i18n.ts'
import { Problem } from '../../platform/problem.ts'
import { coordinateSystems } from '../../standards/map-systems.ts'
import { readSettings } from '../settings.ts'
import { rulesByCounty } from '../validity.ts'
import { consoleLanguage, words } from '../words.ts'
import {
  type Command,
  type CommandContext,
  choice,
  type Given,
  installationOptions,
  option,
  WrongUse,
} from './command.ts'
import { withInstallation } from './with-installation.ts'

/** Between two lines of progress. [ms] */
const TOLD_EVERY_MS = 5_000

/** `generic` is what `weike replay` and `weike evaluate` call a table with a header. */
const layoutWords = [...importLayouts, 'generic'] as const

export const importFiles: Command = {
  name: 'import',
  key: 'import',
  operands: 'FILE…',
  takes: [1, Number.MAX_SAFE_INTEGER],
  options: [
    { name: 'as', value: importKinds.join('|') },
    { name: 'layout', value: layoutWords.join('|') },
    { name: 'sheet', value: 'NAME' },
    { name: 'map', value: 'COLUMN=FIELD', multiple: true },
    { name: 'hour', value: hourNames.join('|') },
    { name: 'station', value: 'CODE' },
    { name: 'city', value: 'NAME' },
    { name: 'period', value: 'PERIOD' },
    { name: 'zeros', value: zeroMeanings.join('|') },
    { name: 'coordinates', value: coordinateSystems.join('|') },
    { name: 'report', value: 'DIR' },
    { name: 'check' },
    { name: 'from-start' },
    { name: 'show' },
    ...installationOptions,
  ],
  run(context) {
    const { given, environment } = context
    const wish = wishOf(given)
    return withInstallation(context, async ({ installation, principal }) => {
      const { foundation, readings, auth, dataDir } = installation
      const { validity } = await readSettings(dataDir, consoleLanguage(environment))
      const rulesOf = await rulesByCounty(installation, validity)
      const importing = { foundation, readings, passwords: auth.passwords, rulesOf }
      const stop = new AbortController()
      const interrupt = () => stop.abort('pause' satisfies StopReason)
      process.once('SIGINT', interrupt)
      let status: 0 | 1 = 0
      for (const file of given.words) {
        const isWhole = await importOne({ context, importing, principal, wish, signal: stop.signal }, file)
        if (!isWhole) status = 1
        if (stop.signal.aborted) break
      }
      process.removeListener('SIGINT', interrupt)
      return status
    })
  },
}

interface Wish {
  kind: ImportPlan['kind'] | undefined
  layout: ImportPlan['layout'] | undefined
  sheet: string | undefined
  changes: Partial<Pick<ImportPlan, 'hourNamed' | 'station' | 'city' | 'coordinates' | 'period' | 'zeros'>>
  map: readonly string[]
  /** Where reports go; beside the file when left out. */
  reportDir: string | undefined
  only: 'check' | null
  isFromStart: boolean
  isShown: boolean
}

function wishOf(given: Given): Wish {
  const has = (name: string) => given.options.has(name)
  const layout = choice(given, 'layout', layoutWords, 'table')
  const station = option(given, 'station')
  const city = option(given, 'city')
  const period = option(given, 'period')
  return {
    kind: has('as') ? choice(given, 'as', importKinds, 'readings') : undefined,
    layout: has('layout') ? (layout === 'generic' ? 'table' : layout) : undefined,
    sheet: option(given, 'sheet'),
    changes: {
      ...(has('hour') ? { hourNamed: choice(given, 'hour', hourNames, 'end') } : {}),
      ...(station === undefined ? {} : { station }),
      ...(city === undefined ? {} : { city }),
      ...(period === undefined ? {} : { period: periodWanted(period) }),
      ...(has('zeros') ? { zeros: choice(given, 'zeros', zeroMeanings, 'values') } : {}),
      ...(has('coordinates') ? { coordinates: choice(given, 'coordinates', coordinateSystems, 'wgs84') } : {}),
    },
    map: given.options.get('map') ?? [],
    reportDir: option(given, 'report'),
    only: has('check') ? 'check' : null,
    isFromStart: has('from-start'),
    isShown: has('show'),
  }
}

/** @throws WrongUse */
function periodWanted(text: string): string {
  const period = periodIn(text)
  if (period === null) throw new WrongUse(`--period ${text}`)
  return period
}

interface Work {
  context: CommandContext
  importing: Importing
  principal: Principal
  wish: Wish
  signal: AbortSignal
}

/** @returns whether every row was taken */
async function importOne(work: Work, file: string): Promise<boolean> {
  const { context, importing, principal, wish } = work
  const { print, say, environment } = context
  try {
    const looked = await inspectFile(importing, principal, file, wish)
    const plan = mapped({ ...looked.plan, ...wish.changes }, wish.map)
    if (wish.isShown) {
      print(JSON.stringify({ file, remembered: looked.remembered, sheets: looked.sheets, plan }))
      return true
    }
    const lacking = lackingOf(plan)
    if (lacking !== null) throw new Problem('import-unfit', { params: { reason: lacking } })
    const outcome = await runOne(work, file, plan)
    tell(context, file, plan, outcome, wish)
    return outcome.counts.refused === 0
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { title, detail } = problemWords(error, words, consoleLanguage(environment))
    say(`${file}: ${title} ${detail}`)
    return false
  }
}

function reportPath(file: string, { reportDir }: Pick<Wish, 'reportDir'>, end: 'refused' | 'accounts'): string {
  const beside = `${file}.${end}.csv`
  return reportDir === undefined ? beside : join(reportDir, basename(beside))
}

async function runOne(work: Work, file: string, plan: ImportPlan): Promise<RunOutcome> {
  const { context, importing, principal, wish, signal } = work
  const { foundation } = importing
  const how = {
    path: file,
    plan,
    only: wish.only,
    refusedPath: reportPath(file, wish, 'refused'),
    accountsPath: reportPath(file, wish, 'accounts'),
    language: consoleLanguage(context.environment),
    signal,
    isFromStart: wish.isFromStart,
    total: null,
    told: progress(context, file),
  }
  if (wish.only === 'check') return runImport(importing, principal, { ...how, importId: foundation.ids.next() })
  const content = { ...(await fingerprint(file)), name: basename(file) }
  for (;;) {
    const { countyId, id } = await importToBegin(foundation, principal, plan, content)
    const claim = await claimed(foundation.db, countyId, id, async () => {
      const job = await jobById(foundation.db, countyId, id)
      // Whoever had it has brought it to its end by now: the file once more is an import of its own.
      if (job === undefined || job.state === 'done') return null
      return loadOne(work, await beginImport(foundation, job, plan, null), { ...how, importId: id })
    })
    if (claim === null) throw new Problem('wrong-state', { params: { reason: 'import-elsewhere' } })
    if (claim.result !== null) return claim.result
  }
}

async function loadOne({ importing, principal }: Work, job: ImportJob, wish: RunWish): Promise<RunOutcome> {
  try {
    const outcome = await runImport(importing, principal, wish)
    await endImport(importing, principal, job, outcome)
    return outcome
  } catch (error) {
    const { state, kind } = await failImport(importing, job, error, 'pause')
    if (state !== 'paused' || kind !== 'readings') throw error
    throw new Problem('import-stopped', { params: { reason: 'paused' }, cause: error })
  }
}

/** How it went: a line of JSON for programs, sentences for people. */
function tell(
  context: CommandContext,
  file: string,
  plan: ImportPlan,
  { counts, doubts, progress: { from }, accounts }: RunOutcome,
  wish: Wish,
): void {
  const { print, say, t } = context
  const [refusedFile, accountsFile] = [reportPath(file, wish, 'refused'), reportPath(file, wish, 'accounts')]
  for (const doubt of doubts) {
    // catalogue keys: import.doubt.*
    say(`${file}: ${t(`import.doubt.${doubt.doubt}`, doubt)}`)
  }
  const files = {
    ...(counts.refused > 0 ? { refusedFile } : {}),
    ...(accounts > 0 ? { accountsFile } : {}),
  }
  print(JSON.stringify({ file, kind: plan.kind, layout: plan.layout, ...counts, from, doubts, ...files }))
  say(`${file}: ${summary(context, counts, wish.only)}`)
  if (counts.refused > 0) say(t('cli.import.refused', { file: refusedFile, refused: counts.refused }))
  if (accounts > 0) say(t('cli.import.accounts', { file: accountsFile, accounts }))
}

function summary({ t }: CommandContext, counts: ImportCounts, only: 'check' | null): string {
  if (only === 'check') return t('cli.import.checked', { ...counts })
  return t(counts.added === 0 ? 'cli.import.no-change' : 'cli.import.done', { ...counts })
}

/** The columns as corrected by hand: `PM2.5 mean=a34004:µg/m³`; `remark=` leaves a column out. @throws WrongUse */
function mapped(plan: ImportPlan, map: readonly string[]): ImportPlan {
  let columns = [...plan.columns]
  for (const text of map) {
    const cut = text.lastIndexOf('=')
    const [name, wanted] = [text.slice(0, cut).trim(), text.slice(cut + 1).trim()]
    const [target = '', ...rest] = wanted.split(':')
    const unitText = rest.join(':')
    const found = target === '' ? { target: null, unit: null } : targetNamed(plan.kind, target)
    const unit = unitText === '' ? (found?.unit ?? null) : unitOfText(unitText)
    const at = columns.findIndex((column) => column.name === name)
    if (cut < 1 || found === null || at < 0 || (unitText !== '' && unit === null)) throw new WrongUse(`--map ${text}`)
    columns = columns.map((column, place) => {
      if (place === at) return { ...column, target: found.target, unit }
      return column.target === found.target ? { ...column, target: null } : column
    })
  }
  return { ...plan, columns }
}

/** Says first where a load goes on, or why it does not, and from time to time how far it has come. */
function progress({ say, t }: CommandContext, file: string): (counts: ImportCounts, progress: LoadProgress) => void {
  let toldAt = systemClock.now()
  let isFirst = true
  return (counts, { total, from, again }) => {
    if (isFirst && from > 0) say(`${file}: ${t('cli.import.resumed', { from, total: total ?? from, next: from + 1 })}`)
    if (isFirst && again > 0) say(`${file}: ${t('cli.import.again', { again })}`)
    isFirst = false
    const now = systemClock.now()
    if (now - toldAt < TOLD_EVERY_MS) return
    toldAt = now
    const key = total === null ? 'cli.import.progress' : 'cli.import.progress-of'
    say(`${file}: ${t(key, { ...counts, total: total ?? 0 })}`)
  }
}
