import { rm } from 'node:fs/promises'
import type { Language } from '../../platform/i18n.ts'
import { Problem } from '../../platform/problem.ts'
import type { Principal } from '../access/model.ts'
import { claimed } from './claim.ts'
import type { Importing } from './importing.ts'
import { beginImport, endImport, failImport, letGo } from './jobs.ts'
import type { ImportCounts, ImportKind, ImportPlan, LoadProgress, StopReason } from './model.ts'
import { runImport } from './service.ts'
import { type ImportJob, saveJob } from './store.ts'

/** A file that is under way in this process. */
interface Run {
  stop: AbortController
  counts: ImportCounts | null
  progress: LoadProgress | null
  /** What became of it is being written: whoever sees that may begin anew, though the file is not let go of yet. */
  isOver: boolean
  ended: Promise<void>
}

/** What is to become of a file. */
export interface RunPlan {
  plan: ImportPlan
  only: 'check' | null
  /** Goes on with what was read before, if anything was. */
  isResumed: boolean
  /** Rows of the file, where they were counted before. */
  total: number | null
  language: Language
}

export interface RunsParts {
  importing: Importing
  pathOf(job: Pick<ImportJob, 'countyId' | 'id'>, end: 'data' | 'refused.csv' | 'accounts.csv'): string
  /** What a file held stands now. */
  brought(countyId: string, kind: ImportKind): Promise<void>
  /** A bug, not a refusal. */
  wentWrong(error: unknown): void
}

/** The files that this process reads, each beside everything else that it does, and by nobody else meanwhile. */
export function importRuns({ importing, pathOf, brought, wentWrong }: RunsParts) {
  const { foundation } = importing
  const running = new Map<string, Run>()
  const keyOf = ({ countyId, id }: Pick<ImportJob, 'countyId' | 'id'>) => `${countyId}/${id}`

  async function work(principal: Principal, job: ImportJob, wish: RunPlan, run: Run): Promise<void> {
    try {
      const outcome = await runImport(importing, principal, {
        path: pathOf(job, 'data'),
        plan: wish.plan,
        importId: job.id,
        only: wish.only,
        refusedPath: pathOf(job, 'refused.csv'),
        accountsPath: pathOf(job, 'accounts.csv'),
        language: wish.language,
        signal: run.stop.signal,
        isFromStart: !wish.isResumed,
        total: wish.total,
        told(counts, progress) {
          run.counts = { ...counts }
          run.progress = { ...progress }
        },
      })
      run.isOver = true
      if (wish.only === null) {
        await endImport(importing, principal, job, outcome)
        await rm(pathOf(job, 'data'), { force: true })
        await brought(job.countyId, job.kind)
        return
      }
      const { counts, doubts } = outcome
      const changedAt = foundation.clocks.domain.now()
      await saveJob(foundation.db, { ...job, state: 'checked', counts, doubts, changedAt })
    } catch (error) {
      run.isOver = true
      if (!(error instanceof Problem)) wentWrong(error)
      const reason: StopReason = run.stop.signal.reason === 'pause' ? 'pause' : 'cancel'
      await failImport(importing, job, error, reason)
    }
  }

  return {
    of: (job: Pick<ImportJob, 'countyId' | 'id'>) => running.get(keyOf(job)),

    /**
     * Begins with a file, or goes on with it.
     * @param mayBegin looks at the file as it stands once nobody else has it
     * @throws Problem `wrong-state` when somebody has it, here or elsewhere
     */
    async begin(
      principal: Principal,
      job: Pick<ImportJob, 'countyId' | 'id'>,
      mayBegin: () => Promise<{ job: ImportJob; wish: RunPlan }>,
    ): Promise<ImportJob> {
      const key = keyOf(job)
      const isElsewhere = new Problem('wrong-state', { params: { reason: 'import-elsewhere' } })
      const before = running.get(key)
      if (before?.isOver) await before.ended
      if (running.has(key)) throw isElsewhere
      const begun = Promise.withResolvers<ImportJob>()
      const run: Run = {
        stop: new AbortController(),
        counts: null,
        progress: null,
        isOver: false,
        ended: Promise.resolve(),
      }
      running.set(key, run)
      const whole = claimed(foundation.db, job.countyId, job.id, async () => {
        const found = await mayBegin()
        if (!found.wish.isResumed) await letGo(importing, job)
        const now = await beginImport(foundation, found.job, found.wish.plan, found.wish.only)
        begun.resolve(now)
        await work(principal, now, found.wish, run)
      })
      run.ended = whole
        .then((claim) => {
          if (claim === null) begun.reject(isElsewhere)
        })
        .catch((error: unknown) => {
          begun.reject(error)
          if (!(error instanceof Problem)) wentWrong(error)
        })
        .finally(() => running.delete(key))
      return begun.promise
    },

    /** Ends what is under way of a file, if anything is, and waits until it has ended. @returns whether anything was */
    async stop(job: Pick<ImportJob, 'countyId' | 'id'>, reason: StopReason): Promise<boolean> {
      const run = running.get(keyOf(job))
      run?.stop.abort(reason)
      await run?.ended
      return run !== undefined
    },

    /** Ends all that is under way; what loads have read is kept. */
    async stopAll(): Promise<void> {
      const all = [...running.values()]
      for (const { stop } of all) stop.abort('pause' satisfies StopReason)
      await Promise.all(all.map(({ ended }) => ended))
    },
  }
}
