import { DAY_MS } from '../../src/standards/civil-time.ts'
import { jitter } from './noise.ts'
import { type FactorCode, type Real, type Showing, shownDigits } from './shown.ts'

/** What an instrument adds to what is there: a share of it, and of its own. [unit of the factor] */
interface Noise {
  share: number
  own: number
  /** It shows nothing below. */
  least: number
}

/** Of samples of half a minute; ours, in the order of HJ 653 and HJ 654 for hours. */
// biome-ignore format: a table to proof-read
const noises: Readonly<Record<FactorCode, Noise>> = {
  a34004: { share: 0.015, own: 0.5,   least: 1 },
  a34002: { share: 0.015, own: 0.8,   least: 2 },
  a21026: { share: 0.01,  own: 0.25,  least: 1 },
  a21004: { share: 0.01,  own: 0.5,   least: 1 },
  a21005: { share: 0.02,  own: 0.04,  least: 0.05 },
  a05024: { share: 0.01,  own: 0.7,   least: 1 },
  a01001: { share: 0,     own: 0.03,  least: -40 },
  a01002: { share: 0,     own: 0.2,   least: 5 },
  a01006: { share: 0,     own: 0.005, least: 90 },
  a01007: { share: 0.01,  own: 0.03,  least: 0 },
  a01008: { share: 0,     own: 0.5,   least: Number.NEGATIVE_INFINITY },
}

/** An instrument that drifts from one service to the next. */
interface Drift {
  stationCode: string
  factor: FactorCode
  /** It reads more by so much of the value each day; negative: less. */
  perDay: number
  /** Then somebody puts it right. [days] */
  servicedEvery: number
}

// biome-ignore format: a table to proof-read
export const drifts: readonly Drift[] = [
  { stationCode: 'QYW03', factor: 'a34004', perDay: 0.004,  servicedEvery: 60 },
  { stationCode: 'QYW05', factor: 'a05024', perDay: -0.005, servicedEvery: 45 },
]

/** How far an instrument is off, as a share of what is there. */
export function driftOf(stationCode: string, factor: FactorCode, instant: number): number {
  const drift = drifts.find((one) => one.stationCode === stationCode && one.factor === factor)
  if (drift === undefined) return 0
  return drift.perDay * ((instant / DAY_MS) % drift.servicedEvery)
}

/** What the instruments of a station make of what is there. Deterministic in (seed, station, instant). */
export function createInstrument(seed: string, stationCode: string): (real: Real, instant: number) => Showing {
  const shakes = new Map(Object.keys(noises).map((code) => [code, jitter(seed, `${stationCode}/${code}/instrument`)]))
  return (real, instant) => {
    const shown = (factor: FactorCode) => {
      const { share, own, least } = noises[factor]
      const there = real[factor] * (1 + driftOf(stationCode, factor, instant))
      const shaken = there + Math.hypot(share * there, own) * (shakes.get(factor)?.(instant) ?? 0)
      return rounded(Math.max(least, shaken), shownDigits[factor])
    }
    const a34004 = shown('a34004')
    return {
      a34004,
      // One beam, two inlets: the coarse channel never shows less than the fine one.
      a34002: Math.max(a34004, shown('a34002')),
      a21026: shown('a21026'),
      a21004: shown('a21004'),
      a21005: shown('a21005'),
      a05024: shown('a05024'),
      a01001: shown('a01001'),
      a01002: Math.min(99, shown('a01002')),
      a01006: shown('a01006'),
      a01007: shown('a01007'),
      a01008: (shown('a01008') + 360) % 360,
    }
  }
}

function rounded(value: number, digits: number): number {
  const scale = 10 ** digits
  return Math.round(value * scale) / scale
}
