import { createServer, type Socket } from 'node:net'
import { dataAnswer } from '../src/protocols/hj212/answers.ts'
import { formatFrame } from '../src/protocols/hj212/format.ts'
import { createFramer } from '../src/protocols/hj212/frame.ts'
import { cpValue, type Hj212Message } from '../src/protocols/hj212/message.ts'
import { parseSegment } from '../src/protocols/hj212/segment.ts'

/** What the centre does with a frame: answers it, says nothing, or cuts the line. */
export type Manner = 'answer' | 'silence' | 'cut'

export interface Received {
  cn: string
  qn: string
  mn: string
  dataTime: string
  cpText: string
  flag: number | null
  bytes: Buffer
}

/** A centre on a real socket that does to each frame what `manner` says at that moment. */
export async function startCentre(manner: (frame: Received) => Manner) {
  const received: Received[] = []
  const lines = new Set<Socket>()
  let accepted = 0
  const server = createServer((line) => {
    accepted += 1
    lines.add(line)
    const framer = createFramer()
    line.on('close', () => lines.delete(line))
    line.on('error', () => line.destroy())
    line.on('data', (chunk: Buffer) => {
      for (const event of framer.push(chunk)) {
        if (event.kind !== 'frame' || line.destroyed) continue
        const parsed = parseSegment(event.segment)
        if (!parsed.ok) continue
        const frame = receivedOf(parsed.message, event.bytes)
        received.push(frame)
        const does = manner(frame)
        if (does === 'cut') line.destroy()
        if (does === 'answer' && parsed.message.needsAnswer) line.write(formatFrame(dataAnswer(parsed.message)))
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    received,
    accepted: () => accepted,
    /** Asks something of whoever is connected. */
    ask(request: Hj212Message) {
      for (const line of lines) line.write(formatFrame(request))
    },
    open: () => lines.size,
    /** Breaks all lines. */
    cut() {
      for (const line of lines) line.destroy()
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const line of lines) line.destroy()
        server.close(() => resolve())
      }),
  }
}

function receivedOf(message: Hj212Message, bytes: Buffer): Received {
  const { cn, qn, mn, cp, cpText, flag } = message
  return { cn, qn, mn, dataTime: cpValue(cp, 'DataTime') ?? '', cpText, flag, bytes }
}
