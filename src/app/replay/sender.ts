import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Clock } from '../../platform/clock.ts'
import { requestAnswer } from '../../protocols/hj212/answers.ts'
import { commandOf } from '../../protocols/hj212/commands.ts'
import { formatFrame } from '../../protocols/hj212/format.ts'
import { createFramer } from '../../protocols/hj212/frame.ts'
import type { Hj212Message } from '../../protocols/hj212/message.ts'
import { parseSegment } from '../../protocols/hj212/segment.ts'
import { hourFrame, type ReplayedDevice, requestNumber } from './frame.ts'
import type { StationHour } from './hours.ts'

export interface SendSettings {
  to: { host: string; port: number }
  /** Frames on their way at once. */
  window: number
  /** How many times faster than the data's own time; null: as fast as it is answered. */
  speed: number | null
  /** How long nothing of what is owed may be answered before it is given up. [ms] */
  patienceMs: number
}

export interface SendCounts {
  /** Hours that were sent at least once. */
  hours: number
  values: number
  /** Frames on the wire, those that were sent again included. */
  frames: number
  answered: number
  resent: number
  connections: number
  /** End of the newest hour that was answered. [epoch ms] */
  answeredUntil: number | null
  /** Was everything sent and answered? */
  complete: boolean
}

/** An answer that takes longer got lost: the line is opened anew, and what is owed sent again. [ms] */
const OVERTIME_MS = 10_000
/** Between two attempts at a connection, doubled each time. [ms] */
const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 1_000

interface Sending {
  hour: StationHour
  sentAt: number
}

/**
 * Sends hours as a logger does: several on their way at once, each until its 9014 has come. When the line breaks it is opened
 * anew, and what was not answered is sent again first, the same data with a new QN.
 * @param onAnswer called with each answer
 * @returns when all are answered, or when patience has run out: then fewer are answered than were sent
 * @throws what reading the hours throws
 */
export async function sendHours(
  hours: AsyncIterable<StationHour>,
  device: ReplayedDevice,
  settings: SendSettings,
  wall: Clock,
  onAnswer: (counts: SendCounts) => void = () => {},
): Promise<SendCounts> {
  const counts: SendCounts = {
    hours: 0,
    values: 0,
    frames: 0,
    answered: 0,
    resent: 0,
    connections: 0,
    answeredUntil: null,
    complete: false,
  }
  const source = hours[Symbol.asyncIterator]()
  /** By QN, oldest first. */
  const owed = new Map<string, Sending>()
  let again: StationHour[] = []
  let held: StationHour | undefined
  let isRead = false
  /** Since when something has been waited for in vain; null: nothing is. */
  let waitingSince: number | null = wall.now()
  let began: { wall: number; data: number } | undefined
  const bell = createBell()

  const isDone = () => isRead && held === undefined && again.length === 0 && owed.size === 0
  const hasPatience = () => waitingSince === null || wall.now() - waitingSince < settings.patienceMs

  async function nextHour(): Promise<StationHour | undefined> {
    const first = again.shift() ?? held
    if (first !== undefined) {
      if (first === held) held = undefined
      return first
    }
    if (isRead) return undefined
    const next = await source.next()
    if (next.done !== true) return next.value
    isRead = true
    return undefined
  }

  /** How long an hour is still to wait, at the speed asked for. [ms] */
  function dueIn(hour: StationHour): number {
    if (settings.speed === null) return 0
    began ??= { wall: wall.now(), data: hour.hourEnd }
    return Math.ceil(began.wall + (hour.hourEnd - began.data) / settings.speed - wall.now())
  }

  function send(socket: Socket, hour: StationHour, isAgain: boolean): void {
    const qn = requestNumber(hour.hourEnd, counts.frames)
    counts.frames += 1
    if (isAgain) counts.resent += 1
    else {
      counts.hours += 1
      counts.values += hour.values.size
    }
    owed.set(qn, { hour, sentAt: wall.now() })
    waitingSince ??= wall.now()
    socket.write(hourFrame(device, hour, qn))
  }

  function hear(socket: Socket, message: Hj212Message): void {
    const sending = message.cn === '9014' ? owed.get(message.qn) : undefined
    if (sending !== undefined) {
      owed.delete(message.qn)
      counts.answered += 1
      counts.answeredUntil = Math.max(counts.answeredUntil ?? sending.hour.hourEnd, sending.hour.hourEnd)
      waitingSince = owed.size === 0 ? null : wall.now()
      onAnswer(counts)
      bell.ring()
    } else if (message.needsAnswer && commandOf(message.cn, message.edition)?.kind === 'request') {
      // A replay has nothing but its file: whatever else is asked of it is refused, so that nobody waits.
      socket.write(formatFrame(requestAnswer(message, 2)))
    }
  }

  /** Keeps a line busy until all is done, the line is down, or patience has run out. */
  async function work(socket: Socket): Promise<void> {
    const framer = createFramer()
    socket.on('data', (chunk: Buffer) => {
      for (const event of framer.push(chunk)) {
        const parsed = event.kind === 'frame' ? parseSegment(event.segment) : null
        if (parsed?.ok === true) hear(socket, parsed.message)
      }
    })
    socket.on('close', () => bell.ring())
    while (!socket.destroyed && hasPatience()) {
      let pauseMs = OVERTIME_MS
      while (!socket.destroyed && owed.size < settings.window) {
        const isAgain = again.length > 0
        const hour = await nextHour()
        if (hour === undefined) break
        const waitMs = isAgain ? 0 : dueIn(hour)
        if (waitMs > 0) {
          held = hour
          pauseMs = waitMs
          break
        }
        send(socket, hour, isAgain)
      }
      // A line that went down meanwhile rings no more.
      if (isDone() || socket.destroyed) return
      await bell.wait(Math.min(pauseMs, OVERTIME_MS, settings.patienceMs))
      const [oldest] = owed.values()
      if (oldest !== undefined && wall.now() - oldest.sentAt >= OVERTIME_MS) socket.destroy()
    }
  }

  let pauseMs = FIRST_PAUSE_MS
  try {
    // Before anybody is called: a file that cannot be read is told at once, and one without hours needs no connection.
    held = await nextHour()
    while (!isDone() && hasPatience()) {
      const before = counts.answered
      const socket = await open(settings.to)
      if (socket !== null) {
        counts.connections += 1
        try {
          await work(socket)
        } finally {
          socket.destroy()
        }
        again = [...[...owed.values()].map(({ hour }) => hour), ...again]
        owed.clear()
      }
      if (isDone()) break
      waitingSince ??= wall.now()
      pauseMs = counts.answered > before ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      await bell.wait(pauseMs)
    }
  } finally {
    await source.return?.()
  }
  return { ...counts, complete: isDone() }
}

/** A connection, or null when nobody listens there. */
async function open(to: { host: string; port: number }): Promise<Socket | null> {
  const socket = connect(to)
  socket.setNoDelay(true)
  try {
    await once(socket, 'connect')
  } catch {
    socket.destroy()
    return null
  }
  // What went wrong is of no use to a logger; that the line is down is.
  socket.on('error', () => socket.destroy())
  // Whoever calls an own port again and again while nobody listens there may one day reach itself.
  const isItself = socket.localPort === socket.remotePort && socket.localAddress === socket.remoteAddress
  if (!isItself) return socket
  socket.destroy()
  return null
}

interface Bell {
  ring(): void
  /** Resolves when it rings, or after that time. [ms] */
  wait(ms: number): Promise<void>
}

function createBell(): Bell {
  let wake = () => {}
  return {
    ring: () => wake(),
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
  }
}
