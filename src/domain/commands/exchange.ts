import type { Transaction } from 'kysely'
import type { WeikeTables } from '../../platform/db/tables.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { appendEvent } from '../../platform/ledger/append.ts'
import type { RegisteredDevice } from '../devices/model.ts'
import { type DeviceRow, offerPassword, registeredForUpdate, takeOffered } from '../devices/service.ts'
import {
  atDeadline,
  executionPatience,
  histories,
  isDue,
  labelsOf,
  nextQn,
  type Patience,
  reads,
  stateAfter,
  type Word,
  wasAskedFor,
} from './decide.ts'
import { learn } from './learned.ts'
import type { CommandState } from './model.ts'
import { openSecret } from './secret.ts'
import {
  type CommandRow,
  commandForUpdate,
  lastQn,
  saveCommand,
  underWayForUpdate,
  unsettledPasswordForUpdate,
} from './store.ts'

/** A command that is on the disk as sent, with all that its frame needs. */
export interface Outgoing {
  command: CommandRow & { qn: string }
  device: RegisteredDevice
  /** Of `set-password`. */
  newPassword: string | null
  /** Of history and log, as the device names its periods. [epoch ms] */
  labels: { begin: number; end: number } | null
}

/** What a device said that may belong to a command. */
export interface Spoken {
  /** Empty: it named none. */
  qn: string
  cn: string
  /** [epoch ms] */
  dataTime: number | null
  word: Word
  /** Names and values of its CP, for questions. */
  told: Readonly<Record<string, string>>
}

type Trx = Transaction<WeikeTables>
const isUnderWay = (state: CommandState) => state === 'sent' || state === 'accepted' || state === 'executing'

/**
 * Makes durable that a command is being sent, so that whatever comes back finds it and a crash in between only sends it once
 * more. A new password is accepted from the device from here on, beside the old one.
 * @returns null when the command is finished, or another is under way with the device
 */
export async function beginSending(
  foundation: Foundation,
  patience: Patience,
  countyId: string,
  id: string,
): Promise<Outgoing | null> {
  const { db, clocks } = foundation
  return db.transaction().execute(async (trx) => {
    const command = await commandForUpdate(trx, countyId, id)
    if (command === undefined || (command.state !== 'queued' && !isUnderWay(command.state))) return null
    const other = await underWayForUpdate(trx, countyId, command.deviceId)
    if (other !== undefined && other.id !== id) return null
    const found = await registeredForUpdate(foundation, trx, countyId, command.deviceId)
    if (found === undefined) throw new Error(`command ${id} to a device that is not there`)
    const { row, device } = found
    const now = clocks.domain.now()
    // Sent again by itself it is the same request; sent anew it is another.
    const same = command.attempts > 0 ? command.qn : null
    const qn = same ?? nextQn(now, await lastQn(trx, countyId, command.deviceId))
    const newPassword = command.secretSealed === null ? null : openSecret(foundation, id, command.secretSealed)
    if (newPassword !== null && device.nextPassword !== newPassword) {
      await offerPassword(foundation, trx, row, newPassword)
    }
    const sent: Outgoing['command'] = {
      ...command,
      qn,
      state: 'sent',
      attempts: command.attempts + 1,
      sentAt: now,
      deadlineAt: clocks.wall.now() + patience.answerMs,
      version: command.version + 1,
    }
    await saveCommand(trx, sent)
    return { command: sent, device, newPassword, labels: labelsFor(sent, row) }
  })
}

function labelsFor(command: CommandRow, device: DeviceRow): { begin: number; end: number } | null {
  const { from, to } = command
  if (from === null || to === null) return null
  const resolution = histories.get(command.kind)
  // A log has no periods: its entries are of any instant.
  return resolution === undefined ? { begin: from, end: to } : labelsOf({ from, to }, resolution, device)
}

/** The connection was gone before the command could be handed to it: it waits for the device again. */
export async function takeBack(
  { db, clocks }: Foundation,
  patience: Patience,
  countyId: string,
  id: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const command = await commandForUpdate(trx, countyId, id)
    if (command?.state !== 'sent') return
    await saveCommand(trx, {
      ...waiting(command, clocks.wall.now() + patience.queuedMs),
      attempts: Math.max(0, command.attempts - 1),
    })
  })
}

function waiting(command: CommandRow, deadlineAt: number): CommandRow {
  return { ...command, state: 'queued', deadlineAt, version: command.version + 1 }
}

/**
 * Takes in what a device said: the command that is under way with it moves on, or nothing happens. What the device taught
 * (a password, an interval) is in force from the same moment.
 * @returns whether it was about a command
 */
