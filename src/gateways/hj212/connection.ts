import type { Socket } from 'node:net'
import type { RegisteredDevice } from '../../domain/devices/model.ts'
import type { IncomingFrame } from '../../domain/readings/model.ts'
import type { RulesOf } from '../../domain/readings/service.ts'
import type { Clock } from '../../platform/clock.ts'
import type { IdMaker } from '../../platform/identity.ts'
import { commandOf } from '../../protocols/hj212/commands.ts'
import { createFramer, type FrameEvent } from '../../protocols/hj212/frame.ts'
import { createAnswering } from './answering.ts'
import type { Consequences } from './consequences.ts'
import type { Budget, GatewayLimits, Pace, Refusal } from './limits.ts'
import { type ReadFrame, type Reception, readFrame, receive } from './reception.ts'
import type { GatewayRegistry, Line } from './registry.ts'

/** What all connections of a gateway share. */
export interface ConnectionParts {
  /** Makes a frame durable; resolves after the commit. */
  add(frame: IncomingFrame): Promise<{ result: 'stored' | 'duplicate' }>
  devices: {
    /** What is known without asking; null: it is nobody's; undefined: `find` tells. */
    known(mn: string): RegisteredDevice | null | undefined
    find(mn: string): Promise<RegisteredDevice | undefined>
  }
  /** County whose quarantine takes what unknown devices send. */
  countyId: string
  ids: IdMaker
  domain: Clock
  rulesOf?: RulesOf | undefined
  limits: GatewayLimits
  registry: Pick<GatewayRegistry, 'spoke' | 'left'>
  consequences: Pick<Consequences, 'received' | 'garbled'>
  pace: Pick<Pace, 'keeps'>
  budget: Pick<Budget, 'take' | 'give' | 'wait'>
  refuse(what: Refusal, address: string): void
  count(what: GatewayCounter, by: number): void
  /** A frame is durable. */
  stored(): void
  /** A frame could not be made durable. */
  failed(error: unknown): void
}

export type GatewayCounter = 'frames' | 'garbage' | 'answers' | 'failures'

/** One device, or a forwarder of several, on its socket. */
export interface Connection extends Line {
  /** A second has passed. Time on connections is counted and never read from a clock, which may jump. */
  second(): void
  /** Reads no more, lets what came become durable and answered, then closes. */
  finish(): Promise<void>
}

/** Why nothing is read from a connection for a while; what it sends waits in the network meanwhile. */
type Hold = 'pending' | 'rate' | 'budget' | 'answers' | 'closing'

/** Answers of one connection that the device has not taken; then nothing more is read from it. [bytes] */
const MOST_UNREAD = 65_536

/** Some loggers send no line end: what looks whole counts as whole after so long without more. [s] */
const FLUSH_SECONDS = 2
const LOOKS_WHOLE = /(?<!CP=)&&[0-9A-F]{0,4}(?:\*\*)?\r?$/i
const TAIL_BYTES = 16

/** Longest MN that a registered device may have. */
const MOST_MN = 40

/** A frame on its way, in the order in which it came. */
interface Underway {
  bytes: number
  state: 'handed-over' | 'stored' | 'duplicate' | 'failed'
  /** Null: nobody could say whose it is. */
  reception: Reception | null
  error: unknown
}

/**
 * Bytes → frames → durable → answer. Answers go out in the order of the frames, each only after its frame is durable; a frame
 * that could not be made durable is not answered and the connection is closed, so that the logger sends it again.
 * @param address of the peer; a socket forgets it when it closes
 */
