import type { Translate } from '../../platform/i18n.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { factorOf } from '../../standards/factors.ts'
import type { Alert, Rule } from './model.ts'

/** The message of a new alert to a group robot, as WeCom markdown: what, where, how much over, since when. */
export function alertMessage(t: Translate, alert: Alert, rule: Rule, stationName: string): string {
  const factor = factorOf(alert.factor)
  const digits = factor?.digits ?? 1
  return t('message.alert', {
    severity: t(`web.severity.${alert.severity}`),
    station: stationName,
    factor: factor?.alias ?? alert.factor,
    value: alert.firstValue.toFixed(digits),
    threshold: rule.threshold.toFixed(digits),
    unit: alert.unit,
    at: isoShanghai(alert.firstPeriodEnd).slice(0, 16).replace('T', ' '),
    number: alert.number,
  })
}
