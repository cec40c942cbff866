import { describe, expect, it } from 'vitest'
import { meanDirection, statisticsOf } from './statistics.ts'

describe('statistics of a period', () => {
  it('are mean, least and greatest', () => {
    expect(statisticsOf([1, 2, 6, -1])).toEqual({ avg: 2, min: -1, max: 6 })
    expect(statisticsOf([7])).toEqual({ avg: 7, min: 7, max: 7 })
  })

  it('take directions on the circle: 350° and 10° are north, not south', () => {
    expect(meanDirection([350, 10]) % 360).toBeCloseTo(0, 9)
    expect(meanDirection([80, 100])).toBeCloseTo(90, 9)
    // Two of three to the north-west: 1 west to 3 north, so arctan(1/3) = 18.435° left of north.
    expect(meanDirection([315, 315, 45])).toBeCloseTo(341.565, 3)
  })
})
