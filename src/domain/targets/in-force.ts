import { civilDayAt, monthOfDay } from '../../standards/civil-days.ts'
import { type LimitTable, limitOf, limitsInForce } from '../../standards/limits.ts'
import type { Averaging, Target, TargetFactor } from './model.ts'

/** What a mean is held against, and whose number that is. */
export interface HeldAgainst {
  value: number
  /** `station`: set for the station; `county`: for the county, whose stations it then is for; `standard`: nobody set one. */
  origin: 'station' | 'county' | 'standard'
  /** The document of a target; of the standard the name of its table (standards/limits). */
  basis: string
}

/**
 * What the mean of a day, or of the month or year in which it lies, is held against at a station: the station's own target, else
 * the county's, the one of the month before that of the year; where nobody set any, the limit of the standard in force on that
 * day. The standard has none for a month; pure.
 * @param standing targets that nothing has replaced
 */
export function heldAgainst(
  averaging: Averaging,
  factor: TargetFactor,
  day: number,
  stationId: string,
  standing: readonly Target[],
): HeldAgainst | null {
  const { year, month } = monthOfDay(day)
  const months = averaging === 'year' ? [null] : averaging === 'month' ? [month] : [month, null]
  const like = standing.filter((one) => one.averaging === averaging && one.factor === factor && one.year === year)
  for (const origin of ['station', 'county'] as const) {
    const own = like.filter((one) =>
      origin === 'station' ? one.subjectId === stationId : one.subjectType === 'region',
    )
    for (const wanted of months) {
      const found = own.find((one) => one.month === wanted)
      if (found !== undefined && found.value !== null) return { value: found.value, origin, basis: found.basis }
    }
  }
  if (averaging === 'month') return null
  const table: LimitTable = limitsInForce(civilDayAt(day))
  const value = limitOf(table, factor, averaging === 'day' ? '24h' : 'year')
  return value === null ? null : { value, origin: 'standard', basis: table.name }
}
