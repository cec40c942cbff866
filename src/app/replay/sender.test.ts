import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { manualClock, systemClock } from '../../platform/clock.ts'
import { dataAnswer } from '../../protocols/hj212/answers.ts'
import { formatFrame } from '../../protocols/hj212/format.ts'
import { createFramer } from '../../protocols/hj212/frame.ts'
import { cpValue, type Hj212Message } from '../../protocols/hj212/message.ts'
import { parseSegment } from '../../protocols/hj212/segment.ts'
import { HOUR_MS } from '../../standards/civil-time.ts'
import type { StationHour } from './hours.ts'
import { type SendSettings, sendHours } from './sender.ts'

const START = Date.parse('2014-01-01T00:00:00+08:00')
const device = { mn: 'M1', password: '123456', dataTimeNames: 'end' } as const

async function* hours(count: number): AsyncGenerator<StationHour> {
  for (let at = 1; at <= count; at += 1) yield { hourEnd: START + at * HOUR_MS, values: new Map([['a34004', at]]) }
}

/** A centre that does with each frame what a test says. */
interface Centre {
  port: number
  /** DataTime and CP of all that arrived, in order, per connection. */
  arrived: Hj212Message[][]
  close(): Promise<void>
}

const centres: Centre[] = []
afterEach(async () => {
  for (const centre of centres.splice(0)) await centre.close()
})

type Act = (message: Hj212Message, socket: Socket, place: { connection: number; frame: number }) => void

const answer: Act = (message, socket) => socket.write(formatFrame(dataAnswer(message)))

