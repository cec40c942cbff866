import { factorOf, unitOf } from '../../standards/factors.ts'
import { type Evidence, evidenceOf } from './proposal-evidence.ts'
import type { HeardFrame } from './proposal-wire.ts'
import { vendorCode } from './vendor-codes.ts'

/** A factor as the device spells it, what it most likely is, and in which unit. */
export interface ProposedFactor {
  code: string
  /** The standard's code; null: unknown, kept as it is. */
  factor: string | null
  unit: string
  unitSure: boolean
  evidence: Evidence[]
  /** Smallest and largest normal value; null when none was a number. */
  low: number | null
  high: number | null
}

/** Normal values of one code. */
interface Heard {
  code: string
  factor: string | null
  values: number[]
  low: number
  high: number
}

/** Values of a code before their size proves a unit. */
const ENOUGH_VALUES = 10
/** More codes than any device sends; what lies beyond comes from noise. */
const MOST_CODES = 200

/** Suffixes whose values are in the unit of the factor. */
const inUnit: ReadonlySet<string> = new Set(['Rtd', 'Avg', 'Data'])

/** Chimneys: their gases are in mg/m³ by HJ 212-2017 table B.2. */
const exhaustSystems: ReadonlySet<string> = new Set(['31', '51'])
const exhaustGases: ReadonlySet<string> = new Set(['a21026', 'a21004', 'a21003', 'a21002', 'a21005'])
/** Sent in ppb, ppm, µg or mg, which their size does not tell apart. */
const gases: ReadonlySet<string> = new Set([
  ...exhaustGases,
  ...['a05024', 'a21001', 'a21028', 'a99054', 'a05001', 'a24088', 'a24087', 'a05002'],
])
const particles = ['a34004', 'a34002', 'a34005', 'a34001'] as const
const ambientGases = ['a05024', 'a21004', 'a21026', 'a21003', 'a21002'] as const

/**
 * Sizes that speak for another unit than Weike's (fact sheet hj212, section 7; limits of standards.md, section 5): a hint
 * to the person, never applied unasked. The first that fits counts. `all`: every one of these that the device sends fits.
 */
interface Guard {
  factors: readonly string[]
  all?: readonly string[]
  fits(heard: Heard): boolean
  unit: string
}

// biome-ignore format: a table to proof-read
const guards: readonly Guard[] = [
  { factors: particles,             fits: ({ high, low }) => high > 10_000 && low >= 0, unit: 'ng/m³' },
  { factors: ['a34004', 'a34005'],  fits: ({ high }) => high > 2000,                    unit: 'ng/m³' },
  { factors: particles, all: particles, fits: ({ high }) => high > 0 && high < 1,       unit: 'mg/m³' },
  { factors: ambientGases, all: ['a05024', 'a21004'], fits: ({ high }) => high > 0 && high < 1, unit: 'mg/m³' },
  { factors: ['a21005'],            fits: ({ high }) => high > 150,                     unit: 'µg/m³' },
  { factors: ['a99054'],            fits: ({ high }) => high > 10,                      unit: 'µg/m³' },
  { factors: ['a01006'],            fits: ({ low }) => low > 20_000,                    unit: 'Pa' },
  { factors: ['a01006'],            fits: ({ high }) => high > 800,                     unit: 'hPa' },
  { factors: ['a01001'],            fits: ({ low }) => low > 200,                       unit: 'K' },
  { factors: ['a01013', 'a01017'],  fits: ({ low, high }) => low < -20 || high > 200,   unit: 'Pa' },
  { factors: ['a00000'],            fits: ({ high }) => high > 500,                     unit: 'm³/h' },
]

/** Between these, values are in Weike's unit and no other: [low, high] (limits of standards.md, section 5, and of the thing itself). */
// biome-ignore format: a table to proof-read
const plausible: Readonly<Record<string, readonly [number, number]>> = {
  a34004: [-15, 2000],
  a34002: [-15, 10_000],
  a34005: [-15, 2000],
  a34001: [-15, 10_000],
  a01001: [-50, 60],
  a01002: [0, 100],
  a01006: [50, 110],
  a01007: [0, 60],
  a01008: [0, 360],
  a19001: [0, 25],
  a01014: [0, 100],
  LA: [20, 130],
  Leq: [20, 130],
}
/** A particle of less than this all the time may as well be in mg/m³. [µg/m³] */
const PROVING_PARTICLES = 5

