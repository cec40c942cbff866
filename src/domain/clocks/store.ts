import type { Selectable, Transaction } from 'kysely'
import type { ClockPauseTable, ClockTable, WeikeTables } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import { calendars, clockKinds, type DeadlineClock, type LadderStep } from './model.ts'

export async function insertClock(db: Db, countyId: string, clock: DeadlineClock): Promise<void> {
  await db
    .insertInto('clock')
    .values({
      countyId,
      id: clock.id,
      subjectType: clock.subjectType,
      subjectId: clock.subjectId,
      kind: clock.kind,
      startAt: clock.startAt,
      durationMs: clock.durationMs,
      calendar: clock.calendar,
      stoppedAt: null,
    })
    .execute()
}

export async function stopClocksOf(db: Db, countyId: string, subjectId: string, at: number): Promise<void> {
  await db
    .updateTable('clock')
    .set({ stoppedAt: at })
    .where('countyId', '=', countyId)
    .where('subjectId', '=', subjectId)
    .where('stoppedAt', 'is', null)
    .execute()
}

export async function clocksOf(db: Db, countyId: string, subjectIds: readonly string[]): Promise<DeadlineClock[]> {
  if (subjectIds.length === 0) return []
  const rows = await db
    .selectFrom('clock')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('subjectId', 'in', subjectIds)
    .orderBy('startAt')
    .execute()
  return withPauses(db, countyId, rows)
}

export async function runningClocks(db: Db, countyId: string): Promise<DeadlineClock[]> {
  const rows = await db
    .selectFrom('clock')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('stoppedAt', 'is', null)
    .execute()
  return withPauses(db, countyId, rows)
}

async function withPauses(db: Db, countyId: string, rows: Selectable<ClockTable>[]): Promise<DeadlineClock[]> {
  if (rows.length === 0) return []
  const pauses: Selectable<ClockPauseTable>[] = await db
    .selectFrom('clockPause')
    .selectAll()
    .where('countyId', '=', countyId)
    .where(
      'clockId',
      'in',
      rows.map((row) => row.id),
    )
    .execute()
  return rows.map((row) => ({
    ...row,
    kind: oneOf(clockKinds, row.kind),
    calendar: oneOf(calendars, row.calendar),
    pauses: pauses.filter((pause) => pause.clockId === row.id).map((pause) => ({ from: pause.fromAt, to: pause.toAt })),
  }))
}

function oneOf<T extends string>(known: readonly T[], value: string): T {
  const found = known.find((one) => one === value)
  if (found === undefined) throw new Error(`a clock of unknown kind or calendar: ${value}`)
  return found
}

export async function ladderOf(db: Db, countyId: string): Promise<LadderStep[]> {
  const rows = await db.selectFrom('ladderStep').selectAll().where('countyId', '=', countyId).execute()
  return rows.map((row) => ({
    ...row,
    clockKind: oneOf(clockKinds, row.clockKind),
    action: oneOf(['remind', 'urge', 'supervise'] as const, row.action),
    audience: oneOf(['rectifier', 'dispatcher', 'leader'] as const, row.audience),
  }))
}

export async function insertLadder(db: Db, countyId: string, steps: readonly LadderStep[]): Promise<void> {
  if (steps.length === 0) return
  await db
    .insertInto('ladderStep')
    .values(steps.map((step) => ({ countyId, ...step })))
    .execute()
}

/** Which steps of these clocks were done already, as `clockId/stepId`. */
export async function firedSteps(db: Db, countyId: string, clockIds: readonly string[]): Promise<Set<string>> {
  if (clockIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('ladderFired')
    .select(['clockId', 'stepId'])
    .where('countyId', '=', countyId)
    .where('clockId', 'in', clockIds)
    .execute()
  return new Set(rows.map((row) => `${row.clockId}/${row.stepId}`))
}

/** Does a clock run, and will it until the transaction ends? Waits for whoever is stopping it. */
export async function stillRuns(trx: Transaction<WeikeTables>, countyId: string, id: string): Promise<boolean> {
  const row = await trx
    .selectFrom('clock')
    .select('stoppedAt')
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst()
  return row !== undefined && row.stoppedAt === null
}

/** Notes that a step was done; false when somebody else was first. */
export async function noteFired(
  db: Db,
  countyId: string,
  clockId: string,
  stepId: string,
  at: number,
): Promise<boolean> {
  const row = await db
    .insertInto('ladderFired')
    .values({ countyId, clockId, stepId, firedAt: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('stepId')
    .executeTakeFirst()
  return row !== undefined
}
