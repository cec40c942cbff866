import {
  cumulativePeriod,
  monthOfDay,
  monthPeriod,
  type Period,
  quarterPeriod,
  yearPeriod,
} from '../../standards/civil-days.ts'
import type { ExclusionKind } from '../../standards/exclusions.ts'
import type { FactorCode } from '../../standards/statistics-table.ts'

/** What the law's statistics are of: a station, or an area (the county, a town). */
export const subjectTypes = ['station', 'region'] as const
export type SubjectType = (typeof subjectTypes)[number]

/**
 * One civil day of a subject. Arrays hold the six evaluated factors in the order of standards/statistics-table: a mean, of
 * ozone the daily maximum eight-hour mean, unrounded. [µg/m³, CO mg/m³]
 */
export interface EvaluatedDay {
  subjectId: string
  /** Day number of standards/civil-days. */
  day: number
  /** Null: there is none at all. */
  values: readonly (number | null)[]
  /** May the value be used in a statistic? Of too few hours it may not. */
  usable: readonly boolean[]
  /** Of a station its hours, of ozone its eight-hour means; of an area its stations with a valid value. Null: not known. */
  inputs: readonly (number | null)[]
}

/** Lists by which areas stand in order; `rankingLists` of the standards have their rules. */
export const rankingKeys = ['composite', 'fine', 'goodDays', 'improvement'] as const
export type RankingKey = (typeof rankingKeys)[number]

/** Proposed by one person, decided by another; an approved one may be withdrawn with a reason. */
export const exclusionStates = ['proposed', 'approved', 'refused', 'withdrawn'] as const
export type ExclusionState = (typeof exclusionStates)[number]

/** Longest exclusion. [days] */
export const MAX_EXCLUDED_DAYS = 31

/** Days that a person wants taken out of the evaluation. */
export interface ExcludedDays {
  countyId: string
  id: string
  subjectType: SubjectType
  subjectId: string
  kind: ExclusionKind
  firstDay: number
  lastDay: number
  factors: FactorCode[]
  /** Who decided it, and by which document. */
  authority: string
  reference: string
  noteId: string
  state: ExclusionState
  version: number
  proposedAt: number
  decidedAt: number | null
  withdrawnAt: number | null
}

const PERIOD = /^(\d{4})(?:-(0[1-9]|1[0-2])|-Q([1-4])|-01\.\.(0[1-9]|1[0-2]))?$/

/**
 * A period by its name: `2026` the year, `2026-03` the month, `2026-Q1` the quarter, `2026-01..03` January to March.
 * @returns null for any other text
 */
export function periodNamed(name: string): Period | null {
  const [whole, year, month, quarter, through] = PERIOD.exec(name) ?? []
  if (whole === undefined) return null
  if (month !== undefined) return monthPeriod(Number(year), Number(month))
  if (quarter !== undefined) return quarterPeriod(Number(year), Number(quarter))
  if (through !== undefined) return cumulativePeriod(Number(year), Number(through))
  return yearPeriod(Number(year))
}

/** The name of a period. */
export function nameOfPeriod({ kind, first, last }: Period): string {
  const { year, month } = monthOfDay(first)
  const end = String(monthOfDay(last).month).padStart(2, '0')
  switch (kind) {
    case 'year':
      return String(year)
    case 'month':
      return `${year}-${String(month).padStart(2, '0')}`
    case 'quarter':
      return `${year}-Q${Math.ceil(month / 3)}`
    case 'cumulative':
      return `${year}-01..${end}`
  }
}

/** The like period of the year before. */
export function yearEarlier({ kind, first, last }: Period): Period {
  const { year, month } = monthOfDay(first)
  switch (kind) {
    case 'year':
      return yearPeriod(year - 1)
    case 'month':
      return monthPeriod(year - 1, month)
    case 'quarter':
      return quarterPeriod(year - 1, Math.ceil(month / 3))
    case 'cumulative':
      return cumulativePeriod(year - 1, monthOfDay(last).month)
  }
}
