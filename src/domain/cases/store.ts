import { type Selectable, sql } from 'kysely'
import { containing } from '../../platform/db/like.ts'
import type { CasePartTable, ProblemCaseTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import type { TimeCursor } from '../../platform/http/cursor.ts'
import type { CasePart, CaseState, ProblemCase } from './model.ts'

function toCase(row: Selectable<ProblemCaseTable>, parts: readonly Selectable<CasePartTable>[]): ProblemCase {
  return {
    ...row,
    parts: parts
      .filter((part) => part.caseId === row.id)
      .map(({ id, part, personId, unitId, state, since }) => ({ id, part, personId, unitId, state, since })),
  }
}

async function withParts(db: Db, countyId: string, rows: Selectable<ProblemCaseTable>[]): Promise<ProblemCase[]> {
  if (rows.length === 0) return []
  const parts = await db
    .selectFrom('casePart')
    .selectAll()
    .where('countyId', '=', countyId)
    .where(
      'caseId',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('since')
    .orderBy('id')
    .execute()
  return rows.map((row) => toCase(row, parts))
}

export async function insertCase(db: Db, problemCase: ProblemCase): Promise<void> {
  const { parts, ...row } = problemCase
  await db.insertInto('problemCase').values(row).execute()
  await saveParts(db, problemCase.countyId, problemCase.id, parts)
}

/** Inserts new parts and changes the state of known ones. */
export async function saveParts(db: Db, countyId: string, caseId: string, parts: readonly CasePart[]): Promise<void> {
  if (parts.length === 0) return
  await db
    .insertInto('casePart')
    .values(parts.map((part) => ({ countyId, caseId, ...part })))
    .onConflict((conflict) =>
      conflict.columns(['countyId', 'id']).doUpdateSet((eb) => ({
        state: eb.ref('excluded.state'),
        since: eb.ref('excluded.since'),
      })),
    )
    .execute()
}

export async function saveMove(
  db: Db,
  countyId: string,
  id: string,
  move: { state: CaseState; version: number; changedAt: number },
): Promise<void> {
  await db.updateTable('problemCase').set(move).where('countyId', '=', countyId).where('id', '=', id).execute()
}

export async function caseById(db: Db, countyId: string, id: string): Promise<ProblemCase | undefined> {
  const rows = await db
    .selectFrom('problemCase')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .execute()
  return (await withParts(db, countyId, rows))[0]
}

export async function caseForUpdate(db: Db, countyId: string, id: string): Promise<ProblemCase | undefined> {
  const rows = await db
    .selectFrom('problemCase')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .execute()
  return (await withParts(db, countyId, rows))[0]
}

/** What a list is narrowed to: by whom it may be seen. Null members do not narrow. */
export interface Sight {
  regionPath: string | null
  unitId: string | null
  personId: string | null
}

/** Cases, latest change first, narrowed in the database to what the caller may see. */
export async function listCases(
  db: Db,
  countyId: string,
  query: {
    sight: Sight | 'county'
    open?: boolean | undefined
    state?: CaseState | undefined
    alertId?: string | undefined
    ids?: readonly string[] | undefined
    /** Part of the number or the title. */
    text?: string | undefined
    before?: TimeCursor | undefined
    limit: number
  },
): Promise<ProblemCase[]> {
  let select = db
    .selectFrom('problemCase')
    .selectAll()
    .where('problemCase.countyId', '=', countyId)
    .orderBy('changedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit)
  const { sight, open, state, before, alertId, ids, text } = query
  if (open === true) select = select.where('state', '<>', 'closed')
  if (open === false) select = select.where('state', '=', 'closed')
  if (state !== undefined) select = select.where('state', '=', state)
  if (alertId !== undefined) select = select.where('alertId', '=', alertId)
  if (ids !== undefined) select = select.where(sql<boolean>`problem_case.id = any(${ids}::uuid[])`)
  if (text !== undefined) {
    select = select.where((eb) =>
      eb.or([
        eb('number', 'ilike', containing(text)),
        eb.exists(
          eb
            .selectFrom('payload')
            .select('payload.id')
            .whereRef('payload.countyId', '=', 'problemCase.countyId')
            .whereRef('payload.id', '=', 'problemCase.titleId')
            .where('payload.contentText', 'ilike', containing(text)),
        ),
      ]),
    )
  }
  if (before !== undefined) {
    select = select.where((eb) => eb(eb.refTuple('changedAt', 'id'), '<', eb.tuple(before.at, before.id)))
  }
  if (sight !== 'county') {
    select = select.where((eb) => {
      const own = eb
        .selectFrom('casePart')
        .select('casePart.id')
        .whereRef('casePart.countyId', '=', 'problemCase.countyId')
        .whereRef('casePart.caseId', '=', 'problemCase.id')
        .where((part) =>
          part.or([
            part('casePart.personId', '=', sight.personId),
            ...(sight.unitId === null ? [] : [part('casePart.unitId', '=', sight.unitId)]),
          ]),
        )
      const within = eb
        .selectFrom('region')
        .select('region.id')
        .whereRef('region.countyId', '=', 'problemCase.countyId')
        .whereRef('region.id', '=', 'problemCase.regionId')
        .where((region) => region(region.fn('starts_with', ['region.path', region.val(sight.regionPath)]), '=', true))
      return sight.regionPath === null ? eb.exists(own) : eb.or([eb.exists(own), eb.exists(within)])
    })
  }
  return withParts(db, countyId, await select.execute())
}

/** Cases that changed since, in which somebody has a part, or that their unit is to mend, or that came of some alerts or tasks. */
export async function idsConcerning(
  db: Db,
  countyId: string,
  of: { personId: string; unitId: string | null; alertIds: readonly string[]; taskIds: readonly string[] },
  since: number,
): Promise<string[]> {
  const { personId, unitId, alertIds, taskIds } = of
  const rows = await db
    .selectFrom('problemCase')
    .select('id')
    .where('countyId', '=', countyId)
    .where('changedAt', '>=', since)
    .where(
      sql<boolean>`(alert_id = any(${alertIds}::uuid[]) or task_id = any(${taskIds}::uuid[]) or exists (
        select 1 from case_part p where p.county_id = problem_case.county_id and p.case_id = problem_case.id
          and (p.person_id = ${personId} or (p.unit_id = ${unitId}::uuid and p.part in ('main', 'assisting')))))`,
    )
    .execute()
  return rows.map(({ id }) => id)
}

export async function linksOf(
  db: Db,
  countyId: string,
  caseId: string,
): Promise<{ kind: string; caseId: string; number: string }[]> {
  return db
    .selectFrom('caseLink')
    .innerJoin('problemCase', (join) =>
      join.onRef('problemCase.countyId', '=', 'caseLink.countyId').onRef('problemCase.id', '=', 'caseLink.otherCaseId'),
    )
    .select(['caseLink.kind', 'caseLink.otherCaseId as caseId', 'problemCase.number'])
    .where('caseLink.countyId', '=', countyId)
    .where('caseLink.caseId', '=', caseId)
    .execute()
}

/** All cases of a county with their parts, in pieces, for the verifier. */
export async function* casesAsStored(db: Db, countyId: string): AsyncGenerator<ProblemCase> {
  const AT_ONCE = 500
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await db
      .selectFrom('problemCase')
      .selectAll()
      .where('countyId', '=', countyId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute()
    yield* await withParts(db, countyId, rows)
    const last = rows.at(-1)
    if (last === undefined || rows.length < AT_ONCE) return
    after = last.id
  }
}
