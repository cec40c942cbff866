import { HOUR_MS, MINUTE_MS } from '../../standards/civil-time.ts'
import type { Resolution } from '../readings/model.ts'

/** 提示, 关注, 紧急. Never an AQI word. */
export const severities = ['notice', 'attention', 'urgent'] as const
export type Severity = (typeof severities)[number]

export const alertStates = ['open', 'acknowledged', 'resolved'] as const
export type AlertState = (typeof alertStates)[number]

export interface Rule {
  countyId: string
  id: string
  name: string
  factor: string
  resolution: Resolution
  stationId: string | null
  threshold: number
  unit: string
  severity: Severity
  groupWindowMs: number
  enabled: boolean
  version: number
}

export interface Alert {
  countyId: string
  id: string
  number: string
  ruleId: string
  stationId: string
  deviceId: string
  factor: string
  severity: Severity
  state: AlertState
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
  version: number
}

/**
 * The rules that a new county begins with, to be changed by who knows it better: PM2.5 above 75 µg/m³, the daily limit of
 * grade II (GB 3095-2012, table 1), as a first threshold for samples and for hours at every station.
 */
export const firstRules: readonly Omit<Rule, 'countyId' | 'id' | 'version' | 'name'>[] = [
  firstRule('realtime', 'attention', 30 * MINUTE_MS),
  firstRule('hour', 'urgent', 3 * HOUR_MS),
]

function firstRule(
  resolution: Resolution,
  severity: Severity,
  groupWindowMs: number,
): Omit<Rule, 'countyId' | 'id' | 'version' | 'name'> {
  const limit = { factor: 'a34004', threshold: 75, unit: 'µg/m³' }
  return { ...limit, resolution, severity, groupWindowMs, stationId: null, enabled: true }
}
