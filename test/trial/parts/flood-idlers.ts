/**
 * Program: holds connections on which nothing comes, and slow ones on which a byte a second comes of a frame that never ends
 * (slow loris). When its stdin ends it tells what is still open.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type IdlersTold, idlersTask } from './flood-tasks.ts'

/** Connections that are opened at once; the queue of a listener is not endless. */
const WAVE = 100
const BYTE_EVERY_MS = 1000
/** Declared longer than anything that is ever sent of it. */
const ENDLESS = `##0999QN=20261118142000000;ST=22;CN=2011;PW=998877;MN=SLOW;Flag=5;CP=&&DataTime=20261118142000${';a34004-Rtd=1'.repeat(60)}`

const task = idlersTask.parse(JSON.parse(process.argv[2] ?? ''))
const lives: number[] = []
let idleOpen = 0
let slowOpen = 0

for (const { from, count } of task.idle) {
  await inWaves(count, async () => {
    const socket = await open(from)
    idleOpen += 1
    socket.once('close', () => {
      idleOpen -= 1
    })
  })
}
await inWaves(task.slow.count, async () => dawdle(await open(task.slow.from)))
tell({ what: 'held', idle: idleOpen, slow: slowOpen + lives.length })
process.stdin.resume()
process.stdin.on('end', () => {
  tell({ what: 'end', idleOpen, slowOpen })
  process.exit(0)
})

async function open(from: string): Promise<Socket> {
  const socket = connect({ host: task.host, port: task.port, localAddress: from })
  await once(socket, 'connect')
  socket.on('error', () => socket.destroy())
  socket.resume()
  return socket
}

function dawdle(socket: Socket): void {
  slowOpen += 1
  const began = performance.now()
  let place = 0
  const more = () => {
    socket.write(ENDLESS.slice(place, place + 1))
    place += 1
  }
  more()
  const timer = setInterval(more, BYTE_EVERY_MS)
  socket.once('close', () => {
    clearInterval(timer)
    lives.push(performance.now() - began)
    slowOpen -= 1
    if (lives.length < task.slow.count) return
    tell({ what: 'slow-gone', closed: lives.length, shortestMs: Math.min(...lives), longestMs: Math.max(...lives) })
  })
}

async function inWaves(count: number, work: () => Promise<void>): Promise<void> {
  for (let left = count; left > 0; left -= WAVE) {
    await Promise.all(Array.from({ length: Math.min(left, WAVE) }, work))
  }
}

function tell(told: IdlersTold): void {
  process.stdout.write(`${JSON.stringify(told)}\n`)
}