export async function takeWord(
  foundation: Foundation,
  countyId: string,
  deviceId: string,
  spoken: Spoken,
): Promise<boolean> {
  const { db, clocks } = foundation
  return db.transaction().execute(async (trx) => {
    const command = await underWayForUpdate(trx, countyId, deviceId)
    if (command === undefined) return false
    const found = await registeredForUpdate(foundation, trx, countyId, deviceId)
    if (found === undefined || !isAnswerTo(command, found.row, spoken)) return false
    const state = stateAfter(command.state, spoken.word)
    if (state === null) return false
    const { word } = spoken
    const heard: CommandRow = {
      ...command,
      qnRtn: word.kind === 'answer' ? word.qnRtn : command.qnRtn,
      exeRtn: word.kind === 'result' ? word.exeRtn : command.exeRtn,
      answers: command.answers + (word.kind === 'data' ? 1 : 0),
      result: reads.has(command.kind) && word.kind === 'data' ? { ...command.result, ...spoken.told } : command.result,
      deadlineAt: clocks.wall.now() + executionPatience(command.kind),
    }
    if (isUnderWay(state)) await saveCommand(trx, { ...heard, ...moved(command, state) })
    else await end(foundation, trx, heard, state, found.row)
    return true
  })
}

function moved(command: CommandRow, state: CommandState): Pick<CommandRow, 'state' | 'version'> {
  return { state, version: state === command.state ? command.version : command.version + 1 }
}

/**
 * Does this belong to the command? By its request number first; data come under numbers of their own (history, log), or
 * under none (2005): then by what they are of (HJ 212-2017, annex C).
 */
export function isAnswerTo(command: CommandRow, device: DeviceRow, spoken: Spoken): boolean {
  if (spoken.word.kind !== 'data') return spoken.qn === command.qn || spoken.qn === ''
  if (spoken.cn !== command.cn) return false
  if (spoken.qn === command.qn || !histories.has(command.kind)) return true
  const labels = labelsFor(command, device)
  return labels !== null && spoken.dataTime !== null && wasAskedFor(spoken.dataTime, labels)
}

/** Does what is due about an open command whose deadline has passed. @returns `send-again` when that is left to the caller */
export async function passDeadline(
  foundation: Foundation,
  patience: Patience,
  countyId: string,
  id: string,
  isConnected: boolean,
): Promise<'send-again' | 'done'> {
  const { db, clocks } = foundation
  return db.transaction().execute(async (trx) => {
    const now = clocks.wall.now()
    const command = await commandForUpdate(trx, countyId, id)
    if (command === undefined || !isDue(command, now)) return 'done'
    if (command.state !== 'queued' && !isUnderWay(command.state)) return 'done'
    const due = atDeadline(command, isConnected, patience)
    if (due === 'send-again') return due
    if (due === 'wait-for-device') {
      await saveCommand(trx, waiting(command, now + patience.queuedMs))
      return 'done'
    }
    const found = await registeredForUpdate(foundation, trx, countyId, command.deviceId)
    if (found !== undefined) await end(foundation, trx, command, due === 'done' ? 'done' : 'timed-out', found.row)
    return 'done'
  })
}

/** The device does not know such a command: nothing was sent. */
export async function refuseUnsent(foundation: Foundation, countyId: string, id: string): Promise<void> {
  await foundation.db.transaction().execute(async (trx) => {
    const command = await commandForUpdate(trx, countyId, id)
    if (command?.state !== 'queued') return
    const found = await registeredForUpdate(foundation, trx, countyId, command.deviceId)
    if (found !== undefined) await end(foundation, trx, command, 'refused', found.row)
  })
}

/**
 * The device speaks under its new password: whatever became of the command that brought it, it was done.
 * @returns whether that was news
 */
export async function confirmPassword(foundation: Foundation, countyId: string, deviceId: string): Promise<boolean> {
  return foundation.db.transaction().execute(async (trx) => {
    const command = await unsettledPasswordForUpdate(trx, countyId, deviceId)
    const found = await registeredForUpdate(foundation, trx, countyId, deviceId)
    if (found === undefined || found.device.nextPassword === null) return false
    if (command === undefined) await takeOffered(trx, found.row)
    else await end(foundation, trx, command, 'done', found.row)
    return true
  })
}

/** Ends a command: what it taught of the device comes into force, and the ledger tells of both. */
async function end(
  foundation: Foundation,
  trx: Trx,
  command: CommandRow,
  state: CommandState,
  row: DeviceRow,
): Promise<void> {
  const now = foundation.clocks.domain.now()
  const ended: CommandRow = { ...command, ...moved(command, state), finishedAt: now, deadlineAt: null }
  // It is the device's own password now, or will be offered anew.
  await saveCommand(trx, state === 'done' ? { ...ended, secretSealed: null } : ended)
  const device = await learn(trx, ended, row)
  await appendEvent(trx, {
    countyId: command.countyId,
    id: foundation.ids.next(),
    kind: 'device.command-ended',
    schemaVersion: 1,
    subject: { type: 'device', id: row.id, version: device.version },
    actor: 'system:commander',
    actedAt: now,
    receivedAt: now,
    data: {
      commandId: command.id,
      kind: command.kind,
      cn: command.cn,
      cause: command.cause,
      state,
      attempts: command.attempts,
      qnRtn: ended.qnRtn,
      exeRtn: ended.exeRtn,
      answers: ended.answers,
      realtimeSeconds: device.settings.realtimeSeconds,
      minuteInterval: device.minuteInterval,
    },
  })
}
