import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type DeviceSettings, type RegisteredDevice, usualSettings } from '../../src/domain/devices/model.ts'
import type { IncomingFrame } from '../../src/domain/readings/model.ts'
import type { ReadingsStore } from '../../src/domain/readings/service.ts'
import { type GatewayLimits, usualLimits } from '../../src/gateways/hj212/limits.ts'
import { createRegistry, type GatewayRegistry } from '../../src/gateways/hj212/registry.ts'
import { type GatewaySettings, type Hj212Gateway, openHj212Gateway } from '../../src/gateways/hj212/server.ts'
import { createTally } from '../../src/gateways/hj212/tally.ts'
import { type ManualClock, manualClock } from '../../src/platform/clock.ts'
import { seededRandomness, uuid7Maker } from '../../src/platform/identity.ts'
import type { Timers } from '../../src/platform/live/timers.ts'
import type { Hj212Message } from '../../src/protocols/hj212/message.ts'
import { eventually, inTime } from './eventually.ts'

export const STAGE_NOW = Date.parse('2026-11-18T14:20:36+08:00')
const DAY_MS = 86_400_000

/** A gateway on a real socket, with a store in memory and time that a test moves. */
export interface GatewayStage {
  gateway: Hj212Gateway
  registry: GatewayRegistry
  clock: ManualClock
  /** What the store has, in the order in which it was handed over. */
  stored: IncomingFrame[]
  /** Frames that were handed to the store, stored or not. */
  handed(): number
  /** The store takes frames and does not answer until the returned function is called. */
  hold(): () => void
  /** The store refuses frames with this error; null: no more. */
  refuse(error: Error | null): void
  /** What was told to whoever waits for the words of devices. */
  heard: { mn: string; cn: string; qn: string }[]
  timeAsked: string[]
  noted: Parameters<ReadingsStore['note']>[]
  logs: string[]
  asked: string[]
  /** MNs of which the directory tells without being asked. */
  remembered: Set<string>
  /** Lets seconds pass on the gateway's timers, not on its clock. */
  seconds(count: number): void
  register(mn: string, settings?: Partial<DeviceSettings>, more?: Partial<RegisteredDevice>): RegisteredDevice
  connect(from?: string): Promise<StageLogger>
  /** Waits until the gateway has seen this. */
  until(what: string, isSo: () => boolean): Promise<void>
  close(): Promise<void>
}

/** A logger on a connection of its own. */
export interface StageLogger {
  socket: Socket
  send(bytes: Buffer | string): void
  /** The next answer, without its line end. */
  answer(): Promise<string>
  /** Answers that came and were not asked for. */
  rest(): string[]
  /** Resolves when the connection is closed. */
  closed(): Promise<void>
  isClosed(): boolean
}

export const PASSWORD = '620417'

