import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrange, type Standing } from './arrange.ts'
import type { Box } from './frame.ts'
import { pinBox, pinsApart } from './pins.ts'

/** A sheet of 600 × 500 of which 100 px beyond each edge are not seen. */
const empty: Standing = {
  ...{ area: { x: 0, y: 0, width: 600, height: 500 }, beyond: 100, type: 12, own: null },
  ...{ stations: [], pins: [], tasks: [], marks: [], covered: [], circles: [], names: [], way: null },
}

/** Counted pixel by pixel, which no arithmetic of edges is needed for. */
function pixels({ x, y, width, height }: Box): string[] {
  const found: string[] = []
  for (let right = 0; right < width; right += 1)
    for (let down = 0; down < height; down += 1) found.push(`${x + right} ${y + down}`)
  return found
}

describe('numbered pins', () => {
  it('stand on their places where none meets another, 28 × 38 above the point', () => {
    const pins = pinsApart([
      { id: 'a', place: { x: 100, y: 100 } },
      { id: 'b', place: { x: 128, y: 100 } },
    ])
    expect(pins.map(({ tip }) => tip)).toEqual([
      { x: 100, y: 100 },
      { x: 128, y: 100 },
    ])
    expect(pinBox({ x: 100, y: 100 })).toEqual({ x: 86, y: 62, width: 28, height: 38 })
  })

  it('of one place stand side by side: the first on it, the next to its right, then to its left, then above', () => {
    const place = { x: 100, y: 100 }
    const pins = pinsApart(['a', 'b', 'c', 'd'].map((id) => ({ id, place })))
    expect(pins.map(({ tip }) => tip)).toEqual([
      { x: 100, y: 100 },
      { x: 132, y: 100 },
      { x: 68, y: 100 },
      { x: 100, y: 58 },
    ])
    expect(pins.every((pin) => pin.place === place)).toBe(true)
  })

  it('hide no number of another, however many there are and wherever', () => {
    const place = fc.record({ x: fc.integer({ min: 0, max: 90 }), y: fc.integer({ min: 0, max: 90 }) })
    fc.assert(
      fc.property(fc.array(place, { maxLength: 14 }), (places) => {
        const pins = pinsApart(places.map((each, at) => ({ id: String(at), place: each })))
        const seen = new Set(pins.flatMap(({ tip }) => pixels(pinBox(tip))))
        expect(seen.size).toBe(places.length * 28 * 38)
      }),
      { numRuns: 60 },
    )
  })

  it('leave the value of the station that they are about to be read below them, however many stand there', () => {
    const point = { x: 300, y: 250 }
    for (const many of [1, 2, 5, 9]) {
      const pins = pinsApart(Array.from({ length: many }, (_, at) => ({ id: String(at), place: point })))
      const boxes = pins.map(({ tip }) => pinBox(tip))
      const { stations } = arrange({ ...empty, tasks: boxes, stations: [{ id: 's', point, value: '25' }] })
      const value = stations.get('s')
      // Upon its place 18 high; one step of 18 down it begins 9 px below the pin's point.
      expect(value).toEqual({ x: 286, y: 259, width: 28, height: 18 })
      const hidden = new Set(boxes.flatMap(pixels))
      expect(value && pixels(value).some((each) => hidden.has(each))).toBe(false)
    }
  })

  it('leave the value of their station its room before a circle is named there', () => {
    const point = { x: 300, y: 250 }
    const [pin] = pinsApart([{ id: 'a', place: point }])
    const circles = [{ id: 'core', name: '1 km', points: [{ x: 300, y: 268 }] }]
    const found = arrange({
      ...empty,
      circles,
      tasks: pin ? [pinBox(pin.tip)] : [],
      stations: [{ id: 's', point, value: '25' }],
    })
    expect(found.stations.get('s')).toEqual({ x: 286, y: 259, width: 28, height: 18 })
    expect(found.circles.size).toBe(0)
  })

  it('leave the values of stations beside them to be read', () => {
    // The pin covers what stands 20 px above its point.
    const [pin] = pinsApart([{ id: 'a', place: { x: 300, y: 250 } }])
    const box = pin && pinBox(pin.tip)
    const stations = [{ id: 's', point: { x: 310, y: 230 }, value: '66' }]
    const value = arrange({ ...empty, tasks: box ? [box] : [], stations }).stations.get('s')
    expect(value).toBeDefined()
    const hidden = new Set(box ? pixels(box) : [])
    expect(value && pixels(value).some((each) => hidden.has(each))).toBe(false)
  })
})
