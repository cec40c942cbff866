import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { cutPage, readCursor } from '../../platform/http/cursor.ts'
import { type Language, problemWords, type Translate } from '../../platform/i18n.ts'
import { Problem } from '../../platform/problem.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import type { StagedFile } from '../readings/service.ts'
import { readCheckpoint } from './checkpoint.ts'
import { claimed, isClaimed } from './claim.ts'
import { refusalOf } from './describe.ts'
import { bounded, firstRefused, isThere } from './handed-files.ts'
import type { Importing } from './importing.ts'
import { letGo, newJob } from './jobs.ts'
import {
  type ImportCounts,
  type ImportKind,
  type ImportPlan,
  type LoadProgress,
  type RowFault,
  rowFaults,
} from './model.ts'
import { importRuns } from './runs.ts'
import {
  allowImport,
  fingerprint,
  type Inspection,
  type InspectWish,
  inspectFile,
  lackingOf,
  mayImport,
} from './service.ts'
import { type ImportJob, insertJob, jobById, jobsOf, saveJob } from './store.ts'
import { tidyImports } from './tidy.ts'

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
  progress: LoadProgress | null
  /** Under way by the table, but by no process. */
  isCutOff: boolean
  /** Rows that were read of a load that can be gone on with; null: it cannot. */
  kept: { rows: number; total: number | null } | null
  /** Of the refused rows, how many for which reason, in words; the commonest first. */
  reasons: readonly { fault: RowFault; reason: string; rows: number }[]
  hasRefused: boolean
  hasAccounts: boolean
  failure: { title: string; detail: string } | null
}

export type ImportDesk = ReturnType<typeof createImportDesk>

