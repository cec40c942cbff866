import type { Doing } from './habits.ts'
import { chance } from './noise.ts'
import type { WorldSource } from './sources.ts'

/** What the meters of a plant show: of its production and of its treatment. [kW] */
export interface Power {
  productionKw: number
  treatmentKw: number
}

/** Rated power by habit; ours, in the order of plants of a county. [kW] */
const rated: Readonly<Partial<Record<WorldSource['habit'], { production: number; treatment: number }>>> = {
  shift: { production: 320, treatment: 55 },
  kiln: { production: 450, treatment: 110 },
  furnace: { production: 900, treatment: 160 },
}
/** Light, compressors and what is never switched off. */
const IDLE = 0.08
/** A fan that stands still leaves its control on. */
const STANDBY = 0.02
/** From so much work on the filter runs. */
const FILTERED_FROM = 0.15
/** What a meter wavers by from one quarter of an hour to the next. */
const WAVERS = 0.03
const QUARTER_MS = 15 * 60_000

/**
 * Electricity of an enterprise by what it does: production follows its work, its filter runs with it, and where somebody has
 * switched the filter off, production goes on and the filter's meter falls to nothing. Undefined for what has no such meters.
 * Deterministic in (seed, instant).
 */
export function powerOf(
  seed: string,
  { kind, habit, code }: WorldSource,
  { work, isTreated }: Doing,
  instant: number,
): Power | undefined {
  const most = kind === 'enterprise' ? rated[habit] : undefined
  if (most === undefined) return undefined
  const wavering = (meter: string) =>
    1 + WAVERS * (2 * chance(seed, `${code}/meter/${meter}`, Math.floor(instant / QUARTER_MS)) - 1)
  const filtered = isTreated && work >= FILTERED_FROM ? 1 : STANDBY
  return {
    productionKw: most.production * (IDLE + (1 - IDLE) * Math.min(1, work)) * wavering('production'),
    treatmentKw: most.treatment * filtered * wavering('treatment'),
  }
}
