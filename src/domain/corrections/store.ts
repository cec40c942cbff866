import { type Selectable, sql, type Transaction } from 'kysely'
import { z } from 'zod'
import type { CorrectionTable, WeikeTables } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import type { TimeCursor } from '../../platform/http/cursor.ts'
import type { Correction, CorrectionState, FindingState, QualityFinding } from './model.ts'

const storedChanges = z.array(
  z.object({
    end: z.number(),
    before: z.number().nullable(),
    after: z.number().nullable(),
    frames: z.array(z.number()),
  }),
)

function toCorrection(row: Selectable<CorrectionTable>): Correction {
  return { ...row, changes: storedChanges.parse(row.changes) }
}

export async function insertCorrection(db: Db, correction: Correction): Promise<void> {
  const { changes, ...row } = correction
  await db
    .insertInto('correction')
    .values({ ...row, changes: JSON.stringify(changes) })
    .execute()
}

export async function correctionById(db: Db, countyId: string, id: string): Promise<Correction | undefined> {
  const row = await db
    .selectFrom('correction')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toCorrection(row)
}

export async function correctionForUpdate(db: Db, countyId: string, id: string): Promise<Correction | undefined> {
  const row = await db
    .selectFrom('correction')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toCorrection(row)
}

export async function saveCorrection(
  db: Db,
  countyId: string,
  id: string,
  moved: Pick<Correction, 'state' | 'version' | 'decidedAt' | 'appliedAt'>,
): Promise<void> {
  await db.updateTable('correction').set(moved).where('countyId', '=', countyId).where('id', '=', id).execute()
}

/** The outbox: corrections that two people agreed on and that the readings do not have yet, oldest decision first. */
export async function correctionsToApply(db: Db, countyId: string): Promise<Correction[]> {
  const rows = await db
    .selectFrom('correction')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('state', '=', 'approved')
    .orderBy('decidedAt')
    .orderBy('id')
    .execute()
  return rows.map(toCorrection)
}

