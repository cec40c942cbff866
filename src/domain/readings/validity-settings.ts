import { unitOf } from '../../standards/factors.ts'
import { type Certainty, type ContextRule, type Limits, usualRules, type ValidityRules } from './validity-table.ts'

/**
 * What a county says instead of the usual: rule → factor (`*`: a number that holds for all) → number → value. Null: it is not
 * looked for.
 */
export type ValiditySettings = Said<Said<Said<number | null>>>
type Said<T> = Readonly<Partial<Record<string, T>>>

/** In place of a factor: the number holds for all. */
export const ALL_FACTORS = '*'

/** A number of a rule that a county may set, because nobody has settled it (`U` in validity-table.ts). */
export interface SettableNumber {
  /** Code of the reason that the rule gives. */
  rule: string
  /** Code, or `ALL_FACTORS`. */
  factor: string
  name: string
  /** Null: not looked for. */
  usual: number | null
  unit: string
  certainty: Certainty
  /** What a county may set, both included. */
  least: number
  most: number
  isWhole: boolean
  mayBeNull: boolean
}

type Unit = 'factor' | 'h' | 'm' | 'µg/m³' | ''

interface Shape {
  name: string
  unit: Unit
  least: number
  most: number
  isWhole: boolean
  mayBeNull: boolean
}

const HUGE = 1_000_000
/** A judgement looks so many hours around; more would be read for each hour that comes. */
const MOST_HOURS = 48

function shape(name: string, unit: Unit, least: number, most: number, more: Partial<Shape> = {}): Shape {
  return { name, unit, least, most, isWhole: false, mayBeNull: false, ...more }
}

const low = shape('low', 'factor', -HUGE, HUGE)
const high = shape('high', 'factor', -HUGE, HUGE)
const above = shape('above', 'factor', -HUGE, HUGE, { mayBeNull: true })
const aboveAtNight = shape('aboveAtNight', 'factor', -HUGE, HUGE, { mayBeNull: true })
const flatHours = shape('hours', 'h', 2, MOST_HOURS, { isWhole: true, mayBeNull: true })
const step = shape('step', 'factor', 0, HUGE, { mayBeNull: true })
const noise = shape('noise', 'factor', 0, HUGE, { mayBeNull: true })

/** Numbers of all factors: rule, member of the rules, shape. */
// biome-ignore format: a table to proof-read
const generalRows = [
  ['spike',        'stepTimesNeighbours', shape('timesNeighbours', '', 1, 100)],
  ['spike',        'stepShare',           shape('share', '', 0, 1)],
  ['spike',        'stepNeighbours',      shape('neighbours', '', 1, 50, { isWhole: true })],
  ['neighbours',   'zNeighbours',         shape('neighbours', '', 2, 50, { isWhole: true })],
  ['neighbours',   'reachM',              shape('reach', 'm', 100, 200_000)],
  ['pm-inversion', 'inversionHours',      shape('hours', 'h', 1, MOST_HOURS, { isWhole: true })],
  ['pm-inversion', 'inversionUgPerM3',    shape('over', 'µg/m³', 0, HUGE)],
  ['pm-inversion', 'inversionShare',      shape('share', '', 0, 1)],
  ['implausible',  'nightFrom',           shape('nightFrom', '', 0, 24, { isWhole: true })],
  ['implausible',  'nightTo',             shape('nightTo', '', 0, 24, { isWhole: true })],
] as const satisfies readonly (readonly [string, keyof ValidityRules, Shape])[]

const general: readonly (readonly [string, (typeof generalRows)[number][1], Shape])[] = generalRows

/** What is under the low limit is called otherwise of a concentration. */
const lowRule = ({ concentration }: Limits) => (concentration ? 'negative' : 'out-of-range')

/** All numbers that a county may set, in the order of the tables. */
export const settableNumbers: readonly SettableNumber[] = numbersOf(usualRules)

function numbersOf(rules: ValidityRules): SettableNumber[] {
  const number = (rule: string, factor: string, usual: number | null, of: Shape): SettableNumber => ({
    rule,
    factor,
    usual,
    ...of,
    unit: of.unit === 'factor' ? unitOf(factor) : of.unit,
    certainty: 'U',
  })
  const ofLimits = [...rules.limits.values()].flatMap((limit) => {
    if (limit.certainty !== 'U') return []
    const { factor } = limit
    return [
      number(lowRule(limit), factor, limit.hardLow, low),
      number('out-of-range', factor, limit.hardHigh, high),
      number('implausible', factor, limit.suspicion, above),
      number('implausible', factor, limit.suspicionAtNight, aboveAtNight),
    ]
  })
  const ofHours = [...rules.factors.values()].flatMap((rule) => [
    number('flat-line', rule.factor, rule.flatHours, flatHours),
    number('spike', rule.factor, rule.step, step),
    number('neighbours', rule.factor, rule.noise, noise),
  ])
  const ofAll = general.map(([rule, member, of]) => number(rule, ALL_FACTORS, rules[member], of))
  return [...ofLimits, ...ofHours, ...ofAll]
}

