import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countOf, planFindings, type Run } from './findings.ts'

/** Periods of length 1, so that an end is its number. */
const run = (firstEnd: number, lastEnd: number): Run => ({ firstEnd, lastEnd })
const plan = (open: readonly Run[], judged: readonly number[], failing: readonly number[]) =>
  planFindings(open, new Set(judged), failing, 1)

describe('findings of one rule', () => {
  it('failing periods in a row are one finding, a good or a missing one between them makes two', () => {
    expect(plan([], [1, 2, 3, 5, 6], [1, 2, 5])).toEqual({ opened: [run(1, 2), run(5, 5)], changed: [], closed: [] })
  })

  it('one grows at its end, and before its beginning when an hour comes late', () => {
    const finding = run(3, 4)
    expect(plan([finding], [5], [5])).toEqual({ opened: [], changed: [{ finding, run: run(3, 5) }], closed: [] })
    expect(plan([finding], [2], [2])).toEqual({ opened: [], changed: [{ finding, run: run(2, 4) }], closed: [] })
  })

  it('judged again with the same outcome nothing changes', () => {
    expect(plan([run(3, 4)], [2, 3, 4, 5], [3, 4])).toEqual({ opened: [], changed: [], closed: [] })
  })

  it('of two that grow together the earlier goes on', () => {
    const [early, late] = [run(1, 3), run(5, 6)]
    expect(plan([late, early], [4], [4])).toEqual({
      opened: [],
      changed: [{ finding: early, run: run(1, 6) }],
      closed: [late],
    })
  })

  it('of one that falls apart the first piece goes on', () => {
    const finding = run(1, 6)
    expect(plan([finding], [3], [])).toEqual({
      opened: [run(4, 6)],
      changed: [{ finding, run: run(1, 2) }],
      closed: [],
    })
  })

  it('ends when none of its periods fails any more', () => {
    expect(plan([run(1, 2)], [1, 2], [])).toEqual({ opened: [], changed: [], closed: [run(1, 2)] })
  })

  it('are at any time the runs of what fails, whatever was judged in whatever order', () => {
    const judging = fc.record({ from: fc.nat(30), length: fc.integer({ min: 1, max: 8 }), bits: fc.nat(255) })
    fc.assert(
      fc.property(fc.array(judging, { maxLength: 40 }), (judgings) => {
        const failing = new Set<number>()
        let open: Run[] = []
        for (const { from, length, bits } of judgings) {
          const judged = Array.from({ length }, (_, place) => from + place)
          const bad = judged.filter((_, place) => (bits >> place) & 1)
          for (const end of judged) failing.delete(end)
          for (const end of bad) failing.add(end)
          const [first, last] = [from - 1, from + length]
          const near = open.filter((one) => one.lastEnd >= first && one.firstEnd <= last)
          const { opened, changed, closed } = planFindings(near, new Set(judged), bad, 1)
          open = open.filter((one) => !closed.includes(one))
          open = [...open.map((one) => changed.find(({ finding }) => finding === one)?.run ?? one), ...opened]
        }
        const told = open.toSorted((a, b) => a.firstEnd - b.firstEnd)
        const sorted = [...failing].sort((a, b) => a - b)
        const firsts = sorted.filter((end) => !failing.has(end - 1))
        const lasts = sorted.filter((end) => !failing.has(end + 1))
        expect(told).toEqual(firsts.map((first, place) => run(first, lasts[place] ?? Number.NaN)))
        expect(told.reduce((sum, one) => sum + countOf(one, 1), 0)).toBe(failing.size)
      }),
      { numRuns: 500 },
    )
  })
})