/** The codes of a device in the order in which it sends them. */
export function factorsOf(heard: readonly HeardFrame[]): ProposedFactor[] {
  const system = heard.find(({ upload }) => upload !== null)?.message.st ?? ''
  const codes = gathered(heard, system)
  return codes.map((one) => {
    const { unit, unitSure, evidence } = unitOfCode(one, codes, system)
    const isNumber = one.values.length > 0
    return {
      code: one.code,
      factor: one.factor,
      unit,
      unitSure,
      evidence: [evidenceOfCode(one, system), ...evidence],
      low: isNumber ? one.low : null,
      high: isNumber ? one.high : null,
    }
  })
}

function gathered(heard: readonly HeardFrame[], system: string): Heard[] {
  const byCode = new Map<string, Heard>()
  for (const { upload } of heard) {
    for (const { code, values, flag } of upload?.factors ?? []) {
      let one = byCode.get(code)
      if (one === undefined) {
        if (byCode.size >= MOST_CODES) continue
        one = {
          code,
          factor: meaningOf(code, system),
          values: [],
          low: Number.POSITIVE_INFINITY,
          high: Number.NEGATIVE_INFINITY,
        }
        byCode.set(code, one)
      }
      if (flag !== null && flag.toUpperCase() !== 'N') continue
      for (const { suffix, value } of values) {
        if (value === null || !inUnit.has(suffix)) continue
        one.values.push(value)
        one.low = Math.min(one.low, value)
        one.high = Math.max(one.high, value)
      }
    }
  }
  return [...byCode.values()]
}

function meaningOf(code: string, system: string): string | null {
  return standardCode(code) ?? vendorCode(code, system)?.factor ?? null
}

/** The standard's code, also where the device writes `A34004`. */
function standardCode(code: string): string | undefined {
  if (unitOf(code) !== '') return code
  const lower = code.toLowerCase()
  return unitOf(lower) === '' ? undefined : lower
}

function evidenceOfCode({ code, factor }: Heard, system: string): Evidence {
  if (factor === null) return evidenceOf('code-unknown', { code })
  const params = { code, factor, name: factorOf(factor)?.alias ?? factor }
  const vendor = vendorCode(code, system)
  if (vendor === undefined || standardCode(code) !== undefined) return evidenceOf('code-standard', params)
  if (!vendor.sure) return evidenceOf('code-guessed', params)
  return evidenceOf(vendor.source === 'field' ? 'code-named' : 'code-2005', params)
}

function unitOfCode(
  one: Heard,
  codes: readonly Heard[],
  system: string,
): Pick<ProposedFactor, 'unit' | 'unitSure' | 'evidence'> {
  const { factor, values, low, high } = one
  if (factor === null) return { unit: '', unitSure: false, evidence: [] }
  const usual = unitOf(factor)
  const range = { low: values.length > 0 ? low : '–', high: values.length > 0 ? high : '–', values: values.length }
  const guard = guardOf(one, codes)
  if (guard !== undefined) {
    return {
      unit: guard.unit,
      unitSure: false,
      evidence: [evidenceOf('unit-guard', { ...range, unit: guard.unit, usual })],
    }
  }
  if (exhaustSystems.has(system) && exhaustGases.has(factor)) {
    return { unit: 'mg/m³', unitSure: false, evidence: [evidenceOf('unit-exhaust', { st: system, unit: 'mg/m³' })] }
  }
  if (gases.has(factor))
    return { unit: usual, unitSure: false, evidence: [evidenceOf('unit-gas', { ...range, unit: usual })] }
  const isPlausible = values.length >= ENOUGH_VALUES && isWithin(one, factor)
  const code = isPlausible ? 'unit-plausible' : 'unit-untold'
  return { unit: usual, unitSure: isPlausible, evidence: [evidenceOf(code, { ...range, unit: usual })] }
}

function guardOf(one: Heard, codes: readonly Heard[]): Guard | undefined {
  if (one.values.length === 0) return undefined
  return guards.find(({ factors, all = [], fits }) => {
    if (one.factor === null || !factors.includes(one.factor) || !fits(one)) return false
    const others = codes.filter(({ factor, values }) => factor !== null && all.includes(factor) && values.length > 0)
    return others.every(fits)
  })
}

function isWithin({ low, high }: Heard, factor: string): boolean {
  const limits = Object.hasOwn(plausible, factor) ? plausible[factor] : undefined
  if (limits === undefined || low < limits[0] || high > limits[1]) return false
  return !factor.startsWith('a34') || high >= PROVING_PARTICLES
}
