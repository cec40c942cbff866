import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { dataAnswer } from '../src/protocols/hj212/answers.ts'
import { formatFrame } from '../src/protocols/hj212/format.ts'
import { createFramer } from '../src/protocols/hj212/frame.ts'
import { requestMessage } from '../src/protocols/hj212/requests.ts'
import { parseSegment } from '../src/protocols/hj212/segment.ts'
import { eventually } from './setup/eventually.ts'
import { trialDevices } from './trial/parts/frames.ts'
import { createTrialLogger } from './trial/parts/logger.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

describe('the logger of the trials', () => {
  it('stays on a line on which the centre asks for hours', async () => {
    const [device] = trialDevices(1, Date.parse('2026-11-18T12:00:00+08:00'))
    if (device === undefined) throw new Error('one device was made')
    const ask = requestMessage(
      { edition: '2017', st: '22', mn: device.mn, pw: device.password },
      '2061',
      '20261118142036000',
      { begin: 0, end: 3_600_000 },
    )
    let frames = 0
    let lines = 0
    const server = createServer((line: Socket) => {
      lines += 1
      const framer = createFramer()
      line.on('error', () => {})
      line.on('data', (chunk) => {
        for (const event of framer.push(chunk)) {
          const parsed = event.kind === 'frame' ? parseSegment(event.segment) : undefined
          if (parsed?.ok !== true) continue
          frames += 1
          // Between the answers, and twice, since nothing is said to it.
          if (frames === 2 || frames === 4) line.write(formatFrame(ask))
          line.write(formatFrame(dataAnswer(parsed.message)))
        }
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const logger = createTrialLogger(device, { window: 2, onAnswer: () => {}, persistent: false })
    closing.push(() => {
      logger.close()
      server.close()
    })
    await logger.connect({ host: '127.0.0.1', port })
    await eventually('ten answers', async () => (logger.answered() >= 10 ? true : undefined))
    expect(lines).toBe(1)
  })
})