/** Does a correction for this finding wait for its second person, or for the readings? */
export async function hasOpenCorrection(db: Db, countyId: string, findingId: string): Promise<boolean> {
  const row = await db
    .selectFrom('correction')
    .select('id')
    .where('countyId', '=', countyId)
    .where('findingId', '=', findingId)
    .where('state', 'in', ['proposed', 'approved'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** What reached the readings of one factor of a device, latest decision first. */
export async function appliedCorrections(
  db: Db,
  countyId: string,
  of: Pick<Correction, 'deviceId' | 'factor' | 'resolution'>,
): Promise<Correction[]> {
  const rows = await db
    .selectFrom('correction')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('deviceId', '=', of.deviceId)
    .where('factor', '=', of.factor)
    .where('resolution', '=', of.resolution)
    .where('state', 'in', ['approved', 'applied'])
    .orderBy('decidedAt', 'desc')
    .execute()
  return rows.map(toCorrection)
}

/** Waiting ones come before all others: their instant counts as so much later. [ms] */
export const WAITING_FIRST_MS = 1e15

/** Where a correction stands in the list. [epoch ms, raised while it waits] */
export function placeInList(correction: Pick<Correction, 'state' | 'proposedAt'>): number {
  return correction.proposedAt + (correction.state === 'proposed' ? WAITING_FIRST_MS : 0)
}

/** Corrections, those that wait first, then latest proposal first. */
export async function listCorrections(
  db: Db,
  countyId: string,
  query: {
    state?: CorrectionState | undefined
    ids?: readonly string[] | undefined
    before?: TimeCursor | undefined
    limit: number
  },
): Promise<Correction[]> {
  const place = sql<number>`proposed_at + case when state = 'proposed' then ${WAITING_FIRST_MS}::bigint else 0 end`
  let select = db
    .selectFrom('correction')
    .selectAll()
    .where('countyId', '=', countyId)
    .orderBy(place, 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit)
  const { state, ids, before } = query
  if (state !== undefined) select = select.where('state', '=', state)
  if (ids !== undefined) select = select.where(sql<boolean>`id = any(${ids}::uuid[])`)
  if (before !== undefined) {
    select = select.where(sql<boolean>`(${place}, id) < (${before.at}::bigint, ${before.id}::uuid)`)
  }
  return (await select.execute()).map(toCorrection)
}

/** All corrections of a county just as they are stored, in pieces, for the verifier. */
export async function* correctionsAsStored(
  db: Db,
  countyId: string,
): AsyncGenerator<Omit<Correction, 'changes'> & { changes: unknown }> {
  const AT_ONCE = 500
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await db
      .selectFrom('correction')
      .selectAll()
      .where('countyId', '=', countyId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute()
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < AT_ONCE) return
    after = last.id
  }
}

/** Numbers of the frames that corrections rest on, those refused left out. */
export async function framesOfCorrections(db: Db, countyId: string): Promise<number[]> {
  const found = await sql<{ seq: number }>`
    select distinct frame::bigint as seq
    from weike.correction, jsonb_array_elements(changes) change, jsonb_array_elements_text(change -> 'frames') frame
    where county_id = ${countyId} and state <> 'refused' order by 1`.execute(db)
  return found.rows.map((row) => row.seq)
}

export async function findingById(db: Db, countyId: string, id: string): Promise<QualityFinding | undefined> {
  return db
    .selectFrom('qualityFinding')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function findingForUpdate(db: Db, countyId: string, id: string): Promise<QualityFinding | undefined> {
  return db
    .selectFrom('qualityFinding')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Findings of a state, latest period first; of some devices, a factor, a check only, when given. */
export async function listFindings(
  db: Db,
  countyId: string,
  query: {
    state: FindingState
    deviceIds?: readonly string[] | undefined
    factor?: string | undefined
    rule?: string | undefined
    before?: TimeCursor | undefined
    limit: number
  },
): Promise<QualityFinding[]> {
  let select = db
    .selectFrom('qualityFinding')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('state', '=', query.state)
    .orderBy('lastEnd', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit)
  const { before, deviceIds, factor, rule } = query
  if (deviceIds !== undefined) select = select.where(sql<boolean>`device_id = any(${deviceIds}::uuid[])`)
  if (factor !== undefined) select = select.where('factor', '=', factor)
  if (rule !== undefined) select = select.where('rule', '=', rule)
  if (before !== undefined) {
    select = select.where((eb) => eb(eb.refTuple('lastEnd', 'id'), '<', eb.tuple(before.at, before.id)))
  }
  return select.execute()
}

/** What findings of a state are about and which checks found them, each once, in the order of their codes. */
export async function kindsOfFindings(
  db: Db,
  countyId: string,
  state: FindingState,
): Promise<{ factors: string[]; rules: string[] }> {
  const rows = await db
    .selectFrom('qualityFinding')
    .select(['factor', 'rule'])
    .distinct()
    .where('countyId', '=', countyId)
    .where('state', '=', state)
    .execute()
  const each = (all: readonly string[]) => [...new Set(all)].sort()
  return { factors: each(rows.map((row) => row.factor)), rules: each(rows.map((row) => row.rule)) }
}

export async function countOpenFindings(db: Db, countyId: string): Promise<number> {
  const row = await db
    .selectFrom('qualityFinding')
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .where('countyId', '=', countyId)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  return row.open
}

/**
 * Open findings of devices that touch a span [epoch ms]. Whoever changes findings of the county holds its lock until the
 * transaction ends, so that two judgings of the same hours do not find the same thing twice.
 */
export async function openFindingsForUpdate(
  trx: Transaction<WeikeTables>,
  countyId: string,
  deviceIds: readonly string[],
  span: { from: number; to: number },
): Promise<QualityFinding[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`weike findings ${countyId}`}, 0))`.execute(trx)
  return trx
    .selectFrom('qualityFinding')
    .selectAll()
    .where('countyId', '=', countyId)
    .where(sql<boolean>`device_id = any(${deviceIds}::uuid[])`)
    .where('resolution', '=', 'hour')
    .where('state', '=', 'open')
    .where('lastEnd', '>=', span.from)
    .where('firstEnd', '<=', span.to)
    .orderBy('id')
    .forUpdate()
    .execute()
}

export async function insertFindings(db: Db, findings: readonly QualityFinding[]): Promise<void> {
  const AT_ONCE = 1_000
  for (let first = 0; first < findings.length; first += AT_ONCE) {
    await db
      .insertInto('qualityFinding')
      .values(findings.slice(first, first + AT_ONCE))
      .execute()
  }
}

export async function saveFinding(db: Db, finding: QualityFinding): Promise<void> {
  const { countyId, id, ...changed } = finding
  await db.updateTable('qualityFinding').set(changed).where('countyId', '=', countyId).where('id', '=', id).execute()
}