export async function openStage(
  limits: Partial<GatewayLimits> = {},
  more: Partial<Pick<GatewaySettings, 'allow' | 'tls'>> = {},
): Promise<GatewayStage> {
  const clock = manualClock(STAGE_NOW)
  const ids = uuid7Maker(clock, seededRandomness('stage'))
  const devices = new Map<string, RegisteredDevice>()
  const stored: IncomingFrame[] = []
  const identities = new Set<string>()
  const stage = { handed: 0, gate: Promise.resolve(), error: null as Error | null }
  const heard: GatewayStage['heard'] = []
  const timeAsked: string[] = []
  const noted: GatewayStage['noted'] = []
  const logs: string[] = []
  const asked: string[] = []
  const remembered = new Set<string>()
  const steady = manualClock(0)
  const timers = handTimers()
  const settings = { host: '127.0.0.1', port: 0, limits: { ...usualLimits, ...limits }, allow: [], tls: null, ...more }
  const tally = createTally(
    async (...told) => {
      noted.push(told)
    },
    ids,
    (error) => logs.push(String(error)),
  )
  const registry = createRegistry({
    now: clock.now,
    perDevice: settings.limits.connectionsPerDevice,
    tell: tally.event,
  })

  async function add(frame: IncomingFrame): Promise<{ result: 'stored' | 'duplicate' }> {
    stage.handed += 1
    await stage.gate
    if (stage.error !== null) throw stage.error
    const key = `${frame.countyId} ${frame.mn} ${frame.identity.toString('hex')}`
    if (identities.has(key)) return { result: 'duplicate' }
    identities.add(key)
    stored.push(frame)
    return { result: 'stored' }
  }

  const gateway = await openHj212Gateway({
    add,
    devices: {
      known: (mn) => (remembered.has(mn) ? (devices.get(mn) ?? null) : undefined),
      async find(mn) {
        asked.push(mn)
        return devices.get(mn)
      },
    },
    countyId: 'county of the listener',
    ids,
    domain: clock,
    seat: { kind: 'embedded', where: '/srv/weike' },
    steady,
    timers,
    settings,
    registry,
    tally,
    heard: (device, { cn, qn }: Hj212Message) => heard.push({ mn: device.mn, cn, qn }),
    timeAsked: (device) => timeAsked.push(device.mn),
    log: (line) => logs.push(line),
  })
  const sockets: Socket[] = []
  return {
    gateway,
    registry,
    clock,
    stored,
    handed: () => stage.handed,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      stage.gate = promise
      return resolve
    },
    refuse(error) {
      stage.error = error
    },
    heard,
    timeAsked,
    noted,
    logs,
    asked,
    remembered,
    seconds(count) {
      steady.advance(count * 1_000)
      timers.pass(count)
    },
    register(mn, changed = {}, device = {}) {
      const made: RegisteredDevice = {
        countyId: 'county',
        id: `device ${mn}`,
        mn,
        name: mn,
        password: PASSWORD,
        nextPassword: null,
        sm4Key: null,
        dataTimeNames: 'start',
        minuteInterval: 10,
        factors: ['a34004'],
        settings: { ...usualSettings, ...changed },
        ...device,
      }
      devices.set(mn, made)
      return made
    },
    async connect(from = '127.0.0.1') {
      const socket = connect({ port: gateway.address.port, host: '127.0.0.1', localAddress: from })
      sockets.push(socket)
      return stageLogger(socket, 'connect')
    },
    until: (what, isSo) => eventually(what, async () => (isSo() ? true : undefined)).then(() => undefined),
    async close() {
      for (const socket of sockets) socket.destroy()
      stage.gate = Promise.resolve()
      await gateway.close()
    },
  }
}

/** @param opens the event that says that the connection stands */
export async function stageLogger(socket: Socket, opens: 'connect' | 'secureConnect'): Promise<StageLogger> {
  const answers: string[] = []
  const waiting: ((answer: string) => void)[] = []
  let rest = ''
  let isClosed = false
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      isClosed = true
      resolve()
    })
  })
  // A connection that is refused may be reset; its end is what counts.
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    const lines = `${rest}${chunk.toString('utf8')}`.split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const first = waiting.shift()
      if (first === undefined) answers.push(line)
      else first(line)
    }
  })
  socket.on('end', () => socket.end())
  await Promise.race([once(socket, opens), closed])
  return {
    socket,
    send: (bytes) => socket.write(bytes),
    answer() {
      const first = answers.shift()
      if (first !== undefined) return Promise.resolve(first)
      const { promise, resolve } = Promise.withResolvers<string>()
      waiting.push(resolve)
      return inTime('an answer', promise)
    },
    rest: () => answers.splice(0),
    closed: () => inTime('the end of a connection', closed),
    isClosed: () => isClosed,
  }
}

function handTimers(): Timers & { pass(seconds: number): void } {
  const timers = new Set<{ ms: number; due: number; run: () => void; again: boolean }>()
  let now = 0
  const add = (again: boolean) => (ms: number, run: () => void) => {
    const timer = { ms, due: now + ms, run, again }
    timers.add(timer)
    return () => {
      timers.delete(timer)
    }
  }
  return {
    every: add(true),
    after: add(false),
    pass(seconds) {
      for (let second = 0; second < seconds; second += 1) {
        now += 1000
        for (const timer of [...timers]) {
          if (timer.due > now || !timers.has(timer)) continue
          if (timer.again) timer.due += timer.ms
          else timers.delete(timer)
          timer.run()
        }
      }
    },
  }
}

/** Real-time data of a device: a value of its own for each number, so that no two are the same. */
export function sample(mn: string, n: number, more: { pw?: string; flag?: number; qn?: string } = {}): string {
  const at = compact(STAGE_NOW - DAY_MS + n * 1000)
  const { pw = PASSWORD, flag = 5, qn = `${compact(STAGE_NOW)}${String(n % 1000).padStart(3, '0')}` } = more
  return `QN=${qn};ST=22;CN=2011;PW=${pw};MN=${mn};Flag=${flag};CP=&&DataTime=${at};a34004-Rtd=${n},a34004-Flag=N&&`
}

/** `YYYYMMDDhhmmss` in Shanghai. */
export function compact(instant: number): string {
  return new Date(instant + 8 * 3_600_000).toISOString().slice(0, 19).replace(/[-T:]/g, '')
}
