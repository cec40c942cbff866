import { plainText } from '../../platform/tables/values.ts'
import { cumulativePeriod, monthPeriod, type Period, quarterPeriod, yearPeriod } from '../../standards/civil-days.ts'
import { nameOfPeriod, periodNamed } from '../evaluations/model.ts'

const YEAR = '(?<year>\\d{4})'
const QUARTERS = ['一', '二', '三', '四']
const QUARTER = new RegExp(`${YEAR}年?(?:第?(?<quarter>[一二三四1-4])季度|[-/ ]?Q(?<q>[1-4]))`)
const CUMULATIVE = new RegExp(`${YEAR}(?:年|[-/.])(?:0?1)[-—–~～至到]+(?<through>\\d{1,2})月?`)
const MONTH = new RegExp(`${YEAR}(?:年|[-/.])(?<month>\\d{1,2})(?:月|[-/.]0?1(?:日| 00:00(?::00)?)?)?`)
const COMPACT = new RegExp(`${YEAR}(?<month>0[1-9]|1[0-2])`)
const WHOLE_YEAR = new RegExp(`${YEAR}(?:年(?:度|全年)?)?`)

/**
 * The period that a cell of a ranking table names: `2026年3月`, `2026-03`, `202603`, `2026年1-3月`, `2026年第一季度`, `2026年`,
 * and the names of Weike's own. @returns its name; null: none
 */
export function periodIn(cell: string): string | null {
  const text = plainText(cell)
  if (periodNamed(text) !== null) return text
  for (const form of forms) {
    const period = form(text, true)
    if (period !== null) return nameOfPeriod(period)
  }
  return null
}

/** The period in the words above a table: `2026年3月各县市区环境空气质量排名`. @returns null where none of it is plain */
export function periodInTitle(title: string): string | null {
  const text = plainText(title)
  for (const form of forms.slice(0, 3)) {
    const period = form(text, false)
    if (period !== null) return nameOfPeriod(period)
  }
  return null
}

type Form = (text: string, isWhole: boolean) => Period | null

function found(pattern: RegExp, text: string, isWhole: boolean): Record<string, string | undefined> | null {
  const match = pattern.exec(text)
  if (match === null || (isWhole && match[0] !== text)) return null
  return match.groups ?? null
}

const isMonth = (month: number) => month >= 1 && month <= 12

const forms: readonly Form[] = [
  (text, isWhole) => {
    const groups = found(QUARTER, text, isWhole)
    if (groups === null) return null
    const written = groups.q ?? groups.quarter ?? ''
    const quarter = QUARTERS.includes(written) ? QUARTERS.indexOf(written) + 1 : Number(written)
    return quarterPeriod(Number(groups.year), quarter)
  },
  (text, isWhole) => {
    const groups = found(CUMULATIVE, text, isWhole)
    const through = Number(groups?.through)
    return groups !== null && isMonth(through) ? cumulativePeriod(Number(groups.year), through) : null
  },
  (text, isWhole) => {
    const groups = found(MONTH, text, isWhole)
    const month = Number(groups?.month)
    return groups !== null && isMonth(month) ? monthPeriod(Number(groups.year), month) : null
  },
  (text, isWhole) => {
    const groups = found(COMPACT, text, isWhole)
    return groups === null ? null : monthPeriod(Number(groups.year), Number(groups.month))
  },
  (text, isWhole) => {
    const groups = found(WHOLE_YEAR, text, isWhole)
    return groups === null ? null : yearPeriod(Number(groups.year))
  },
]
