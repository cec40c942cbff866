import { asJson } from '../../platform/acts/json.ts'
import { type ActRequest, type Performing, performAct } from '../../platform/acts/perform.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { cutPage, readCursor } from '../../platform/http/cursor.ts'
import type { JsonValue } from '../../platform/ledger/model.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, allowToSee, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import type { RegisteredDevice } from '../devices/model.ts'
import { deviceOr404, devicesOf, deviceToSee } from '../devices/service.ts'
import { namesOf } from '../people/service.ts'
import { usualPatience } from './decide.ts'
import { checked, formOf, unsent, type WantedCommand } from './form.ts'
import { type CommandState, openCommandStates } from './model.ts'
import { sealSecret } from './secret.ts'
import {
  type CommandRow,
  commandForUpdate,
  commandsBecause,
  commandsOf,
  insertCommand,
  openCommands,
  saveCommand,
} from './store.ts'

type Envelope = Pick<ActRequest, 'actId' | 'actedAt'>

export interface MovedCommand {
  [key: string]: JsonValue
  id: string
  state: CommandState
  version: number
}

/** A device that asks for the time again and again is told it once a minute. [ms] */
const TIME_TOLD_AGAIN_MS = 60_000

/** Asks something of a device. The id of the act becomes the id of the command. */
export async function commandDevice(
  foundation: Foundation,
  principal: Principal,
  act: Envelope,
  deviceId: string,
  wanted: WantedCommand,
): Promise<MovedCommand> {
  const { countyId } = principal
  await deviceToSee(foundation, principal, deviceId)
  allow(principal, 'command-device', countyScope(countyId))
  const form = formOf(wanted.kind)
  // A new password is no part of what is remembered of the act.
  const { password, ...told } = checked(form, wanted)
  const request = {
    countyId,
    ...act,
    kind: 'command-device',
    actor: actorOf(principal),
    input: asJson({ deviceId, ...told }),
  }
  return performAct<MovedCommand>(foundation, request, async ({ trx, receivedAt, record }) => {
    const device = await deviceOr404(trx, countyId, deviceId)
    // What a feed brings is not asked for over HJ 212.
    if (device.kind === 'feed') throw new Problem('wrong-state')
    const { edition } = device.settings
    if (edition !== 'auto' && !form.editions.includes(edition))
      throw new Problem('invalid-input', { params: { what: 'kind' } })
    const command: CommandRow = {
      ...unsent(foundation, usualPatience, countyId, deviceId, form, receivedAt),
      ...told,
      id: act.actId,
      cause: 'person',
      requestedBy: principal.kind === 'person' ? principal.personId : '',
      secretSealed: password === null ? null : sealSecret(foundation, act.actId, password),
    }
    await insertCommand(trx, command)
    await record({
      kind: 'device.commanded',
      subject: { type: 'device', id: deviceId, version: device.version },
      data: asJson({ commandId: command.id, cn: form.cn, ...told }),
    })
    return { id: command.id, state: command.state, version: command.version }
  })
}

/**
 * Gives up a command that is not finished. What the device makes of it, if it has it, is not waited for.
 * @throws Problem `not-found`, `not-allowed`, `version-conflict`, `wrong-state`
 */
export async function cancelCommand(
  foundation: Foundation,
  principal: Principal,
  act: Envelope & { expects: number },
  id: string,
): Promise<MovedCommand> {
  return actOnCommand(foundation, principal, act, id, 'cancelled', openCommandStates, (command, receivedAt) => ({
    ...command,
    state: 'cancelled',
    finishedAt: receivedAt,
    deadlineAt: null,
  }))
}

/**
 * Sends a command again that came to nothing, as a new exchange.
 * @throws Problem `not-found`, `not-allowed`, `version-conflict`, `wrong-state`
 */
export async function resendCommand(
  foundation: Foundation,
  principal: Principal,
  act: Envelope & { expects: number },
  id: string,
): Promise<MovedCommand> {
  const from = ['refused', 'failed', 'timed-out', 'cancelled'] as const
  return actOnCommand(foundation, principal, act, id, 'resent', from, (command) => ({
    ...command,
    state: 'queued',
    attempts: 0,
    sentAt: null,
    finishedAt: null,
    deadlineAt: foundation.clocks.wall.now() + usualPatience.queuedMs,
    qnRtn: null,
    exeRtn: null,
    answers: 0,
    result: null,
  }))
}

