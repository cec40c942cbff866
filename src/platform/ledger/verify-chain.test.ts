import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chain, chainOf, countyId, entry, rowOf } from './chain.fixture.ts'
import type { EventRecord } from './evidence.ts'
import { type Finding, findingList } from './findings.ts'
import { eventHash, readEvent } from './model.ts'
import { startChain } from './verify-chain.ts'
import { startHeads } from './verify-heads.ts'

/** What is found in some rows, when the county's head is where the whole chain ended. */
function findings(rows: readonly EventRecord[], head: { seq: number; hash: Buffer } | undefined): Finding[] {
  const list = findingList()
  const check = startChain(countyId, list.report)
  const heads = startHeads(countyId, list, [], [])
  if (head !== undefined) heads.head(head)
  for (const row of rows) {
    const event = check.event(row)
    heads.event(row.seq, row.hash, event?.receivedAt ?? null)
  }
  heads.finish(check.finish())
  return list.sorted().findings
}

function first(rows: readonly EventRecord[], head: { seq: number; hash: Buffer } | undefined) {
  const [one] = findings(rows, head)
  return one === undefined ? undefined : { code: one.code, seq: one.seq }
}

const length = fc.integer({ min: 1, max: 12 })
const picked = fc.tuple(length, fc.nat(), fc.nat()).map(([count, a, b]) => ({ count, at: a % count, other: b % count }))
const pickedTwo = picked.filter(({ at, other }) => at < other)

function changeByte(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[at % bytes.length] = (changed[at % bytes.length] ?? 0) ^ 0x01
  return changed
}

function replaceRow(
  rows: readonly EventRecord[],
  at: number,
  change: (row: EventRecord) => EventRecord,
): EventRecord[] {
  return rows.map((row, index) => (index === at ? change(row) : row))
}

/** Puts another text into the event and makes its own hash fit. */
function recompute(row: EventRecord, previousHash = row.previousHash): EventRecord {
  const event = readEvent(row.bytes)
  if (event === null) throw new Error('the fixture cannot be read')
  return rowOf({ ...event, data: { text: '另一句话' } }, previousHash)
}

