import { describe, expect, it } from 'vitest'
import { clearSide } from './clear-side.ts'

const point = { x: 100, y: 100 }
const label = { width: 80, height: 24 }
const right = { x: 120, y: 90, width: 34, height: 20 }
const left = { x: 40, y: 90, width: 34, height: 20 }
const below = { x: 80, y: 120, width: 34, height: 20 }

describe('a label beside a point', () => {
  it('stands to the right where nothing is in its way', () => {
    expect(clearSide(point, label, 16, [left, below])).toEqual({ x: 116, y: 88, width: 80, height: 24 })
  })

  it('goes to the left, below, above, wherever it hides nothing', () => {
    expect(clearSide(point, label, 16, [right])).toMatchObject({ x: 4, y: 88 })
    expect(clearSide(point, label, 16, [right, left])).toMatchObject({ x: 60, y: 116 })
    expect(clearSide(point, label, 16, [right, left, below])).toMatchObject({ x: 60, y: 60 })
  })

  it('hides the fewest where it must hide something', () => {
    const above = { x: 90, y: 66, width: 34, height: 20 }
    expect(clearSide(point, label, 16, [right, right, left, below, below, above, above])).toMatchObject({ x: 4 })
  })
})
