import type { FeedTurn } from '../feeds/model.ts'
import type { Reading, Resolution } from '../readings/model.ts'
import type { ReadingLayer } from '../readings/service.ts'

/** Data that were older than this when they came raise no alert: nobody could act on them (back-fill after an outage). [ms] */
export const LIVE_WITHIN_MS = 3 * 3_600_000

/** Layers that come in by themselves, as it happens: what devices send, and what Weike fetches from a feed. */
const liveSources: ReadonlySet<string> = new Set(['frame', 'feed'])

/** Readings as they came in. */
export interface Arrival {
  /** When they came. [epoch ms] */
  at: number
  seq: number
  deviceId: string
  resolution: Resolution
  periodStart: number
  periodEnd: number
  readings: readonly Reading[]
}

/** One input of the evaluator: readings that came in, a feed that went stale or is so no longer, or merely that it has become so late. */
export type Input =
  | { kind: 'arrival'; arrival: Arrival }
  | { kind: 'turn'; turn: FeedTurn }
  | { kind: 'tick'; at: number }

/**
 * A layer as something that happened now; null: it did not (what was worked out, imported, judged or corrected). How late it
 * is says its arrival, not the moment at which the rules come to look: after a crash, however long it lasted, they say what
 * they would have said before.
 */
export function liveArrival(layer: ReadingLayer): Arrival | null {
  return liveSources.has(layer.source) ? inTime(layer, layer.recordedAt) : null
}

/** The same for days that have been: what was imported counts as if it had come at the end of its period. */
export function pastArrival(layer: ReadingLayer): Arrival | null {
  return layer.source === 'import' ? inTime(layer, layer.periodEnd) : liveArrival(layer)
}

function inTime(layer: ReadingLayer, at: number): Arrival | null {
  const { seq, deviceId, resolution, periodStart, periodEnd } = layer
  if (periodEnd < at - LIVE_WITHIN_MS) return null
  return {
    ...{ at, seq, deviceId, resolution, periodStart, periodEnd },
    // Who only listens whether somebody speaks need not understand it.
    get readings() {
      return layer.readings
    },
  }
}
