import { sql } from 'kysely'
import type { Db } from '../../platform/foundation.ts'
import type { CommandState } from './model.ts'

/** The command that checks a device with zero or span gas. */
const CHECK = '3011'

/** A zero or span check, from when the device was told until it said that it was done, or until it was given up. [epoch ms] */
export interface DeviceCheck {
  commandId: string
  /** Request number of the exchange. */
  qn: string
  deviceId: string
  /** As the device knows it; null: all factors. */
  factor: string | null
  fromAt: number
  /** Null: under way. */
  untilAt: number | null
  /** False: the device took back that it would. */
  accepted: boolean
  /** Counts the changes of the span. */
  version: number
}

/** What a command says of the span of its check. */
interface CheckingCommand {
  countyId: string
  id: string
  deviceId: string
  cn: string
  factor: string | null
  state: CommandState
  qn: string | null
  sentAt: number | null
  finishedAt: number | null
  qnRtn: number | null
}

/** Keeps the span of a check as its command says by now; of any other command, and of one that no device accepted, nothing. */
export async function keepCheck(db: Db, command: CheckingCommand): Promise<void> {
  const { countyId, id: commandId, cn, qn, deviceId, factor, sentAt, finishedAt, qnRtn, state } = command
  if (cn !== CHECK || qn === null || sentAt === null) return
  const isAccepted = qnRtn === 1 || state === 'done'
  const span = { fromAt: sentAt, untilAt: finishedAt, accepted: isAccepted }
  if (isAccepted) {
    await db
      .insertInto('deviceCheck')
      .values({ countyId, commandId, qn, deviceId, factor, ...span, version: 0, judgedVersion: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  await db
    .updateTable('deviceCheck')
    .set((eb) => ({ ...span, version: eb('version', '+', 1) }))
    .where('countyId', '=', countyId)
    .where('commandId', '=', commandId)
    .where('qn', '=', qn)
    .where(
      sql<boolean>`version = 0 or (from_at, until_at, accepted) is distinct from (${sentAt}, ${finishedAt}::bigint, ${isAccepted})`,
    )
    .execute()
}

const columns = ['commandId', 'qn', 'deviceId', 'factor', 'fromAt', 'untilAt', 'accepted', 'version'] as const

/** The checks that devices of a county accepted and that touch a span, oldest first. [epoch ms] */
export async function checksWithin(db: Db, countyId: string, from: number, to: number): Promise<DeviceCheck[]> {
  return db
    .selectFrom('deviceCheck')
    .select(columns)
    .where('countyId', '=', countyId)
    .where('accepted', '=', true)
    .where('fromAt', '<=', to)
    .where((eb) => eb.or([eb('untilAt', 'is', null), eb('untilAt', '>=', from)]))
    .orderBy('fromAt')
    .execute()
}

/** The checks whose span has begun, ended or gone since readings were judged by it, oldest first. */
export async function checksToJudge(db: Db, countyId: string): Promise<DeviceCheck[]> {
  return db
    .selectFrom('deviceCheck')
    .select(columns)
    .where('countyId', '=', countyId)
    .whereRef('judgedVersion', '<', 'version')
    .orderBy('fromAt')
    .execute()
}

/** Readings were judged by this version of the span of a check. */
export async function markJudged(db: Db, countyId: string, { commandId, qn, version }: DeviceCheck): Promise<void> {
  await db
    .updateTable('deviceCheck')
    .set({ judgedVersion: version })
    .where('countyId', '=', countyId)
    .where('commandId', '=', commandId)
    .where('qn', '=', qn)
    .where('judgedVersion', '<', version)
    .execute()
}
