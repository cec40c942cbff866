import { expect, it } from 'vitest'
import { whyOf } from './why.ts'

const at = (hour: string, value: number, level: number) => ({
  ...{ periodEnd: `2026-11-18T${hour}:00:00+08:00`, value, level, frameSeq: 0 },
})
const neighbours = {
  kind: 'neighbours',
  threshold: 20,
  params: { ratio: 1.5, leastNeighbours: 3, graceMinutes: 20 },
} as const

it('takes the period that went furthest beyond its own line, not the highest', () => {
  const why = whyOf({ kind: 'threshold' }, [at('12', 90, 75), at('13', 88, 60)], null)
  expect(why).toMatchObject({ kind: 'threshold', value: 88, level: 60, over: 28 })
})

it('works the median of the neighbours back, whichever of the two limits decided', () => {
  // Median 44: 44 × 1.5 = 66 and 44 + 20 = 64, so 66 had to be passed.
  expect(whyOf({ kind: 'neighbours' }, [at('14', 68, 66)], neighbours)).toMatchObject({ median: 44, over: 24 })
  // Median 30: 45 and 50, so 50 had to be passed.
  const why = whyOf({ kind: 'neighbours' }, [at('14', 60, 50)], neighbours)
  expect(why).toMatchObject({ median: 30, over: 30, times: 2 })
})

it('works back from where a rise began', () => {
  const rule = { kind: 'rise', threshold: 50, params: { windowMinutes: 60 } } as const
  expect(whyOf({ kind: 'rise' }, [at('14', 96, 70)], rule)).toMatchObject({ lowest: 20, over: 76 })
})

it('says nothing of a baseline that the rule of today cannot have had', () => {
  expect(
    whyOf({ kind: 'rise' }, [at('14', 96, 40)], { kind: 'rise', threshold: 50, params: { windowMinutes: 60 } }),
  ).toBeNull()
  expect(whyOf({ kind: 'neighbours' }, [at('14', 68, 10)], neighbours)).toBeNull()
  expect(whyOf({ kind: 'neighbours' }, [at('14', 68, 66)], null)).toBeNull()
  expect(whyOf({ kind: 'threshold' }, [], null)).toBeNull()
})

it('of missing data takes the emptiest', () => {
  expect(whyOf({ kind: 'completeness' }, [at('12', 30, 45), at('13', 12, 45)], null)).toMatchObject({ value: 12 })
})
