import pg from 'pg'

/** PostgreSQL's numbers for its types (pg_type.oid). */
const int8 = 20
const int8Array = 1016
const textArray: number = 1009

/**
 * A bigint as a number: instants in epoch ms and counts fit exactly.
 * @throws when it does not fit (beyond ±(2^53 − 1)), rather than being off by a little
 */
export function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number exactly`)
  return value
}

type Nested = (number | null | Nested)[]

function parseInt8Array(text: string): Nested {
  const parseStrings: (text: string) => unknown = pg.types.getTypeParser(textArray)
  return toNumbers(parseStrings(text))
}

function toNumbers(value: unknown): Nested {
  if (!Array.isArray(value)) throw new TypeError('not an array of bigint')
  return value.map((one: unknown) => (one === null ? null : typeof one === 'string' ? parseInt8(one) : toNumbers(one)))
}

const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary') {
    if (oid === int8) return parseInt8
    if (oid === int8Array) return parseInt8Array
  }
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
}

/** How the driver reads columns: as it always does, but bigint as a number. */
export const columnTypes: pg.CustomTypesConfig = { getTypeParser }
