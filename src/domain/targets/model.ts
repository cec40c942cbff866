import type { SubjectType } from '../evaluations/model.ts'

/** Of what a target is: the mean of a year, of a month, or of each day. */
export const averagings = ['year', 'month', 'day'] as const
export type Averaging = (typeof averagings)[number]

/**
 * Factors whose annual mean is a statistic of evaluation (standards/statistics-table): CO and ozone are judged by percentiles,
 * of which no remaining allowance can be reckoned.
 */
export const targetFactors = ['a34004', 'a34002', 'a21026', 'a21004'] as const
export type TargetFactor = (typeof targetFactors)[number]

/** What a target is for; there is one in force at most for each. */
export interface TargetPlace {
  subjectType: SubjectType
  /** The county's region, or a station. */
  subjectId: string
  factor: TargetFactor
  averaging: Averaging
  year: number
  /** 1–12; of the days of a whole year null. */
  month: number | null
}

export interface Target extends TargetPlace {
  countyId: string
  id: string
  /** Null: taken back. [µg/m³] */
  value: number | null
  /** The document that it is from; of one taken back, the reason. */
  basis: string
  /** Null: at the machine's own console. */
  setBy: string | null
  setAt: number
  /** The one before it, which it replaces. */
  replaces: string | null
}

/** The targets that nothing has replaced, those taken back included; pure. */
export function standingTargets(history: readonly Target[]): Target[] {
  const replaced = new Set(history.flatMap(({ replaces }) => replaces ?? []))
  return history.filter(({ id }) => !replaced.has(id))
}

/** Are two for the same? */
export function isSamePlace(one: TargetPlace, other: TargetPlace): boolean {
  return (
    one.subjectId === other.subjectId &&
    one.factor === other.factor &&
    one.averaging === other.averaging &&
    one.year === other.year &&
    one.month === other.month
  )
}