export function serveConnection(socket: Socket, address: string, parts: ConnectionParts): Connection {
  const { limits } = parts
  const framer = createFramer({ maxBuffer: limits.frameBytes })
  const { answerTo } = createAnswering()
  const speakers = new Map<string, RegisteredDevice>()
  const holds = new Set<Hold>()
  let tail = ''
  /** Frames that nobody has said yet whose they are, and frames that are not durable or not answered yet. */
  const unknown: ReadFrame[] = []
  const underway: Underway[] = []
  let isAsking = false
  const onceAnswered: (() => void)[] = []
  /** Answers and commands that leave together. */
  let outgoing: Buffer[] = []
  let framesThisSecond = 0
  let hasSentFrame = false
  const seconds = { quiet: 0, sinceFrame: 0, half: 0, unread: 0 }

  const line: Line = {
    send(bytes) {
      if (!socket.writable) return false
      write(bytes)
      return true
    },
    crowdOut: () => close('too-many-of-device'),
  }

  socket.setNoDelay(true)
  socket.setKeepAlive(true, 60_000)
  socket.on('error', () => socket.destroy())
  socket.on('close', () => parts.registry.left(line))
  socket.on('drain', () => {
    seconds.unread = 0
    release('answers')
  })
  socket.on('data', (chunk: Buffer) => {
    seconds.quiet = 0
    const events = framer.push(chunk)
    if (events.length > 0 || framer.pending() === 0) seconds.half = 0
    tail =
      framer.pending() === 0 ? '' : `${tail}${chunk.toString('latin1', chunk.length - TAIL_BYTES)}`.slice(-TAIL_BYTES)
    take(events)
  })
  socket.on('end', () => {
    take(framer.flush())
    whenAnswered(() => socket.end())
  })

  function hold(why: Hold): void {
    holds.add(why)
    socket.pause()
  }

  function release(why: Hold): void {
    if (holds.delete(why) && holds.size === 0 && !socket.destroyed) socket.resume()
  }

  /** Closes after what came has been answered; an unread answer is not waited for. */
  function close(why: Refusal): void {
    if (holds.has('closing') || socket.destroyed) return
    parts.refuse(why, address)
    hold('closing')
    if (why === 'unread-answers') socket.destroy()
    else whenAnswered(() => socket.destroySoon())
  }

  function take(events: readonly FrameEvent[]): void {
    let hasRoom = true
    for (const event of events) {
      if (event.kind === 'garbage') {
        parts.count('garbage', event.bytes.length)
        if (event.reason !== 'blank') parts.consequences.garbled(soleSpeaker(), event.reason)
        continue
      }
      const read = readFrame(event)
      framesThisSecond += 1
      if (read.message !== null) {
        hasSentFrame = true
        seconds.sinceFrame = 0
      }
      hasRoom = parts.budget.take(event.bytes.length)
      takeFrame(read)
    }
    if (pending() >= limits.pendingFramesPerConnection) hold('pending')
    if (!hasRoom && !holds.has('budget')) {
      hold('budget')
      parts.budget.wait(() => release('budget'))
    }
    if (framesThisSecond > limits.framesPerSecondPerConnection) slowDown()
  }

  function slowDown(): void {
    if (holds.has('rate')) return
    parts.refuse('too-fast', address)
    hold('rate')
  }

  function takeFrame(read: ReadFrame): void {
    parts.count('frames', 1)
    unknown.push(read)
    handOver()
  }

  /** Frames are handed over in the order in which they came: of two about the same period the later one corrects. */
  function handOver(): void {
    while (!isAsking) {
      const read = unknown[0]
      if (read === undefined) return
      const mn = mnOf(read)
      const device = mn === '' ? null : parts.devices.known(mn)
      if (device === undefined) void ask(mn)
      else makeDurable(mn, device)
    }
  }

  async function ask(mn: string): Promise<void> {
    isAsking = true
    try {
      const device = await parts.devices.find(mn)
      makeDurable(mn, device ?? null)
    } catch (error) {
      giveUp(error)
    }
    isAsking = false
    handOver()
  }

  /** The first of the frames that wait will not be durable; its device sends it again. */
  function giveUp(error: unknown): void {
    const bytes = unknown.shift()?.frame.bytes.length ?? 0
    underway.push({ bytes, state: 'failed', reception: null, error })
    conclude()
  }

  /** Hands over the first of the frames that wait. */
  function makeDurable(mn: string, device: RegisteredDevice | null): void {
    const read = unknown[0]
    if (read === undefined) return
    const reception = receive(read, {
      device: device ?? undefined,
      isOwnLine: speakers.has(mn),
      listenerCountyId: parts.countyId,
      now: parts.domain.now(),
      ids: parts.ids,
      replays: null,
      rulesOf: parts.rulesOf,
    })
    if (reception.speaker !== null) {
      speakers.set(mn, reception.speaker)
      // Only what is proved to be a device's own counts for it: nobody else can slow it down.
      if (!parts.pace.keeps(mn)) slowDown()
    }
    const one: Underway = { bytes: read.frame.bytes.length, state: 'handed-over', reception, error: null }
    unknown.shift()
    underway.push(one)
    parts.add(reception.incoming).then(
      ({ result }) => {
        one.state = result
        parts.stored()
        conclude()
      },
      (error) => {
        one.state = 'failed'
        one.error = error
        conclude()
      },
    )
  }

  /** Under whom a frame is looked for: its MN, of an answer without one (2005) the only device that speaks here. */
  function mnOf({ message }: ReadFrame): string {
    if (message === null) return ''
    const { mn, cn, edition } = message
    if (mn === '') return commandOf(cn, edition)?.kind === 'answer' ? (soleSpeaker()?.mn ?? '') : ''
    return mn.length <= MOST_MN && !mn.includes('\0') ? mn : ''
  }

  function soleSpeaker(): RegisteredDevice | null {
    if (speakers.size !== 1) return null
    const [only] = speakers.values()
    return only ?? null
  }

  const pending = () => unknown.length + underway.length

  function whenAnswered(then: () => void): void {
    const last = () => {
      flush()
      then()
    }
    if (pending() === 0) last()
    else onceAnswered.push(last)
  }

  /** Answers, in their order, those that are durable. */
  function conclude(): void {
    for (let next = underway[0]; next !== undefined && next.state !== 'handed-over'; next = underway[0]) {
      underway.shift()
      if (next.state === 'failed' || next.reception === null) fail(next.error)
      else answer(next.reception, next.state === 'duplicate')
      parts.budget.give(next.bytes)
    }
    if (pending() < limits.pendingFramesPerConnection) release('pending')
    if (pending() === 0) for (const then of onceAnswered.splice(0)) then()
  }

  function answer(reception: Reception, isDuplicate: boolean): void {
    const { message, speaker, isSound } = reception
    try {
      // What was still on its way on a connection that closes makes no other one of the device the oldest.
      if (speaker !== null && !socket.destroyed && !holds.has('closing')) parts.registry.spoke(speaker, line)
      const bytes = isSound && message !== null ? answerTo(message, speaker?.settings) : null
      if (bytes !== null && socket.writable) {
        write(bytes)
        parts.count('answers', 1)
      }
      parts.consequences.received(reception, isDuplicate)
    } catch (error) {
      fail(error)
    }
  }

  function fail(error: unknown): void {
    parts.count('failures', 1)
    parts.failed(error)
    socket.destroy()
  }

  /** One commit answers many frames of a busy logger; they leave in one packet. */
  function write(bytes: Buffer): void {
    if (outgoing.length === 0) process.nextTick(flush)
    outgoing.push(bytes)
  }

  function flush(): void {
    if (outgoing.length === 0) return
    const bytes = outgoing.length === 1 ? outgoing[0] : Buffer.concat(outgoing)
    outgoing = []
    if (bytes === undefined || !socket.writable) return
    socket.write(bytes)
    if (socket.writableLength > MOST_UNREAD) hold('answers')
  }

  function judgeHalfFrame(): void {
    const isLate = seconds.half >= limits.halfFrameSeconds
    if (!isLate && !(seconds.quiet >= FLUSH_SECONDS && LOOKS_WHOLE.test(tail))) return
    const events = framer.flush()
    take(events)
    if (isLate && !events.some(({ kind }) => kind === 'frame')) close('half-frame')
  }

  return {
    ...line,
    second() {
      framesThisSecond = 0
      release('rate')
      if (holds.has('answers')) {
        seconds.unread += 1
        if (seconds.unread >= limits.unreadAnswersSeconds) close('unread-answers')
      }
      // It is not the device's doing that nothing comes while nothing is read.
      if (holds.size > 0 || socket.destroyed) return
      seconds.quiet += 1
      seconds.sinceFrame += 1
      seconds.half = framer.pending() > 0 ? seconds.half + 1 : 0
      if (framer.pending() > 0) judgeHalfFrame()
      if (seconds.sinceFrame >= (hasSentFrame ? limits.idleSeconds : limits.firstFrameSeconds)) {
        close(hasSentFrame ? 'idle' : 'no-frame')
      }
    },
    async finish() {
      hold('closing')
      await new Promise<void>(whenAnswered)
      socket.destroySoon()
    },
  }
}
