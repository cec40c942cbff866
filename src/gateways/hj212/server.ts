import { createServer, type Server, type Socket } from 'node:net'
import type { Clock } from '../../platform/clock.ts'
import type { DatabaseSeat } from '../../platform/db/ailment.ts'
import type { Timers } from '../../platform/live/timers.ts'
import { Problem } from '../../platform/problem.ts'
import { allowList } from './allow-list.ts'
import { type Connection, type ConnectionParts, type GatewayCounter, serveConnection } from './connection.ts'
import { type ConsequencesParts, createConsequences } from './consequences.ts'
import { createAdmission, createBudget, createPace, createRefused, type GatewayLimits, type Refusal } from './limits.ts'
import type { GatewayRegistry } from './registry.ts'
import { ABSENCE_ROUND_MS } from './registry.ts'
import { FLUSH_MS, type Tally } from './tally.ts'
import { createTlsServer, type TlsSettings } from './tls.ts'
import { storingTrouble } from './trouble.ts'

export interface GatewaySettings {
  host: string
  /** 0: any free one. */
  port: number
  limits: GatewayLimits
  /** Addresses and networks that may connect; none: everybody. */
  allow: readonly string[]
  tls: TlsSettings | null
}

export interface GatewayParts
  extends Pick<ConnectionParts, 'add' | 'devices' | 'countyId' | 'ids' | 'domain' | 'rulesOf'>,
    Pick<ConsequencesParts, 'heard' | 'timeAsked'> {
  settings: GatewaySettings
  registry: GatewayRegistry
  tally: Tally
  /** Where frames are stored: named when they cannot be. */
  seat: DatabaseSeat
  /** A clock that nobody sets. */
  steady: Clock
  timers: Timers
  log(line: string): void
}

export interface GatewayCounters extends Readonly<Record<GatewayCounter, number>> {
  /** Accepted since the start, and open now. */
  connections: number
  open: number
  /** Of frames on their way to the disk. [bytes] */
  pendingBytes: number
  refused: Readonly<Record<Refusal, number>>
}

export interface Hj212Gateway {
  address: { host: string; port: number }
  /** Null: there is no TLS. */
  tlsAddress: { host: string; port: number } | null
  counters(): GatewayCounters
  /** Stops listening, lets frames under way become durable and answered, then closes. */
  close(): Promise<void>
}

const SECOND_MS = 1_000
const MINUTE_SECONDS = 60
/** A TLS handshake takes a few round trips, also on a slow line. */
const HANDSHAKE_SECONDS = 60
/** What Node reads ahead of a connection that is held. [bytes] */
const READ_AHEAD = 16_384

/**
 * Listens for devices, on a port and, if set, on a second one with TLS. Both share the limits.
 * @throws Problem `port-taken`, `settings-wrong` (certificate or key)
 */
export async function openHj212Gateway(parts: GatewayParts): Promise<Hj212Gateway> {
  const { settings, registry, tally, log } = parts
  const { limits, host, tls } = settings
  const counters = { frames: 0, garbage: 0, answers: 0, failures: 0, connections: 0 }
  const connections = new Set<Connection>()
  const refused = createRefused(log)
  const admission = createAdmission(limits, allowList(settings.allow))
  const pace = createPace(limits.framesPerSecondPerDevice)
  const budget = createBudget(limits.pendingBytes)
  const trouble = storingTrouble(parts)
  const consequences = createConsequences({
    tally,
    domain: parts.domain,
    heard: parts.heard,
    timeAsked: parts.timeAsked,
    failed: (error) => log(`hj212: what follows a frame failed: ${stackOf(error)}`),
  })
  const shared: ConnectionParts = {
    add: parts.add,
    devices: parts.devices,
    countyId: parts.countyId,
    ids: parts.ids,
    domain: parts.domain,
    rulesOf: parts.rulesOf,
    limits,
    registry,
    consequences,
    pace,
    budget,
    refuse: (what, address) => refused.count(what, address),
    count(what, by) {
      counters[what] += by
    },
    stored: () => trouble.worked(),
    failed: (error) => trouble.failed(error),
  }

  /** Lets a connection in, or closes it at once. */
  function enter(socket: Socket): boolean {
    const address = socket.remoteAddress ?? ''
    const refusal = admission.enter(address)
    if (refusal !== null) {
      refused.count(refusal, address)
      socket.destroy()
      return false
    }
    counters.connections += 1
    socket.once('close', () => admission.leave(address))
    return true
  }

  function serve(socket: Socket): void {
    const connection = serveConnection(socket, socket.remoteAddress ?? '', shared)
    connections.add(connection)
    socket.once('close', () => connections.delete(connection))
  }

  const listeners: Server[] = []
  async function listen(port: number, take: (socket: Socket) => void): Promise<{ host: string; port: number }> {
    const server = createServer({ allowHalfOpen: true, highWaterMark: READ_AHEAD }, (socket) => {
      if (enter(socket)) take(socket)
    })
    const address = await bind(server, host, port)
    listeners.push(server)
    return address
  }

  const stopListening = () =>
    Promise.all(listeners.map((server) => new Promise<void>((done) => server.close(() => done()))))
  const address = await listen(settings.port, serve)
  let tlsAddress: Hj212Gateway['tlsAddress'] = null
  try {
    if (tls !== null) {
      const enciphered = await createTlsServer(
        tls,
        Math.min(limits.firstFrameSeconds, HANDSHAKE_SECONDS) * SECOND_MS,
        serve,
      )
      enciphered.on('tlsClientError', (_error, socket) => refused.count('tls-failed', socket.remoteAddress ?? ''))
      tlsAddress = await listen(tls.port, (socket) => enciphered.emit('connection', socket))
    }
  } catch (error) {
    await stopListening()
    throw error
  }

  let seconds = 0
  const stopSeconds = parts.timers.every(SECOND_MS, () => {
    seconds += 1
    pace.newSecond()
    for (const connection of connections) connection.second()
    consequences.second()
    if (seconds % MINUTE_SECONDS !== 0) return
    refused.tell()
    trouble.minute()
  })
  const stopRounds = parts.timers.every(ABSENCE_ROUND_MS, () => registry.round())
  const stopFlushes = parts.timers.every(FLUSH_MS, () => void tally.flush())

  return {
    address,
    tlsAddress,
    counters: () => ({
      ...counters,
      open: admission.open(),
      pendingBytes: budget.held(),
      refused: refused.counters(),
    }),
    async close() {
      stopSeconds()
      stopRounds()
      stopFlushes()
      const closed = stopListening()
      await Promise.all([...connections].map((connection) => connection.finish()))
      await closed
      registry.close()
      await tally.flush()
    },
  }
}

async function bind(server: Server, host: string, port: number): Promise<{ host: string; port: number }> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Problem('port-taken', { params: { host, port }, cause: error }) : error)
    })
    server.listen(port, host, resolve)
  })
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('The HJ 212 gateway has no TCP address')
  return { host: bound.address, port: bound.port }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
