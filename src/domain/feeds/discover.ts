import { fieldsOf } from './path.ts'

/** Rows that a document has somewhere, to choose from. */
export interface FoundRows {
  /** Path to them. */
  path: string
  rows: number
  /** Fields of the first of them. */
  fields: string[]
}

const DEEPEST = 5
const MOST_FOUND = 12

/** Where a JSON document has rows: its arrays of objects, those with the most rows first. Pure. */
export function rowsIn(document: unknown): FoundRows[] {
  const found: FoundRows[] = []
  walk(document, '', 0, found)
  return found.sort((one, other) => other.rows - one.rows).slice(0, MOST_FOUND)
}

function walk(value: unknown, path: string, depth: number, found: FoundRows[]): void {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return
  if (Array.isArray(value)) {
    const [first] = value
    const fields = fieldsOf(first)
    if (fields.length > 0) found.push({ path: `${path}[*]`, rows: value.length, fields })
    walk(first, `${path}[*]`, depth + 1, found)
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    const plain = /^[^.[\]"^$@*\s][^.[\]"]*$/.test(key)
    walk(inner, plain ? (path === '' ? key : `${path}.${key}`) : `${path}["${key}"]`, depth + 1, found)
  }
}
