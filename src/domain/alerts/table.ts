import type { Resolution } from '../readings/model.ts'
import type { Circle, StationLevel } from '../stations/model.ts'

/** 超阈值, 骤升, 高于周边, 断线, 停更, 恒值, 缺数. */
export const ruleKinds = ['threshold', 'rise', 'neighbours', 'silent', 'stale', 'flat-line', 'completeness'] as const
export type RuleKind = (typeof ruleKinds)[number]

/** A number of a rule: what it may be, what it is unless somebody says otherwise, and where that comes from. */
export interface RuleNumber {
  /** `factor`: the unit of the rule's factor. */
  unit: 'factor' | 'min' | 'h' | 'x' | 'n'
  least: number
  most: number
  usual: number
  isWhole: boolean
  source: RuleSource
}

/** Where a usual number comes from. */
export const ruleSources = [
  'ours',
  'gb3095-table1',
  'gb3095-table4-hour',
  'gb3095-table4-day',
  'network-practice',
] as const
export type RuleSource = (typeof ruleSources)[number]

function number(
  unit: RuleNumber['unit'],
  least: number,
  usual: number,
  most: number,
  source: RuleSource = 'ours',
): RuleNumber {
  return { unit, least, usual, most, isWhole: unit === 'min' || unit === 'h' || unit === 'n', source }
}

export interface RuleKindRow {
  /** The one number that decides, by resolution; a kind has no rules of a resolution that is not named. */
  limit: Readonly<Partial<Record<Resolution, RuleNumber>>>
  /** What else it goes by. */
  params: Readonly<Record<string, RuleNumber>>
  /** Must a factor be named? `may`: without one all factors, or the device as a whole, are watched; `none`: it cannot be. */
  factor: 'must' | 'may' | 'none'
  /** Over, or under its limit? */
  side: 'over' | 'under'
  /** Repeats within so long are one alert, and it resolves by itself once so long nothing was found; by resolution. [min] */
  usualWindow: Readonly<Partial<Record<Resolution, number>>>
}

/** One number for each of some resolutions. */
function each(of: RuleNumber, ...resolutions: Resolution[]): RuleKindRow['limit'] {
  return Object.fromEntries(resolutions.map((resolution) => [resolution, of]))
}

/** The daily limit of PM2.5, grade II (GB 3095-2012 table 1); as a limit of hours and samples it is ours. */
const CONCENTRATION = number('factor', 0, 75, 100_000, 'gb3095-table1')

/** The kinds of rules as data, to be proof-read. */
export const ruleKindTable: Readonly<Record<RuleKind, RuleKindRow>> = {
  // A value above the limit, for so long without a break.
  threshold: {
    limit: each(CONCENTRATION, 'realtime', 'minute', 'hour', 'day'),
    params: { durationMinutes: number('min', 0, 0, 2_880) },
    factor: 'must',
    side: 'over',
    usualWindow: { realtime: 30, minute: 60, hour: 180, day: 2_880 },
  },
  // A value by more than the limit above the lowest of the time before it.
  rise: {
    limit: each(number('factor', 0, 50, 100_000), 'realtime', 'minute', 'hour'),
    params: { windowMinutes: number('min', 10, 60, 360) },
    factor: 'must',
    side: 'over',
    usualWindow: { realtime: 60, minute: 60, hour: 180 },
  },
  // An hour above the median of the other stations of the county, by more than the limit and by more than so many times.
  neighbours: {
    limit: each(number('factor', 0, 35, 100_000), 'hour'),
    params: {
      ratio: number('x', 1, 1.5, 20),
      leastNeighbours: number('n', 2, 3, 50),
      graceMinutes: number('min', 0, 20, 120),
    },
    factor: 'must',
    side: 'over',
    usualWindow: { hour: 180 },
  },
  // Nothing was heard of a device for so long.
  silent: {
    limit: {
      realtime: number('min', 2, 15, 2_880),
      minute: number('min', 10, 60, 2_880),
      hour: number('min', 65, 150, 10_080),
    },
    params: {},
    factor: 'may',
    side: 'over',
    usualWindow: { realtime: 60, minute: 120, hour: 360 },
  },
  // A feed has no newer hour although one was due by its own schedule and patience, and so much longer. Ours.
  stale: {
    limit: each(number('min', 0, 0, 2_880), 'hour'),
    params: {},
    factor: 'none',
    side: 'over',
    usualWindow: { hour: 360 },
  },
  // The very same value for so long: 4 h are practice of network centres (readings/validity-table, flat-line).
  'flat-line': {
    limit: each(number('min', 30, 240, 2_880, 'network-practice'), 'realtime', 'minute', 'hour'),
    params: { tolerance: number('factor', 0, 0, 1_000) },
    factor: 'may',
    side: 'over',
    usualWindow: { realtime: 120, minute: 120, hour: 360 },
  },
  // Fewer minutes of an hour, or hours of a day, than make it valid (GB 3095-2012 table 4: 45 and 20).
  completeness: {
    limit: {
      minute: number('min', 1, 45, 60, 'gb3095-table4-hour'),
      hour: number('h', 1, 20, 24, 'gb3095-table4-day'),
    },
    params: { graceMinutes: number('min', 0, 20, 120) },
    factor: 'may',
    side: 'under',
    usualWindow: { minute: 180, hour: 2_880 },
  },
}

/** A window that groups repeats has bounds too. [min] */
export const windowBounds = { least: 1, most: 10_080 } as const

/**
 * Where and when a rule looks; null: everywhere, always.
 * `hours`: hours of the civil day, `from` included, `to` not; 22 to 6 goes over midnight.
 * `period`: civil days, both included: `2026-11-15` to `2027-03-15` once, `11-15` to `03-15` each year.
 */
export interface Narrowing {
  level: StationLevel | null
  circle: Circle | null
  hours: { from: number; to: number } | null
  period: { from: string; until: string } | null
}

export const everywhere: Narrowing = { level: null, circle: null, hours: null, period: null }

/** The limit of a kind at a resolution; undefined: it has no such rules. */
export function limitOf(kind: RuleKind, resolution: Resolution): RuleNumber | undefined {
  return ruleKindTable[kind].limit[resolution]
}

/** Is it a number that may stand there? */
export function isWithin({ least, most, isWhole }: RuleNumber, value: number): boolean {
  return value >= least && value <= most && (!isWhole || Number.isInteger(value))
}

/** Why a kind cannot be had so; null: it can. */
export function unfit(rule: {
  kind: RuleKind
  resolution: Resolution
  factor: string | null
  threshold: number
}): 'resolution' | 'factor' | 'threshold' | null {
  const limit = limitOf(rule.kind, rule.resolution)
  if (limit === undefined) return 'resolution'
  const { factor } = ruleKindTable[rule.kind]
  if (factor === (rule.factor === null ? 'must' : 'none')) return 'factor'
  return isWithin(limit, rule.threshold) ? null : 'threshold'
}
