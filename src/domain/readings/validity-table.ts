import { HOUR_MS } from '../../standards/civil-time.ts'
import type { Quality } from './model.ts'

/**
 * When a value may be used: the rules as data, each with where it comes from and how sure that is.
 *
 * Certainty, as in the fact sheets:
 *   S  sure: public text seen, or two independent sources
 *   P  probable: one public source, or a well-known clause from memory
 *   U  unsure: nobody has settled it; a county may set its numbers (validity-settings.ts), and a person overrule it value by value
 * Nothing here deletes: a rule gives a quality and the code of its reason, the value stays.
 */
export type Certainty = 'S' | 'P' | 'U'

/** Why a value has the quality it has. */
export interface Reason {
  code: string
  quality: Quality
  /** Does it go onto the work list, for a person to judge? */
  findings: boolean
  certainty: Certainty
  source: string
}

const HJ212 = 'HJ 212-2017 and HJ/T 212-2005, tables of data marks'
const HJ817 = 'HJ 817-2018, HJ 818-2018, data clause'
const PRACTICE = 'practice of automatic stations; no number in a standard'

// Words for people: catalogue keys: web.reason.*
// biome-ignore format: a table to proof-read
const reasonRows: readonly (readonly [string, Quality, boolean, Certainty, string])[] = [
  // code                quality         list   mark  source
  // What the device itself said
  ['mark-fault',         'invalid',      false, 'S', HJ212],
  ['mark-maintenance',   'invalid',      false, 'S', HJ212],
  ['mark-calibration',   'invalid',      false, 'S', HJ212],
  ['mark-over-range',    'invalid',      false, 'S', HJ212],
  ['mark-communication', 'invalid',      false, 'S', HJ212],
  ['mark-stopped',       'invalid',      false, 'S', HJ212],
  ['mark-power',         'invalid',      false, 'S', HJ212],
  ['mark-manual',        'suspect',      true,  'S', HJ212],
  ['mark-unknown',       'invalid',      false, 'U', 'HJ 212-2025 has further marks that are not known; kept, not used'],
  ['unmarked',           'invalid',      false, 'U', 'setting of the device: what a value without a mark is worth'],
  ['unreadable',         'invalid',      false, 'S', 'no number was sent'],
  // What one value alone shows
  ['out-of-range',       'invalid',      true,  'U', 'HJ 653-2021, HJ 654-2013 instrument ranges (P), widened'],
  ['negative',           'invalid',      true,  'P', HJ817],
  ['slightly-negative',  'valid',        false, 'P', HJ817],
  ['implausible',        'suspect',      true,  'U', PRACTICE],
  // What it shows beside others
  ['pm-inversion',       'suspect',      true,  'S', 'PM2.5 is a part of PM10; seen in up to 9.3 % of hours at one national site in 2022'],
  ['flat-line',          'suspect',      true,  'U', PRACTICE],
  ['spike',              'suspect',      true,  'U', PRACTICE],
  ['dispelled',          'valid',        false, 'S', 'what made PM2.5 over PM10 of a frame was corrected since'],
  ['neighbours',         'suspect',      true,  'U', 'Iglewicz and Hoaglin 1993 (modified z-score); reach and limit are practice'],
  // What happened to the device at the time
  ['zero-span',          'invalid',      false, 'P', HJ817],
  // Off: nothing says how long an instrument warms up, and instruments mark it themselves (M, C); kept for imports that name it.
  ['restart',            'suspect',      false, 'U', PRACTICE],
  // What was built from too little (GB 3095-2012 table 4)
  ['insufficient',       'insufficient', false, 'P', 'GB 3095-2012 table 4'],
  // What two people decided
  ['corrected',          'valid',        false, 'S', 'a correction by one person, agreed to by another'],
  ['kept',               'valid',        false, 'S', 'a correction by one person, agreed to by another'],
  ['voided',             'invalid',      false, 'S', 'a correction by one person, agreed to by another'],
]

