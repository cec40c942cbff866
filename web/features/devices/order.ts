import type { Device } from '../../api/queries.ts'

/** A device that was last heard longer ago than this is called silent. */
export const SILENT_MS = 30 * 60_000

/** A clock that is off by more than this is told: its samples stand in another minute than they were taken. */
export const CLOCK_OFF_MS = 60_000

export type DeviceState = 'online' | 'offline' | 'silent' | 'feed'

type Heard = Pick<Device, 'kind' | 'online' | 'lastFrameAt'>

/** Feed: nothing is expected on a socket, the feed itself says how it is. Online: a connection is open and frames come; silent: nothing came for so long that somebody should look. */
export function stateOf(device: Heard, now: number): DeviceState {
  if (device.kind === 'feed') return 'feed'
  const heardAt = device.lastFrameAt === null ? Number.NEGATIVE_INFINITY : Date.parse(device.lastFrameAt)
  if (now - heardAt > SILENT_MS) return 'silent'
  return device.online ? 'online' : 'offline'
}

export function isClockOff(offsetMs: number | null): offsetMs is number {
  return offsetMs !== null && Math.abs(offsetMs) > CLOCK_OFF_MS
}

/** Errors and kept frames of the last 24 hours. */
export function troublesOf(device: Pick<Device, 'errors' | 'kept'>): number {
  return Object.values(device.errors).reduce((sum, count) => sum + count, device.kept)
}

const rank: Readonly<Record<DeviceState, number>> = { silent: 0, offline: 1, online: 2, feed: 3 }

/** What needs a hand first: the silent ones, longest silence first, then the offline ones, then those with troubles. */
export function byNeed(now: number): (a: Device, b: Device) => number {
  const heardAt = (device: Device) => {
    const at = device.lastFrameAt === null ? 0 : Date.parse(device.lastFrameAt)
    // Within a few minutes nothing is silent, and rows do not jump about.
    return Math.floor(at / SILENT_MS)
  }
  const isTroubled = (device: Device) => (troublesOf(device) > 0 || isClockOff(device.clockOffsetMs) ? 0 : 1)
  return (a, b) =>
    rank[stateOf(a, now)] - rank[stateOf(b, now)] ||
    (stateOf(a, now) === 'silent' ? heardAt(a) - heardAt(b) : isTroubled(a) - isTroubled(b)) ||
    (a.mn < b.mn ? -1 : 1)
}

/** Whether a row is meant by what somebody typed: parts of the name, the MN or the station, in any case. */
export function isFound(texts: readonly string[], wanted: string): boolean {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean)
  const text = texts.join(' ').toLowerCase()
  return words.every((word) => text.includes(word))
}
