import {
  everywhere,
  isWithin,
  limitOf,
  limitUnit,
  type RuleCondition,
  type RuleKind,
  ruleKindTable,
  type Severity,
} from '../../../src/domain/alerts/model.ts'
import type { Resolution } from '../../../src/domain/readings/model.ts'
import type { AlertRule, RuleDraftSent } from '../../api/queries.ts'

/** A rule while it is written: numbers as they stand in their fields. */
export interface WrittenRule {
  name: string
  kind: RuleKind
  factor: string | null
  resolution: Resolution
  stationId: string | null
  narrowing: AlertRule['narrowing']
  threshold: string
  /** By the name of the number. */
  params: Readonly<Record<string, string>>
  severity: Severity
  groupWindowMinutes: string
  enabled: boolean
}

const PM25 = 'a34004'

/** A rule of a kind with its usual numbers. */
export function newRule(kind: RuleKind): WrittenRule {
  const { factor } = ruleKindTable[kind]
  const resolution = resolutionsOf(kind).find((one) => one === 'hour') ?? resolutionsOf(kind)[0] ?? 'hour'
  const rule: WrittenRule = {
    name: '',
    kind,
    factor: factor === 'must' ? PM25 : null,
    resolution,
    stationId: null,
    narrowing: everywhere,
    threshold: '',
    params: {},
    severity: 'attention',
    groupWindowMinutes: '',
    enabled: true,
  }
  return atResolution(rule, resolution)
}

/** The same with the usual numbers of another resolution. */
export function atResolution(rule: WrittenRule, resolution: Resolution): WrittenRule {
  const { params, usualWindow } = ruleKindTable[rule.kind]
  return {
    ...rule,
    resolution,
    threshold: String(limitOf(rule.kind, resolution)?.usual ?? ''),
    params: Object.fromEntries(Object.entries(params).map(([name, { usual }]) => [name, String(usual)])),
    groupWindowMinutes: String(usualWindow[resolution] ?? 60),
  }
}

export function resolutionsOf(kind: RuleKind): Resolution[] {
  const order: readonly Resolution[] = ['realtime', 'minute', 'hour', 'day', 'month', 'year']
  return order.filter((one) => limitOf(kind, one) !== undefined)
}

/** A rule that is there, to be changed. */
export function writtenOf(rule: AlertRule): WrittenRule {
  const { name, kind, factor, resolution, stationId, narrowing, severity, enabled } = rule
  return {
    ...{ name, kind, factor, resolution, stationId, narrowing, severity, enabled },
    threshold: String(rule.threshold),
    params: Object.fromEntries(Object.entries(rule.params).map(([key, value]) => [key, String(value)])),
    groupWindowMinutes: String(rule.groupWindowMinutes),
  }
}

/** What is wrong with it, by the name of the field; nothing: it can be saved. */
export function faultsOf(rule: WrittenRule): ReadonlySet<string> {
  const faults = new Set<string>()
  const row = ruleKindTable[rule.kind]
  const limit = limitOf(rule.kind, rule.resolution)
  if (limit === undefined || !isNumberWithin(limit, rule.threshold)) faults.add('threshold')
  for (const [name, number] of Object.entries(row.params)) {
    if (!isNumberWithin(number, rule.params[name] ?? '')) faults.add(name)
  }
  if (row.factor === 'must' && rule.factor === null) faults.add('factor')
  if (!/^\d+$/.test(rule.groupWindowMinutes.trim()) || Number(rule.groupWindowMinutes) < 1) faults.add('window')
  if (rule.name.trim() === '') faults.add('name')
  const { period } = rule.narrowing
  if (period !== null && !isPeriod(period)) faults.add('period')
  return faults
}

function isNumberWithin(number: Parameters<typeof isWithin>[0], text: string): boolean {
  return text.trim() !== '' && isWithin(number, Number(text))
}

const day = /^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

function isPeriod({ from, until }: { from: string; until: string }): boolean {
  if (!day.test(from) || !day.test(until) || from.length !== until.length) return false
  return from.length === 5 || from <= until
}

/** As it is sent; what is still wrong is refused by the server with the reason. */
export function sentOf(rule: WrittenRule): RuleDraftSent {
  const { name, factor, resolution, stationId, narrowing, severity, enabled } = rule
  return {
    ...{ factor, resolution, stationId, narrowing, severity, enabled },
    ...conditionOf(rule),
    name: name.trim(),
    threshold: Number(rule.threshold),
    groupWindowMinutes: Number(rule.groupWindowMinutes),
  }
}

function conditionOf({ kind, params }: WrittenRule): RuleCondition {
  const number = (name: string) => Number(params[name])
  switch (kind) {
    case 'threshold':
      return { kind, params: { durationMinutes: number('durationMinutes') } }
    case 'rise':
      return { kind, params: { windowMinutes: number('windowMinutes') } }
    case 'neighbours':
      return {
        kind,
        params: {
          ratio: number('ratio'),
          leastNeighbours: number('leastNeighbours'),
          graceMinutes: number('graceMinutes'),
        },
      }
    case 'silent':
    case 'stale':
      return { kind, params: {} }
    case 'flat-line':
      return { kind, params: { tolerance: number('tolerance') } }
    case 'completeness':
      return { kind, params: { graceMinutes: number('graceMinutes') } }
  }
}

/** The unit of its limit. */
export function unitOfRule({ kind, resolution, factor }: WrittenRule): string {
  return limitUnit(kind, resolution, factor)
}
