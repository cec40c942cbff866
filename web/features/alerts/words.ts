import type { Severity } from '../../../src/domain/alerts/model.ts'
import type { Alert, AlertRule, Station } from '../../api/queries.ts'
import type { Language, Translate } from '../../text/language.ts'
import { factorName, valueText, wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'

// catalogue keys: web.alert.title.*, web.alert.what.*, web.alert.state.*, web.rule.says.*, web.rule.where.*, web.rule.kind.*, web.circle.*
// catalogue keys: web.rule.level.*, web.alert.verdict.*

/** A number of an alert with its digits: those of the factor where it is a concentration, else whole. */
export function amountText(value: number, of: { factor: string; unit: string }): string {
  return of.unit === 'min' || of.unit === 'h' ? String(Math.round(value)) : valueText(value, of.factor)
}

/** `PM2.5`, or the device where no factor is named. */
export function watchedName(factor: string | null, t: Translate, language: Language): string {
  return factor ? factorName(factor, language) : t('web.rule.device')
}

/** `青石桥站 PM2.5 高于 150 µg/m³`, `青石桥站 设备 没有数据`. */
export function alertTitle(
  alert: Pick<Alert, 'kind' | 'stationName' | 'feed' | 'factor' | 'threshold' | 'unit'>,
  t: Translate,
  language: Language,
): string {
  return wordsOf('web.alert.title', alert, alert.threshold, t, language)
}

/** The same with how far it went, for where the station stands beside it. */
export function alertWhat(alert: Alert, t: Translate, language: Language): string {
  const what = wordsOf('web.alert.what', alert, alert.peakValue, t, language)
  return what.charAt(0).toUpperCase() + what.slice(1)
}

/** How it stands: who has it, since when it is over. */
export function stateText(alert: Alert, now: number, t: Translate): string {
  if (alert.state === 'open' || alert.state === 'silenced') return wordOf('web.alert.state', alert.state, t)
  if (alert.state === 'acknowledged') {
    const { acknowledgedBy: name } = alert
    return name ? t('web.alerts.acknowledged', { name }) : t('web.alert.state.acknowledged')
  }
  const over = wordOf('web.alert.state', alert.silenceId === null ? 'resolved' : 'resolved-silenced', t)
  return alert.resolvedAt === null ? over : `${over} ${shortInstant(Date.parse(alert.resolvedAt), now)}`
}

function wordsOf(
  prefix: 'web.alert.title' | 'web.alert.what',
  alert: Pick<Alert, 'kind' | 'stationName' | 'feed' | 'factor' | 'unit'>,
  value: number,
  t: Translate,
  language: Language,
): string {
  return t(`${prefix}.${alert.kind}`, {
    station: alert.stationName,
    feed: alert.feed?.name ?? '',
    factor: watchedName(alert.factor, t, language),
    value: amountText(value, alert),
    unit: unitWord(alert.unit, t),
  })
}

/** Is it about how much there is of something in the air, and not about data that is missing or stands still? */
export function isOfLevel(kind: Alert['kind']): kind is 'threshold' | 'rise' | 'neighbours' {
  return kind === 'threshold' || kind === 'rise' || kind === 'neighbours'
}

/** How often it was found. */
export function timesText({ kind, exceedances: times }: Pick<Alert, 'kind' | 'exceedances'>, t: Translate): string {
  return t(kind === 'stale' ? 'web.alert.times-stale' : 'web.alert.times', { times })
}

/** Minutes and hours in words, other units as they are written everywhere. */
export function unitWord(unit: string, t: Translate): string {
  if (unit === 'min') return t('web.rule.unit.min')
  return unit === 'h' ? t('web.rule.unit.h') : unit
}

/** What a rule says, as much of it as there is while it is being written. */
export type SpokenRule = Pick<AlertRule, 'kind' | 'params' | 'factor' | 'resolution' | 'stationId' | 'narrowing'> & {
  threshold: number
  unit: string
  severity: Severity
}

/** A rule in a plain sentence: `当国控站 PM2.5 小时值连续 2 小时高于 75 µg/m³ 时，报“紧急”`. */
export function ruleSentence(
  rule: SpokenRule,
  stations: readonly Pick<Station, 'id' | 'name'>[],
  t: Translate,
  language: Language,
): string {
  const numbers: Record<string, number> = { ...rule.params }
  const minutes = rule.kind === 'rise' ? numbers.windowMinutes : rule.threshold
  const says = t(`web.rule.says.${rule.kind}`, {
    where: whereText(rule, stations, t),
    factor: watchedName(rule.factor, t, language),
    resolution: wordOf('web.resolution', rule.resolution, t),
    limit: amountText(rule.threshold, { factor: rule.factor ?? '', unit: rule.unit }),
    unit: unitWord(rule.unit, t),
    lasting: lastingText(numbers.durationMinutes ?? 0, t),
    later: rule.threshold === 0 ? '' : t('web.rule.later', { span: timeText(rule.threshold, t) }),
    span: timeText(minutes ?? 0, t),
    ratio: numbers.ratio ?? 1,
    stations: numbers.leastNeighbours ?? 0,
    whole: t(rule.resolution === 'minute' ? 'web.rule.whole.hour' : 'web.rule.whole.day'),
    severity: wordOf('web.severity', rule.severity, t),
  })
  return [...whenTexts(rule.narrowing, t), says].join('')
}

function whereText(
  { stationId, narrowing: { level, circle } }: Pick<SpokenRule, 'stationId' | 'narrowing'>,
  stations: readonly Pick<Station, 'id' | 'name'>[],
  t: Translate,
): string {
  if (stationId !== null) return stations.find((one) => one.id === stationId)?.name ?? ''
  const stationWord = level === null ? t('web.rule.where.station') : wordOf('web.rule.level', level, t)
  if (circle !== null) {
    return t('web.rule.where.circle', { circle: wordOf('web.circle', circle, t), stations: stationWord })
  }
  return level === null ? t('web.rule.where.all') : t('web.rule.where.level', { stations: stationWord })
}

function whenTexts({ hours, period }: SpokenRule['narrowing'], t: Translate): string[] {
  return [
    ...(period === null ? [] : [t('web.rule.when.period', period)]),
    ...(hours === null ? [] : [t('web.rule.when.hours', hours)]),
  ]
}

function lastingText(minutes: number, t: Translate): string {
  return minutes === 0 ? '' : t('web.rule.lasting', { span: timeText(minutes, t) })
}

/** `2 小时`, `90 分钟`. */
export function timeText(minutes: number, t: Translate): string {
  const isHours = minutes >= 60 && minutes % 60 === 0
  return isHours ? t('web.rule.hours', { value: minutes / 60 }) : t('web.rule.minutes', { value: Math.round(minutes) })
}

/** Verdicts from which on a share is said. */
export const FEWEST_FOR_SHARE = 5

/** How often somebody said what became of it. */
export function verifiedOf({
  byVerdict: { true: right = 0, weather = 0, instrument = 0 },
}: AlertRule['record']): number {
  return right + weather + instrument
}

/** How often it was right, with its counts: a share says nothing of a handful. */
export function recordText(record: AlertRule['record'], t: Translate): string {
  const right = record.byVerdict.true ?? 0
  const verified = verifiedOf(record)
  if (verified === 0) return t('web.rule.record.none')
  const counts = { right, verified }
  if (verified < FEWEST_FOR_SHARE) return t('web.rule.record.few', counts)
  return t('web.rule.record.share', { ...counts, share: Math.round((right / verified) * 100) })
}
