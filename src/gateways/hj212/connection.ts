import type { Socket } from 'node:net'
import type { RegisteredDevice } from '../../domain/devices/model.ts'
import type { IncomingFrame } from '../../domain/readings/model.ts'
import type { Clock } from '../../platform/clock.ts'
import type { IdMaker } from '../../platform/identity.ts'
import { commandOf } from '../../protocols/hj212/commands.ts'
import { createFramer, type FrameEvent, type FrameFound } from '../../protocols/hj212/frame.ts'
import { createAnswering } from './answering.ts'
import type { Consequences } from './consequences.ts'
import type { Budget, GatewayLimits, Pace, Refusal } from './limits.ts'
import { type ReadFrame, type Reception, readFrame, receive } from './reception.ts'
import type { GatewayRegistry, Line } from './registry.ts'

/** What all connections of a gateway share. */
export interface ConnectionParts {
  /** Makes a frame durable; resolves after the commit. */
  add(frame: IncomingFrame): Promise<{ result: 'stored' | 'duplicate' }>
  findDevice(mn: string): Promise<RegisteredDevice | undefined>
  /** County whose quarantine takes what unknown devices send. */
  countyId: string
  ids: IdMaker
  domain: Clock
  limits: GatewayLimits
  registry: Pick<GatewayRegistry, 'spoke' | 'left'>
  consequences: Pick<Consequences, 'received' | 'garbled'>
  pace: Pick<Pace, 'keeps'>
  budget: Pick<Budget, 'take' | 'give' | 'wait'>
  refuse(what: Refusal, address: string): void
  count(what: GatewayCounter, by: number): void
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
  let pending = 0
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
    void inOrder.then(() => socket.end())
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
    else void inOrder.then(() => socket.destroySoon())
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
      takeFrame(event, read)
    }
    if (pending >= limits.pendingFramesPerConnection) hold('pending')
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

  function takeFrame(frame: FrameFound, read: ReadFrame): void {
    parts.count('frames', 1)
    pending += 1
    const durable = makeDurable(read)
    // Its turn to be answered may come long after it failed; until then nobody else would hear of it.
    durable.catch(() => undefined)
    inOrder = inOrder.then(() => conclude(durable)).then(() => done(frame.bytes.length))
  }

  /** Frames are handed over in the order in which they came: of two about the same period the later one corrects. */
  let handedOver: Promise<unknown> = Promise.resolve()
  let inOrder: Promise<void> = Promise.resolve()

  async function makeDurable(read: ReadFrame): Promise<{ reception: Reception; isDuplicate: boolean }> {
    const turn = handedOver.then(async () => {
      const mn = mnOf(read)
      const device = mn === '' ? undefined : await parts.findDevice(mn)
      const reception = receive(read, {
        device,
        isOwnLine: speakers.has(mn),
        listenerCountyId: parts.countyId,
        now: parts.domain.now(),
        ids: parts.ids,
        replays: null,
      })
      if (reception.speaker !== null) {
        speakers.set(mn, reception.speaker)
        // Only what is proved to be a device's own counts for it: nobody else can slow it down.
        if (!parts.pace.keeps(mn)) slowDown()
      }
      return { reception, durable: parts.add(reception.incoming) }
    })
    handedOver = turn.catch(() => undefined)
    const { reception, durable } = await turn
    const { result } = await durable
    return { reception, isDuplicate: result === 'duplicate' }
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

  async function conclude(durable: Promise<{ reception: Reception; isDuplicate: boolean }>): Promise<void> {
    try {
      const { reception, isDuplicate } = await durable
      const { message, speaker, isSound } = reception
      // What was still on its way on a connection that closes makes no other one of the device the oldest.
      if (speaker !== null && !socket.destroyed && !holds.has('closing')) parts.registry.spoke(speaker, line)
      const answer = isSound && message !== null ? answerTo(message, speaker?.settings) : null
      if (answer !== null && socket.writable) {
        write(answer)
        parts.count('answers', 1)
      }
      parts.consequences.received(reception, isDuplicate)
    } catch (error) {
      parts.count('failures', 1)
      parts.failed(error)
      socket.destroy()
    }
  }

  function done(bytes: number): void {
    pending -= 1
    parts.budget.give(bytes)
    if (pending < limits.pendingFramesPerConnection) release('pending')
  }

  /** One commit answers many frames of a busy logger; they leave in one packet. */
  function write(bytes: Buffer): void {
    if (socket.writableCorked === 0) {
      socket.cork()
      process.nextTick(() => socket.uncork())
    }
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
      await inOrder
      socket.destroySoon()
    },
  }
}
