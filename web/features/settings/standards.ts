import type { Certainty } from '../../../src/standards/certainty.ts'
import { compositeMethods, compositeVariants } from '../../../src/standards/composite-table.ts'
import { type Dated, inForce } from '../../../src/standards/dated.ts'
import { excludedDaysCount, exclusionRules } from '../../../src/standards/exclusions.ts'
import { incompleteDays } from '../../../src/standards/good-days.ts'
import { tieBreaks } from '../../../src/standards/ranking.ts'
import { movingYears } from '../../../src/standards/statistics.ts'
import { decimals } from '../../../src/standards/statistics-decimals.ts'

/** Settings of the law or of practice that hold from a day on, by the word of each (`web.settings.dated.*`). */
const settings: readonly (readonly [key: string, dated: readonly Dated<unknown>[]])[] = [
  ...compositeVariants.map((variant) => [`composite-${variant}`, compositeMethods[variant]] as const),
  ['decimals-day', decimals.day],
  ['decimals-attainment', decimals.attainment],
  ['decimals-index', decimals.index],
  ['decimals-publication', decimals.publication],
  ['incomplete-days', incompleteDays],
  ['exclusions', exclusionRules],
  ['excluded-days-count', excludedDaysCount],
  ['moving-years', movingYears],
  ['tie-breaks', tieBreaks],
]

export interface DatedLine {
  key: string
  from: string
  isInForce: boolean
  certainty: Certainty
  doubt: string | null
}

/** Each version of each setting, and whether data of a day are judged by it. @param day civil day `YYYY-MM-DD` */
export function datedLines(day: string): DatedLine[] {
  return settings.flatMap(([key, dated]) =>
    dated.map((one) => ({
      key,
      from: one.from,
      isInForce: (dated[0]?.from ?? day) <= day && inForce(dated, day) === one,
      certainty: one.certainty,
      doubt: one.doubt ?? null,
    })),
  )
}

/** By which word the source of a version is told: the setting and the year it holds from. */
export function sourceOf({ key, from }: DatedLine): string {
  return `${key}.${from.slice(0, 4)}`
}