/** Takes files over HTTP, looks at them and brings them in beside everything else that the server does. */
export function createImportDesk({ importing, folder, mostBytes, brought, wentWrong }: ImportDeskParts) {
  const { foundation, readings } = importing
  const pathOf = ({ countyId, id }: Pick<ImportJob, 'countyId' | 'id'>, end: 'data' | 'refused.csv' | 'accounts.csv') =>
    join(folder, countyId, `${id}.${end}`)
  const runs = importRuns({ importing, pathOf, brought, wentWrong })

  async function seen(job: ImportJob, language: Language, staged?: readonly StagedFile[]): Promise<SeenJob> {
    const run = runs.of(job)
    const isUnderWay = job.state === 'checking' || job.state === 'loading'
    const [hasData, hasRefused, hasAccounts] = await Promise.all([
      isThere(pathOf(job, 'data')),
      isThere(pathOf(job, 'refused.csv')),
      isThere(pathOf(job, 'accounts.csv')),
    ])
    const isCutOff = isUnderWay && run === undefined && !(await isClaimed(foundation.db, job.countyId, job.id))
    const told = isUnderWay && run !== undefined && run.counts !== null ? { ...job, counts: run.counts } : job
    const mayGoOn = hasData && job.plan !== null && (isCutOff || job.state === 'paused' || job.state === 'failed')
    const kept = mayGoOn ? keptOf(job, staged ?? (await readings.stages(job.countyId))) : null
    const t = foundation.words.translator(language)
    return {
      job: told,
      progress: isUnderWay ? (run?.progress ?? null) : job.progress,
      reasons: reasonsOf(told.counts, t),
      isCutOff,
      kept: kept ?? (mayGoOn && job.state !== 'failed' ? { rows: 0, total: null } : null),
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

  async function begin(
    principal: Principal,
    id: string,
    plan: ImportPlan,
    only: 'check' | null,
    language: Language,
  ): Promise<SeenJob> {
    const { countyId } = principal
    allowImport(principal, plan.kind)
    await jobToSee(principal, id)
    const lacking = lackingOf(plan)
    if (lacking !== null) throw new Problem('import-unfit', { params: { reason: lacking } })
    const begun = await runs.begin(principal, { countyId, id }, async () => {
      const job = await jobToSee(principal, id)
      if (job.state === 'done' || !(await isThere(pathOf(job, 'data')))) throw new Problem('wrong-state')
      const isCounted = job.state === 'checked' && JSON.stringify(job.plan) === JSON.stringify(plan)
      const total = isCounted ? (job.counts?.rows ?? null) : null
      return { job, wish: { plan, only, isResumed: false, total, language } }
    })
    return seen(begun, language)
  }

  return {
    /** Files of kinds that the principal may bring in, newest first. */
    async list(principal: Principal, query: { cursor?: string | undefined; limit: number }, language: Language) {
      allow(principal, 'import-readings', countyScope(principal.countyId))
      const before = readCursor(query.cursor)
      const rows = await jobsOf(foundation.db, principal.countyId, before, query.limit + 1)
      const cut = cutPage(rows, query.limit, ({ createdAt, id }) => ({ at: createdAt, id }))
      const mine = cut.items.filter(({ kind }) => mayImport(principal, kind))
      const staged = await readings.stages(principal.countyId)
      return { items: await Promise.all(mine.map((job) => seen(job, language, staged))), next: cut.next }
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

    /**
     * Goes on with a load that was paused, cut off or failed on the way, by the plan that it had.
     * @throws Problem `not-found`, `wrong-state` when it is none, or somebody is at work on it
     */
    async resume(principal: Principal, id: string, language: Language): Promise<SeenJob> {
      await jobToSee(principal, id)
      const begun = await runs.begin(principal, { countyId: principal.countyId, id }, async () => {
        const job = await jobToSee(principal, id)
        const { plan } = job
        const isToGoOn = job.state === 'loading' || job.state === 'paused' || job.state === 'failed'
        if (!isToGoOn || plan === null || !(await isThere(pathOf(job, 'data')))) throw new Problem('wrong-state')
        return { job, wish: { plan, only: null, isResumed: true, total: null, language } }
      })
      return seen(begun, language)
    },

    /** Puts a load off, if it is under way: what it has read is kept. @throws Problem `not-found` */
    async pause(principal: Principal, id: string, language: Language): Promise<SeenJob> {
      await runs.stop(await jobToSee(principal, id), 'pause')
      return seen(await jobToSee(principal, id), language)
    },

    /** Stops what is under way, if anything is, and lets go of what was read. @throws Problem `not-found` */
    async halt(principal: Principal, id: string, language: Language): Promise<SeenJob> {
      const job = await jobToSee(principal, id)
      await runs.stop(job, 'cancel')
      const claim = await claimed(foundation.db, job.countyId, id, async () => {
        const now = await jobToSee(principal, id)
        if (now.state === 'done' || now.state === 'cancelled') return
        await letGo(importing, now)
        await saveJob(foundation.db, { ...now, state: 'cancelled', changedAt: foundation.clocks.domain.now() })
      })
      if (claim === null) throw new Problem('wrong-state', { params: { reason: 'import-elsewhere' } })
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

    tidy: () => tidyImports(importing, folder),

    /** Ends all that is under way: nothing of it is written, and what loads have read is kept. */
    stop: runs.stopAll,
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

function keptOf({ id }: ImportJob, staged: readonly StagedFile[]): SeenJob['kept'] {
  const note = staged.find(({ importId }) => importId === id)?.note
  const checkpoint = note === undefined ? null : readCheckpoint(note)
  return checkpoint === null ? null : { rows: checkpoint.counts.rows, total: checkpoint.total }
}

function reasonsOf(counts: ImportCounts | null, t: Translate): SeenJob['reasons'] {
  return rowFaults
    .flatMap((fault) => {
      const rows = counts?.reasons[fault] ?? 0
      return rows === 0 ? [] : [{ fault, rows, reason: refusalOf({ fault, what: '…' }, t).replace(/[：:] ?…$/, '') }]
    })
    .sort((one, other) => other.rows - one.rows)
}
