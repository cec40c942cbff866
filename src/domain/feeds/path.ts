/** One step of a path: a key, a place in an array, or every element. */
type Step = { kind: 'key'; key: string } | { kind: 'place'; at: number } | { kind: 'each' }

export interface Path {
  text: string
  /** So many rows further out the path begins: `^.code` is the code of what holds the row. `$` begins at the document. */
  from: number | 'document'
  steps: readonly Step[]
}

/** A row of a document, with what it lies in. */
export interface JsonRow {
  value: unknown
  /** Of an element of an object its key. */
  key: string | null
  /** The row, or the document, that it was found in; null: it is the document. */
  within: JsonRow | null
}

const STEP = /\.?(?:([^.[\]"^$@*\s][^.[\]"]*)|\["([^"]*)"\]|\[(\d+)\]|(\[\*\]))/y

/**
 * Reads a path of Weike's own, which is a small part of JSONPath (RFC 9535) and is never evaluated as a program:
 * `data.list[*]`, `result[0].value`, `["PM2.5"]`, `^.stationCode` (one level of rows further out), `$.time` (of the document),
 * `@key` (the key of a row that was found in an object), and nothing at all for the thing itself.
 * @returns null for anything else
 */
export function parsePath(text: string): Path | null {
  const written = text.trim()
  if (written === '@key') return { text: written, from: 0, steps: [{ kind: 'key', key: '@key' }] }
  const begin = /^(\$|\^*)/.exec(written)?.[0] ?? ''
  const steps: Step[] = []
  STEP.lastIndex = begin.length
  while (STEP.lastIndex < written.length) {
    const found = STEP.exec(written)
    if (found === null) return null
    const [, key, quoted, place, each] = found
    if (each !== undefined) steps.push({ kind: 'each' })
    else if (place !== undefined) steps.push({ kind: 'place', at: Number(place) })
    else steps.push({ kind: 'key', key: (key ?? quoted ?? '').trim() })
  }
  return { text: written, from: begin === '$' ? 'document' : begin.length, steps }
}

/** Where a path found nothing, and what is there instead. */
export interface NotFound {
  at: string
  fields: string[]
}

/** The rows that a path leads to; an object's elements are its values. Pure. */
export function rowsAt(document: unknown, path: Path): { ok: true; rows: JsonRow[] } | ({ ok: false } & NotFound) {
  let found: Place[] = [{ value: document, row: { value: document, key: null, within: null } }]
  let walked = ''
  const ends = path.steps.some(({ kind }) => kind === 'each')
  const steps: readonly Step[] = ends ? path.steps : [...path.steps, { kind: 'each' }]
  for (const step of steps) {
    const next: Place[] = []
    for (const { value, row } of found) {
      if (step.kind === 'each') {
        const elements = elementsOf(value)
        if (elements === null) return { ok: false, at: walked, fields: namesIn(found[0]?.value) }
        for (const [key, element] of elements) next.push({ value: element, row: { value: element, key, within: row } })
        continue
      }
      const inner = stepInto(value, step)
      if (inner !== undefined) next.push({ value: inner, row })
    }
    if (step.kind !== 'each' && next.length === 0 && found.length > 0)
      return { ok: false, at: walked, fields: namesIn(found[0]?.value) }
    walked = joined(walked, step)
    found = next
  }
  return { ok: true, rows: found.map(({ value, row }) => (value === row.value ? row : { ...row, value })) }
}

/** Where a walk has come: to a value, within a row. */
interface Place {
  value: unknown
  row: JsonRow
}

/** The value that a path leads to from a row; undefined: there is no such field. Pure. */
export function valueAt(row: JsonRow, path: Path): unknown {
  if (path.text === '@key') return row.key ?? undefined
  let start: JsonRow | null = row
  if (path.from === 'document') while (start !== null && start.within !== null) start = start.within
  else for (let up = 0; up < path.from; up += 1) start = start?.within ?? null
  let value: unknown = start?.value
  for (const step of path.steps) {
    value = step.kind === 'each' ? undefined : stepInto(value, step)
    if (value === undefined) return undefined
  }
  return value
}

/** Most fields that are told of a row. */
const MOST_FIELDS = 60
const DEEPEST = 3

/** The fields with a plain value that a row has, as paths from it. Pure. */
export function fieldsOf(value: unknown, before = '', depth = 0): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === DEEPEST) return []
  const fields: string[] = []
  for (const [key, inner] of Object.entries(value)) {
    const path = joined(before, { kind: 'key', key })
    if (typeof inner === 'object' && inner !== null) fields.push(...fieldsOf(inner, path, depth + 1))
    else fields.push(path)
  }
  return fields.slice(0, MOST_FIELDS)
}

/** The name among others that is most likely meant by one that is not there; null: none is near. Pure. */
export function nearest(name: string, others: readonly string[]): string | null {
  const wanted = folded(name)
  let best: { other: string; distance: number } | null = null
  for (const other of others) {
    const distance = editDistance(wanted, folded(other))
    if (best === null || distance < best.distance) best = { other, distance }
  }
  return best !== null && best.distance <= Math.max(1, Math.floor(wanted.length / 2)) ? best.other : null
}

function elementsOf(value: unknown): [string | null, unknown][] | null {
  if (Array.isArray(value)) return value.map((one): [null, unknown] => [null, one])
  return typeof value === 'object' && value !== null ? Object.entries(value) : null
}

function stepInto(value: unknown, step: Exclude<Step, { kind: 'each' }>): unknown {
  if (step.kind === 'place') return Array.isArray(value) ? value[step.at] : undefined
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.getOwnPropertyDescriptor(value, step.key)?.value
}

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return ['[*]']
  return typeof value === 'object' && value !== null ? Object.keys(value).slice(0, MOST_FIELDS) : []
}

function joined(before: string, step: Step): string {
  if (step.kind === 'each') return `${before}[*]`
  if (step.kind === 'place') return `${before}[${step.at}]`
  if (!/^[^.[\]"^$@*\s][^.[\]"]*$/.test(step.key)) return `${before}["${step.key}"]`
  return before === '' ? step.key : `${before}.${step.key}`
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** How many letters have to be put in, taken out or exchanged (Levenshtein 1965). */
function editDistance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row]
    for (let at = 1; at <= other.length; at += 1) {
      const exchanged = (above[at - 1] ?? 0) + (one[row - 1] === other[at - 1] ? 0 : 1)
      line.push(Math.min(exchanged, (above[at] ?? 0) + 1, (line[at - 1] ?? 0) + 1))
    }
    above = line
  }
  return above[other.length] ?? 0
}
