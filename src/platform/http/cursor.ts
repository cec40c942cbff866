import { Problem } from '../problem.ts'

/** Cursor of a list that is ordered by an instant and an id, newest first. */
export interface TimeCursor {
  at: number
  id: string
}

/** An instant of up to 16 digits and a UUID: what the database takes without complaint. */
const CURSOR = /^(\d{1,16})\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/

export function writeCursor(last: TimeCursor): string {
  return `${last.at}.${last.id}`
}

/** @throws Problem `invalid-input` when the text is no cursor of ours */
export function readCursor(text: string | undefined): TimeCursor | undefined {
  if (text === undefined) return undefined
  const parts = CURSOR.exec(text)
  if (parts?.[1] === undefined || parts[2] === undefined)
    throw new Problem('invalid-input', { params: { what: 'cursor' } })
  return { at: Number(parts[1]), id: parts[2] }
}

/** One more than asked was fetched: cut it off and say where the next page begins. */
export function cutPage<T>(
  rows: readonly T[],
  limit: number,
  at: (row: T) => TimeCursor,
): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? writeCursor(at(last)) : null }
}
