import type { Target } from './queries.ts'

/** Of the periods of a year what is looked at here. */
export interface PeriodMeans {
  period: string
  isOver: boolean
  reported: { factors: readonly { factor: string; mean: number | null }[] }
}

/** A mean beside its target, both with the decimals they are shown with. [µg/m³] */
export interface Measured {
  mean: number
  /** Above the target: positive. */
  difference: number
  isOver: boolean
}

/** What has been measured of what a target is for; null: nothing yet, or every day has its own. */
export function measuredOf(
  target: Pick<Target, 'averaging' | 'factor' | 'year' | 'month' | 'value'>,
  periods: readonly PeriodMeans[],
): Measured | null {
  const { averaging, factor, year, month, value } = target
  if (averaging === 'day' || value === null) return null
  const name = month === null ? String(year) : `${year}-${String(month).padStart(2, '0')}`
  const judged = periods.find(({ period }) => period === name)
  const mean = judged?.reported.factors.find((one) => one.factor === factor)?.mean ?? null
  if (judged === undefined || mean === null) return null
  const shown = Number(mean.toFixed(1))
  return { mean: shown, difference: Number((shown - value).toFixed(1)), isOver: judged.isOver }
}
