import { MINUTE_MS } from '../../standards/civil-time.ts'
import { unitOf } from '../../standards/factors.ts'
import type { Resolution } from '../readings/model.ts'
import type { RuleCondition } from './rule-schemas.ts'
import { everywhere, limitOf, type Narrowing, type RuleKind, ruleKindTable } from './table.ts'

/** 提示, 关注, 紧急. Never an AQI word. */
export const severities = ['notice', 'attention', 'urgent'] as const
export type Severity = (typeof severities)[number]

/** `silenced`: raised while somebody had silenced it, and told to nobody. */
export const alertStates = ['open', 'acknowledged', 'silenced', 'resolved'] as const
export type AlertState = (typeof alertStates)[number]

/** What a person found an alert to be: real (属实), made by the weather (气象), or by the instrument (仪器). */
export const verdicts = ['true', 'weather', 'instrument'] as const
export type Verdict = (typeof verdicts)[number]

/** What is the same of every kind of rule. */
export interface RuleFrame {
  countyId: string
  id: string
  name: string
  /** Null: of whatever factor, where the kind allows it. */
  factor: string | null
  resolution: Resolution
  stationId: string | null
  narrowing: Narrowing
  /** The kind's one number that decides, in `unit`. */
  threshold: number
  unit: string
  severity: Severity
  groupWindowMs: number
  enabled: boolean
  /** Since when its record counts: it was added then, or approved again although it was often wrong. [epoch ms] */
  approvedAt: number
  version: number
}

export type Rule = RuleFrame & RuleCondition
export type RuleOf<K extends Rule['kind']> = Extract<Rule, { kind: K }>

/** A rule as somebody writes it down. */
export type RuleDraft = Omit<RuleFrame, 'countyId' | 'id' | 'version' | 'approvedAt' | 'unit'> & RuleCondition

/** A rule as it would be written down. */
export function draftOfRule(rule: Rule): RuleDraft {
  const { countyId: _county, id: _id, version: _version, approvedAt: _approvedAt, unit: _unit, ...draft } = rule
  return draft
}

/** The unit of a rule's limit. */
export function limitUnit(kind: RuleKind, resolution: Resolution, factor: string | null): string {
  const unit = limitOf(kind, resolution)?.unit
  return unit === 'factor' ? unitOf(factor ?? '') : (unit ?? '')
}

/** Which of two values of a kind is further beyond its limit. */
export function furthest(kind: RuleKind, one: number, other: number): number {
  return ruleKindTable[kind].side === 'over' ? Math.max(one, other) : Math.min(one, other)
}

export interface Alert {
  countyId: string
  id: string
  number: string
  ruleId: string
  stationId: string
  deviceId: string
  /** Of a feed that is stale: which; its station and device are the foremost of those that it brings. */
  feedId: string | null
  /** Empty: of the device as a whole. */
  factor: string
  severity: Severity
  state: AlertState
  /** What had to be passed when it was raised. */
  threshold: number
  unit: string
  firstValue: number
  lastValue: number
  peakValue: number
  exceedances: number
  firstPeriodEnd: number
  lastPeriodEnd: number
  raisedAt: number
  acknowledgedBy: string | null
  acknowledgedAt: number | null
  /** When it was over, by the data. [epoch ms] */
  resolvedAt: number | null
  /** The evaluator's name of it. */
  episode: string
  /** Under which silence it was raised; kept when the silence is over. */
  silenceId: string | null
  /** Exceedances that it took in while it was silenced. */
  swallowed: number
  verdict: Verdict | null
  /** Payload of the note. */
  verdictNoteId: string | null
  verifiedBy: string | null
  verifiedAt: number | null
  version: number
}

/** 静默: somebody does not want to be told, of what and until when, and why. */
export interface Silence {
  countyId: string
  id: string
  /** Null: of all. At least one of the three is named. */
  ruleId: string | null
  stationId: string | null
  factor: string | null
  /** Payload of the reason. */
  reasonId: string
  from: number
  until: number
  madeBy: string | null
  /** Ended before its time. */
  endedAt: number | null
  version: number
}

/** Longer, and it would be a rule that is switched off without saying so. [ms] */
export const LONGEST_SILENCE_MS = 14 * 24 * 60 * MINUTE_MS

/** How often a rule was right. */
export interface RuleRecord {
  raised: number
  silenced: number
  byVerdict: Readonly<Record<Verdict, number>>
  /** Of the alerts since it was approved last. */
  sinceApproval: { verified: number; right: number }
}

/** When a rule is called noisy: of at least so many verified alerts less than such a share were true. */
export interface NoisyLimits {
  verified: number
  share: number
}

/** Ours; a county may set its own (`alerts` in weike.json). */
export const usualNoisy: NoisyLimits = { verified: 10, share: 0.5 }

export function isNoisy({ sinceApproval: { verified, right } }: RuleRecord, limits: NoisyLimits): boolean {
  return verified >= limits.verified && right < verified * limits.share
}

function first(condition: RuleCondition, resolution: Resolution, severity: Severity, factor: string | null): RuleDraft {
  const { limit, usualWindow } = ruleKindTable[condition.kind]
  return {
    ...condition,
    name: '',
    factor,
    resolution,
    stationId: null,
    narrowing: everywhere,
    threshold: limit[resolution]?.usual ?? 0,
    severity,
    groupWindowMs: (usualWindow[resolution] ?? 60) * MINUTE_MS,
    enabled: true,
  }
}

const PM25 = 'a34004'

/** A feed is stale: by what it is set to itself. Counties from before there was such a rule get it once. */
export const staleFeeds: RuleDraft = first({ kind: 'stale', params: {} }, 'hour', 'attention', null)

/**
 * The rules that a new county begins with, to be changed by who knows it better: the usual numbers of rule-kinds.ts, each
 * with its source there. Named by the catalogue: `seed.rule.<kind>-<resolution>`.
 */
export const firstRules: readonly RuleDraft[] = [
  first({ kind: 'threshold', params: { durationMinutes: 0 } }, 'realtime', 'attention', PM25),
  first({ kind: 'threshold', params: { durationMinutes: 0 } }, 'hour', 'urgent', PM25),
  first({ kind: 'rise', params: { windowMinutes: 60 } }, 'hour', 'attention', PM25),
  first({ kind: 'silent', params: {} }, 'realtime', 'attention', null),
  staleFeeds,
  first({ kind: 'flat-line', params: { tolerance: 0 } }, 'hour', 'notice', PM25),
  first({ kind: 'completeness', params: { graceMinutes: 20 } }, 'hour', 'notice', PM25),
]

export type { RuleCondition } from './rule-schemas.ts'
export {
  everywhere,
  isWithin,
  limitOf,
  type Narrowing,
  type RuleKind,
  type RuleNumber,
  ruleKinds,
  ruleKindTable,
} from './table.ts'