export const reasons: readonly Reason[] = reasonRows.map(([code, quality, findings, certainty, source]) => ({
  code,
  quality,
  findings,
  certainty,
  source,
}))

export type Edition = '2005' | '2017' | '2025'

/**
 * What a data mark means, by edition of HJ 212 (2017, data mark; 2005, table of data marks, the digits are those of air
 * stations); null: nothing against the value. 2025 is known at second hand only: its further marks are unknown ones.
 */
// biome-ignore format: a table to proof-read
export const marks: Readonly<Record<Edition, Readonly<Record<string, string | null>>>> = {
  '2005': {
    N: null,
    P: 'mark-power',
    F: 'mark-stopped',
    C: 'mark-calibration',
    M: 'mark-maintenance',
    T: 'mark-over-range',
    D: 'mark-fault',
    S: 'mark-manual',
    0: 'mark-calibration',
    // "Weather data": says what the value is, not that anything is wrong with it.
    1: null,
    2: 'mark-fault',
    3: null,
  },
  '2017': {
    N: null,
    F: 'mark-stopped',
    M: 'mark-maintenance',
    S: 'mark-manual',
    D: 'mark-fault',
    C: 'mark-calibration',
    T: 'mark-over-range',
    B: 'mark-communication',
  },
  '2025': {
    N: null,
    M: 'mark-maintenance',
    D: 'mark-fault',
    C: 'mark-calibration',
    T: 'mark-over-range',
  },
}

/**
 * Limits of a factor in ambient air, in Weike's unit. Hard: beyond, the value cannot be one. Suspicion: beyond, somebody
 * should look. Basis: full scale of instruments at 25 °C (HJ 654-2013: SO2, NO2, O3 0–500 ppb; CO 0–50 ppm) (P); the limits
 * themselves are suggestions (U).
 */
export interface Limits {
  factor: string
  hardLow: number
  hardHigh: number
  /** Above; null: none. */
  suspicion: number | null
  /** The same for hours at night; null: as by day. */
  suspicionAtNight: number | null
  /** A concentration: zero and a little below is the noise of clean air, not a fault. */
  concentration: boolean
  certainty: Certainty
}

// biome-ignore format: a table to proof-read
const limitRows: readonly (readonly [string, number, number, number | null, number | null, boolean, Certainty])[] = [
  // factor     low    high  suspicion night  concentration
  ['a21026',    -15,   2620,  500,  null, true,  'U'], // SO2 [µg/m³], full scale 1309
  ['a21004',    -10,   3840,  400,  null, true,  'U'], // NO2 [µg/m³], full scale 940
  ['a05024',    -10,   1200,  400,  200,  true,  'U'], // O3 [µg/m³], full scale 981
  ['a21005',     -1,    150,   10,  null, true,  'U'], // CO [mg/m³], full scale 57
  ['a34002',    -15,  10000,  600,  null, true,  'U'], // PM10 [µg/m³], full scale 1000, 10000 in dust
  ['a34004',    -15,   2000,  500,  null, true,  'U'], // PM2.5 [µg/m³], full scale 1000
  ['a01001',    -40,     50, null,  null, false, 'U'], // temperature [°C]
  ['a01002',      0,    100, null,  null, false, 'U'], // humidity [%]
  ['a01006',     60,    108, null,  null, false, 'U'], // pressure [kPa]
  ['a01007',      0,     60,   25,  null, false, 'U'], // wind speed [m/s]
  ['a01008',      0,    360, null,  null, false, 'S'], // wind direction [°], from north clockwise
]

const usualLimits: ReadonlyMap<string, Limits> = new Map(
  limitRows.map(([factor, hardLow, hardHigh, suspicion, suspicionAtNight, concentration, certainty]) => [
    factor,
    { factor, hardLow, hardHigh, suspicion, suspicionAtNight, concentration, certainty },
  ]),
)

