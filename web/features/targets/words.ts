import type { Translate } from '../../text/language.ts'
import { monthName } from '../../time/format.ts'
import type { Target } from './queries.ts'

/** `全年均值`, `11 月均值`, `每日（11 月）`. */
export function whatText({ averaging, month }: Pick<Target, 'averaging' | 'month'>, t: Translate): string {
  if (averaging === 'year') return t('web.targets.what.year')
  if (month === null) return t('web.targets.what.day')
  const name = monthName(month, t)
  return t(averaging === 'month' ? 'web.targets.what.month' : 'web.targets.what.day-of-month', { month: name })
}

/** As it was set: whole, or with its one decimal. */
export function targetText({ averaging, factor, value }: Pick<Target, 'averaging' | 'factor' | 'value'>): string {
  if (value === null) return '—'
  return averaging !== 'day' && factor === 'a34004' ? value.toFixed(1) : String(value)
}
