import { createHash } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import type { ImportJobTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import type { TimeCursor } from '../../platform/http/cursor.ts'
import { foldName } from './header.ts'
import {
  type ImportCounts,
  type ImportDoubt,
  type ImportKind,
  type ImportPlan,
  type ImportState,
  importKinds,
  importStates,
  type LoadProgress,
} from './model.ts'
import { countsSchema, doubtSchema, planSchema, progressSchema } from './schemas.ts'

/** A file that is brought in. */
export interface ImportJob {
  countyId: string
  id: string
  fileName: string
  fileSha256: string
  fileBytes: number
  kind: ImportKind
  state: ImportState
  plan: ImportPlan | null
  counts: ImportCounts | null
  doubts: readonly ImportDoubt[]
  /** Why it failed: code and values of a problem. */
  failure: { code: string; params: Readonly<Record<string, string | number>> } | null
  /** Of a load that is done. */
  progress: LoadProgress | null
  /** As the ledger names who brought it. */
  actor: string
  createdAt: number
  changedAt: number
}

const stored = z.object({
  kind: z.enum(importKinds),
  state: z.enum(importStates),
  plan: planSchema.nullable(),
  counts: countsSchema.nullable(),
  doubts: z.array(doubtSchema),
  failure: z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
  progress: progressSchema.nullable(),
})

function toJob(row: Selectable<ImportJobTable>): ImportJob {
  return { ...row, ...stored.parse(row) }
}

function toRow({ plan, counts, doubts, failure, progress, ...job }: ImportJob) {
  return {
    ...job,
    plan: JSON.stringify(plan),
    counts: JSON.stringify(counts),
    doubts: JSON.stringify(doubts),
    failure: JSON.stringify(failure),
    progress: JSON.stringify(progress),
  }
}

export async function insertJob(db: Db, job: ImportJob): Promise<void> {
  await db.insertInto('importJob').values(toRow(job)).execute()
}

export async function saveJob(db: Db, job: ImportJob): Promise<void> {
  const { countyId, id, ...changed } = toRow(job)
  await db.updateTable('importJob').set(changed).where('countyId', '=', countyId).where('id', '=', id).execute()
}

export async function jobById(db: Db, countyId: string, id: string): Promise<ImportJob | undefined> {
  const row = await db
    .selectFrom('importJob')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toJob(row)
}

/** Newest first. */
export async function jobsOf(
  db: Db,
  countyId: string,
  before: TimeCursor | undefined,
  limit: number,
): Promise<ImportJob[]> {
  let query = db.selectFrom('importJob').selectAll().where('countyId', '=', countyId)
  if (before !== undefined) {
    const { at, id } = before
    query = query.where((eb) =>
      eb.or([eb('createdAt', '<', at), eb.and([eb('createdAt', '=', at), eb('id', '<', id)])]),
    )
  }
  const rows = await query.orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(limit).execute()
  return rows.map(toJob)
}

/** What somebody brought and what has failed, rests or is (or was) under way, newest first. @param actor as the job names whoever brought it */
export async function unfinishedJobs(db: Db, countyId: string, actor: string, limit: number): Promise<ImportJob[]> {
  const rows = await db
    .selectFrom('importJob')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('actor', '=', actor)
    .where('state', 'in', ['failed', 'paused', 'checking', 'loading'])
    .orderBy('createdAt', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toJob)
}

export async function jobsAmong(db: Db, countyId: string, ids: readonly string[]): Promise<ImportJob[]> {
  const rows = await db
    .selectFrom('importJob')
    .selectAll()
    .where('countyId', '=', countyId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  return rows.map(toJob)
}

/** A load of the same content that did not come to its end, to be gone on with. */
export async function cutOffJob(
  db: Db,
  countyId: string,
  file: { kind: ImportKind; sha256: string },
): Promise<ImportJob | undefined> {
  const row = await db
    .selectFrom('importJob')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('kind', '=', file.kind)
    .where('fileSha256', '=', file.sha256)
    .where('state', 'in', ['loading', 'paused', 'failed'])
    .orderBy('createdAt', 'desc')
    .executeTakeFirst()
  return row === undefined ? undefined : toJob(row)
}

/** Columns that are named alike in the same order are one header. */
function headerKey(names: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(names.map(foldName)))
    .digest('hex')
}

/** How this header was read last, if a person has agreed to it. */
export async function rememberedPlan(
  db: Db,
  countyId: string,
  kind: ImportKind,
  names: readonly string[],
): Promise<ImportPlan | undefined> {
  const row = await db
    .selectFrom('importPlan')
    .select('plan')
    .where('countyId', '=', countyId)
    .where('kind', '=', kind)
    .where('headerKey', '=', headerKey(names))
    .executeTakeFirst()
  return row === undefined ? undefined : planSchema.safeParse(row.plan).data
}

export async function rememberPlan(db: Db, countyId: string, plan: ImportPlan, usedAt: number): Promise<void> {
  const row = {
    countyId,
    kind: plan.kind,
    headerKey: headerKey(plan.columns.map(({ name }) => name)),
    plan: JSON.stringify(plan),
    usedAt,
  }
  await db
    .insertInto('importPlan')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['countyId', 'kind', 'headerKey']).doUpdateSet({ plan: row.plan, usedAt }),
    )
    .execute()
}

/** Who signs in by which name: person by name. */
export async function signInNames(db: Db, countyId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('account')
    .select(['signInName', 'personId'])
    .where('countyId', '=', countyId)
    .execute()
  return new Map(rows.map(({ signInName, personId }) => [signInName, personId]))
}
