import { isDue, type Outgoing, type Spoken, type WaitingCommand } from '../../domain/commands/service.ts'
import type { RegisteredDevice } from '../../domain/devices/model.ts'
import type { Clock } from '../../platform/clock.ts'
import { ailmentOf } from '../../platform/db/ailment.ts'
import type { Hj212Message } from '../../protocols/hj212/message.ts'
import { commandFrame, type Voice, voiceAfter } from './command-frames.ts'
import type { Registry } from './registry.ts'
import { spokenIn } from './spoken.ts'

/** What becomes of commands in the database; see domain/commands. Each is durable when it resolves. */
export interface Exchange {
  counties(): Promise<readonly string[]>
  /** Commands that are not finished: what is under way first, then in the order in which they were asked for. */
  open(countyId: string): Promise<readonly WaitingCommand[]>
  begin(countyId: string, id: string): Promise<Outgoing | null>
  takeBack(countyId: string, id: string): Promise<void>
  refuse(countyId: string, id: string): Promise<void>
  takeWord(countyId: string, deviceId: string, spoken: Spoken): Promise<boolean>
  passDeadline(countyId: string, id: string, isConnected: boolean): Promise<'send-again' | 'done'>
  confirmPassword(countyId: string, deviceId: string): Promise<boolean>
  answerTimeAsked(device: RegisteredDevice): Promise<boolean>
}

export interface CommanderParts {
  exchange: Exchange
  registry: Pick<Registry, 'send' | 'since'>
  clocks: { domain: Clock; wall: Clock }
  /** Does the work, and again after the time it asks for [ms], never twice at once and never before this returns. */
  loop(work: () => Promise<number>): { wake(): void; stop(): Promise<void> }
  /** A password of the device is not what it was: nothing older of it is to be believed. */
  deviceChanged(mn: string): void
  /** Something about the commands of a county is new to look at. */
  moved(countyId: string): void
  log(line: string): void
}

/** Sends what is asked of devices and understands what they answer. */
export interface Commander {
  /** A device said something, and it is durable. To be called in the order in which it was said. */
  heard(device: RegisteredDevice, message: Hj212Message): void
  /** A device asked for the time (1013) and has its 9013. */
  timeAsked(device: RegisteredDevice): void
  /** There may be something to send, or to leave alone. */
  wake(): void
  /** Ends after what is under way. Commands that wait for an answer go on at the next start. */
  stop(): Promise<void>
}

/** Looked at again at the latest after so long: what another process asked for is found by then. [ms] */
const LOOK_AGAIN_MS = 60_000
/** Words that wait while the database is away; hardly more come then, because frames are not durable either. */
const MOST_WAITING = 10_000
/** A word that cannot be taken in so often is put aside: the frame that it came in is kept, and others wait behind it. */
const TRIES = 5
/** How often a county is looked at in a row. */
const MOST_PASSES = 5
/** QnRtn: the password of the request is wrong. */
const PASSWORD_WRONG = 3

interface Waiting {
  device: RegisteredDevice
  /** Null: the device asked for the time. */
  message: Hj212Message | null
  tries: number
}

/**
 * One exchange at a time with each device. The database is what counts: a command is durable as sent before its frame leaves,
 * and after a crash it goes on by its deadline. In memory is only what tells which of thousands of frames may be an answer.
 */
