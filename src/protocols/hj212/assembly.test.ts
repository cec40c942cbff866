import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAssembly } from './assembly.ts'
import { dataUploadOf } from './data.ts'
import type { Hj212Message } from './message.ts'
import { hasSamples, sampleFrames, samplesAbsent } from './samples.fixture.ts'
import { parseSegment } from './segment.ts'

const MINUTE = 60_000
const hour = '20160801080000'

function read(segment: string): Hj212Message {
  const result = parseSegment(Buffer.from(segment))
  if (!result.ok) throw new Error(result.problem.code)
  return result.message
}

function part(pno: number, pnum: number, more: Partial<Hj212Message> = {}): Hj212Message {
  const numbers = `Flag=7;PNUM=${pnum};PNO=${pno}`
  return {
    ...read(`QN=2016080108585753${pno};ST=32;CN=2061;PW=123456;MN=1;${numbers};CP=&&DataTime=${hour}&&`),
    ...more,
  }
}

describe('sub-packets', () => {
  it('in any order are complete with the last of them, and say what is missing until then', () => {
    const assembly = createAssembly({ timeoutMs: MINUTE })
    expect(assembly.add(part(3, 3), hour, 0)).toEqual({ state: 'waiting', missing: [1, 2] })
    expect(assembly.add(part(1, 3), hour, 1)).toEqual({ state: 'waiting', missing: [2] })
    expect(assembly.add(part(2, 3), hour, 2)).toEqual({ state: 'complete', missing: [] })
    expect([assembly.waiting(), assembly.expire(10 * MINUTE)]).toEqual([0, []])
  })

  it('of another MN, ST, CN, DataTime or PNUM are another set', () => {
    const assembly = createAssembly({ timeoutMs: MINUTE })
    assembly.add(part(1, 2), hour, 0)
    for (const [other, time] of [
      [part(2, 2, { mn: '2' }), hour],
      [part(2, 2, { st: '31' }), hour],
      [part(2, 2, { cn: '2051' }), hour],
      [part(2, 2), '20160801090000'],
      [part(2, 3), hour],
    ] as const)
      expect(assembly.add(other, time, 0).state).toBe('waiting')
    expect(assembly.waiting()).toBe(6)
    expect(assembly.add(part(2, 2), hour, 0).state).toBe('complete')
  })

  it('belong together whatever their QN is, the same or another', () => {
    for (const qn of ['20160801085857534', '20160801085857535']) {
      const assembly = createAssembly({ timeoutMs: MINUTE })
      assembly.add(part(1, 2, { qn: '20160801085857534' }), hour, 0)
      expect(assembly.add(part(2, 2, { qn }), hour, 0).state).toBe('complete')
    }
  })

  it('sent again change nothing, neither before nor after the set is complete', () => {
    const assembly = createAssembly({ timeoutMs: MINUTE })
    assembly.add(part(1, 2), hour, 0)
    expect(assembly.add(part(1, 2), hour, 1)).toEqual({ state: 'waiting', missing: [2] })
    assembly.add(part(2, 2), hour, 2)
    expect(assembly.add(part(1, 2), hour, 3)).toEqual({ state: 'complete', missing: [] })
    expect([assembly.waiting(), assembly.expire(10 * MINUTE)]).toEqual([0, []])
  })

  it('that stay away are told once, a time-out after the last new part; a late one still completes the set', () => {
    const assembly = createAssembly({ timeoutMs: MINUTE })
    assembly.add(part(1, 3), hour, 1000)
    assembly.add(part(3, 3), hour, 5000)
    assembly.add(part(3, 3), hour, 50_000)
    expect(assembly.expire(5000 + MINUTE - 1)).toEqual([])
    expect(assembly.expire(5000 + MINUTE)).toEqual([
      { mn: '1', st: '32', cn: '2061', dataTimeText: hour, pnum: 3, missing: [2], firstAt: 1000, lastAt: 5000 },
    ])
    expect(assembly.expire(10 * MINUTE)).toEqual([])
    expect(assembly.add(part(2, 3), hour, 11 * MINUTE)).toEqual({ state: 'complete', missing: [] })
    expect(assembly.expire(20 * MINUTE)).toEqual([])
  })

  it.each([
    ['Flag=7', 'the split bit without numbers'],
    ['Flag=7;PNUM=2;PNO=3', 'PNO above PNUM'],
    ['Flag=7;PNUM=2;PNO=0', 'PNO 0'],
    ['Flag=7;PNUM=1;PNO=1', 'one of one'],
    ['Flag=5', 'no part at all'],
  ])('%s (%s) is a message by itself', (fields) => {
    const assembly = createAssembly({ timeoutMs: MINUTE })
    const message = read(`QN=1;ST=32;CN=2061;PW=123456;MN=1;${fields};CP=&&DataTime=${hour}&&`)
    expect(assembly.add(message, hour, 0)).toEqual({ state: 'complete', missing: [] })
    expect(assembly.waiting()).toBe(0)
  })

  it('keep the memory bounded: the oldest set is given up and told as incomplete', () => {
    const assembly = createAssembly({ timeoutMs: MINUTE, maxSets: 2 })
    for (const mn of ['1', '2', '3']) assembly.add(part(1, 2, { mn }), hour, 0)
    expect(assembly.waiting()).toBe(2)
    expect(assembly.expire(0).map(({ mn, missing }) => [mn, missing])).toEqual([['1', [2]]])
    expect(assembly.add(part(2, 2, { mn: '1' }), hour, 1).state).toBe('complete')
    expect(assembly.expire(MINUTE).map(({ mn }) => mn)).toEqual(['2', '3'])
  })

  it('in any order, repeated, of many sets at once: every set is complete exactly with its last part', () => {
    const arrivals = fc.uniqueArray(
      fc.record({ mn: fc.constantFrom('1', '2', '3'), pno: fc.integer({ min: 1, max: 5 }) }),
      {
        selector: ({ mn, pno }) => `${mn} ${pno}`,
      },
    )
    fc.assert(
      fc.property(arrivals, fc.array(fc.nat()), (order, repeats) => {
        const assembly = createAssembly({ timeoutMs: MINUTE })
        const seen = new Map<string, Set<number>>()
        order.forEach(({ mn, pno }, index) => {
          const parts = seen.get(mn) ?? new Set()
          seen.set(mn, parts.add(pno))
          const missing = [1, 2, 3, 4, 5].filter((number) => !parts.has(number))
          const expected = { state: missing.length === 0 ? 'complete' : 'waiting', missing }
          expect(assembly.add(part(pno, 5, { mn }), hour, index)).toEqual(expected)
          const again = order[(repeats[index] ?? 0) % (index + 1)] ?? { mn, pno }
          if (again.mn === mn) expect(assembly.add(part(again.pno, 5, { mn }), hour, index)).toEqual(expected)
        })
        const incomplete = [...seen].filter(([, parts]) => parts.size < 5)
        expect(assembly.expire(order.length + MINUTE)).toHaveLength(incomplete.length)
      }),
    )
  })

  it.skipIf(!hasSamples)(`of annex C come together${hasSamples ? '' : ` (${samplesAbsent})`}`, () => {
    const lines = sampleFrames().filter(({ line }) => line >= 228 && line <= 231)
    expect(lines).toHaveLength(4)
    for (const [first, second] of [lines.slice(0, 2), lines.slice(2)]) {
      const assembly = createAssembly({ timeoutMs: MINUTE })
      const states = [second, first].map((sample) => {
        const message = read(sample?.frame.slice(6, -4) ?? '')
        return assembly.add(message, dataUploadOf(message)?.dataTimeText ?? '', 0)
      })
      expect(states).toEqual([
        { state: 'waiting', missing: [1] },
        { state: 'complete', missing: [] },
      ])
    }
  })
})
