import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freeBox } from './curve-label.ts'

const room = { left: 0, right: 200, top: 0, bottom: 100 }
const size = { width: 60, height: 20 }

describe('the label of a curve', () => {
  it('stands at its end where the end alone is in the way', () => {
    // From the left at y 80 to the end at 100: right of it all is free.
    const end = { x: 100, y: 80 }
    const box = freeBox(size, room, [[{ x: 0, y: 80 }, end]], [], end)
    // Air of 4 px; its columns are 5 px apart, so it begins within 9 px of the end, or as near above or below the line.
    expect(box).not.toBeNull()
    if (box === null) return
    const apart = Math.max(box.left - 100, 80 - box.bottom, box.top - 80)
    expect(apart).toBeGreaterThanOrEqual(4)
    expect(apart).toBeLessThanOrEqual(9)
  })

  it('finds the one gap that is left, and none where there is none', () => {
    const wall = { left: 0, right: 120, top: 0, bottom: 100 }
    const above = { left: 120, right: 200, top: 0, bottom: 60 }
    const end = { x: 10, y: 10 }
    const box = freeBox(size, room, [], [wall, above], end)
    expect(box?.left).toBeGreaterThanOrEqual(124)
    expect(box?.top).toBeGreaterThanOrEqual(64)
    expect(freeBox(size, room, [], [room], end)).toBeNull()
    expect(freeBox({ width: 201, height: 20 }, room, [], [], end)).toBeNull()
  })

  it('never touches a line, counted point by point along it', () => {
    const height = fc.integer({ min: 0, max: 100 })
    fc.assert(
      fc.property(fc.array(height, { minLength: 2, maxLength: 12 }), (heights) => {
        const line = heights.map((y, at) => ({ x: (at * 160) / (heights.length - 1), y }))
        const end = line.at(-1)
        if (end === undefined) return
        const box = freeBox(size, room, [line], [], end)
        if (box === null) return
        for (let at = 1; at < line.length; at += 1) {
          const [from, to] = [line[at - 1], line[at]]
          if (from === undefined || to === undefined) continue
          for (let part = 0; part <= 1; part += 0.01) {
            const [x, y] = [from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part]
            expect(x > box.left && x < box.right && y > box.top && y < box.bottom).toBe(false)
          }
        }
      }),
    )
  })
})
