/**
 * How what a source gives off is spread by the wind, for the demo's world: the Gaussian plume with reflection and lid
 * (Turner 1994, Workbook of Atmospheric Dispersion Estimates) with the spreads of Briggs (1973), and for light wind the
 * integral over puffs. Concentrations are those of 1 g/s. [µg/m³]
 */

/** Pasquill's classes of stability, A very unstable to F stable. */
export const stabilities = ['A', 'B', 'C', 'D', 'E', 'F'] as const
export type Stability = (typeof stabilities)[number]

export type Ground = 'rural' | 'urban'

/** σ = a·x·(1 + b·x)^power, x in m. */
interface Spread {
  a: number
  b: number
  power: number
}

// biome-ignore format: a table to proof-read; Briggs (1973), for 100–10,000 m
const spreads: Readonly<Record<Ground, Readonly<Record<Stability, readonly [y: Spread, z: Spread]>>>> = {
  rural: {
    A: [{ a: 0.22, b: 0.0001, power: -0.5 }, { a: 0.20,  b: 0,      power: 0 }],
    B: [{ a: 0.16, b: 0.0001, power: -0.5 }, { a: 0.12,  b: 0,      power: 0 }],
    C: [{ a: 0.11, b: 0.0001, power: -0.5 }, { a: 0.08,  b: 0.0002, power: -0.5 }],
    D: [{ a: 0.08, b: 0.0001, power: -0.5 }, { a: 0.06,  b: 0.0015, power: -0.5 }],
    E: [{ a: 0.06, b: 0.0001, power: -0.5 }, { a: 0.03,  b: 0.0003, power: -1 }],
    F: [{ a: 0.04, b: 0.0001, power: -0.5 }, { a: 0.016, b: 0.0003, power: -1 }],
  },
  urban: {
    A: [{ a: 0.32, b: 0.0004, power: -0.5 }, { a: 0.24,  b: 0.001,  power: 0.5 }],
    B: [{ a: 0.32, b: 0.0004, power: -0.5 }, { a: 0.24,  b: 0.001,  power: 0.5 }],
    C: [{ a: 0.22, b: 0.0004, power: -0.5 }, { a: 0.20,  b: 0,      power: 0 }],
    D: [{ a: 0.16, b: 0.0004, power: -0.5 }, { a: 0.14,  b: 0.0003, power: -0.5 }],
    E: [{ a: 0.11, b: 0.0004, power: -0.5 }, { a: 0.08,  b: 0.0015, power: -0.5 }],
    F: [{ a: 0.11, b: 0.0004, power: -0.5 }, { a: 0.08,  b: 0.0015, power: -0.5 }],
  },
}

/** Exponent of the wind profile u(z) = u₁₀ (z/10)^p (EPA-454/R-99-005). */
// biome-ignore format: a table to proof-read
const profile: Readonly<Record<Ground, Readonly<Record<Stability, number>>>> = {
  rural: { A: 0.07, B: 0.07, C: 0.10, D: 0.15, E: 0.35, F: 0.55 },
  urban: { A: 0.15, B: 0.15, C: 0.20, D: 0.25, E: 0.30, F: 0.30 },
}

/** Under a lid the air is mixed through in these classes; the others lie below an inversion of their own. */
const underLid: ReadonlySet<Stability> = new Set(['A', 'B', 'C', 'D'])
/** Images of the source on either side of ground and lid. */
const IMAGES = 5
/** From here on the plume fills the layer below the lid. */
const FILLS_FROM = 1.6

/** Below this wind the plume is no plume but puffs that spread all round. [m/s] */
export const LIGHT_WIND_MS = 1.5
const CALM_MS = 0.5
// biome-ignore format: a table to proof-read; growth of puffs [m/s], Chinese guideline values (marked P)
const puffGrowth: Readonly<Record<Stability, { calm: number; light: number; upward: number }>> = {
  A: { calm: 0.93, light: 0.76, upward: 1.57 },
  B: { calm: 0.76, light: 0.56, upward: 0.47 },
  C: { calm: 0.55, light: 0.35, upward: 0.21 },
  D: { calm: 0.47, light: 0.27, upward: 0.12 },
  E: { calm: 0.44, light: 0.24, upward: 0.07 },
  F: { calm: 0.44, light: 0.24, upward: 0.05 },
}

/** [µg/g] */
const MICROGRAMS = 1e6

/** Horizontal and vertical spread at a distance downwind. [m] */
export function spreadAt(ground: Ground, stability: Stability, downwindM: number): { y: number; z: number } {
  const [y, z] = spreads[ground][stability]
  return { y: sigma(y, downwindM), z: sigma(z, downwindM) }
}

