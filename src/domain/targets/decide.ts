import type { ProblemCode, ProblemParams } from '../../platform/problem.ts'
import { civilDayAt, monthPeriod, yearPeriod } from '../../standards/civil-days.ts'
import { rounded } from '../../standards/rounding.ts'
import { decimalsOf } from '../../standards/statistics-decimals.ts'
import { isSamePlace, type Target, type TargetPlace } from './model.ts'
import { FULL_SCALE } from './table.ts'

type Decision = { ok: true } | { ok: false; problem: ProblemCode; params: ProblemParams }

const refuse = (what: string): Decision => ({ ok: false, problem: 'invalid-input', params: { what } })

/** A target that somebody wants to set, or to take back. */
export interface WantedTarget extends TargetPlace {
  value: number | null
  /** The one in force that the person saw; null: none. */
  replaces: string | null
}

/**
 * Can there be such a target? Its month suits what it is of, its value is written as means are published (PM2.5 with one
 * decimal, others whole), and what it replaces is what stands; pure.
 * @param standing the targets that nothing has replaced
 */
export function maySet(wanted: WantedTarget, standing: readonly Target[]): Decision {
  const { averaging, factor, year, month, value, replaces } = wanted
  if ((averaging === 'year' && month !== null) || (averaging === 'month' && month === null)) return refuse('month')
  const period = month === null ? yearPeriod(year) : monthPeriod(year, month)
  const decimals = decimalsOf('publication', factor, civilDayAt(period.last))
  if (value !== null && (value <= 0 || value >= FULL_SCALE || rounded(value, decimals) !== value))
    return refuse('value')
  const there = standing.find((one) => isSamePlace(one, wanted))
  if (replaces !== (there?.id ?? null)) return { ok: false, problem: 'version-conflict', params: {} }
  // What is not there cannot be taken back.
  if (value === null && (there === undefined || there.value === null)) return refuse('value')
  return { ok: true }
}
