import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LayerRecord } from './records.ts'
import { createTail, type Tail } from './tail.ts'

const record = (seq: number, deviceId = 'device'): LayerRecord => ({
  deviceId,
  resolution: 'realtime',
  periodStart: seq,
  periodEnd: seq,
  version: 1,
  source: 'frame',
  sourceId: null,
  seq,
  recordedAt: seq,
  columns: [{ factor: 'a34004', statistic: 'Rtd' }],
  values: [seq],
  flags: null,
  qualities: null,
})

const appended = (base: number, to: number, seqs: readonly number[], countyId = 'county') => ({
  countyId,
  base,
  to,
  layers: seqs.map((seq) => record(seq)),
})

const seqsOf = (tail: Tail, after: number, upTo: number, countyId = 'county') =>
  tail.since(countyId, after, upTo)?.map((layer) => layer.seq) ?? null

describe('the last layers in memory', () => {
  it('are told from any number that passed through here, with what each of them said', () => {
    const tail = createTail(100)
    tail.add(appended(10, 13, [11, 13]))
    tail.add(appended(13, 15, [14, 15]))
    expect(seqsOf(tail, 10, 15)).toEqual([11, 13, 14, 15])
    expect(seqsOf(tail, 11, 14)).toEqual([13, 14])
    expect(seqsOf(tail, 13, 13)).toEqual([])
    expect(tail.since('county', 14, 15)).toMatchObject([
      {
        seq: 15,
        source: 'frame',
        readings: [{ factor: 'a34004', statistic: 'Rtd', value: 15, flag: 'N', quality: 'valid' }],
      },
    ])
  })

  it('a number without a layer (a duplicate, a kept frame) is no gap', () => {
    const tail = createTail(100)
    tail.add(appended(0, 2, []))
    tail.add(appended(2, 3, [3]))
    expect(seqsOf(tail, 0, 3)).toEqual([3])
  })

  it('are silent about what did not pass through here', () => {
    const tail = createTail(100)
    expect(seqsOf(tail, 0, 0)).toBeNull()
    tail.add(appended(10, 13, [11, 12, 13]))
    expect(seqsOf(tail, 9, 13)).toBeNull()
    expect(seqsOf(tail, 10, 14)).toBeNull()
    expect(seqsOf(tail, 10, 13, 'another')).toBeNull()
  })

  it('begin anew behind numbers that another process took', () => {
    const tail = createTail(100)
    tail.add(appended(0, 2, [1, 2]))
    tail.add(appended(5, 6, [6]))
    expect(seqsOf(tail, 0, 2)).toBeNull()
    expect(seqsOf(tail, 5, 6)).toEqual([6])
  })

  it('told in the wrong order they are fewer, never wrong', () => {
    const tail = createTail(100)
    tail.add(appended(2, 4, [3, 4]))
    tail.add(appended(0, 2, [1, 2]))
    expect(seqsOf(tail, 0, 4)).toBeNull()
    expect(seqsOf(tail, 2, 4)).toEqual([3, 4])
  })

  it('that were taken away are told no more, and what replaces them is', () => {
    const rolled = (seq: number, more: Partial<LayerRecord> = {}): LayerRecord => ({
      ...record(seq),
      ...{ resolution: 'day', source: 'rollup', periodEnd: 100 },
      ...more,
    })
    const key = { deviceId: 'device', resolution: 'day', periodEnd: 100, version: 1 } as const
    const tail = createTail(100)
    tail.add({ countyId: 'county', base: 0, to: 2, layers: [rolled(1), rolled(2, { periodEnd: 200 })] })
    tail.add({ countyId: 'another', base: 0, to: 1, layers: [rolled(1)] })
    tail.add({ countyId: 'county', base: 2, to: 3, layers: [rolled(3)], removed: [key] })
    expect(seqsOf(tail, 0, 3)).toEqual([2, 3])
    expect(seqsOf(tail, 0, 2)).toEqual([2])
    expect(seqsOf(tail, 0, 1, 'another')).toEqual([1])
    // Told late it is taken away all the same.
    tail.add({ countyId: 'county', base: 1, to: 2, layers: [], removed: [{ ...key, periodEnd: 200 }] })
    expect(seqsOf(tail, 0, 3)).toEqual([3])
  })

  it('the oldest of all counties go first when there are too many', () => {
    const tail = createTail(4)
    tail.add(appended(0, 2, [1, 2], 'here'))
    tail.add(appended(0, 2, [1, 2], 'there'))
    tail.add(appended(2, 3, [3], 'here'))
    expect(seqsOf(tail, 0, 3, 'here')).toBeNull()
    expect(seqsOf(tail, 2, 3, 'here')).toEqual([3])
    expect(seqsOf(tail, 0, 2, 'there')).toEqual([1, 2])
    tail.add(appended(3, 9, [4, 5, 6, 7, 8, 9], 'here'))
    expect(seqsOf(tail, 3, 9, 'here')).toBeNull()
    expect(seqsOf(tail, 9, 9, 'here')).toEqual([])
  })

  it('whatever was appended, an answer is what the whole record would say', () => {
    const transaction = fc.record({
      countyId: fc.constantFrom('here', 'there'),
      gap: fc.constantFrom(0, 0, 0, 2),
      isLayer: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
    })
    fc.assert(
      fc.property(fc.array(transaction), fc.nat(12), fc.nat(40), fc.nat(40), (transactions, capacity, after, more) => {
        const tail = createTail(capacity)
        const heads = { here: 0, there: 0 }
        const all: { here: number[]; there: number[] } = { here: [], there: [] }
        for (const { countyId, gap, isLayer } of transactions) {
          const place = countyId === 'here' ? 'here' : 'there'
          // What another process wrote is in the record and not in this one's memory.
          for (let one = 1; one <= gap; one += 1) all[place].push(heads[place] + one)
          const base = heads[place] + gap
          const seqs = isLayer.flatMap((is, at) => (is ? [base + at + 1] : []))
          all[place].push(...seqs)
          heads[place] = base + isLayer.length
          tail.add(appended(base, heads[place], seqs, place))
        }
        for (const place of ['here', 'there'] as const) {
          const upTo = Math.min(after + more, heads[place])
          const told = seqsOf(tail, after, upTo, place)
          if (told !== null) expect(told).toEqual(all[place].filter((seq) => seq > after && seq <= upTo))
        }
      }),
    )
  })
})
