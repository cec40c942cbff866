import type { Language, Translate } from '../../text/language.ts'
import type { Target } from './queries.ts'

const english = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' })
const chinese = new Intl.DateTimeFormat('zh-CN', { month: 'numeric', timeZone: 'UTC' })

/** `11 月` or `Nov`. @param month 1–12 */
export function monthName(month: number, language: Language): string {
  const day = Date.UTC(2026, month - 1, 1)
  return language === 'zh' ? chinese.format(day).replace(/(\d)(\D)/, '$1 $2') : english.format(day)
}

/** `全年均值`, `11 月均值`, `每日（11 月）`. */
export function whatText(
  { averaging, month }: Pick<Target, 'averaging' | 'month'>,
  t: Translate,
  language: Language,
): string {
  if (averaging === 'year') return t('web.targets.what.year')
  if (month === null) return t('web.targets.what.day')
  const name = monthName(month, language)
  return t(averaging === 'month' ? 'web.targets.what.month' : 'web.targets.what.day-of-month', { month: name })
}

/** As it was set: whole, or with its one decimal. */
export function targetText({ averaging, factor, value }: Pick<Target, 'averaging' | 'factor' | 'value'>): string {
  if (value === null) return '—'
  return averaging !== 'day' && factor === 'a34004' ? value.toFixed(1) : String(value)
}
