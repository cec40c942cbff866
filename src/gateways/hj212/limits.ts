import { type AllowList, sourceOf } from './allow-list.ts'

/** What one who speaks to the gateway may take of it. The settings file may change each: `hj212.limits.<name>`. */
export interface GatewayLimits {
  /** Longest frame, and most of half a frame that is kept while its rest is waited for. [bytes] */
  frameBytes: number
  /** What comes faster waits in the network until the next second; nothing is lost. [frames/s] */
  framesPerSecondPerConnection: number
  framesPerSecondPerDevice: number
  /** Connections open at once. */
  connections: number
  /** From one IPv4 address or one IPv6 network of 64 bits: a county's loggers may come through one address translation. */
  connectionsPerAddress: number
  /** On which one device speaks; its oldest is closed when it opens one more. */
  connectionsPerDevice: number
  /** A connection is closed when no frame came on it for so long. [s] */
  idleSeconds: number
  /** …when its first readable frame has not come by then. [s] */
  firstFrameSeconds: number
  /** …when half a frame has not become a whole one by then. [s] */
  halfFrameSeconds: number
  /** …when it does not read its answers for so long. [s] */
  unreadAnswersSeconds: number
  /** Of one connection, on their way to the disk; more wait in the network. [frames] */
  pendingFramesPerConnection: number
  /** Of all connections, on their way to the disk; more wait in the network. [bytes] */
  pendingBytes: number
}

/** Generous: a logger that keeps the standard comes near none of them, also not when it sends a month at once. */
export const usualLimits: GatewayLimits = {
  frameBytes: 16_384,
  framesPerSecondPerConnection: 5_000,
  framesPerSecondPerDevice: 5_000,
  connections: 10_000,
  connectionsPerAddress: 2_000,
  connectionsPerDevice: 4,
  idleSeconds: 7_200,
  firstFrameSeconds: 900,
  halfFrameSeconds: 30,
  unreadAnswersSeconds: 60,
  pendingFramesPerConnection: 256,
  pendingBytes: 8_388_608,
}

/** What is refused, and what a person reads of it in the log. */
export const refusals = {
  'not-allowed': 'connections from addresses that are not on the allow-list',
  'too-many-connections': 'connections beyond the number that may be open at once',
  'too-many-of-address': 'connections beyond the number that one address may open',
  'too-many-of-device': 'oldest connections of devices that opened too many',
  idle: 'connections on which no frame came any more',
  'no-frame': 'connections that never sent a readable frame',
  'half-frame': 'connections that sent half a frame and not its rest',
  'unread-answers': 'connections that did not read their answers',
  'tls-failed': 'connections that did not get through the TLS handshake',
  'too-fast': 'times that a connection or a device sent too fast and was made to wait',
} as const
export type Refusal = keyof typeof refusals

/** Counts what is refused, and tells it once a minute and kind, however many there are. */
export interface Refused {
  count(what: Refusal, address: string): void
  counters(): Readonly<Record<Refusal, number>>
  /** A minute has passed. */
  tell(): void
}

export function createRefused(log: (line: string) => void): Refused {
  const total = fromKeys(refusals, () => 0)
  let untold = new Map<Refusal, { count: number; lastFrom: string }>()
  return {
    count(what, address) {
      total[what] += 1
      const told = untold.get(what)
      if (told === undefined) untold.set(what, { count: 1, lastFrom: address })
      else {
        told.count += 1
        told.lastFrom = address
      }
    },
    counters: () => ({ ...total }),
    tell() {
      for (const [what, { count, lastFrom }] of untold) {
        log(`hj212: refused in the last minute: ${count} ${refusals[what]}; the last from ${lastFrom || 'nowhere'}`)
      }
      untold = new Map()
    },
  }
}

function fromKeys<K extends string, V>(table: Readonly<Record<K, unknown>>, make: () => V): Record<K, V> {
  // Object.keys forgets that the keys of a table are its keys.
  return Object.fromEntries(Object.keys(table).map((key) => [key, make()])) as Record<K, V>
}

/** Who may connect: asked once for each connection, told when it has closed. */
export interface Admission {
  /** @returns why not, or null: it is counted as open until `leave` */
  enter(address: string): Refusal | null
  leave(address: string): void
  open(): number
}

export function createAdmission(
  limits: Pick<GatewayLimits, 'connections' | 'connectionsPerAddress'>,
  allows: AllowList,
): Admission {
  const bySource = new Map<string, number>()
  let open = 0
  return {
    enter(address) {
      if (!allows(address)) return 'not-allowed'
      if (open >= limits.connections) return 'too-many-connections'
      const source = sourceOf(address)
      const ofSource = bySource.get(source) ?? 0
      if (ofSource >= limits.connectionsPerAddress) return 'too-many-of-address'
      bySource.set(source, ofSource + 1)
      open += 1
      return null
    },
    leave(address) {
      const source = sourceOf(address)
      const left = (bySource.get(source) ?? 0) - 1
      if (left > 0) bySource.set(source, left)
      else bySource.delete(source)
      open -= 1
    },
    open: () => open,
  }
}

/** Frames of the running second by registered device. */
export interface Pace {
  /** A frame of the device came. @returns whether it is still within its rate */
  keeps(mn: string): boolean
  newSecond(): void
}

export function createPace(perDevice: number): Pace {
  const frames = new Map<string, number>()
  return {
    keeps(mn) {
      const count = (frames.get(mn) ?? 0) + 1
      frames.set(mn, count)
      return count <= perDevice
    },
    newSecond: () => frames.clear(),
  }
}

/** Bytes on their way to the disk, of all connections together. */
export interface Budget {
  /** Takes bytes in whether there is room or not. @returns whether the next ones may come too */
  take(bytes: number): boolean
  /** Some are durable, or given up; those who wait go on when half of it is free. */
  give(bytes: number): void
  /** Calls back, once, when there is room again. */
  wait(goOn: () => void): void
  held(): number
}

export function createBudget(limit: number): Budget {
  const waiting = new Set<() => void>()
  let held = 0
  return {
    take(bytes) {
      held += bytes
      return held < limit
    },
    give(bytes) {
      held -= bytes
      // Not at once below the limit: thousands of connections would be stopped and started for each frame.
      if (waiting.size === 0 || held > limit / 2) return
      const all = [...waiting]
      waiting.clear()
      for (const goOn of all) goOn()
    },
    wait: (goOn) => {
      waiting.add(goOn)
    },
    held: () => held,
  }
}
