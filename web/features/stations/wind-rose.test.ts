import { describe, expect, it } from 'vitest'
import { windRoseOf } from './wind-rose.ts'

const series = (values: (number | null)[]) => ({ ends: values.map((_, index) => index + 1), values })
const whole = { from: 0, to: 100 }

describe('a wind rose', () => {
  it('counts each hour in the sector it came from, by its force', () => {
    // 348.75° is the border of N and NNW; 355° and 4° are both north.
    const rose = windRoseOf(series([1.2, 2, 5, 3.4]), series([355, 4, 90, 337.5]), whole)
    expect(rose.sectors[0]).toEqual([1, 1, 0])
    expect(rose.sectors[4]).toEqual([0, 0, 1])
    expect(rose.sectors[15]).toEqual([0, 0, 1])
    expect(rose).toMatchObject({ calm: 0, hours: 4 })
  })

  it('keeps calm hours apart: their direction says nothing', () => {
    expect(windRoseOf(series([0.2, 0.3]), series([90, 90]), whole)).toMatchObject({ calm: 1, hours: 2 })
  })

  it('leaves out hours that lack one of the two, and those outside', () => {
    const rose = windRoseOf(series([1, null, 1, 1]), series([0, 0, null, 0]), { from: 1, to: 4 })
    expect(rose.hours).toBe(1)
  })
})
