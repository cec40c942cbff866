import { type Selectable, sql } from 'kysely'
import { containing } from '../../platform/db/like.ts'
import type { TaskTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import type { TimeCursor } from '../../platform/http/cursor.ts'
import type { Task } from './model.ts'

export type TaskRow = Task & {
  instructionId: string | null
  checkInLonWgs84: number | null
  checkInLatWgs84: number | null
  checkInAccuracyM: number | null
}

function toTask(row: Selectable<TaskTable>): TaskRow {
  const { kind: _kind, ...task } = row
  return task
}

export async function insertTask(db: Db, task: TaskRow): Promise<void> {
  await db
    .insertInto('task')
    .values({ ...task, kind: 'verification' })
    .execute()
}

export async function saveTask(db: Db, task: TaskRow): Promise<void> {
  const { countyId, id, ...changed } = task
  await db.updateTable('task').set(changed).where('countyId', '=', countyId).where('id', '=', id).execute()
}

export async function taskById(db: Db, countyId: string, id: string): Promise<TaskRow | undefined> {
  const row = await db
    .selectFrom('task')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toTask(row)
}

export async function taskForUpdate(db: Db, countyId: string, id: string): Promise<TaskRow | undefined> {
  const row = await db
    .selectFrom('task')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toTask(row)
}

/** Tasks, newest first; a sight narrows to what names the person or belongs to the unit. */
export async function listTasks(
  db: Db,
  countyId: string,
  query: {
    sight: { personId: string; unitId: string | null } | 'county'
    open?: boolean | undefined
    alertId?: string | undefined
    ids?: readonly string[] | undefined
    /** Part of the number or the instruction. */
    text?: string | undefined
    before?: TimeCursor | undefined
    limit: number
  },
): Promise<TaskRow[]> {
  let select = db
    .selectFrom('task')
    .selectAll()
    .where('countyId', '=', countyId)
    .orderBy('sentAt', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit)
  const { sight, open, before, alertId, ids, text } = query
  if (open === true) select = select.where('state', '<>', 'done')
  if (open === false) select = select.where('state', '=', 'done')
  if (alertId !== undefined) select = select.where('alertId', '=', alertId)
  if (ids !== undefined) select = select.where(sql<boolean>`id = any(${ids}::uuid[])`)
  if (text !== undefined) {
    select = select.where((eb) =>
      eb.or([
        eb('number', 'ilike', containing(text)),
        eb.exists(
          eb
            .selectFrom('payload')
            .select('payload.id')
            .whereRef('payload.countyId', '=', 'task.countyId')
            .whereRef('payload.id', '=', 'task.instructionId')
            .where('payload.contentText', 'ilike', containing(text)),
        ),
      ]),
    )
  }
  if (before !== undefined) {
    select = select.where((eb) => eb(eb.refTuple('sentAt', 'id'), '<', eb.tuple(before.at, before.id)))
  }
  if (sight !== 'county') {
    select = select.where((eb) =>
      eb.or([
        eb('assigneeId', '=', sight.personId),
        ...(sight.unitId === null ? [] : [eb('unitId', '=', sight.unitId)]),
      ]),
    )
  }
  return (await select.execute()).map(toTask)
}
