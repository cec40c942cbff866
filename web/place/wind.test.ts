import { describe, expect, it } from 'vitest'
import { windOf } from './wind.ts'

describe('a wind', () => {
  it('is named by where it comes from, each name for an eighth of the circle', () => {
    expect([0, 22, 23, 90, 288, 316, 337, 338, 359, 360].map(windOf)).toEqual([
      'n',
      'n',
      'ne',
      'e',
      'w',
      'nw',
      'nw',
      'n',
      'n',
      'n',
    ])
  })
})
