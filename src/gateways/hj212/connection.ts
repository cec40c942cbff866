import type { Socket } from 'node:net'
import type { RegisteredDevice } from '../../domain/devices/model.ts'
import type { IncomingFrame } from '../../domain/readings/model.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Timers } from '../../platform/live/timers.ts'
import { answerOwed } from '../../protocols/hj212/answers.ts'
import { formatFrame } from '../../protocols/hj212/format.ts'
import { createFramer, type FrameFound } from '../../protocols/hj212/frame.ts'
import { readFrame, receive } from './reception.ts'

export interface ConnectionParts {
  /** Makes a frame durable; resolves after the commit. */
  add(frame: IncomingFrame): Promise<unknown>
  findDevice(mn: string): Promise<RegisteredDevice | undefined>
  /** County whose quarantine takes what unknown devices send. */
  countyId: string
  domain: Clock
  timers: Timers
  settings: GatewaySettings
  count(what: GatewayCounter, by: number): void
  log(line: string): void
}

export interface GatewaySettings {
  /** A connection that says nothing for so long is closed; loggers reconnect. [ms] */
  idleMs: number
  /** What may be half a frame is decided after so long without the rest: some loggers send no CR LF. [ms] */
  flushMs: number
  /** Frames of one connection on their way to the disk; more are left in the kernel's buffer until some are done. */
  maxPending: number
}

export const defaultGatewaySettings: GatewaySettings = {
  idleMs: 30 * 60_000,
  flushMs: 2_000,
  maxPending: 256,
}

export type GatewayCounter = 'frames' | 'garbage' | 'answers' | 'failures'

/**
 * One device on its socket: bytes → frames → durable → answer. Answers go out in the order of the frames, each only after
 * its frame is durable; a frame that could not be made durable is not answered and the connection is closed, so that the
 * logger sends it again.
 */
export function serveConnection(socket: Socket, parts: ConnectionParts): void {
  const framer = createFramer()
  let pending = 0
  let inOrder: Promise<void> = Promise.resolve()

  socket.setNoDelay(true)
  socket.setTimeout(parts.settings.idleMs, () => socket.destroy())
  socket.on('error', () => socket.destroy())
  let callOffFlush = () => {}
  socket.on('close', () => callOffFlush())
  socket.on('data', (chunk: Buffer) => {
    callOffFlush()
    take(framer.push(chunk))
    callOffFlush =
      framer.pending() > 0 ? parts.timers.after(parts.settings.flushMs, () => take(framer.flush())) : () => {}
  })
  socket.on('end', () => {
    take(framer.flush())
    void inOrder.then(() => socket.end())
  })

  function take(events: ReturnType<typeof framer.push>): void {
    for (const event of events) {
      if (event.kind === 'garbage') {
        parts.count('garbage', event.bytes.length)
        continue
      }
      parts.count('frames', 1)
      pending += 1
      const durable = makeDurable(event)
      // Its turn to be answered may come long after it failed; until then nobody else would hear of it.
      durable.catch(() => undefined)
      inOrder = inOrder.then(() => answerAfter(durable))
    }
    if (pending >= parts.settings.maxPending) socket.pause()
  }

  /** Frames are handed over in the order in which they came: of two about the same period the later one corrects. */
  let handedOver: Promise<unknown> = Promise.resolve()

  async function makeDurable(frame: FrameFound): Promise<Buffer | null> {
    const read = readFrame(frame)
    const turn = handedOver.then(async () => {
      const device = read.message === null ? undefined : await parts.findDevice(read.message.mn)
      const incoming = receive(read, device, parts.countyId, parts.domain.now())
      return { incoming, durable: parts.add(incoming) }
    })
    handedOver = turn.catch(() => undefined)
    const { incoming, durable } = await turn
    await durable
    if (incoming.disposition === 'bad-crc' || read.message === null) return null
    const answer = answerOwed(read.message)
    return answer === null ? null : formatFrame(answer)
  }

  async function answerAfter(durable: Promise<Buffer | null>): Promise<void> {
    try {
      const answer = await durable
      if (answer !== null && socket.writable) {
        // One commit answers many frames of a busy logger; they leave in one packet.
        if (socket.writableCorked === 0) {
          socket.cork()
          process.nextTick(() => socket.uncork())
        }
        socket.write(answer)
        parts.count('answers', 1)
      }
    } catch (error) {
      parts.count('failures', 1)
      // Once for a connection: what else was on its way fails for the same reason.
      if (!socket.destroyed) {
        parts.log(`hj212: a frame from ${socket.remoteAddress ?? 'a device'} could not be stored: ${String(error)}`)
      }
      socket.destroy()
    } finally {
      pending -= 1
      if (pending < parts.settings.maxPending && socket.isPaused() && !socket.destroyed) socket.resume()
    }
  }
}
