import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { cutPage, readCursor } from '../../platform/http/cursor.ts'
import { type Language, problemWords, type Translate } from '../../platform/i18n.ts'
import { Problem } from '../../platform/problem.ts'
import { openTable } from '../../platform/tables/file.ts'
import { DAY_MS } from '../../standards/civil-time.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { refusalOf } from './describe.ts'
import { endImport, failImport, newJob } from './jobs.ts'
import { type ImportCounts, type ImportKind, type ImportPlan, type RowFault, rowFaults } from './model.ts'
import {
  allowImport,
  fingerprint,
  type Importing,
  type Inspection,
  type InspectWish,
  inspectFile,
  lackingOf,
  mayImport,
  runImport,
} from './service.ts'
import { type ImportJob, insertJob, jobById, jobsOf, saveJob } from './store.ts'

/** A file that nobody came back to is kept so long. [ms] */
const KEPT_MS = 30 * DAY_MS
/** Refused rows shown at once; the file has them all. */
const SHOWN_REFUSALS = 50

export interface ImportDeskParts {
  importing: Importing
  /** Where files lie that are handed over. */
  folder: string
  /** Largest file. */
  mostBytes: number
  /** What a file held stands now. */
  brought(countyId: string, kind: ImportKind): Promise<void>
  /** A bug, not a refusal. */
  wentWrong(error: unknown): void
}

/** A file and how far it has come. */
export interface SeenJob {
  job: ImportJob
  /** Under way in this very process. */
  isRunning: boolean
  /** Under way by the table, but by no process that has the file. */
  isCutOff: boolean
  /** Of the refused rows, how many for which reason, in words; the commonest first. */
  reasons: readonly { fault: RowFault; reason: string; rows: number }[]
  hasRefused: boolean
  hasAccounts: boolean
  failure: { title: string; detail: string } | null
}

export type ImportDesk = ReturnType<typeof createImportDesk>

