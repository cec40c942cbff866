import { HOUR_MS } from '../../standards/civil-time.ts'
import type { DocumentRead } from './model.ts'
import type { Asked } from './template.ts'

export function nothingRead(): DocumentRead {
  return { rows: 0, values: [], refused: [], others: 0, header: [] }
}

/** What two documents, or two pages of one, say together. Pure. */
export function withMore(one: DocumentRead, other: DocumentRead): DocumentRead {
  return {
    rows: one.rows + other.rows,
    values: [...one.values, ...other.values],
    refused: [...one.refused, ...other.refused],
    others: one.others + other.others,
    header: other.header.length > 0 ? other.header : one.header,
  }
}

/** Of the hours that are lacking those that a request asks for. Pure. */
export function askedHours({ span }: Asked, lacking: readonly number[]): number[] {
  if (span === null) return []
  return lacking.filter((end) => end > span.from - HOUR_MS && end <= span.to)
}
