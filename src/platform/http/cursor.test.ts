import { describe, expect, it } from 'vitest'
import { Problem } from '../problem.ts'
import { cutPage, readCursor, type TimeCursor, writeCursor } from './cursor.ts'

const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`

describe('a cursor', () => {
  it('reads back as it was written', () => {
    const cursor = { at: 1_800_000_000_000, id: id(1) }
    expect(readCursor(writeCursor(cursor))).toEqual(cursor)
    expect(readCursor(undefined)).toBe(undefined)
  })

  it('that is none of ours is refused before the database sees it', () => {
    const others = [
      '',
      '1',
      `x.${id(1)}`,
      `1.${id(1)}x`,
      `-1.${id(1)}`,
      `1.${'-'.repeat(36)}`,
      `1.${id(1).toUpperCase().replace('0', 'G')}`,
      `12345678901234567.${id(1)}`,
    ]
    for (const text of others) {
      expect(() => readCursor(text), text).toThrow(Problem)
    }
  })
})

describe('a page', () => {
  interface Row extends TimeCursor {
    name: string
  }
  const rows: Row[] = [3, 2, 1].map((n) => ({ at: n, id: id(n), name: String(n) }))

  it('is cut where one row more than asked was found, and says where the next begins', () => {
    expect(cutPage(rows, 2, (row) => row)).toEqual({ items: rows.slice(0, 2), next: `2.${id(2)}` })
  })

  it('that holds all there is has no next', () => {
    expect(cutPage(rows, 3, (row) => row)).toEqual({ items: rows, next: null })
    expect(cutPage([], 3, (row: Row) => row)).toEqual({ items: [], next: null })
  })

  it('followed to the end shows every row once, in order', () => {
    const all: Row[] = Array.from({ length: 11 }, (_, n) => ({
      at: 5 - Math.floor(n / 3),
      id: id(11 - n),
      name: String(n),
    }))
    const seen: Row[] = []
    let cursor: TimeCursor | undefined
    for (let pages = 0; pages < 20; pages += 1) {
      const from = cursor === undefined ? 0 : all.findIndex((row) => row.at === cursor?.at && row.id === cursor.id) + 1
      const page = cutPage(all.slice(from, from + 5), 4, (row) => row)
      seen.push(...page.items)
      if (page.next === null) break
      cursor = readCursor(page.next)
    }
    expect(seen).toEqual(all)
  })
})
