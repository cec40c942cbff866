import type { Selectable } from 'kysely'
import type { ApprovalTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'

export type Approval = Selectable<ApprovalTable>

export async function insertProposal(
  db: Db,
  proposal: Pick<
    Approval,
    | 'countyId'
    | 'id'
    | 'act'
    | 'subjectType'
    | 'subjectId'
    | 'subjectVersion'
    | 'proposerId'
    | 'proposerSession'
    | 'proposedAt'
  >,
): Promise<void> {
  await db.insertInto('approval').values(proposal).execute()
}

export async function openProposal(
  db: Db,
  countyId: string,
  act: string,
  subjectId: string,
): Promise<Approval | undefined> {
  return db
    .selectFrom('approval')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('act', '=', act)
    .where('subjectId', '=', subjectId)
    .where('decision', 'is', null)
    .executeTakeFirst()
}

export async function saveDecision(
  db: Db,
  countyId: string,
  id: string,
  decision: Pick<Approval, 'approverId' | 'approverSession' | 'decidedAt' | 'decision' | 'reasonId'>,
): Promise<void> {
  await db.updateTable('approval').set(decision).where('countyId', '=', countyId).where('id', '=', id).execute()
}

export async function approvalsOf(db: Db, countyId: string, subjectId: string): Promise<Approval[]> {
  return db
    .selectFrom('approval')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('subjectId', '=', subjectId)
    .orderBy('proposedAt')
    .execute()
}

/** The approvals about several subjects, oldest first. */
export async function approvalsAbout(db: Db, countyId: string, subjectIds: readonly string[]): Promise<Approval[]> {
  if (subjectIds.length === 0) return []
  return db
    .selectFrom('approval')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('subjectId', 'in', subjectIds)
    .orderBy('proposedAt')
    .execute()
}
