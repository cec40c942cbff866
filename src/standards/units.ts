/**
 * Units in which devices send, and the way from one to another. Gases turn between mass and volume at the reference state
 * of GB 3095 (since 2018-09-01: 298.15 K, 1013.25 hPa), where a mole fills 24.465 L. Particles are kept at actual conditions
 * and need no state.
 */

type Kind =
  | 'mass concentration'
  | 'mixing ratio'
  | 'pressure'
  | 'temperature'
  | 'speed'
  | 'flow'
  | 'share'
  | 'angle'
  | 'sound level'
  | 'dustfall'
  | 'area'

/** Unit, what it measures, how many of the smallest unit of its kind it is, and how else people and firmware write it. */
// biome-ignore format: a table to proof-read
const table: readonly (readonly [unit: string, kind: Kind, size: number, spellings: readonly string[]])[] = [
  ['ng/m³',          'mass concentration', 1,         ['ng/m3']],
  ['µg/m³',          'mass concentration', 1e3,       ['µg/m3', 'ug/m3', 'ug/m³']],
  ['mg/m³',          'mass concentration', 1e6,       ['mg/m3']],
  ['g/m³',           'mass concentration', 1e9,       ['g/m3']],
  ['ppb',            'mixing ratio',       1,         ['ppbv', 'nmol/mol']],
  ['ppm',            'mixing ratio',       1e3,       ['ppmv', 'µmol/mol', 'umol/mol']],
  ['Pa',             'pressure',           1,         []],
  ['hPa',            'pressure',           100,       ['mbar']],
  ['kPa',            'pressure',           1000,      []],
  ['MPa',            'pressure',           1e6,       []],
  ['°C',             'temperature',        1,         ['℃', 'c']],
  ['K',              'temperature',        1,         []],
  ['m/s',            'speed',              3600,      []],
  ['km/h',           'speed',              1000,      []],
  ['m³/s',           'flow',               3600,      ['m3/s']],
  ['m³/h',           'flow',               1,         ['m3/h']],
  ['%',              'share',              1,         ['%rh']],
  ['°',              'angle',              1,         ['deg']],
  ['dB',             'sound level',        1,         ['db(a)', 'dba']],
  ['t/(km²·month)',  'dustfall',           1,         ['t/(km2·month)', 't/km²·month']],
  ['m²',             'area',               1,         ['m2']],
]

const KELVIN_OF_ZERO_CELSIUS = 273.15

/** Volume of a mole [L]: gas constant 8.314462618 J/(mol·K) (CODATA 2018) at 298.15 K and 101.325 kPa (GB 3095-2012, amendment of 2018, 3.14). */
const MOLAR_VOLUME_L = (8.314462618 * 298.15) / 101.325

/**
 * Molar masses [g/mol] of gases that have one, by factor code; from the standard atomic weights (IUPAC). NOx is kept as NO2
 * (GB 3095-2012, table 2). Sums such as TVOC, total and non-methane hydrocarbons have none.
 */
// biome-ignore format: a table to proof-read
const molarMass: Readonly<Record<string, number>> = {
  a05024: 47.998,  // O3
  a21004: 46.006,  // NO2
  a21002: 46.006,  // NOx as NO2
  a21003: 30.006,  // NO
  a21026: 64.066,  // SO2
  a21005: 28.010,  // CO
  a05001: 44.009,  // CO2
  a05002: 16.043,  // CH4
  a21001: 17.031,  // NH3
  a21028: 34.081,  // H2S
  a21017: 27.026,  // HCN
  a21022: 70.906,  // Cl2
  a21024: 36.461,  // HCl
  a25002: 78.114,  // benzene
  a25003: 92.141,  // toluene
  a25004: 106.168, // ethylbenzene
  a25005: 106.168, // xylene
  a25038: 104.152, // styrene
  a31001: 30.026,  // formaldehyde
}

interface Unit {
  unit: string
  kind: Kind
  size: number
}

const bySpelling = new Map<string, Unit>(
  table.flatMap(([unit, kind, size, spellings]) =>
    [unit, ...spellings].map((spelling) => [foldUnit(spelling), { unit, kind, size }] as const),
  ),
)

/** The name under which Weike knows a unit (`ug/m3` → `µg/m³`), or null when it knows none such. */
export function unitNamed(text: string): string | null {
  return bySpelling.get(foldUnit(text))?.unit ?? null
}

/** The units that can be turned into `unit` for a factor, itself among them. */
export function unitsLike(unit: string, factor: string): string[] {
  return table.map(([each]) => each).filter((each) => convert(1, { factor, from: each, to: unit }) !== null)
}

/**
 * A value in another unit, rounded to twelve significant digits (a device sends fewer, and binary fractions would show).
 * Between mass and volume at 25 °C and 101.325 kPa, by the molar mass of the factor.
 * @param ways.factor the standard's code, which tells the molar mass
 * @returns null when a unit is unknown, the two do not measure the same, or the factor has no molar mass
 */
export function convert(value: number, ways: { factor: string; from: string; to: string }): number | null {
  const from = bySpelling.get(foldUnit(ways.from))
  const to = bySpelling.get(foldUnit(ways.to))
  if (from === undefined || to === undefined) return null
  if (from.unit === to.unit) return value
  if (from.kind === to.kind) return tidy(from.kind === 'temperature' ? moved(value, from) : scaled(value, from, to))
  const mass = Object.hasOwn(molarMass, ways.factor) ? molarMass[ways.factor] : undefined
  if (mass === undefined) return null
  const ppbPerNanogram = MOLAR_VOLUME_L / mass / 1000
  if (from.kind === 'mass concentration' && to.kind === 'mixing ratio') {
    return tidy((value * from.size * ppbPerNanogram) / to.size)
  }
  if (from.kind === 'mixing ratio' && to.kind === 'mass concentration') {
    return tidy((value * from.size) / ppbPerNanogram / to.size)
  }
  return null
}

/** Whole ratios of sizes keep decimal values decimal. */
function scaled(value: number, from: Unit, to: Unit): number {
  return from.size >= to.size ? value * (from.size / to.size) : value / (to.size / from.size)
}

/** K and °C. */
function moved(value: number, from: Unit): number {
  return from.unit === 'K' ? value - KELVIN_OF_ZERO_CELSIUS : value + KELVIN_OF_ZERO_CELSIUS
}

function tidy(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(12)) : value
}

/** Case does not tell units apart here (no mPa, no Mg); both letters that look like µ are one. */
function foldUnit(text: string): string {
  return text.trim().toLowerCase().replaceAll('μ', 'µ')
}