async function actOnCommand(
  foundation: Foundation,
  principal: Principal,
  act: Envelope & { expects: number },
  id: string,
  name: 'cancelled' | 'resent',
  from: readonly CommandState[],
  change: (command: CommandRow, receivedAt: number) => CommandRow,
): Promise<MovedCommand> {
  const { countyId } = principal
  const { expects, ...envelope } = act
  const request = {
    countyId,
    ...envelope,
    kind: `command-${name}`,
    actor: actorOf(principal),
    input: { id, expects },
  }
  return performAct<MovedCommand>(foundation, request, async (performing: Performing) => {
    const { trx, receivedAt, record } = performing
    allowToSee(principal, 'read-devices', countyScope(countyId), { type: 'command', id })
    const command = await commandForUpdate(trx, countyId, id)
    if (command === undefined) throw new Problem('not-found', { params: { type: 'command', id } })
    allow(principal, 'command-device', countyScope(countyId))
    if (command.version !== expects) throw new Problem('version-conflict', { params: { version: command.version } })
    if (!from.includes(command.state)) throw new Problem('wrong-state', { params: { state: command.state } })
    const next = { ...change(command, receivedAt), version: command.version + 1 }
    await saveCommand(trx, next)
    await record({
      kind: `command.${name}`,
      subject: { type: 'command', id, version: next.version },
      data: { deviceId: command.deviceId, kind: command.kind, cn: command.cn, from: command.state },
    })
    return { id, state: next.state, version: next.version }
  })
}

/** The commands to a device, newest first, with who asked for each. @throws Problem `not-found`, `invalid-input` (cursor) */
export async function pageOfCommands(
  foundation: Foundation,
  principal: Principal,
  deviceId: string,
  query: { open?: boolean | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: (CommandRow & { requester: string })[]; next: string | null }> {
  const { countyId } = principal
  const { db } = foundation
  await deviceToSee(foundation, principal, deviceId)
  const { open, cursor, limit } = query
  const before = readCursor(cursor)
  const [rows, names] = await Promise.all([
    commandsOf(db, countyId, deviceId, { open, before, limit: limit + 1 }),
    namesOf(db, countyId),
  ])
  const page = cutPage(rows, limit, (row) => ({ at: row.createdAt, id: row.id }))
  return { items: page.items.map((row) => ({ ...row, requester: names.get(row.requestedBy) ?? '' })), next: page.next }
}

/** The device asked for the time (1013): it is told, unless that is on its way already. @returns whether a command was queued */
export async function answerTimeAsked(foundation: Foundation, device: RegisteredDevice): Promise<boolean> {
  const { countyId, id: deviceId } = device
  const { db, clocks } = foundation
  const now = clocks.domain.now()
  const isOpen = (await openCommands(db, countyId)).some((one) => one.deviceId === deviceId && one.kind === 'set-time')
  if (isOpen) return false
  const told = await commandsBecause(db, countyId, deviceId, 'time-asked', now - TIME_TOLD_AGAIN_MS)
  if (told.length > 0) return false
  const command = unsent(foundation, usualPatience, countyId, deviceId, formOf('set-time'), now)
  await insertCommand(db, { ...command, cause: 'time-asked' })
  return true
}

export interface WaitingCommand extends CommandRow {
  mn: string
}

/** What is not finished in a county, each with the MN of its device: what is under way first, then in its order. */
export async function waitingCommands({ db }: Pick<Foundation, 'db'>, countyId: string): Promise<WaitingCommand[]> {
  const open = await openCommands(db, countyId)
  if (open.length === 0) return []
  const mnOf = new Map((await devicesOf(db, countyId)).map((device) => [device.id, device.mn]))
  return open.flatMap((command) => {
    const mn = mnOf.get(command.deviceId)
    return mn === undefined ? [] : [{ ...command, mn }]
  })
}

export { checksToJudge, type DeviceCheck, markJudged } from './checks.ts'
export { isDue, usualPatience } from './decide.ts'
export { disturbancesIn } from './disturbances.ts'
export {
  beginSending,
  confirmPassword,
  type Outgoing,
  passDeadline,
  refuseUnsent,
  type Spoken,
  takeBack,
  takeWord,
} from './exchange.ts'
export { createRecall, type Recall, type RecallSettings, usualRecall } from './recall.ts'
export type { CommandRow }
