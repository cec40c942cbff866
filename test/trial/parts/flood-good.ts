import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import type pg from 'pg'
import { withClient } from '../../../src/platform/db/client.ts'
import { inTime } from '../../setup/eventually.ts'
import { frameOf, indexOfStamp, stamp, type TrialDevice } from './frames.ts'
import type { Address } from './weike.ts'

/** A device that sends its frames at a steady pace, whether the last one is answered or not, on one connection. */
export interface PacedLogger {
  device: TrialDevice
  /** SHA-256 of each frame sent, by its number. */
  sent: ReadonlyMap<number, string>
  answered(): number
  /** Of each answer that came: when, by `performance.now()`, and how long after its frame was sent. [ms] */
  answers: readonly { at: number; tookMs: number }[]
  /** Commands of the centre that came, as 2061 for missing hours; not answered. */
  commands(): number
  /** What must not happen to it. */
  faults: readonly string[]
  /** Sends no more; resolves when all is answered. @throws Error after 30 s */
  stop(): Promise<void>
  close(): void
}

/** @param perSecond frames */
export async function startPacedLogger(device: TrialDevice, to: Address, perSecond: number): Promise<PacedLogger> {
  const socket = connect({ host: to.host, port: to.port })
  socket.setNoDelay(true)
  await once(socket, 'connect')
  const sent = new Map<number, string>()
  const onTheWay = new Map<string, number>()
  const answers: { at: number; tookMs: number }[] = []
  const faults: string[] = []
  let commands = 0
  let isClosing = false
  let allAnswered = () => {}
  const timer = setInterval(() => {
    const index = sent.size
    const qn = `${stamp(Date.now())}${String(index % 1000).padStart(3, '0')}`
    const frame = frameOf(device, index, qn)
    sent.set(index, sha256(frame))
    onTheWay.set(qn, performance.now())
    socket.write(frame)
  }, 1000 / perSecond)

  let text = ''
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    const lines = text.split('\r\n')
    text = lines.pop() ?? ''
    for (const line of lines) hear(line)
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    clearInterval(timer)
    if (!isClosing) faults.push(`${device.mn}: its connection was closed`)
  })

  function hear(line: string): void {
    if (!line.includes(';CN=9014;')) {
      commands += 1
      return
    }
    const qn = /QN=(\d{17});/.exec(line)?.[1] ?? ''
    const began = onTheWay.get(qn)
    if (began === undefined) faults.push(`${device.mn}: an answer to nothing: ${line}`)
    else answers.push({ at: performance.now(), tookMs: performance.now() - began })
    onTheWay.delete(qn)
    if (onTheWay.size === 0) allAnswered()
  }

  return {
    device,
    sent,
    answered: () => answers.length,
    answers,
    commands: () => commands,
    faults,
    async stop() {
      clearInterval(timer)
      if (onTheWay.size === 0) return
      const { promise, resolve } = Promise.withResolvers<void>()
      allAnswered = resolve
      await inTime(`the last ${onTheWay.size} answers to ${device.mn}`, promise)
    },
    close() {
      isClosing = true
      clearInterval(timer)
      socket.destroy()
    },
  }
}

/** Holds what the devices sent against what is stored of them: each frame once, as it was sent, and nothing else. */
export async function storedFaults(config: pg.ClientConfig, loggers: readonly PacedLogger[]) {
  const { rows } = await withClient(config, (client) =>
    client.query<{ mn: string; data_time: string; sha256: Buffer }>(
      "select mn, data_time, sha256 from weike.frame where mn = any($1) and disposition = 'stored'",
      [loggers.map(({ device }) => device.mn)],
    ),
  )
  const faults: string[] = []
  const left = new Map(loggers.map(({ device, sent }) => [device.mn, { device, sent: new Map(sent) }]))
  for (const row of rows) {
    const of = left.get(row.mn)
    const index = of === undefined ? Number.NaN : indexOfStamp(of.device, row.data_time)
    const wanted = of?.sent.get(index)
    of?.sent.delete(index)
    if (wanted !== row.sha256.toString('hex'))
      faults.push(`stored, and not (or not once) sent: ${row.mn} ${row.data_time}`)
  }
  for (const [mn, { sent }] of left) for (const index of sent.keys()) faults.push(`sent and lost: ${mn} frame ${index}`)
  return { stored: rows.length, faults }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
