import { HOUR_MS, MINUTE_MS } from '../../src/standards/civil-time.ts'
import { chance, swing } from './noise.ts'

/**
 * The planted story: a crew mills the road between the national station and the school whose micro-station sends every half
 * minute. It begins soon after the demo starts, so that
 * whoever opens the page sees an alert come in, and again every two hours or so. It is so near that no wind takes it away.
 */
export const roadworks = {
  sourceCode: 'D13',
  /** From the start of the demo to the first time. [ms] */
  firstAfterMs: 20_000,
  everyMs: 2 * HOUR_MS,
  /** Later times come this much before or after their turn. [ms] */
  shiftMs: 20 * MINUTE_MS,
  riseMs: 8_000,
  holdMs: 6 * MINUTE_MS,
  fallMs: 4 * MINUTE_MS,
  /** What it adds at full strength by factor code [µg/m³; a21005 mg/m³]. PM2.5 alone passes 75 µg/m³ on the cleanest day. */
  adds: { a34004: 80, a34002: 165, a21004: 14, a21005: 0.25, a21026: 3 },
  /** Which share of it reaches a station; none the others. */
  reaches: { QY001: 1, QYW07: 1, QYW06: 0.2 },
} as const

const lengthMs = roadworks.riseMs + roadworks.holdMs + roadworks.fallMs
const reach = new Map<string, number>(Object.entries(roadworks.reaches))

/** When the n-th time (from 0) begins [epoch ms]. */
function beginOf(seed: string, start: number, n: number): number {
  const shift = n === 0 ? 0 : (2 * chance(seed, 'roadworks/shift', n) - 1) * roadworks.shiftMs
  return start + roadworks.firstAfterMs + n * roadworks.everyMs + Math.round(shift)
}

/**
 * Strength of the story at a station over time, 0–1.05: nothing before the first time, none at stations out of reach.
 * Pure in (seed, start, station, instant).
 * @param start when the demo began [epoch ms]
 */
export function createEpisode(seed: string, start: number): (stationCode: string) => (instant: number) => number {
  return (stationCode) => {
    const share = reach.get(stationCode) ?? 0
    if (share === 0) return () => 0
    const wobble = swing(seed, 'roadworks/wobble', 90_000)
    return (instant) => {
      const turn = Math.floor((instant - start - roadworks.firstAfterMs + roadworks.shiftMs) / roadworks.everyMs)
      let strength = 0
      for (const n of [turn - 1, turn]) {
        if (n >= 0) strength = Math.max(strength, shape(instant - beginOf(seed, start, n)))
      }
      return share * strength * (1 + 0.05 * Math.tanh(wobble(instant)))
    }
  }
}

/** 0 → 1 while it rises, 1 while it holds, back to 0 while it falls; `since` its beginning [ms]. */
function shape(since: number): number {
  if (since <= 0 || since >= lengthMs) return 0
  if (since < roadworks.riseMs) return eased(since / roadworks.riseMs)
  return eased(Math.min(1, (lengthMs - since) / roadworks.fallMs))
}

function eased(part: number): number {
  return part * part * (3 - 2 * part)
}