async function openCentre(act: Act, port = 0): Promise<Centre> {
  const arrived: Hj212Message[][] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    const connection = arrived.length
    const own: Hj212Message[] = []
    arrived.push(own)
    const framer = createFramer()
    socket.on('data', (chunk: Buffer) => {
      for (const event of framer.push(chunk)) {
        const parsed = event.kind === 'frame' ? parseSegment(event.segment) : null
        if (parsed?.ok !== true || socket.destroyed) continue
        own.push(parsed.message)
        act(parsed.message, socket, { connection, frame: own.length })
      }
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('no port')
  const centre = {
    port: bound.port,
    arrived,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  centres.push(centre)
  return centre
}

const settings = (centre: { port: number }, more: Partial<SendSettings> = {}): SendSettings => ({
  to: { host: '127.0.0.1', port: centre.port },
  window: 8,
  speed: null,
  patienceMs: 20_000,
  ...more,
})

const dataTimes = (messages: readonly Hj212Message[]) => messages.map(({ cp }) => cpValue(cp, 'DataTime'))

describe('a replay', () => {
  it('sends every hour once, in order, and is done when all are answered', async () => {
    const centre = await openCentre(answer)
    const counts = await sendHours(hours(50), device, settings(centre), systemClock)
    expect(counts).toEqual({
      hours: 50,
      values: 50,
      frames: 50,
      answered: 50,
      resent: 0,
      connections: 1,
      answeredUntil: START + 50 * HOUR_MS,
      complete: true,
    })
    const [first = []] = centre.arrived
    expect(dataTimes(first)).toEqual([...dataTimes(first)].sort())
    expect(new Set(dataTimes(first)).size).toBe(50)
  })

  it('never has more on its way than the window holds', async () => {
    let owed: Hj212Message[] = []
    let most = 0
    const centre = await openCentre((message, socket) => {
      owed.push(message)
      most = Math.max(most, owed.length)
      if (owed.length < 4 && !(dataTimes([message])[0] === '20140101200000')) return
      for (const each of owed) answer(each, socket, { connection: 0, frame: 0 })
      owed = []
    })
    const counts = await sendHours(hours(20), device, settings(centre, { window: 4 }), systemClock)
    expect(counts).toMatchObject({ answered: 20, complete: true })
    expect(most).toBe(4)
  })

  it('sends again after a broken line what was not answered: the same data first, with new numbers', async () => {
    const centre = await openCentre((message, socket, { connection, frame }) => {
      if (connection < 3 && frame === 6) socket.destroy()
      else if (frame < 4 || connection === 3) answer(message, socket, { connection, frame })
    })
    const counts = await sendHours(hours(40), device, settings(centre), systemClock)
    expect(counts).toMatchObject({ hours: 40, answered: 40, connections: 4, complete: true })
    expect(counts.resent).toBe(counts.frames - 40)
    expect(counts.resent).toBeGreaterThanOrEqual(9)
    const messages = centre.arrived.flat()
    expect(new Set(messages.map(({ qn }) => qn)).size).toBe(messages.length)
    const cpOf = new Map<string | null, Set<string>>()
    for (const { cp, cpText } of messages) {
      const name = cpValue(cp, 'DataTime')
      cpOf.set(name, (cpOf.get(name) ?? new Set()).add(cpText))
    }
    expect(cpOf.size).toBe(40)
    expect([...cpOf.values()].every((texts) => texts.size === 1)).toBe(true)
    // Each new line begins with the oldest that is owed.
    for (const [place, line] of centre.arrived.entries()) {
      const earlier = centre.arrived[place - 1]
      if (earlier !== undefined) expect(dataTimes(line)[0]).toBe(dataTimes(earlier)[3])
    }
  })

  it('waits for a centre that is away, and goes on when it is back', async () => {
    const first = await openCentre((message, socket, { frame }) => {
      if (frame <= 3) answer(message, socket, { connection: 0, frame })
    })
    const sending = sendHours(hours(10), device, settings(first), systemClock, ({ answered }) => {
      if (answered === 3) void first.close().then(() => openCentre(answer, first.port))
    })
    centres.splice(centres.indexOf(first), 1)
    expect(await sending).toMatchObject({ answered: 10, complete: true })
  })

  it('gives up when its patience has run out, and says what is owed', async () => {
    const silent = await openCentre(() => {})
    expect(await sendHours(hours(10), device, settings(silent, { patienceMs: 50 }), systemClock)).toMatchObject({
      hours: 8,
      answered: 0,
      complete: false,
    })
    const { port } = silent
    await silent.close()
    centres.splice(centres.indexOf(silent), 1)
    expect(await sendHours(hours(10), device, settings({ port }, { patienceMs: 50 }), systemClock)).toMatchObject({
      hours: 0,
      connections: 0,
      complete: false,
    })
  })

  it('of no hours calls nobody', async () => {
    const centre = await openCentre(answer)
    expect(await sendHours(hours(0), device, settings(centre), systemClock)).toMatchObject({
      connections: 0,
      complete: true,
    })
    expect(centre.arrived).toEqual([])
  })

  it('refuses what else is asked of it, so that nobody waits for it', async () => {
    let returned: string | null = null
    const centre = await openCentre((message, socket, { frame }) => {
      if (message.cn === '9011') {
        returned = cpValue(message.cp, 'QnRtn')
        return
      }
      if (frame === 1) {
        socket.write(
          formatFrame(
            'QN=20140101010101001;ST=22;CN=2061;PW=123456;MN=M1;Flag=5;CP=&&BeginTime=20140101000000;EndTime=20140101010000&&',
          ),
        )
      }
      answer(message, socket, { connection: 0, frame })
    })
    expect(await sendHours(hours(30), device, settings(centre, { window: 1 }), systemClock)).toMatchObject({
      complete: true,
    })
    expect(returned).toBe('2')
  })

  it('at a speed sends an hour when its time has come, and not before', async () => {
    const wall = manualClock(0)
    const arrivedAt: number[] = []
    const centre = await openCentre((message, socket, place) => {
      arrivedAt.push(wall.now())
      answer(message, socket, place)
    })
    // Twice as fast as the data: an hour is due every half hour. Nothing is owed meanwhile, so patience has no part in it.
    const twice = settings(centre, { speed: 2, patienceMs: 5 })
    const counts = await sendHours(hours(4), device, twice, wall, () => wall.advance(HOUR_MS / 2))
    expect(counts).toMatchObject({ answered: 4, complete: true })
    expect(arrivedAt).toEqual([0, HOUR_MS / 2, HOUR_MS, 1.5 * HOUR_MS])
  })
})
