import { once } from 'node:events'
import { connect } from 'node:net'
import { formatFrame } from '../../src/protocols/hj212/format.ts'
import { createFramer } from '../../src/protocols/hj212/frame.ts'
import { inTime } from './eventually.ts'

/** A logger that says what its script says and nothing by itself, on a TCP connection of its own. */
export interface ScriptedDevice {
  /** Sends a data segment as a frame. */
  say(segment: string): void
  /** The data segment of the next frame from the centre, in the order in which they came. @throws Error after 30 s */
  next(): Promise<string>
  /** Says something and gives what comes next. */
  ask(segment: string): Promise<string>
  /** Frames that came and were not asked for. */
  rest(): string[]
  /** Breaks the connection. */
  hangUp(): Promise<void>
}

export async function connectDevice({ host, port }: { host: string; port: number }): Promise<ScriptedDevice> {
  const socket = connect(port, host)
  await once(socket, 'connect')
  const framer = createFramer()
  const came: string[] = []
  const waiting: ((segment: string) => void)[] = []
  socket.on('data', (chunk: Buffer) => {
    for (const event of framer.push(chunk)) {
      if (event.kind !== 'frame' || !event.crcOk) throw new Error(`the centre sent no frame: ${event.bytes.toString()}`)
      const segment = event.segment.toString('utf8')
      const first = waiting.shift()
      if (first === undefined) came.push(segment)
      else first(segment)
    }
  })
  socket.on('error', () => socket.destroy())
  const next = () => {
    const first = came.shift()
    if (first !== undefined) return Promise.resolve(first)
    const { promise, resolve } = Promise.withResolvers<string>()
    waiting.push(resolve)
    return inTime('a frame from the centre', promise)
  }
  const say = (segment: string) => {
    socket.write(formatFrame(segment))
  }
  return {
    say,
    next,
    ask(segment) {
      say(segment)
      return next()
    },
    rest: () => came.splice(0),
    async hangUp() {
      if (socket.destroyed) return
      const closed = once(socket, 'close')
      socket.destroy()
      await inTime('the end of a connection', closed)
    },
  }
}

/** The request number of a frame from the centre. */
export function qnIn(segment: string): string {
  const qn = /^QN=(\d{17});/.exec(segment)?.[1]
  if (qn === undefined) throw new Error(`no request number in ${segment}`)
  return qn
}
