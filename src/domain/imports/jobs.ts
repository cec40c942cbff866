import type { Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import type { Principal } from '../access/model.ts'
import type { ImportPlan } from './model.ts'
import { type RunOutcome, tellReadingsImported } from './service.ts'
import { cutOffJob, type ImportJob, insertJob, saveJob } from './store.ts'

/** A file as it came. */
export interface ArrivedFile {
  name: string
  sha256: string
  bytes: number
}

/**
 * Begins to bring in a file from the console. A load of the same content that was cut off goes on under its name: what it wrote
 * and did not tell is told then.
 */
export async function beginImport(
  foundation: Foundation,
  principal: Principal,
  plan: ImportPlan,
  file: ArrivedFile,
): Promise<ImportJob> {
  const { countyId } = principal
  const now = foundation.clocks.domain.now()
  const cutOff = await cutOffJob(foundation.db, countyId, { kind: plan.kind, sha256: file.sha256 })
  if (cutOff !== undefined) {
    const again = { ...cutOff, plan, changedAt: now }
    await saveJob(foundation.db, again)
    return again
  }
  const job = { ...newJob(foundation, principal, file, plan.kind), plan, state: 'loading' as const }
  await insertJob(foundation.db, job)
  return job
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
  foundation: Foundation,
  principal: Principal,
  job: ImportJob,
  outcome: RunOutcome,
): Promise<ImportJob> {
  if (job.kind === 'readings') {
    const file = { sha256: job.fileSha256, bytes: job.fileBytes }
    await tellReadingsImported(foundation, principal, job.id, file, outcome.counts)
  }
  const changedAt = foundation.clocks.domain.now()
  const { counts, doubts } = outcome
  const done = { ...job, state: 'done' as const, counts, doubts, failure: null, changedAt }
  await saveJob(foundation.db, done)
  return done
}

/** The load ended without having written anything. */
export async function failImport(foundation: Foundation, job: ImportJob, error: unknown): Promise<ImportJob> {
  const isStopped = error instanceof Problem && error.code === 'import-stopped'
  const failure =
    error instanceof Problem
      ? { code: error.code, params: { ...error.params } }
      : { code: 'internal-error', params: {} }
  const changedAt = foundation.clocks.domain.now()
  const failed = {
    ...job,
    state: isStopped ? ('cancelled' as const) : ('failed' as const),
    failure: isStopped ? null : failure,
    changedAt,
  }
  await saveJob(foundation.db, failed)
  return failed
}
