import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { createFramer } from '../../protocols/hj212/frame.ts'
import { parseSegment } from '../../protocols/hj212/segment.ts'
import { openInput } from '../input.ts'
import { type Command, type Given, needed, numberOption, WrongUse } from './command.ts'

/** How long the last answers are waited for. [ms] */
const ANSWER_WAIT_MS = 10_000

export const send: Command = {
  name: 'send',
  key: 'send',
  operands: 'FILE|-',
  takes: [1, 1],
  options: [
    { name: 'to', value: 'HOST:PORT' },
    { name: 'wait', value: 'SECONDS' },
  ],
  required: ['to'],
  async run({ given, print, say, t }) {
    const target = gatewayAt(given)
    const waitMs = (numberOption(given, 'wait', 0, 3600) ?? ANSWER_WAIT_MS / 1000) * 1000
    const socket = connect(target)
    await once(socket, 'connect')
    let sent = 0
    let wanted = 0
    let answered = 0
    const framer = createFramer()
    const allAnswered = Promise.withResolvers<void>()
    let isAllSent = false
    const check = () => {
      if (isAllSent && answered >= wanted) allAnswered.resolve()
    }
    socket.on('data', (chunk: Buffer) => {
      for (const event of framer.push(chunk)) {
        if (event.kind !== 'frame') continue
        print(event.bytes.toString('utf8').trimEnd())
        answered += 1
      }
      check()
    })
    socket.on('close', () => allAnswered.resolve())
    for await (const line of createInterface({ input: openInput(given.words[0]) })) {
      if (line.trim() === '') continue
      sent += 1
      if (wantsAnswer(line)) wanted += 1
      if (!socket.write(`${line.trimEnd()}\r\n`)) await once(socket, 'drain')
    }
    isAllSent = true
    check()
    const timer = setTimeout(() => allAnswered.resolve(), waitMs)
    await allAnswered.promise
    clearTimeout(timer)
    socket.destroy()
    say(t('cli.send.done', { sent, wanted, answered }))
    return answered >= wanted ? 0 : 1
  },
}

/** The gateway that `--to HOST:PORT` names. @throws WrongUse */
export function gatewayAt(given: Given): { host: string; port: number } {
  const [, host, port] = /^\[?(.+?)\]?:(\d{1,5})$/.exec(needed(given, 'to')) ?? []
  if (host === undefined || !(Number(port) >= 1 && Number(port) <= 65_535)) throw new WrongUse('--to HOST:PORT')
  return { host, port: Number(port) }
}

/** Does the frame of a line ask for an answer? A line that is no frame does not. */
function wantsAnswer(line: string): boolean {
  const framer = createFramer()
  const [event] = [...framer.push(Buffer.from(`${line.trimEnd()}\r\n`)), ...framer.flush()]
  if (event?.kind !== 'frame' || !event.crcOk) return false
  const parsed = parseSegment(event.segment)
  return parsed.ok && parsed.message.needsAnswer
}
