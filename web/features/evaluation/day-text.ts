import { aqiLevels } from '../../../src/standards/aqi-levels.ts'
import type { Language, Translate } from '../../text/language.ts'
import { factorName } from '../../text/names.ts'
import { codeOf } from './factors.ts'
import type { CalendarDay } from './queries.ts'

/** A day of a calendar in words, for who does not see its colour: date, index, level, primary pollutants, and what is to know of it. */
export function dayText(day: CalendarDay, t: Translate, language: Language): string {
  const level = aqiLevels.find((one) => one.level === day.level)
  const parts = [
    day.date,
    day.aqi === null ? t('web.evaluation.no-aqi') : `AQI ${day.aqi}`,
    level?.[language],
    day.primary.length > 0 &&
      t('web.evaluation.primary-is', {
        names: day.primary.map((name) => factorName(codeOf(name), language)).join('+'),
      }),
    day.isProvisional && t('web.evaluation.provisional'),
    !day.isComplete && !day.isProvisional && t('web.evaluation.incomplete'),
    day.excluded.length > 0 && t('web.evaluation.excluded'),
  ]
  return parts.filter(Boolean).join(t('web.join'))
}