/** Takes files over HTTP, looks at them and brings them in beside everything else that the server does. */
export function createImportDesk({ importing, folder, mostBytes, brought, wentWrong }: ImportDeskParts) {
  const { foundation } = importing
  const running = new Map<string, { stop: AbortController; counts: ImportCounts | null; ended: Promise<void> }>()
  const pathOf = ({ countyId, id }: Pick<ImportJob, 'countyId' | 'id'>, end: 'data' | 'refused.csv' | 'accounts.csv') =>
    join(folder, countyId, `${id}.${end}`)

  async function seen(job: ImportJob, language: Language): Promise<SeenJob> {
    const run = running.get(job.id)
    const isUnderWay = job.state === 'checking' || job.state === 'loading'
    const [hasData, hasRefused, hasAccounts] = await Promise.all([
      isThere(pathOf(job, 'data')),
      isThere(pathOf(job, 'refused.csv')),
      isThere(pathOf(job, 'accounts.csv')),
    ])
    const told = isUnderWay && run !== undefined && run.counts !== null ? { ...job, counts: run.counts } : job
    const t = foundation.words.translator(language)
    return {
      job: told,
      reasons: reasonsOf(told.counts, t),
      isRunning: run !== undefined,
      isCutOff: isUnderWay && run === undefined && hasData,
      hasRefused: !isUnderWay && hasRefused,
      hasAccounts,
      failure: job.failure === null ? null : wordsOf(job.failure, language),
    }
  }

  function wordsOf({ code, params }: NonNullable<ImportJob['failure']>, language: Language) {
    const known = code === 'file-unreadable' || code === 'import-unfit' ? code : 'internal-error'
    return problemWords(new Problem(known, { params: { requestId: '', ...params } }), foundation.words, language)
  }

  /** @throws Problem `not-found`, also for whoever may not bring in its kind */
  async function jobToSee(principal: Principal, id: string): Promise<ImportJob> {
    const job = await jobById(foundation.db, principal.countyId, id)
    if (job === undefined || !mayImport(principal, job.kind)) {
      throw new Problem('not-found', { params: { type: 'import', id } })
    }
    return job
  }

  async function begin(principal: Principal, id: string, plan: ImportPlan, only: 'check' | null, language: Language) {
    const job = await jobToSee(principal, id)
    allowImport(principal, plan.kind)
    const lacking = lackingOf(plan)
    if (lacking !== null) throw new Problem('import-unfit', { params: { reason: lacking } })
    const isFree = job.state !== 'done' && !running.has(id) && (await isThere(pathOf(job, 'data')))
    if (!isFree) throw new Problem('wrong-state')
    const begun: ImportJob = {
      ...job,
      plan,
      kind: plan.kind,
      state: only === 'check' ? 'checking' : 'loading',
      failure: null,
      doubts: [],
      counts: null,
      changedAt: foundation.clocks.domain.now(),
    }
    const stop = new AbortController()
    const run = { stop, counts: null as ImportCounts | null, ended: Promise.resolve() }
    running.set(id, run)
    try {
      await saveJob(foundation.db, begun)
    } catch (error) {
      running.delete(id)
      throw error
    }
    run.ended = work(principal, begun, plan, only, language, stop.signal, (counts) => {
      run.counts = { ...counts }
    })
      .catch(wentWrong)
      .finally(() => running.delete(id))
    return seen(begun, language)
  }

  async function work(
    principal: Principal,
    job: ImportJob,
    plan: ImportPlan,
    only: 'check' | null,
    language: Language,
    signal: AbortSignal,
    told: (counts: ImportCounts) => void,
  ): Promise<void> {
    try {
      const outcome = await runImport(importing, principal, {
        path: pathOf(job, 'data'),
        plan,
        importId: job.id,
        only,
        refusedPath: pathOf(job, 'refused.csv'),
        accountsPath: pathOf(job, 'accounts.csv'),
        language,
        signal,
        told,
      })
      if (only === null) {
        await endImport(foundation, principal, job, outcome)
        await rm(pathOf(job, 'data'), { force: true })
        await brought(job.countyId, job.kind)
        return
      }
      const { counts, doubts } = outcome
      const changedAt = foundation.clocks.domain.now()
      await saveJob(foundation.db, { ...job, state: 'checked', counts, doubts, changedAt })
    } catch (error) {
      if (!(error instanceof Problem)) wentWrong(error)
      await failImport(foundation, job, error)
    }
  }

  return {
    /** Files of kinds that the principal may bring in, newest first. */
    async list(principal: Principal, query: { cursor?: string | undefined; limit: number }, language: Language) {
      allow(principal, 'import-readings', countyScope(principal.countyId))
      const before = readCursor(query.cursor)
      const rows = await jobsOf(foundation.db, principal.countyId, before, query.limit + 1)
      const cut = cutPage(rows, query.limit, ({ createdAt, id }) => ({ at: createdAt, id }))
      const mine = cut.items.filter(({ kind }) => mayImport(principal, kind))
      return { items: await Promise.all(mine.map((job) => seen(job, language))), next: cut.next }
    },

    /**
     * Takes a file as it comes and looks at what it is. The same id again is the same file.
     * @throws Problem `too-large`, `file-unreadable`, `import-unfit`, `not-allowed`
     */
    async take(principal: Principal, id: string, name: string, bytes: Readable, language: Language): Promise<SeenJob> {
      allow(principal, 'import-readings', countyScope(principal.countyId))
      const known = await jobById(foundation.db, principal.countyId, id)
      if (known !== undefined) {
        bytes.resume()
        return seen(await jobToSee(principal, id), language)
      }
      const place = { countyId: principal.countyId, id }
      await mkdir(join(folder, principal.countyId), { recursive: true, mode: 0o700 })
      const temporary = `${pathOf(place, 'data')}.${foundation.randomness.bytes(4).toString('hex')}.new`
      try {
        await pipeline(bytes, bounded(mostBytes), createWriteStream(temporary, { mode: 0o600 }))
        const looked = await lookedAt(principal, temporary)
        const content = { ...(await fingerprint(temporary)), name }
        await rename(temporary, pathOf(place, 'data'))
        const job = { ...newJob(foundation, principal, content, looked), id }
        await insertJob(foundation.db, job)
        return await seen(job, language)
      } finally {
        await rm(temporary, { force: true })
      }
    },

    /** @throws Problem `not-found` */
    async one(principal: Principal, id: string, language: Language) {
      const whole = await seen(await jobToSee(principal, id), language)
      return { ...whole, refused: whole.hasRefused ? await firstRefused(pathOf(whole.job, 'refused.csv')) : [] }
    },

    /** @throws Problem `not-found`, `file-unreadable`, `import-unfit` */
    async propose(principal: Principal, id: string, wish: InspectWish): Promise<Inspection> {
      const job = await jobToSee(principal, id)
      if (!(await isThere(pathOf(job, 'data')))) throw new Problem('wrong-state')
      return inspectFile(importing, principal, pathOf(job, 'data'), wish)
    },

    check: (principal: Principal, id: string, plan: ImportPlan, language: Language) =>
      begin(principal, id, plan, 'check', language),
    load: (principal: Principal, id: string, plan: ImportPlan, language: Language) =>
      begin(principal, id, plan, null, language),

    /** Stops what is under way, if anything is. @throws Problem `not-found` */
    async halt(principal: Principal, id: string, language: Language): Promise<SeenJob> {
      const job = await jobToSee(principal, id)
      const run = running.get(id)
      run?.stop.abort()
      await run?.ended
      if (run === undefined && (job.state === 'uploaded' || job.state === 'checked')) {
        await saveJob(foundation.db, { ...job, state: 'cancelled', changedAt: foundation.clocks.domain.now() })
      }
      return seen(await jobToSee(principal, id), language)
    },

    /** @throws Problem `not-found`, `wrong-state` (none were refused) */
    async refusedRows(principal: Principal, id: string): Promise<{ fileName: string; bytes: Buffer }> {
      const job = await jobToSee(principal, id)
      const bytes = await readFile(pathOf(job, 'refused.csv')).catch(() => null)
      if (bytes === null) throw new Problem('wrong-state')
      return { fileName: `${job.fileName.replace(/\.\w{1,5}$/, '')}.refused.csv`, bytes }
    },

    /** The accounts that were made, once: then the file is gone. @throws Problem `not-found`, `wrong-state` (there are none) */
    async accounts(principal: Principal, id: string): Promise<{ fileName: string; bytes: Buffer }> {
      const job = await jobToSee(principal, id)
      const path = pathOf(job, 'accounts.csv')
      const bytes = await readFile(path).catch(() => null)
      if (bytes === null) throw new Problem('wrong-state')
      await rm(path, { force: true })
      return { fileName: 'accounts.csv', bytes }
    },

    /** Takes away files that nobody came back to, and pieces of some that never came whole. */
    async tidy(): Promise<void> {
      const counties = await readdir(folder).catch(() => [])
      for (const county of counties) {
        for (const name of await readdir(join(folder, county)).catch(() => [])) {
          const path = join(folder, county, name)
          const found = await stat(path).catch(() => null)
          const isOld = found !== null && found.mtimeMs < foundation.clocks.wall.now() - KEPT_MS
          if (isOld || name.endsWith('.new')) await rm(path, { force: true })
        }
      }
    },

    /** Stops all that is under way; nothing of it is written. */
    async stop(): Promise<void> {
      const all = [...running.values()]
      for (const { stop } of all) stop.abort()
      await Promise.all(all.map(({ ended }) => ended))
    },
  }

  /** The kind of a file that somebody may bring in; one whose header says nothing is taken as readings, to be told by hand. */
  async function lookedAt(principal: Principal, path: string): Promise<ImportKind> {
    try {
      return (await inspectFile(importing, principal, path)).plan.kind
    } catch (error) {
      if (error instanceof Problem && error.code === 'import-unfit' && error.params.reason === 'header')
        return 'readings'
      throw error
    }
  }
}

