import { z } from 'zod'
import type { Resolution } from '../readings/model.ts'

/** 超阈值, 骤升, 高于周边, 断线, 恒值, 缺数. */
export const ruleKinds = ['threshold', 'rise', 'neighbours', 'silent', 'flat-line', 'completeness'] as const
export type RuleKind = (typeof ruleKinds)[number]

/** A number of a rule: what it may be, what it is unless somebody says otherwise, and where that comes from. */
export interface RuleNumber {
  /** `factor`: the unit of the rule's factor. */
  unit: 'factor' | 'min' | 'h' | 'x' | 'n'
  least: number
  most: number
  usual: number
  isWhole: boolean
  source: string
}

const OURS = 'ours: no standard says it; to be set by who knows the county'

function number(unit: RuleNumber['unit'], least: number, usual: number, most: number, source = OURS): RuleNumber {
  return { unit, least, usual, most, isWhole: unit === 'min' || unit === 'h' || unit === 'n', source }
}

export interface RuleKindRow {
  /** The one number that decides, by resolution; a kind has no rules of a resolution that is not named. */
  limit: Readonly<Partial<Record<Resolution, RuleNumber>>>
  /** What else it goes by. */
  params: Readonly<Record<string, RuleNumber>>
  /** Must a factor be named? `may`: without one all factors, or the device as a whole, are watched. */
  factor: 'must' | 'may'
  /** Over, or under its limit? */
  side: 'over' | 'under'
  /** Repeats within so long are one alert, and it resolves by itself once so long nothing was found; by resolution. [min] */
  usualWindow: Readonly<Partial<Record<Resolution, number>>>
}

const GB3095_TABLE_1 =
  'GB 3095-2012 table 1: the daily limit of PM2.5, grade II; as a limit of hours and samples it is ours'
const GB3095_TABLE_4 = 'GB 3095-2012 table 4'
const FLAT = 'practice of network centres: 4 h of the very same value (readings/validity-table, flat-line)'

/** One number for each of some resolutions. */
function each(of: RuleNumber, ...resolutions: Resolution[]): RuleKindRow['limit'] {
  return Object.fromEntries(resolutions.map((resolution) => [resolution, of]))
}

const CONCENTRATION = number('factor', 0, 75, 100_000, GB3095_TABLE_1)

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
  // The very same value for so long.
  'flat-line': {
    limit: each(number('min', 30, 240, 2_880, FLAT), 'realtime', 'minute', 'hour'),
    params: { tolerance: number('factor', 0, 0, 1_000) },
    factor: 'may',
    side: 'over',
    usualWindow: { realtime: 120, minute: 120, hour: 360 },
  },
  // Fewer minutes of an hour, or hours of a day, than make it valid.
  completeness: {
    limit: {
      minute: number('min', 1, 45, 60, `${GB3095_TABLE_4}: an hour needs 45 minutes of sampling`),
      hour: number('h', 1, 20, 24, `${GB3095_TABLE_4}: a day needs 20 hourly means`),
    },
    params: { graceMinutes: number('min', 0, 20, 120) },
    factor: 'may',
    side: 'under',
    usualWindow: { minute: 180, hour: 2_880 },
  },
}

/** A window that groups repeats has bounds too. [min] */
export const windowBounds = { least: 1, most: 10_080 } as const

function params(kind: RuleKind) {
  return Object.entries(ruleKindTable[kind].params)
}

function schemaOf({ least, most, isWhole }: RuleNumber) {
  return (isWhole ? z.int() : z.number()).min(least).max(most)
}

const paramsOf = (kind: RuleKind, name: string) => {
  const found = params(kind).find(([each]) => each === name)
  if (found === undefined) throw new Error(`${kind} has no ${name}`)
  return schemaOf(found[1])
}

/** What a kind goes by beside its limit. */
export const ruleCondition = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('threshold'),
    params: z.object({ durationMinutes: paramsOf('threshold', 'durationMinutes') }),
  }),
  z.object({ kind: z.literal('rise'), params: z.object({ windowMinutes: paramsOf('rise', 'windowMinutes') }) }),
  z.object({
    kind: z.literal('neighbours'),
    params: z.object({
      ratio: paramsOf('neighbours', 'ratio'),
      leastNeighbours: paramsOf('neighbours', 'leastNeighbours'),
      graceMinutes: paramsOf('neighbours', 'graceMinutes'),
    }),
  }),
  z.object({ kind: z.literal('silent'), params: z.object({}) }),
  z.object({ kind: z.literal('flat-line'), params: z.object({ tolerance: paramsOf('flat-line', 'tolerance') }) }),
  z.object({
    kind: z.literal('completeness'),
    params: z.object({ graceMinutes: paramsOf('completeness', 'graceMinutes') }),
  }),
])
export type RuleCondition = z.output<typeof ruleCondition>

/** The limit of a kind at a resolution; undefined: it has no such rules. */
export function limitOf(kind: RuleKind, resolution: Resolution): RuleNumber | undefined {
  return ruleKindTable[kind].limit[resolution]
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
  if (rule.factor === null && ruleKindTable[rule.kind].factor === 'must') return 'factor'
  return schemaOf(limit).safeParse(rule.threshold).success ? null : 'threshold'
}
