import type { Certainty } from './certainty.ts'

/**
 * A setting of the law or of practice that holds from a day on. What is unsure shows its doubt: the county confirms it, or
 * puts its own in the place.
 */
export interface Dated<T> {
  /** First civil day `YYYY-MM-DD` of the data to which it applies. */
  from: string
  value: T
  certainty: Certainty
  /** Document and clause, or whose practice it is. */
  source: string
  /** What has to be confirmed, in words of the catalogues (`doubt.*`); only where it is not sure. */
  doubt?: Doubt
}

/** What nobody has settled: fact sheet of the standards, open points. */
export const doubts = [
  'edition-of-2026',
  'attainment-decimals-2026',
  'index-decimals-2026',
  'index-weights-2026',
  'incomplete-days',
  'quarter-validity',
  'excluded-days-valid',
  'exceptional-events-2026',
  'three-years',
  'tie-break',
] as const
export type Doubt = (typeof doubts)[number]

/**
 * The setting that holds for data of a day.
 * @param settings the oldest first
 * @param day civil day `YYYY-MM-DD` of the data
 * @throws RangeError for a day before all of them
 */
export function inForce<T>(settings: readonly Dated<T>[], day: string): Dated<T> {
  const found = settings.findLast((one) => one.from <= day)
  if (found === undefined) throw new RangeError(`no setting holds for ${day}`)
  return found
}
