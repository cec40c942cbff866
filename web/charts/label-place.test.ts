import { describe, expect, it } from 'vitest'
import { type Box, courseOf, emsOf } from './label-place.ts'

const isCrossed = (line: readonly { x: number; y: number }[], box: Box) => courseOf(line).meets(box)
const box = { left: 50, right: 100, top: 40, bottom: 60 }

describe('a label and a line', () => {
  it('meet where the line goes through the box, between its points too', () => {
    expect(
      isCrossed(
        [
          { x: 0, y: 0 },
          { x: 150, y: 100 },
        ],
        box,
      ),
    ).toBe(true)
    expect(
      isCrossed(
        [
          { x: 75, y: 0 },
          { x: 75, y: 100 },
        ],
        box,
      ),
    ).toBe(true)
    expect(isCrossed([{ x: 60, y: 50 }], box)).toBe(true)
  })

  it('do not where it passes over, under or beside the box', () => {
    expect(
      isCrossed(
        [
          { x: 0, y: 10 },
          { x: 150, y: 30 },
        ],
        box,
      ),
    ).toBe(false)
    expect(
      isCrossed(
        [
          { x: 0, y: 70 },
          { x: 150, y: 90 },
        ],
        box,
      ),
    ).toBe(false)
    expect(
      isCrossed(
        [
          { x: 0, y: 50 },
          { x: 40, y: 50 },
        ],
        box,
      ),
    ).toBe(false)
    expect(
      isCrossed(
        [
          { x: 120, y: 0 },
          { x: 120, y: 100 },
        ],
        box,
      ),
    ).toBe(false)
    expect(isCrossed([], box)).toBe(false)
  })

  it('counts a Chinese character as one em and a digit as about half of one', () => {
    expect(emsOf('预警线')).toBe(3)
    expect(emsOf('75')).toBeCloseTo(1.12)
  })
})