/** The rules of a county: the usual ones with what it says instead. */
export function validityRules(settings: ValiditySettings): ValidityRules {
  const own = <T extends number | null>(rule: string, factor: string, { name }: Shape, usual: T): T | number | null => {
    const said = settings[rule]?.[factor]?.[name]
    return said === undefined ? usual : said
  }
  /** Of a number that cannot be null. */
  const given = (rule: string, factor: string, of: Shape, usual: number): number =>
    own(rule, factor, of, usual) ?? usual
  const limits = [...usualRules.limits].map(([factor, usual]): [string, Limits] => [
    factor,
    {
      ...usual,
      hardLow: given(lowRule(usual), factor, low, usual.hardLow),
      hardHigh: given('out-of-range', factor, high, usual.hardHigh),
      suspicion: own('implausible', factor, above, usual.suspicion),
      suspicionAtNight: own('implausible', factor, aboveAtNight, usual.suspicionAtNight),
    },
  ])
  const factors = [...usualRules.factors].map(([factor, usual]): [string, ContextRule] => [
    factor,
    {
      ...usual,
      flatHours: own('flat-line', factor, flatHours, usual.flatHours),
      step: own('spike', factor, step, usual.step),
      noise: own('neighbours', factor, noise, usual.noise),
    },
  ])
  const ofAll = general.map(([rule, member, of]) => [member, given(rule, ALL_FACTORS, of, usualRules[member])] as const)
  return {
    ...usualRules,
    ...Object.fromEntries(ofAll),
    limits: new Map(limits),
    factors: new Map(factors),
  }
}

/** A number as a county has it. */
export interface NumberInForce extends SettableNumber {
  value: number | null
  /** Whose it is. */
  origin: 'usual' | 'county'
}

/** All numbers that may be set, as a county has them. */
export function numbersInForce(settings: ValiditySettings): NumberInForce[] {
  return settableNumbers.map((one) => {
    const said = settings[one.rule]?.[one.factor]?.[one.name]
    return { ...one, value: said === undefined ? one.usual : said, origin: said === undefined ? 'usual' : 'county' }
  })
}

/** Rules that go by numbers of another one too: a jump is held against the noise of a factor and the stations in reach. */
const goesBy: Said<readonly string[]> = { spike: ['spike', 'neighbours'] }

/** Does a rule judge a factor by a number of the county's own? */
export function isOwnRule(settings: ValiditySettings, rule: string, factor: string): boolean {
  return (goesBy[rule] ?? [rule]).some((one) => {
    const said = settings[one]
    return said?.[factor] !== undefined || said?.[ALL_FACTORS] !== undefined
  })
}

/** What one county says over what all counties of an installation say. */
export function laidOver(below: ValiditySettings, above: ValiditySettings): ValiditySettings {
  const merged: Record<string, Record<string, Said<number | null>>> = {}
  for (const settings of [below, above]) {
    for (const [rule, factors = {}] of Object.entries(settings)) {
      for (const [factor, numbers] of Object.entries(factors)) {
        merged[rule] = { ...merged[rule], [factor]: { ...merged[rule]?.[factor], ...numbers } }
      }
    }
  }
  return merged
}

/**
 * The place of a number that does not fit the others of its factor (a low limit not under the high one, a suspicion beyond
 * them), one that was set, as `[rule, factor, name]`; null: all fit.
 */
export function misplacedNumber(settings: ValiditySettings): [rule: string, factor: string, name: string] | null {
  for (const limit of validityRules(settings).limits.values()) {
    const { factor, hardLow, hardHigh, suspicion, suspicionAtNight } = limit
    const steps: readonly (readonly [rule: string, name: string, value: number | null])[] = [
      [lowRule(limit), low.name, hardLow],
      ['implausible', aboveAtNight.name, suspicionAtNight],
      ['implausible', above.name, suspicion],
      ['out-of-range', high.name, hardHigh],
    ]
    const there = steps.filter(([, , value]) => value !== null)
    for (const [place, [rule, name, value]] of there.entries()) {
      const before = there[place - 1]
      if (before === undefined || value === null || (before[2] ?? 0) < value) continue
      const isSet = settings[rule]?.[factor]?.[name] !== undefined
      return isSet ? [rule, factor, name] : [before[0], factor, before[1]]
    }
  }
  return null
}

/** What the values of a county are judged by, and which numbers of it are its own. */
interface CountyRules {
  rules: ValidityRules
  settings: ValiditySettings
}

export type RulesOf = (countyId: string) => CountyRules

const usual: CountyRules = { rules: usualRules, settings: {} }

/** Where no county says anything of its own. */
export const usualRulesOf: RulesOf = () => usual
