import type { Translate } from '../../platform/i18n.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { factorOf } from '../../standards/factors.ts'
import { type Feed, staleWords } from '../feeds/service.ts'
import type { Finding } from './draft.ts'
import type { Alert } from './model.ts'

/** The message of a new alert to a group robot, as WeCom markdown: what, where, how much beyond, since when. */
export function alertMessage(
  t: Translate,
  alert: Alert,
  { rule, value, level }: Finding,
  names: { station: string; feed: Feed | undefined },
): string {
  const factor = factorOf(alert.factor)
  const digits = alert.unit === factor?.unit ? factor.digits : 0
  const words = {
    severity: t(`web.severity.${alert.severity}`),
    station: names.station,
    ...(names.feed === undefined ? {} : staleWords(names.feed, t)),
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

/** The message that a feed, of which an alert said that it is stale, brings hours again. */
export function recoveredMessage(t: Translate, { number }: Alert, feed: Feed): string {
  return t('message.feed-recovered', { ...staleWords(feed, t), number })
}