function sigma({ a, b, power }: Spread, x: number): number {
  return a * x * (1 + b * x) ** power
}

/** Wind at a height, from that at 10 m. [m/s] */
export function windAtHeight(wind10Ms: number, heightM: number, ground: Ground, stability: Stability): number {
  return wind10Ms * (Math.max(heightM, 1) / 10) ** profile[ground][stability]
}

export interface Receptor {
  /** Along the wind, and across it. [m] */
  downwindM: number
  crosswindM: number
  /** Above ground. [m] */
  heightM: number
}

export interface Air {
  ground: Ground
  stability: Stability
  /** At the height of the source. [m/s] */
  windMs: number
  /** Top of the mixed layer; null: none. [m] */
  lidM: number | null
  /** How far the direction of the wind wanders while a mean is taken. [rad] */
  wanderingRad: number
  /** Spread that it has from the start, of a source that is no point: {@link spreadOfExtent}. Left out: none. [m] */
  initial?: InitialSpread
}

/** [m] */
export interface InitialSpread {
  y: number
  z: number
}

/**
 * What a source that is wide and high gives off has spread from the start: a road, a yard, a field on fire, a chimney in the
 * wake of its hall (volume source of the ISC3 model, EPA-454/B-95-003b, table 1-6: width / 4.3, height / 2.15). [m]
 */
export function spreadOfExtent({ acrossM, uprightM }: { acrossM: number; uprightM: number }): InitialSpread {
  return { y: acrossM / 4.3, z: uprightM / 2.15 }
}

/** Plume of 1 g/s from a height, where there is wind. [µg/m³] */
export function plume(
  { ground, stability, windMs, lidM, wanderingRad, initial }: Air,
  sourceM: number,
  at: Receptor,
): number {
  const { downwindM, crosswindM, heightM } = at
  if (downwindM <= 0) return 0
  const own = spreadAt(ground, stability, downwindM)
  const y = Math.hypot(own.y, downwindM * wanderingRad, initial?.y ?? 0)
  const z = Math.hypot(own.z, initial?.z ?? 0)
  const across = Math.exp(-(crosswindM * crosswindM) / (2 * y * y))
  if (across === 0) return 0
  const lid = underLid.has(stability) ? lidM : null
  if (lid !== null && z > FILLS_FROM * lid) return (MICROGRAMS / (Math.sqrt(2 * Math.PI) * windMs * y * lid)) * across
  let upright = 0
  const images = lid === null ? 0 : IMAGES
  for (let n = -images; n <= images; n += 1) {
    const shift = 2 * n * (lid ?? 0)
    upright += bell(heightM - sourceM + shift, z) + bell(heightM + sourceM + shift, z)
  }
  return (MICROGRAMS / (2 * Math.PI * windMs * y * z)) * across * upright
}

function bell(distance: number, spread: number): number {
  return Math.exp(-(distance * distance) / (2 * spread * spread))
}

/**
 * Mean of 1 g/s in light wind or calm at the ground: puffs that grow with time, summed over all that were given off (closed
 * form). Upwind of the source there is some too. [µg/m³]
 */
export function puffs(stability: Stability, windMs: number, sourceM: number, at: Omit<Receptor, 'heightM'>): number {
  const growth = puffGrowth[stability]
  const outward = windMs < CALM_MS ? growth.calm : growth.light
  const { upward } = growth
  const height = (outward / upward) * sourceM
  const distance = Math.sqrt(at.downwindM ** 2 + at.crosswindM ** 2 + height * height)
  const s = (windMs * at.downwindM) / (outward * distance)
  const still = Math.exp(-(windMs * windMs) / (2 * outward * outward))
  const gathered = still * (1 + Math.sqrt(2 * Math.PI) * s * swollen(s))
  return ((2 * MICROGRAMS) / ((2 * Math.PI) ** 1.5 * upward * distance * distance)) * gathered
}

/** e^(s²/2)·Φ(s), Φ the share of a standard normal below s: by the complementary error function of Press et al. (1992), 6.2. */
function swollen(s: number): number {
  const z = Math.abs(s) / Math.SQRT2
  const tail = scaledErfc(z) / 2
  return s <= 0 ? tail : Math.exp(z * z) - tail
}

// biome-ignore format: coefficients to proof-read, the highest power first
const erfcCoefficients = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223,
]

/** e^(z²)·erfc(z) for z ≥ 0; relative error below 1.2e-7. */
function scaledErfc(z: number): number {
  const t = 1 / (1 + z / 2)
  return t * Math.exp(erfcCoefficients.reduce((sum, coefficient) => sum * t + coefficient, 0))
}
