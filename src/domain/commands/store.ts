import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import type { DeviceCommandTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import type { TimeCursor } from '../../platform/http/cursor.ts'
import { keepCheck } from './checks.ts'
import { type CommandCause, type CommandKind, type CommandState, commandKinds, openCommandStates } from './model.ts'

/** What a command asks for; the instants of a span [epoch ms]. */
export interface CommandParams {
  kind: CommandKind
  from: number | null
  to: number | null
  factor: string | null
  value: number | null
}

export interface CommandRow extends CommandParams {
  countyId: string
  id: string
  deviceId: string
  cn: string
  cause: CommandCause
  /** Id of the person; empty: a program, the console, or Weike itself. */
  requestedBy: string
  /** A new password on its way to the device. */
  secretSealed: Buffer | null
  state: CommandState
  /** How often it was sent since it was queued. */
  attempts: number
  /** Request number it was sent under last; the same however often it is sent again by itself. */
  qn: string | null
  /** Domain clock, as the following. [epoch ms] */
  createdAt: number
  sentAt: number | null
  finishedAt: number | null
  /** When to do something about it, if nothing comes before. Wall clock: an answer takes its time however fast a demo runs. [epoch ms] */
  deadlineAt: number | null
  qnRtn: number | null
  exeRtn: number | null
  answers: number
  result: Readonly<Record<string, string>> | null
  /** Counts the changes of state, not the answers. */
  version: number
}

const storedParams = z.object({
  kind: z.enum(commandKinds),
  from: z.number().nullable(),
  to: z.number().nullable(),
  factor: z.string().nullable(),
  value: z.number().nullable(),
})
const storedResult = z.record(z.string(), z.string()).nullable()

function toCommand({ params, result, ...row }: Selectable<DeviceCommandTable>): CommandRow {
  return { ...row, ...storedParams.parse(params), result: storedResult.parse(result) }
}

function toRow(command: CommandRow) {
  const { kind, from, to, factor, value, result, ...row } = command
  return {
    ...row,
    params: JSON.stringify({ kind, from, to, factor, value }),
    result: result === null ? null : JSON.stringify(result),
  }
}

export async function insertCommand(db: Db, command: CommandRow): Promise<void> {
  await db.insertInto('deviceCommand').values(toRow(command)).execute()
}

/** Saves what became of a command, and with it the span in which it disturbs the readings of its device. */
export async function saveCommand(db: Db, command: CommandRow): Promise<void> {
  const { countyId, id, ...changed } = toRow(command)
  await db.updateTable('deviceCommand').set(changed).where('countyId', '=', countyId).where('id', '=', id).execute()
  await keepCheck(db, command)
}

export async function commandForUpdate(db: Db, countyId: string, id: string): Promise<CommandRow | undefined> {
  const row = await db
    .selectFrom('deviceCommand')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toCommand(row)
}

/** The one command that is under way with a device. */
export async function underWayForUpdate(db: Db, countyId: string, deviceId: string): Promise<CommandRow | undefined> {
  const row = await db
    .selectFrom('deviceCommand')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('deviceId', '=', deviceId)
    .where('state', 'in', ['sent', 'accepted', 'executing'])
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toCommand(row)
}

/** The newest command that brought a device a new password and of which it is not known whether the device took it. */
export async function unsettledPasswordForUpdate(
  db: Db,
  countyId: string,
  deviceId: string,
): Promise<CommandRow | undefined> {
  const row = await db
    .selectFrom('deviceCommand')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('deviceId', '=', deviceId)
    .where('cn', '=', '1072')
    .where('sentAt', 'is not', null)
    .where((eb) =>
      eb.or([
        eb('state', 'in', ['sent', 'accepted', 'executing', 'timed-out', 'cancelled']),
        // The old password is wrong: perhaps because the new one was taken already.
        eb.and([eb('state', '=', 'refused'), eb('qnRtn', '=', 3)]),
      ]),
    )
    .orderBy('sentAt', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toCommand(row)
}

/** Commands of a county that are not finished: what is under way first, then in the order in which they were asked for. */
export async function openCommands(db: Db, countyId: string): Promise<CommandRow[]> {
  const rows = await db
    .selectFrom('deviceCommand')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('state', 'in', [...openCommandStates])
    .orderBy((eb) => eb.case().when('state', '=', 'queued').then(1).else(0).end())
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map(toCommand)
}

/** Commands to a device, newest first. */
export async function commandsOf(
  db: Db,
  countyId: string,
  deviceId: string,
  query: { open?: boolean | undefined; before?: TimeCursor | undefined; limit: number },
): Promise<CommandRow[]> {
  let select = db
    .selectFrom('deviceCommand')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('deviceId', '=', deviceId)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit)
  const { open, before } = query
  if (open !== undefined) select = select.where('state', open ? 'in' : 'not in', [...openCommandStates])
  if (before !== undefined) {
    select = select.where((eb) => eb(eb.refTuple('createdAt', 'id'), '<', eb.tuple(before.at, before.id)))
  }
  return (await select.execute()).map(toCommand)
}

/** Commands that one cause brought a device since an instant [epoch ms], oldest first. */
export async function commandsBecause(
  db: Db,
  countyId: string,
  deviceId: string,
  cause: CommandCause,
  since: number,
): Promise<CommandRow[]> {
  const rows = await db
    .selectFrom('deviceCommand')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('deviceId', '=', deviceId)
    .where('cause', '=', cause)
    .where('createdAt', '>=', since)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map(toCommand)
}

/** The greatest request number that a device was ever sent, if any. */
export async function lastQn(db: Db, countyId: string, deviceId: string): Promise<string | null> {
  const row = await db
    .selectFrom('deviceCommand')
    .select(sql<string | null>`max(qn)`.as('qn'))
    .where('countyId', '=', countyId)
    .where('deviceId', '=', deviceId)
    .executeTakeFirst()
  return row?.qn ?? null
}
