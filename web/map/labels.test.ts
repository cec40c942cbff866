import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Box } from './frame.ts'
import { beside, placed, upon } from './labels.ts'

const point = { x: 100, y: 100 }
const label = { width: 80, height: 24 }
const right = { x: 120, y: 90, width: 34, height: 20 }
const left = { x: 40, y: 90, width: 34, height: 20 }
const below = { x: 80, y: 120, width: 34, height: 20 }

const standing = (...taken: Box[]) =>
  placed([{ id: 'it', boxes: beside(point, label, 16), always: true }], taken).get('it')

describe('a label beside a point', () => {
  it('stands to the right where nothing is in its way', () => {
    expect(standing(left, below)).toEqual({ x: 116, y: 88, width: 80, height: 24 })
  })

  it('goes to the left, below, above, wherever it hides nothing', () => {
    expect(standing(right)).toMatchObject({ x: 4, y: 88 })
    expect(standing(right, left)).toMatchObject({ x: 60, y: 116 })
    expect(standing(right, left, below)).toMatchObject({ x: 60, y: 60 })
  })

  it('that always stands hides the fewest where it must hide something; any other is left out', () => {
    const above = { x: 90, y: 66, width: 34, height: 20 }
    const taken = [right, right, left, below, below, above, above]
    expect(standing(...taken)).toMatchObject({ x: 4 })
    expect(placed([{ id: 'it', boxes: beside(point, label, 16) }], taken).size).toBe(0)
  })
})

it('who comes first keeps its place, the next one moves aside', () => {
  const size = { width: 28, height: 18 }
  const both = placed(
    [
      { id: 'first', boxes: upon({ x: 50, y: 50 }, size, 18) },
      { id: 'second', boxes: upon({ x: 54, y: 52 }, size, 18) },
    ],
    [],
  )
  expect(both.get('first')).toMatchObject({ x: 36, y: 41 })
  // Above it would still hide two pixels of the first; below it does not.
  expect(both.get('second')).toMatchObject({ x: 40, y: 61 })
})

it('of labels that need not stand no two touch, counted on a sheet pixel by pixel', () => {
  const wish = fc.record({ x: fc.integer({ min: 10, max: 110 }), y: fc.integer({ min: 10, max: 110 }) })
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 30 }), (points) => {
      const size = { width: 16, height: 8 }
      const found = placed(
        points.map((each, at) => ({ id: String(at), boxes: upon(each, size, 8) })),
        [],
      )
      const sheet = new Set<string>()
      for (const { x, y } of found.values()) {
        for (let right = x; right < x + 16; right += 1)
          for (let down = y; down < y + 8; down += 1) sheet.add(`${right} ${down}`)
      }
      expect(sheet.size).toBe(found.size * 16 * 8)
      // The first of all always finds its own place.
      if (points.length > 0) expect(found.has('0')).toBe(true)
    }),
  )
})
