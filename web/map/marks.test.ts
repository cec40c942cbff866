import { describe, expect, it } from 'vitest'
import { hitAt, marksOf, type PlacedSpot } from './marks.ts'

const spot = (id: string, eastM: number, northM: number): PlacedSpot => ({
  ...{ id, name: id, detail: '', class: 'dust', lonWgs84: 113, latWgs84: 29 },
  ...{ eastM, northM },
})

describe('marks at a scale', () => {
  const crowd = Array.from({ length: 10 }, (_, at) => spot(`c${at}`, 10 + at, 20))
  const marks = marksOf([...crowd, spot('alone', 5000, 0)])

  it('are discs of many, and others alone, discs after them', () => {
    expect(marks(1).map((mark) => (mark.kind === 'one' ? mark.spot.id : mark.spots.length))).toEqual(['alone', 10])
    expect(marks(1).at(-1)?.offset).toEqual({ eastM: 14.5, northM: 20 })
  })

  it('are the same ones within a step of the scale', () => {
    // 1.4 and 0.72 are nearest to 1 of the powers of two, 1.5 is to 2.
    expect(marks(1.4)).toBe(marks(1))
    expect(marks(0.72)).toBe(marks(1))
    expect(marks(1.5)).not.toBe(marks(1))
  })
})

describe('a mark under a pointer', () => {
  const marks = marksOf([spot('a', 0, 0), spot('b', 100, 0)])(10)

  it('is the nearest one within reach', () => {
    // A mark reaches 9 px and is taken 3 px beside itself: 12 px are 120 m.
    const told = (eastM: number, northM: number) => {
      const hit = hitAt(marks, { eastM, northM }, 10)
      return hit?.kind === 'one' ? hit.spot.id : null
    }
    expect(told(40, 0)).toBe('a')
    expect(told(60, 0)).toBe('b')
    expect(told(0, 120)).toBe('a')
    expect(told(0, 121)).toBe(null)
  })
})