export function createCommander(parts: CommanderParts): Commander {
  const { exchange, registry, clocks } = parts
  /** How each device speaks, as heard since the start; who was not heard is not sent anything. */
  const voices = new Map<string, Voice>()
  /** CN of the command under way with a device, by the device's id; null until the database was read once. */
  let underWay: Map<string, string> | null = null
  /** Devices that something waits for. */
  let awaited: ReadonlySet<string> = new Set()
  const inbox: Waiting[] = []
  let isOverfull = false
  const movedIn = new Set<string>()

  /** Connected, and heard, so that it is known how to speak to it. */
  const isThere = (mn: string) => registry.since(mn) !== null && voices.has(mn)

  function isWorthALook(device: RegisteredDevice, message: Hj212Message): boolean {
    if (underWay === null || /^901[1-3]$/.test(message.cn)) return true
    return isUnderNewPassword(device, message) || underWay.get(device.id) === message.cn
  }

  function put(device: RegisteredDevice, message: Hj212Message | null): void {
    if (inbox.length < MOST_WAITING) inbox.push({ device, message, tries: 0 })
    else if (!isOverfull) parts.log('hj212: too much waits to be understood; what devices answer is left out for now')
    isOverfull = inbox.length >= MOST_WAITING
    loop.wake()
  }

  async function understand(): Promise<void> {
    for (let next = inbox[0]; next !== undefined; next = inbox[0]) {
      try {
        if (await takeIn(next)) movedIn.add(next.device.countyId)
      } catch (error) {
        // That the database ails is no fault of the word.
        if (ailmentOf(error) === null) next.tries += 1
        if (next.tries < TRIES) throw error
        parts.log(`hj212: a word of ${next.device.mn} could not be taken in: ${String(error)}`)
      }
      inbox.shift()
    }
  }

  async function takeIn({ device, message }: Waiting): Promise<boolean> {
    if (message === null) return exchange.answerTimeAsked(device)
    const { countyId, id, mn } = device
    const spoken = spokenIn(message)
    const isTaken = spoken !== null && (await exchange.takeWord(countyId, id, spoken))
    const isConfirmed = isNewPasswordProof(device, message, spoken) && (await exchange.confirmPassword(countyId, id))
    if (isConfirmed || (isTaken && device.nextPassword !== null)) parts.deviceChanged(mn)
    return isTaken || isConfirmed
  }

  /** @returns whether anything came of it */
  async function send({ countyId, id, deviceId, mn, cn }: WaitingCommand): Promise<boolean> {
    const voice = voices.get(mn)
    if (voice === undefined || !isThere(mn)) return false
    const outgoing = await exchange.begin(countyId, id)
    if (outgoing === null) return false
    if (outgoing.newPassword !== null) parts.deviceChanged(mn)
    const frame = commandFrame(outgoing, voice, clocks.domain.now())
    // Before the frame leaves: the answer may be here before anything else is done.
    underWay?.set(deviceId, cn)
    if (frame !== null && registry.send(mn, frame)) return true
    await exchange.takeBack(countyId, id)
    // The connection broke this very moment: the device's next word brings it up again.
    if (frame !== null) return false
    await exchange.refuse(countyId, id)
    parts.log(`hj212: ${mn} cannot be asked for ${outgoing.command.kind} (CN ${cn}) in the edition that it speaks`)
    return true
  }

  async function attend(command: WaitingCommand, isNext: boolean): Promise<boolean> {
    if (!isDue(command, clocks.wall.now())) return isNext && command.state === 'queued' && send(command)
    const left = await exchange.passDeadline(command.countyId, command.id, isThere(command.mn))
    return left === 'done' || send(command)
  }

  /** Once more as long as something moves: what has ended makes room for the next. */
  async function lookAt(countyId: string): Promise<readonly WaitingCommand[]> {
    for (let pass = 1; ; pass += 1) {
      const open = await exchange.open(countyId)
      const attended = new Set<string>()
      let isMoved = false
      for (const command of pass <= MOST_PASSES ? open : []) {
        if (await attend(command, !attended.has(command.deviceId))) isMoved = true
        attended.add(command.deviceId)
      }
      if (!isMoved) return open
      movedIn.add(countyId)
    }
  }

  async function work(): Promise<number> {
    try {
      await understand()
      const open: WaitingCommand[] = []
      for (const countyId of await exchange.counties()) open.push(...(await lookAt(countyId)))
      underWay = new Map(open.flatMap((one) => (one.state === 'queued' ? [] : [[one.deviceId, one.cn] as const])))
      awaited = new Set(open.flatMap((one) => (one.state === 'queued' ? [one.deviceId] : [])))
      const next = Math.min(...open.map((one) => one.deadlineAt ?? Number.POSITIVE_INFINITY))
      return Math.min(LOOK_AGAIN_MS, Math.max(0, next - clocks.wall.now()))
    } finally {
      for (const countyId of movedIn) parts.moved(countyId)
      movedIn.clear()
    }
  }

  const loop = parts.loop(work)
  return {
    heard(device, message) {
      const before = voices.get(device.mn)
      voices.set(device.mn, voiceAfter(before, message))
      if (isWorthALook(device, message)) put(device, message)
      // Something may wait for a device that was not there.
      else if (awaited.has(device.id) && underWay?.has(device.id) !== true) loop.wake()
    },
    timeAsked: (device) => put(device, null),
    wake: () => loop.wake(),
    stop: () => loop.stop(),
  }
}

function isUnderNewPassword(device: RegisteredDevice, message: Hj212Message): boolean {
  return device.nextPassword !== null && message.pw === device.nextPassword
}

/** Does the message prove that the device has taken its new password? Unless it says in the same breath that it refuses it. */
function isNewPasswordProof(device: RegisteredDevice, message: Hj212Message, spoken: Spoken | null): boolean {
  if (!isUnderNewPassword(device, message)) return false
  return spoken?.word.kind !== 'answer' || spoken.word.qnRtn === 1 || spoken.word.qnRtn === PASSWORD_WRONG
}
