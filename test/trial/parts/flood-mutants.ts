/**
 * Program: sends mutated frames over several connections at once and reads what is answered. Each connection carries a batch,
 * says that no more will come, and waits for the other side's end: only what was read to its end counts.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { hasSamples, sampleFrames } from '../../../src/protocols/hj212/samples.fixture.ts'
import { randomFrom } from './figures.ts'
import { mutated, pick, type Random } from './flood-mutation.ts'
import { type MutantsTask, mutantsTask } from './flood-tasks.ts'
import { frameOf, type TrialDevice } from './frames.ts'

/** Frames on one connection, and in one write. */
const BATCH = 500
const AT_ONCE = 10
/** No device of a trial has it: whatever is made of these frames is nobody's word. */
const FOREIGN_PASSWORD = '998877'

const task = mutantsTask.parse(JSON.parse(process.argv[2] ?? ''))
const seeds = seedFrames(task.devices)
const counts = { frames: 0, bytes: 0, answerBytes: 0, cut: 0 }
let claimed = 0

await Promise.all(Array.from({ length: task.connections }, (_, place) => work(randomFrom(task.seed + place), task)))
process.stdout.write(`${JSON.stringify({ samples: hasSamples, ...counts })}\n`)
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))

async function work(random: Random, { frames }: MutantsTask): Promise<void> {
  while (claimed < frames) {
    const batch = Math.min(BATCH, frames - claimed)
    claimed += batch
    const sent = await send(batch, random)
    if (sent === null) {
      counts.cut += 1
      claimed -= batch
      continue
    }
    counts.frames += batch
    counts.bytes += sent
  }
}

/** @returns bytes, or null when the connection was cut before its orderly end */
async function send(frames: number, random: Random): Promise<number | null> {
  const socket = connect({ host: task.host, port: task.port, localAddress: task.from, allowHalfOpen: true })
  let hasFailed = false
  let isEnded = false
  socket.on('error', () => {
    hasFailed = true
  })
  socket.on('data', (chunk) => {
    counts.answerBytes += chunk.length
  })
  socket.on('end', () => {
    isEnded = true
  })
  const closed = once(socket, 'close')
  let bytes = 0
  for (let left = frames; left > 0 && !socket.destroyed; left -= AT_ONCE) {
    const some = Array.from({ length: Math.min(left, AT_ONCE) }, () => mutated(pick(seeds, random), seeds, random))
    const piece = Buffer.concat(some)
    bytes += piece.length
    if (!socket.write(piece)) await drained(socket, closed)
  }
  // The end of the other side before ours says that it did not want the rest.
  const isEarly = isEnded
  socket.end()
  await closed
  return hasFailed || isEarly ? null : bytes
}

async function drained(socket: Socket, closed: Promise<unknown>): Promise<void> {
  await Promise.race([once(socket, 'drain'), closed]).catch(() => undefined)
}

/** The samples of the field where they are, and frames that claim to be the good devices'. */
function seedFrames(devices: readonly TrialDevice[]): Buffer[] {
  const samples = hasSamples ? sampleFrames().map(({ frame }) => Buffer.from(`${frame}\r\n`)) : []
  const claims = devices.map((device, place) =>
    frameOf({ ...device, password: FOREIGN_PASSWORD }, place, `20261118142000${String(place).padStart(3, '0')}`),
  )
  return [...samples, ...claims]
}
