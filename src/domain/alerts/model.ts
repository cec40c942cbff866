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
