import type { Resolution } from '../../src/domain/readings/model.ts'
import { startOfCivilDay } from '../../src/standards/civil-time.ts'
import { type Averaging, limitOf, limitTables } from '../../src/standards/limits.ts'

/** A limit as a chart draws it: over the time for which it holds. */
export interface LimitLine {
  /** (from, to]: ends of the periods that it judges [epoch ms] */
  from: number
  to: number
  value: number
  name: string
  /** where there is no room for the name */
  short: string
}

/** A limit of the law, and of which table it is. */
export interface LawfulLimit extends Omit<LimitLine, 'name' | 'short'> {
  averaging: Averaging
  edition: '2012' | '2026'
  isTransitional: boolean
}

const ozone = 'a05024'

/**
 * Which averaging time a period is seen against. Of an hour that is the limit of its day, as only ozone is judged by its hours
 * alone; of ozone's day the highest eight-hour mean (GB 3095-2012 and -2026, table 1). Minutes and samples have none.
 */
function averagingOf(factor: string, resolution: Resolution): Averaging | null {
  if (resolution === 'hour') return factor === ozone ? '1h' : '24h'
  if (resolution === 'day') return factor === ozone ? '8h' : '24h'
  return resolution === 'year' || resolution === 'month' ? 'year' : null
}

/**
 * The limits (grade II) of a factor over the periods that end in (from, to], by the edition in force on the day of the data:
 * one after another where it changes within. [µg/m³, CO mg/m³; epoch ms]
 */
export function lawfulLimits(factor: string, resolution: Resolution, from: number, to: number): LawfulLimit[] {
  const averaging = averagingOf(factor, resolution)
  if (averaging === null) return []
  return limitTables.flatMap((table, place) => {
    const next = limitTables[place + 1]
    const [begins, ends] = [startOfCivilDay(table.from), next ? startOfCivilDay(next.from) : Number.POSITIVE_INFINITY]
    const value = limitOf(table, factor, averaging)
    if (value === null || begins >= to || ends <= from) return []
    return [
      {
        from: Math.max(from, begins),
        to: Math.min(to, ends),
        value,
        averaging,
        edition: table.edition,
        isTransitional: table.phase === 'transitional',
      },
    ]
  })
}
