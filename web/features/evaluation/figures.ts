import type { FactorName } from '../../../src/standards/statistics-table.ts'

/** Decimals on the screen: of day values and means one more than they are published with, so that rounding can be seen. */
const decimals: Readonly<Record<string, number>> = { co: 2, composite: 2, goodDays: 1, change: 1 }

/** A figure of a factor, an index or a ratio. */
export function figureText(
  of: FactorName | 'composite' | 'goodDays' | 'change' | string,
  value: number | null,
): string {
  return value === null ? '–' : value.toFixed(decimals[of] ?? 1).replace('-', '−')
}

/** A figure as a table publishes it: with the decimals that it has. */
export function publishedText(of: string, value: number | null): string {
  if (value === null) return '–'
  if (of === 'pm25' || of === 'composite' || of === 'goodDays') return figureText(of, value)
  const shown = String(Number(value.toFixed(2)))
  return of === 'co' && !shown.includes('.') ? `${shown}.0` : shown
}

/** With its sign: a change. */
export function signedText(value: number): string {
  return value > 0 ? `+${value.toFixed(1)}` : value.toFixed(1).replace('-', '−')
}
