import { describe, expect, it } from 'vitest'
import { aligned } from './aligned.ts'

describe('lines on one axis', () => {
  it('keep their values where they end together, without those that may not be drawn', () => {
    const one = {
      ends: [10, 20, 30, 40],
      values: [1, 2, null, 4],
      qualities: ['valid', 'suspect', 'valid', 'invalid'],
    } as const
    const other = { ends: [10, 20, 30, 40], values: [5, 6, 7, 8], qualities: 'valid' } as const
    expect(aligned([one, other])).toEqual([
      [10, 20, 30, 40],
      [1, 2, null, null],
      [5, 6, 7, 8],
    ])
  })

  it('tell a missing period from one without a value where they do not', () => {
    const one = { ends: [10, 30], values: [1, null], qualities: 'valid' } as const
    const other = { ends: [20, 30, 50], values: [5, 6, 7], qualities: 'valid' } as const
    expect(aligned([one, other])).toEqual([
      [10, 20, 30, 50],
      [1, undefined, null, undefined],
      [undefined, 5, 6, 7],
    ])
  })

  it('may be none', () => {
    expect(aligned([])).toEqual([[]])
  })
})