describe('a chain', () => {
  it('that nobody touched has no finding, whatever its length', () => {
    for (const count of [0, 1, 2, 10]) {
      const rows = chain(count)
      expect(findings(rows, rows.at(-1))).toEqual([])
    }
  })

  it('with one byte changed anywhere names that event, and nothing else', () => {
    fc.assert(
      fc.property(picked, fc.nat(), ({ count, at }, byte) => {
        const rows = chain(count)
        const touched = replaceRow(rows, at, (row) => ({ ...row, bytes: changeByte(row.bytes, byte) }))
        const found = findings(touched, rows.at(-1))
        expect(found.map(({ code, seq }) => ({ code, seq }))).toEqual([{ code: 'changed', seq: at + 1 }])
        expect(found[0]).toMatchObject({ id: rows[at]?.id, kind: 'case.noted' })
      }),
    )
  })

  it('whose byte was changed inside the place that an event claims names that event', () => {
    for (const at of [0, 3, 5]) {
      const rows = chain(6)
      const touched = replaceRow(rows, at, (row) => {
        const place = row.bytes.indexOf('"seq":') + '"seq":'.length
        return { ...row, bytes: changeByte(row.bytes, place) }
      })
      expect(findings(touched, rows.at(-1)).map(({ code, seq }) => ({ code, seq }))).toEqual([
        { code: 'changed', seq: at + 1 },
      ])
    }
  })

  it('with a hash or a remembered hash changed names that event, and nothing else', () => {
    fc.assert(
      fc.property(picked, fc.constantFrom('hash' as const, 'previousHash' as const), ({ count, at }, column) => {
        const rows = chain(count)
        const touched = replaceRow(rows, at, (row) => ({ ...row, [column]: changeByte(row[column], 3) }))
        expect(findings(touched, rows.at(-1)).map(({ code, seq }) => ({ code, seq }))).toEqual([
          { code: 'changed', seq: at + 1 },
        ])
      }),
    )
  })

  it.each(['id', 'kind', 'subjectType', 'subjectId'] as const)(
    'with %s in its column changed names that event',
    (column) => {
      const rows = chain(5)
      const touched = replaceRow(rows, 2, (row) => ({ ...row, [column]: 'other' }))
      expect(findings(touched, rows.at(-1))).toMatchObject([{ code: 'changed', seq: 3, detail: { part: 'columns' } }])
    },
  )

  it('with an event changed and its own hash made to fit names that event', () => {
    fc.assert(
      fc.property(picked, ({ count, at }) => {
        const rows = chain(count)
        const touched = replaceRow(rows, at, (row) => recompute(row))
        const code = at === count - 1 ? 'head-unlike-chain' : 'recomputed'
        expect(first(touched, rows.at(-1))).toEqual({ code, seq: at + 1 })
      }),
    )
  })

  it('with events removed names the first missing place', () => {
    fc.assert(
      fc.property(pickedTwo, ({ count, at, other }) => {
        const rows = chain(count)
        const touched = rows.toSpliced(at, other - at)
        expect(findings(touched, rows.at(-1))).toEqual([{ code: 'removed', seq: at + 1, detail: { to: other } }])
      }),
    )
  })

  it('with its tail removed names the first missing place', () => {
    fc.assert(
      fc.property(picked, ({ count, at }) => {
        const rows = chain(count)
        expect(findings(rows.slice(0, at), rows.at(-1))).toEqual([
          { code: 'removed', seq: at + 1, detail: { to: count } },
        ])
      }),
    )
  })

  it('with an event removed and the later ones moved up names the missing one', () => {
    fc.assert(
      fc.property(pickedTwo, ({ count, at }) => {
        const rows = chain(count)
        const touched = rows.toSpliced(at, 1).map((row, index) => ({ ...row, seq: index + 1 }))
        expect(first(touched, rows.at(-1))).toEqual({ code: 'removed', seq: at + 1 })
      }),
    )
  })

  it('with two events swapped names both, whichever columns were exchanged', () => {
    const exchanged = [
      ['id', 'kind', 'subjectType', 'subjectId', 'recordedAt', 'previousHash', 'bytes', 'hash'],
      ['bytes', 'hash'],
      ['bytes'],
    ] as const
    fc.assert(
      fc.property(pickedTwo, fc.constantFrom(...exchanged), ({ count, at, other }, columns) => {
        const rows = chain(count)
        const take = (into: EventRecord, from: EventRecord | undefined) =>
          from === undefined
            ? into
            : { ...into, ...Object.fromEntries(columns.map((column) => [column, from[column]])) }
        const touched = replaceRow(rows, at, (row) => take(row, rows[other]))
        const both = replaceRow(touched, other, (row) => take(row, rows[at]))
        expect(findings(both, rows.at(-1))).toMatchObject([
          { code: 'swapped', seq: at + 1, detail: { other: other + 1 } },
        ])
      }),
    )
  })

  it('whose lines were swapped in an export names both', () => {
    fc.assert(
      fc.property(pickedTwo, ({ count, at, other }) => {
        const rows = chain(count)
        const lines = rows.map((row, index) => rows[index === at ? other : index === other ? at : index] ?? row)
        expect(findings(lines, rows.at(-1))).toEqual([{ code: 'swapped', seq: at + 1, detail: { other: other + 1 } }])
      }),
    )
  })

  it('with a copy of an event over another names the one that is gone', () => {
    const rows = chain(6)
    const touched = replaceRow(rows, 2, (row) => ({ ...row, bytes: rows[4]?.bytes ?? row.bytes }))
    expect(first(touched, rows.at(-1))).toEqual({ code: 'changed', seq: 3 })
  })

  it('with an event pushed in names its place', () => {
    const rows = chain(5)
    const intruder = rowOf({ ...entry(99), seq: 3 }, rows[1]?.hash ?? Buffer.alloc(32))
    const moved = rows.slice(2).map((row) => ({ ...row, seq: row.seq + 1 }))
    const found = findings([...rows.slice(0, 2), intruder, ...moved], rows.at(-1))
    expect(found[0]).toMatchObject({ code: 'inserted', seq: 3 })
  })

  it('of another county does not pass as this one', () => {
    const rows = chainOf([entry(1, { countyId: '01890000-0000-7000-8000-00000000000f' }), entry(2)])
    expect(findings(rows, rows.at(-1))).toMatchObject([{ code: 'changed', seq: 1, detail: { part: 'county' } }])
  })

  it('that does not begin at the beginning says so', () => {
    const start = rowOf({ ...entry(1), seq: 1 }, Buffer.alloc(32, 9))
    const next = rowOf({ ...entry(2), seq: 2 }, start.hash)
    expect(first([start, next], next)).toEqual({ code: 'chain-broken', seq: 1 })
  })

  it('without its end noted, or with events behind that end, says so', () => {
    const rows = chain(3)
    expect(first(rows, undefined)).toEqual({ code: 'head-missing', seq: 3 })
    expect(first(rows, rows[1])).toEqual({ code: 'inserted', seq: 3 })
  })

  it('changed and recomputed to its end is whole in itself: only a head kept outside shows it', () => {
    const rows = chain(6)
    let previous = rows[1]?.hash ?? Buffer.alloc(32)
    const rewritten = rows.slice(2).map((row, index) => {
      const made =
        index === 0
          ? recompute(row, previous)
          : { ...row, previousHash: previous, hash: eventHash(previous, row.bytes) }
      previous = made.hash
      return made
    })
    const all = [...rows.slice(0, 2), ...rewritten]
    expect(findings(all, all.at(-1))).toEqual([])
  })
})