function reasonsOf(counts: ImportCounts | null, t: Translate): SeenJob['reasons'] {
  return rowFaults
    .flatMap((fault) => {
      const rows = counts?.reasons[fault] ?? 0
      return rows === 0 ? [] : [{ fault, rows, reason: refusalOf({ fault, what: '…' }, t).replace(/[：:] ?…$/, '') }]
    })
    .sort((one, other) => other.rows - one.rows)
}

/** Passes bytes on until there are too many. */
function bounded(mostBytes: number) {
  return async function* (bytes: AsyncIterable<Buffer>) {
    let size = 0
    for await (const chunk of bytes) {
      size += chunk.length
      if (size > mostBytes) throw new Problem('too-large', { params: { limit: mostBytes } })
      yield chunk
    }
  }
}

async function firstRefused(path: string): Promise<{ line: number; cells: string[]; reason: string }[]> {
  const table = await openTable(path)
  const found: { line: number; cells: string[]; reason: string }[] = []
  for await (const rows of table.rows()) {
    for (const { line, cells } of rows) {
      if (line === 1) continue
      found.push({ line: Number(cells.at(-2) ?? 0), cells: cells.slice(0, -2), reason: cells.at(-1) ?? '' })
      if (found.length === SHOWN_REFUSALS) return found
    }
  }
  return found
}

async function isThere(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null)
  await file?.close()
  return file !== null
}
