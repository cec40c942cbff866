import { type Resolution, resolutions } from '../../../src/domain/readings/model.ts'
import { viewOfSearch } from '../../charts/view.ts'
import { type Span, spansOf } from '../stations/view.ts'

/** Lines that can still be told apart. */
export const MOST_LINES = 8

/** What the address of the comparison says. */
export interface CompareSearch {
  /** codes, one after another with commas */
  stations?: string
  factors?: string
  resolution?: Resolution
  span?: Span
  from?: string
  to?: string
  /** another time beside it: `year`, the same hours of the year before, or some days earlier as `7d` */
  past?: string
  table?: true
}

/** What stands beside a period. */
export type Past = { kind: 'year' } | { kind: 'days'; days: number }

export function pastOf(text: string | undefined): Past | null {
  if (text === 'year') return { kind: 'year' }
  const days = Number(/^(\d{1,4})d$/.exec(text ?? '')?.[1])
  return days > 0 ? { kind: 'days', days } : null
}

/** Reads the address; what it cannot be is left out. */
export function compareSearch(search: Record<string, unknown>): CompareSearch {
  // A single code of digits comes as a number.
  const text = (name: string) => {
    const value = search[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  const codes = (name: string) => codesOf(text(name)).join(',')
  const resolution = resolutions.find((each) => each === search.resolution)
  const span = spansOf[resolution ?? 'hour'].find((each) => each === search.span)
  const [stations, factors, past, from, to] = [
    codes('stations'),
    codes('factors'),
    text('past'),
    text('from'),
    text('to'),
  ]
  const isPeriod = viewOfSearch({ from, to }) !== null
  return {
    ...(stations ? { stations } : {}),
    ...(factors ? { factors } : {}),
    ...(resolution === undefined || resolution === 'hour' ? {} : { resolution }),
    ...(span === undefined || isPeriod ? {} : { span }),
    ...(isPeriod ? { from, to } : {}),
    ...(pastOf(past) === null ? {} : { past }),
    ...(search.table === true || search.table === 'true' ? { table: true as const } : {}),
  }
}

/** The codes of a list, each once, in their order. */
export function codesOf(text: string | undefined): string[] {
  return [...new Set((text ?? '').split(',').map((code) => code.trim()))].filter((code) => code !== '')
}
