import { once } from 'node:events'
import { connect } from 'node:net'
import { formatFrame } from '../../src/protocols/hj212/format.ts'
import { inTime } from './eventually.ts'

/** A data logger (数采仪) in the field, on a TCP connection of its own. */
export interface FieldLogger {
  /** Sends bytes as they are. */
  send(bytes: Buffer): void
  /** Sends and waits for the one answer, without its line end. @throws Error after 30 s */
  exchange(bytes: Buffer): Promise<string>
  /** Says that nothing more will come, and gives all the answers that were not waited for. */
  hangUp(): Promise<string[]>
}

export async function connectLogger({ host, port }: { host: string; port: number }): Promise<FieldLogger> {
  const socket = connect(port, host)
  await once(socket, 'connect')
  const answers: string[] = []
  const waiting: ((answer: string) => void)[] = []
  let rest = ''
  socket.on('data', (chunk: Buffer) => {
    const lines = `${rest}${chunk.toString('utf8')}`.split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const first = waiting.shift()
      if (first === undefined) answers.push(line)
      else first(line)
    }
  })
  socket.on('error', () => socket.destroy())
  return {
    send: (bytes) => socket.write(bytes),
    exchange(bytes) {
      const { promise, resolve } = Promise.withResolvers<string>()
      waiting.push(resolve)
      socket.write(bytes)
      return inTime('an answer to a frame', promise)
    },
    async hangUp() {
      if (!socket.destroyed) {
        const closed = once(socket, 'close')
        socket.end()
        await inTime('the end of a connection', closed)
      }
      return answers
    },
  }
}

/** Sends frames on a connection of their own. @returns the answers, in order */
export async function sendFrames(to: { host: string; port: number }, frames: readonly Buffer[]): Promise<string[]> {
  const logger = await connectLogger(to)
  for (const frame of frames) logger.send(frame)
  return logger.hangUp()
}

export interface FrameWords {
  mn: string
  pw: string
  cn?: '2011' | '2051' | '2061'
  /** What the frame says of its period [epoch ms]; cut to the second. */
  at: number
  /** Request number; made of `at` when left out. */
  qn?: string
  /** 5: edition of 2017, wants an answer; 4: wants none. */
  flag?: 4 | 5
  /** `a34004-Rtd=88,a34004-Flag=N` and the like, several joined by `;`. */
  data: string
}

/** A data upload of HJ 212-2017. */
export function uploadFrame({ mn, pw, cn = '2011', at, qn, flag = 5, data }: FrameWords): Buffer {
  const dataTime = civilSecond(at)
  const number = qn ?? `${dataTime}000`
  const cp = `CP=&&DataTime=${dataTime};${data}&&`
  return formatFrame(`QN=${number};ST=22;CN=${cn};PW=${pw};MN=${mn};Flag=${flag};${cp}`)
}

/** `YYYYMMDDhhmmss` in Shanghai, which is always eight hours ahead of UTC. */
export function civilSecond(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().replaceAll(/[-T:]/g, '').slice(0, 14)
}
