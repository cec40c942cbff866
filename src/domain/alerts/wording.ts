import type { Translate } from '../../platform/i18n.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { factorOf } from '../../standards/factors.ts'
import type { Finding } from './draft.ts'
import type { Alert } from './model.ts'

/** The message of a new alert to a group robot, as WeCom markdown: what, where, how much beyond, since when. */
export function alertMessage(t: Translate, alert: Alert, { rule, value, level }: Finding, stationName: string): string {
  const factor = factorOf(alert.factor)
  const digits = alert.unit === factor?.unit ? factor.digits : 0
  const words = {
    severity: t(`web.severity.${alert.severity}`),
    station: stationName,
    factor: factor?.alias ?? alert.factor,
    value: value.toFixed(digits),
    threshold: level.toFixed(digits),
    unit: alert.unit,
    at: isoShanghai(alert.lastPeriodEnd).slice(0, 16).replace('T', ' '),
    number: alert.number,
  }
  // catalogue keys: message.alert.*
  return t(`message.alert.${rule.kind}`, words)
}
