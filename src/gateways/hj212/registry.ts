import type { RegisteredDevice } from '../../domain/devices/model.ts'

/** Which device is connected now, and the way to it. */
export interface Registry {
  /** Since when the device is connected without a break [epoch ms, domain clock]; null: it is not. */
  since(mn: string): number | null
  /**
   * Sends bytes to the device, on the connection on which it spoke last.
   * @returns whether there was one to take them; not whether the device got them
   */
  send(mn: string, bytes: Buffer): boolean
  /** The devices that are connected. */
  mns(): readonly string[]
}

/** A connection as the registry knows it. */
export interface Line {
  /** @returns whether the connection could still take the bytes */
  send(bytes: Buffer): boolean
  /** Closes the connection: its device speaks on too many others. */
  crowdOut(): void
}

export interface GatewayRegistry extends Registry {
  /** A device proved by its password that it speaks on this connection. */
  spoke(device: Pick<RegisteredDevice, 'countyId' | 'mn'>, line: Line): void
  /** A connection has closed. */
  left(line: Line): void
  /** Time passes: absences that have lasted are told. Called every `ABSENCE_ROUND_MS`. */
  round(): void
  /** The gateway stops: every device that is connected or away is told to be disconnected. */
  close(): void
}

export interface RegistryParts {
  now(): number
  /** Connections of one device at a time. */
  perDevice: number
  tell(countyId: string, mn: string, at: number, kind: 'connected' | 'disconnected', data: { since?: number }): void
}

export const ABSENCE_ROUND_MS = 10_000
/** Loggers that connect for each frame are away most of the time: only an absence of so many rounds is told. */
const ROUNDS_AWAY = 6

interface Presence {
  countyId: string
  since: number
  /** The one on which it spoke last at the end. */
  lines: Line[]
}

interface Absence {
  countyId: string
  /** When the last connection closed. */
  at: number
  since: number
  rounds: number
}

/**
 * Who speaks on which connection. A device that speaks on a new one is heard there from then on; its old ones stay open,
 * because links that broke silently look open too, and the oldest is closed when there are too many.
 */
export function createRegistry({ now, perDevice, tell }: RegistryParts): GatewayRegistry {
  const present = new Map<string, Presence>()
  const away = new Map<string, Absence>()
  const spokenOn = new Map<Line, Set<string>>()

  function arrive(device: Pick<RegisteredDevice, 'countyId' | 'mn'>): Presence {
    const { countyId, mn } = device
    const presence: Presence = { countyId, since: now(), lines: [] }
    present.set(mn, presence)
    if (!away.delete(mn)) tell(countyId, mn, presence.since, 'connected', {})
    return presence
  }

  function tellAbsence(mn: string, { countyId, at, since }: Absence): void {
    away.delete(mn)
    tell(countyId, mn, at, 'disconnected', { since })
  }

  function leave(mn: string, line: Line): void {
    const presence = present.get(mn)
    if (presence === undefined) return
    presence.lines = presence.lines.filter((one) => one !== line)
    if (presence.lines.length > 0) return
    present.delete(mn)
    away.set(mn, { countyId: presence.countyId, at: now(), since: presence.since, rounds: 0 })
  }

  return {
    since: (mn) => present.get(mn)?.since ?? null,
    send: (mn, bytes) => present.get(mn)?.lines.at(-1)?.send(bytes) ?? false,
    mns: () => [...present.keys()],
    spoke(device, line) {
      const presence = present.get(device.mn) ?? arrive(device)
      if (presence.lines.at(-1) === line) return
      presence.lines = [...presence.lines.filter((one) => one !== line), line]
      const mns = spokenOn.get(line)
      if (mns === undefined) spokenOn.set(line, new Set([device.mn]))
      else mns.add(device.mn)
      const [oldest] = presence.lines
      if (presence.lines.length > perDevice && oldest !== undefined) {
        leave(device.mn, oldest)
        oldest.crowdOut()
      }
    },
    left(line) {
      for (const mn of spokenOn.get(line) ?? []) leave(mn, line)
      spokenOn.delete(line)
    },
    round() {
      for (const [mn, absence] of away) {
        absence.rounds += 1
        if (absence.rounds >= ROUNDS_AWAY) tellAbsence(mn, absence)
      }
    },
    close() {
      for (const [mn, { countyId, since }] of present) tellAbsence(mn, { countyId, since, at: now(), rounds: 0 })
      present.clear()
      for (const [mn, absence] of away) tellAbsence(mn, absence)
    },
  }
}
