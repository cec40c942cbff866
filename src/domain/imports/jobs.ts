import type { Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import type { Principal } from '../access/model.ts'
import type { Importing } from './importing.ts'
import type { ImportPlan, StopReason } from './model.ts'
import { cutRefused } from './refused-store.ts'
import { type RunOutcome, tellReadingsImported } from './service.ts'
import { cutOffJob, type ImportJob, insertJob, saveJob } from './store.ts'

/** A file as it came. */
export interface ArrivedFile {
  name: string
  sha256: string
  bytes: number
}

/**
 * The file as it is brought in from the console: a load of the same content that did not come to its end goes on under its name.
 */
export async function importToBegin(
  foundation: Foundation,
  principal: Principal,
  plan: ImportPlan,
  file: ArrivedFile,
): Promise<ImportJob> {
  const cutOff = await cutOffJob(foundation.db, principal.countyId, { kind: plan.kind, sha256: file.sha256 })
  if (cutOff !== undefined) return cutOff
  const job = { ...newJob(foundation, principal, file, plan.kind), plan }
  await insertJob(foundation.db, job)
  return job
}

/** Notes that a file is being loaded, or checked, by a plan. */
export async function beginImport(
  { db, clocks }: Pick<Foundation, 'db' | 'clocks'>,
  job: ImportJob,
  plan: ImportPlan,
  only: 'check' | null,
): Promise<ImportJob> {
  const begun: ImportJob = {
    ...job,
    plan,
    kind: plan.kind,
    state: only === 'check' ? 'checking' : 'loading',
    ...{ failure: null, doubts: [], counts: null, progress: null },
    changedAt: clocks.domain.now(),
  }
  await saveJob(db, begun)
  return begun
}

/** A file that has just come, of which nothing is agreed. */
export function newJob(
  { ids, clocks }: Pick<Foundation, 'ids' | 'clocks'>,
  principal: Principal,
  file: ArrivedFile,
  kind: ImportPlan['kind'],
): ImportJob {
  const now = clocks.domain.now()
  return {
    countyId: principal.countyId,
    id: ids.next(),
    fileName: file.name.slice(0, 200),
    fileSha256: file.sha256,
    fileBytes: file.bytes,
    kind,
    state: 'uploaded',
    plan: null,
    counts: null,
    doubts: [],
    failure: null,
    progress: null,
    actor: actorText(principal),
    createdAt: now,
    changedAt: now,
  }
}

function actorText(principal: Principal): string {
  const actor = actorOf(principal)
  return actor.kind === 'person' ? `person:${actor.personId}` : actor.kind
}

/** What was brought in is durable: tells the ledger, then notes that the load is done. */
export async function endImport(
  { foundation, readings }: Pick<Importing, 'foundation' | 'readings'>,
  principal: Principal,
  job: ImportJob,
  { counts, doubts, progress }: RunOutcome,
): Promise<ImportJob> {
  if (job.kind === 'readings') {
    const file = { sha256: job.fileSha256, bytes: job.fileBytes }
    await tellReadingsImported(foundation, principal, job.id, file, counts)
  }
  const changedAt = foundation.clocks.domain.now()
  const done = { ...job, state: 'done' as const, counts, doubts, progress, failure: null, changedAt }
  await saveJob(foundation.db, done)
  await letGo({ foundation, readings }, job)
  return done
}

/** Nothing of what a load has read so far is kept any more. */
export async function letGo(
  { foundation, readings }: Pick<Importing, 'foundation' | 'readings'>,
  { countyId, id }: Pick<ImportJob, 'countyId' | 'id'>,
): Promise<void> {
  await readings.dropStage(countyId, id)
  await cutRefused(foundation.db, { countyId, importId: id }, 0)
}

/**
 * The run ended without having written anything. What it has read stays to be gone on with, but for a file that cannot be read as
 * it was meant, and where a person wanted it so.
 * @param reason why it was stopped, if it was
 */
export async function failImport(
  { foundation, readings }: Pick<Importing, 'foundation' | 'readings'>,
  job: ImportJob,
  error: unknown,
  reason: StopReason | null,
): Promise<ImportJob> {
  const isStopped = error instanceof Problem && error.code === 'import-stopped'
  const isPaused = isStopped && reason === 'pause' && job.state === 'loading'
  const failure =
    error instanceof Problem
      ? { code: error.code, params: { ...error.params } }
      : { code: 'internal-error', params: {} }
  const changedAt = foundation.clocks.domain.now()
  const failed = {
    ...job,
    state: isPaused ? ('paused' as const) : isStopped ? ('cancelled' as const) : ('failed' as const),
    failure: isStopped ? null : failure,
    changedAt,
  }
  await saveJob(foundation.db, failed)
  if (error instanceof Problem && !isPaused) await letGo({ foundation, readings }, job)
  return failed
}
