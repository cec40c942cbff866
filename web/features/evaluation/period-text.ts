import type { Translate } from '../../text/language.ts'
import { monthName } from '../../time/format.ts'

const PERIOD = /^(\d{4})(?:-(\d{2})|-Q([1-4])|-01\.\.(\d{2}))?$/

/** A period by its name (`2026-01..03`) in words: `2026 年 1–3 月`. */
export function periodText(name: string, t: Translate): string {
  const [whole, year = '', month, quarter, through] = PERIOD.exec(name) ?? []
  if (whole === undefined) return name
  if (month !== undefined) return t('web.evaluation.period.month', { year, month: monthName(Number(month), t) })
  if (quarter !== undefined) return t('web.evaluation.period.quarter', { year, quarter })
  if (through !== undefined) return t('web.evaluation.period.through', { year, month: monthName(Number(through), t) })
  return t('web.evaluation.period.year', { year })
}

/** A table of limits by its name; of 2026 there are two. */
export function tableText(name: string, t: Translate): string {
  const [standard = name, phase] = name.split(' transitional')
  return phase === undefined ? name : t('web.evaluation.transitional', { standard })
}
