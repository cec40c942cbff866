import { describe, expect, it } from 'vitest'
import { comparedByEitherTable, ratioChange, relativeChange } from './year-on-year.ts'

describe('change', () => {
  it('of a concentration is a percentage of the old one, with one decimal', () => {
    // 32.1 → 29.3: −8.7227 %
    expect(relativeChange(32.1, 29.3)).toEqual({ value: -8.7, unit: '%', direction: 'down' })
    expect(relativeChange(40, 50)).toEqual({ value: 25, unit: '%', direction: 'up' })
  })

  it('of a ratio is a difference in percentage points', () => {
    expect(ratioChange(86.8, 87.25)).toEqual({ value: 0.4, unit: 'points', direction: 'up' })
    expect(ratioChange(90, 88)).toEqual({ value: -2, unit: 'points', direction: 'down' })
  })

  it('that is none as published is flat', () => {
    expect(relativeChange(30, 30.01)).toEqual({ value: 0, unit: '%', direction: 'flat' })
    expect(ratioChange(90, 89.96)).toEqual({ value: 0, unit: 'points', direction: 'flat' })
  })

  it('of nothing, or from nothing, is none', () => {
    expect([relativeChange(null, 1), relativeChange(1, null), relativeChange(0, 1)]).toEqual([null, null, null])
    expect([ratioChange(null, 1), ratioChange(1, null)]).toEqual([null, null])
  })
})

describe('two years side by side', () => {
  const tables = (old: string, now: string) =>
    comparedByEitherTable((period, table) => `${period} by ${table.name}`, { old, now }).map((one) => [
      one.old,
      one.now,
    ])

  it('are judged once while the limits stand', () => {
    expect(tables('2018-12-31', '2019-12-31')).toEqual([['old by GB 3095-2012', 'now by GB 3095-2012']])
  })

  it('are judged by either table across a change, both kept', () => {
    expect(tables('2025-12-31', '2026-12-31')).toEqual([
      ['old by GB 3095-2012', 'now by GB 3095-2012'],
      ['old by GB 3095-2026 transitional', 'now by GB 3095-2026 transitional'],
    ])
    expect(tables('2030-12-31', '2031-12-31').map(([old]) => old)).toEqual([
      'old by GB 3095-2026 transitional',
      'old by GB 3095-2026',
    ])
  })
})
