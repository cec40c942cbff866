/**
 * A process of loggers for bench/gateway.ts: makes its frames before it begins, then sends them over TCP, a connection for
 * each logger, and waits until all are answered. Talks in lines of JSON: a job comes in, `{"ready":true}` goes out, `go`
 * comes in, the outcome goes out.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { TrialDevice } from '../../test/trial/parts/frames.ts'
import { tenFactorFrame } from './ten-factor-frames.ts'

export interface Job {
  host: string
  port: number
  devices: TrialDevice[]
  /** Frames of each logger: from this index, so many. */
  from: number
  count: number
  /** Frames of a logger on their way at once. */
  window: number
  /** Frames per second of all loggers together; null = as fast as the window allows. */
  rate: number | null
}

export interface Outcome {
  /** From the first frame to the last answer. [s] */
  seconds: number
  answers: number
  /** From the moment a frame was due to its answer. [ms] */
  p50: number
  p99: number
}

interface Line {
  socket: Socket
  frames: Buffer[]
  next: number
  answered: number
  /** When each frame was due. [ms] */
  due: Float64Array
}

async function run(job: Job, frames: Buffer[][]): Promise<Outcome> {
  const lines = await Promise.all(
    frames.map(async (own): Promise<Line> => {
      const socket = connect(job.port, job.host)
      await once(socket, 'connect')
      socket.setNoDelay(true)
      return { socket, frames: own, next: 0, answered: 0, due: new Float64Array(own.length) }
    }),
  )
  const latencies = new Float64Array(job.count * lines.length)
  let answers = 0
  const done = Promise.withResolvers<void>()
  const started = performance.now()
  for (const line of lines) {
    line.socket.on('error', done.reject)
    line.socket.on('data', (chunk: Buffer) => {
      const now = performance.now()
      // Answers have one line each and come in the order of the frames.
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) {
        latencies[answers] = now - (line.due[line.answered] ?? Number.NaN)
        line.answered += 1
        answers += 1
      }
      if (answers === latencies.length) done.resolve()
      else if (job.rate === null) fill(line, job.window)
    })
  }
  if (job.rate === null) for (const line of lines) fill(line, job.window)
  else void sendAtRate(lines, job.rate, started)
  await done.promise
  const seconds = (performance.now() - started) / 1000
  for (const { socket } of lines) socket.destroy()
  const sorted = latencies.sort()
  const quantile = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN
  return { seconds, answers, p50: quantile(0.5), p99: quantile(0.99) }
}

function fill(line: Line, window: number): void {
  const until = Math.min(line.frames.length, line.answered + window)
  // A logger that had to wait writes again when half its window is free: a system call for several frames.
  if (until - line.next < window / 2 && until < line.frames.length) return
  send(line, until, performance.now())
}

function send(line: Line, until: number, due: number): void {
  if (until <= line.next) return
  line.due.fill(due, line.next, until)
  line.socket.write(Buffer.concat(line.frames.slice(line.next, until)))
  line.next = until
}

/** An even stream whatever the answers do; what could not be sent in time counts as late from when it was due. */
async function sendAtRate(lines: readonly Line[], rate: number, started: number): Promise<void> {
  const total = lines.reduce((sum, line) => sum + line.frames.length, 0)
  for (let sent = 0; sent < total; ) {
    const dueBy = Math.min(total, Math.floor(((performance.now() - started) / 1000) * rate))
    for (; sent < dueBy; sent += 1) {
      const line = lines[sent % lines.length]
      if (line !== undefined) send(line, line.next + 1, started + ((sent + 1) / rate) * 1000)
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
let prepared: { job: Job; frames: Buffer[][] } | undefined
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'go' && prepared !== undefined) {
    say(await run(prepared.job, prepared.frames))
  } else {
    const job: Job = JSON.parse(line)
    const indexes = Array.from({ length: job.count }, (_, place) => job.from + place)
    prepared = { job, frames: job.devices.map((device) => indexes.map((index) => tenFactorFrame(device, index))) }
    say({ ready: true })
  }
}
