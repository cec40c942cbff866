import type { ReadingsStore } from '../../domain/readings/service.ts'
import type { IdMaker } from '../../platform/identity.ts'
import { hourEndingAt, MINUTE_MS } from '../../standards/civil-time.ts'

type Note = ReadingsStore['note']
type DeviceHour = Parameters<Note>[1][number]
type DeviceEvent = Parameters<Note>[2][number]

/** Of whom and when something is counted. Frames of unregistered devices are counted under the MN that they claim. */
export interface Whose {
  countyId: string
  mn: string
  isRegistered: boolean
  /** Arrival. [epoch ms, domain clock] */
  at: number
}

export interface CountedFrame extends Whose {
  isDuplicate: boolean
  /** In quarantine, or with a wrong CRC. */
  isKept: boolean
  /** QN minus arrival; null: the frame does not tell. [ms] */
  offsetMs: number | null
  /** Codes of what was wrong with it: dialects, the reason why it was kept. */
  errors: readonly string[]
}

/**
 * What came of each device, hour by hour, counted in memory and added to the store every ten seconds: a frame must not cost
 * a second write. What has not been added yet is lost in a crash; frames themselves never are.
 */
export interface Tally {
  frame(frame: CountedFrame): void
  error(whose: Whose, kind: string): void
  /** Something about a device that no frame tells. */
  event(countyId: string, mn: string, at: number, kind: string, data: DeviceEvent['data']): void
  /** Adds all that was counted to the store. What could not be added is kept for the next time. */
  flush(): Promise<void>
}

export const FLUSH_MS = 10_000

/** A clock that is off by more makes data look late or from the future: worth counting as an error. [ms] */
export const CLOCK_OFF_MS = 5 * MINUTE_MS

/** MNs that nobody registered and that are counted each for itself in an hour; all others together under an empty MN. */
export const MOST_STRANGERS = 500
/** Enough for the median of ten seconds; the smallest and the largest are exact however many there are. */
const MOST_OFFSETS = 500
/** Events that wait while the database is away. */
export const MOST_EVENTS = 10_000

interface Counted {
  countyId: string
  mn: string
  hourEnd: number
  frames: number
  duplicates: number
  kept: number
  offsets: number[]
  offsetMin: number
  offsetMax: number
  errors: Map<string, number>
}

/** @param failed told when the store did not take what was counted */
export function createTally(note: Note, ids: IdMaker, failed: (error: unknown) => void): Tally {
  let hours = new Map<string, Counted>()
  let events: { countyId: string; event: DeviceEvent }[] = []
  let strangers = { hourEnd: 0, mns: new Set<string>() }
  let flushing: Promise<void> | null = null

  function counted(whose: Whose): Counted {
    const hourEnd = hourEndingAt(whose.at)
    const mn = whose.isRegistered ? whose.mn : strangerOf(whose.mn, hourEnd)
    const key = `${hourEnd}|${whose.countyId}|${mn}`
    let found = hours.get(key)
    if (found === undefined) {
      found = nothingYet(whose.countyId, mn, hourEnd)
      hours.set(key, found)
    }
    return found
  }

  function strangerOf(mn: string, hourEnd: number): string {
    if (strangers.hourEnd !== hourEnd) strangers = { hourEnd, mns: new Set() }
    if (strangers.mns.has(mn)) return mn
    if (strangers.mns.size >= MOST_STRANGERS) return ''
    strangers.mns.add(mn)
    return mn
  }

  async function writeAll(): Promise<void> {
    const [takenHours, takenEvents] = [hours, events]
    hours = new Map()
    events = []
    const countyIds = new Set([...takenHours.values(), ...takenEvents].map((one) => one.countyId))
    for (const countyId of countyIds) {
      const ofCounty = [...takenHours].filter(([, hour]) => hour.countyId === countyId)
      const told = takenEvents.filter((one) => one.countyId === countyId)
      try {
        await note(
          countyId,
          ofCounty.map(([, hour]) => toDeviceHour(hour)),
          told.map(({ event }) => event),
        )
      } catch (error) {
        failed(error)
        for (const [key, hour] of ofCounty) putBack(key, hour)
        events = [...told, ...events].slice(-MOST_EVENTS)
      }
    }
  }

  function putBack(key: string, hour: Counted): void {
    const since = hours.get(key)
    hours.set(key, since === undefined ? hour : together(hour, since))
  }

  return {
    frame(frame) {
      const hour = counted(frame)
      hour.frames += 1
      if (frame.isDuplicate) hour.duplicates += 1
      if (frame.isKept) hour.kept += 1
      for (const kind of frame.errors) addError(hour, kind, 1)
      if (frame.offsetMs === null) return
      if (Math.abs(frame.offsetMs) > CLOCK_OFF_MS) addError(hour, 'clock-off', 1)
      addOffset(hour, frame.offsetMs)
    },
    error: (whose, kind) => addError(counted(whose), kind, 1),
    event(countyId, mn, at, kind, data) {
      events.push({ countyId, event: { id: ids.next(), mn, at, kind, frameSeq: null, data } })
      if (events.length > MOST_EVENTS) events.shift()
    },
    async flush() {
      // One after the other, and who asks while one is under way gets what has been counted since then written too.
      while (flushing !== null) await flushing
      if (hours.size === 0 && events.length === 0) return
      flushing = writeAll()
      await flushing
      flushing = null
    },
  }
}

function nothingYet(countyId: string, mn: string, hourEnd: number): Counted {
  return {
    countyId,
    mn,
    hourEnd,
    frames: 0,
    duplicates: 0,
    kept: 0,
    offsets: [],
    offsetMin: Number.POSITIVE_INFINITY,
    offsetMax: Number.NEGATIVE_INFINITY,
    errors: new Map(),
  }
}

function addError(hour: Counted, kind: string, times: number): void {
  hour.errors.set(kind, (hour.errors.get(kind) ?? 0) + times)
}

function addOffset(hour: Counted, offsetMs: number): void {
  if (hour.offsets.length < MOST_OFFSETS) hour.offsets.push(offsetMs)
  hour.offsetMin = Math.min(hour.offsetMin, offsetMs)
  hour.offsetMax = Math.max(hour.offsetMax, offsetMs)
}

function together(one: Counted, other: Counted): Counted {
  const errors = new Map(one.errors)
  for (const [kind, times] of other.errors) errors.set(kind, (errors.get(kind) ?? 0) + times)
  return {
    ...one,
    frames: one.frames + other.frames,
    duplicates: one.duplicates + other.duplicates,
    kept: one.kept + other.kept,
    offsets: [...one.offsets, ...other.offsets].slice(0, MOST_OFFSETS),
    offsetMin: Math.min(one.offsetMin, other.offsetMin),
    offsetMax: Math.max(one.offsetMax, other.offsetMax),
    errors,
  }
}

function toDeviceHour(hour: Counted): DeviceHour {
  const { mn, hourEnd, frames, duplicates, kept, errors } = hour
  return { mn, hourEnd, frames, duplicates, kept, offsets: offsetsOf(hour), errors: Object.fromEntries(errors) }
}

function offsetsOf({ offsets, offsetMin, offsetMax }: Counted): DeviceHour['offsets'] {
  if (offsets.length === 0) return null
  const sorted = offsets.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  const median = sorted.length % 2 === 1 ? upper : Math.round(((sorted[middle - 1] ?? upper) + upper) / 2)
  return { min: offsetMin, median, max: offsetMax }
}
