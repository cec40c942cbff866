import { connect, type Socket } from 'node:net'
import { frameOf, stamp, type TrialDevice } from './frames.ts'
import type { Address } from './weike.ts'

/** One logger: sends its frames in order, several on their way at once, and sends again what was not answered. */
export interface TrialLogger {
  device: TrialDevice
  /** Frames 0 … answered − 1 have been answered. */
  answered(): number
  /** Frames 0 … sent − 1 have been sent at least once. */
  sent(): number
  connect(address: Address): Promise<void>
  /** Sends nothing new; resolves when all that was sent is answered. */
  settle(): Promise<void>
  /** Goes on after `settle`. */
  goOn(): void
  /** Resolves when the line is down and all that came over it has been read. */
  lineDown(): Promise<void>
  close(): void
}

export interface LoggerOptions {
  /** Frames on their way at once. */
  window: number
  /** Called with each answer, at once. */
  onAnswer(device: TrialDevice): void
  /** A line that goes down is opened again, as soon as the other side listens. */
  persistent: boolean
  /** How long it waits before it does. [ms] */
  againAfterMs?: number
}

/** Each sending of a frame has another QN: time of the first, and a millisecond more with each. */
let lastQn = Date.now()
function nextQn(): string {
  lastQn += 1
  return stamp(lastQn) + String(lastQn % 1000).padStart(3, '0')
}

export function createTrialLogger(device: TrialDevice, options: LoggerOptions): TrialLogger {
  let answered = 0
  let sent = 0
  let isSettling = false
  let isClosed = false
  let settled = () => {}
  let fill = () => {}
  let socket: Socket | null = null
  let down = Promise.resolve()

  async function open(address: Address): Promise<void> {
    const line = connect(address)
    socket = line
    line.setNoDelay(true)
    let next = answered
    let text = ''
    const onTheWay: { qn: string; index: number }[] = []
    fill = () => {
      while (line.writable && onTheWay.length < options.window && !(isSettling && next >= sent)) {
        const qn = nextQn()
        onTheWay.push({ qn, index: next })
        line.write(frameOf(device, next, qn))
        next += 1
        sent = Math.max(sent, next)
      }
      if (isSettling && answered === sent) settled()
    }
    line.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const answers = text.split('\r\n')
      text = answers.pop() ?? ''
      for (const answer of answers) {
        // What the centre says of itself (a device that stays is asked for hours that it never sent) gets no answer.
        if (!answer.includes(';CN=9014;')) continue
        const first = onTheWay.shift()
        if (first === undefined || !answer.includes(`QN=${first.qn};`)) {
          throw new Error(`${device.mn}: not the answer to its oldest frame (QN ${first?.qn}): ${answer}`)
        }
        answered = first.index + 1
        options.onAnswer(device)
      }
      fill()
    })
    // What went wrong is of no use to a logger.
    line.on('error', () => {})
    down = new Promise((resolve) => {
      line.once('close', () => {
        resolve()
        if (options.persistent && !isClosed) setTimeout(() => void open(address), options.againAfterMs ?? 10)
      })
    })
    line.once('connect', () => fill())
    await new Promise<void>((resolve) => {
      line.once('connect', () => resolve())
      line.once('close', () => resolve())
    })
  }

  return {
    device,
    answered: () => answered,
    sent: () => sent,
    connect: open,
    async settle() {
      isSettling = true
      if (answered < sent) {
        await new Promise<void>((resolve) => {
          settled = resolve
        })
      }
    },
    goOn() {
      isSettling = false
      fill()
    },
    lineDown: () => down,
    close() {
      isClosed = true
      socket?.destroy()
    },
  }
}