/**
 * What only the gas in a flue has (HJ 212-2017 tables B.2 and B.3): smoke dust, flow, oxygen, and the state of the gas. Whoever
 * measures one of them measures exhaust, whatever else: the limits of ambient air and the stations around say nothing of it.
 */
export const exhaustFactors: ReadonlySet<string> = new Set([
  'a34013',
  'a00000',
  'a19001',
  'a01010',
  'a01011',
  'a01012',
  'a01013',
  'a01014',
  'a01015',
  'a01016',
  'a01017',
  'a01901',
  'a01902',
])

export const PM25 = 'a34004'
export const PM10 = 'a34002'

/** What a check of hours beside one another does with a factor, in Weike's unit. All of it U, from practice. */
export interface ContextRule {
  factor: string
  /** So many hours in a row of the very same value are a flat line; null: not looked for (SO2 and CO repeat by themselves at low level). */
  flatHours: number | null
  /** Change from hour to hour that nothing explains, whatever the neighbours do; null: judged beside the neighbours alone. */
  step: number | null
  /** Neighbours' change and scatter count as at least this much: below, instruments differ by themselves; null: no neighbours are asked. */
  noise: number | null
}

// biome-ignore format: a table to proof-read
const contextRows: readonly (readonly [string, number | null, number | null, number | null])[] = [
  // factor   flat  step  noise
  ['a34004',   4,   null, 10 ], // PM2.5
  ['a34002',   4,   null, 15 ], // PM10
  ['a05024',   4,   null, 15 ], // O3
  ['a21026',   6,   null, 10 ], // SO2
  ['a21004',   6,   null, 10 ], // NO2: not named in practice's rule, taken as SO2
  ['a21005',   6,   null, 0.3], // CO
  ['a01001', null,  10,  null], // temperature [°C in an hour]
  ['a01006', null,  0.5, null], // pressure [kPa in an hour]
]

/** What values are judged by: limits of each alone, and the numbers of the checks of hours beside one another. */
export interface ValidityRules {
  limits: ReadonlyMap<string, Limits>
  factors: ReadonlyMap<string, ContextRule>
  /** A step is one when it is over so many times the neighbours' change … (U) */
  stepTimesNeighbours: number
  /** … and over this share of the higher of both values. (U) */
  stepShare: number
  /** Neighbours that must have both hours. (U) */
  stepNeighbours: number
  /** Modified z-score beyond which a station does not fit its neighbours. (Iglewicz and Hoaglin 1993: 3.5) */
  zLimit: number
  /** Neighbours that must have the hour; of fewer nobody can say who is wrong. (U) */
  zNeighbours: number
  /** Stations so near are neighbours. [m] (U: 10–20 km) */
  reachM: number
  /** PM2.5 over PM10 goes onto the work list when it lasts so many hours … (U) */
  inversionHours: number
  /** … or is larger than both: this much [µg/m³] (U) */
  inversionUgPerM3: number
  /** and this share of PM10. (U) */
  inversionShare: number
  /** Hours at night: those that end after `nightFrom` and by `nightTo` o'clock. (U) */
  nightFrom: number
  nightTo: number
  /** An hour that a zero or span check took more of than this is not one: 45 minutes are needed. [ms] (GB 3095-2012 table 4: P) */
  checkMs: number
}

/** Where a county says nothing of its own. */
export const usualRules: ValidityRules = {
  limits: usualLimits,
  factors: new Map(contextRows.map(([factor, flatHours, step, noise]) => [factor, { factor, flatHours, step, noise }])),
  stepTimesNeighbours: 3,
  stepShare: 0.5,
  stepNeighbours: 2,
  zLimit: 3.5,
  zNeighbours: 3,
  reachM: 20_000,
  inversionHours: 3,
  inversionUgPerM3: 5,
  inversionShare: 0.1,
  nightFrom: 20,
  nightTo: 6,
  checkMs: HOUR_MS / 4,
}
