import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extremes } from './extremes.ts'

const year = Array.from({ length: 8760 }, (_, hour) => ({ at: hour, value: Math.sin(hour / 7) }))

describe('a line of more points than pixels', () => {
  it('keeps its first and last point and every peak and trough', () => {
    const spike = year.map((point) => (point.at === 4321 ? { ...point, value: 900 } : point))
    const drawn = extremes(spike, 0, 8760, 500)
    expect(drawn.length).toBeLessThanOrEqual(500 * 4)
    expect(drawn).toContainEqual({ at: 4321, value: 900 })
    expect([drawn[0], drawn.at(-1)]).toEqual([spike[0], spike.at(-1)])
  })

  it('reaches in each column as low and as high as all its points do, in the order of time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 500 }), { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 1, max: 40 }),
        (values, pixels) => {
          const run = values.map((value, at) => ({ at, value }))
          const drawn = extremes(run, 0, values.length, pixels)
          const reach = (points: readonly { at: number; value: number }[]) => {
            const columns = new Map<number, [number, number]>()
            for (const { at, value } of points) {
              const column = Math.floor((at / values.length) * pixels)
              const [low, high] = columns.get(column) ?? [value, value]
              columns.set(column, [Math.min(low, value), Math.max(high, value)])
            }
            return columns
          }
          expect(reach(drawn)).toEqual(reach(run))
          expect(drawn.every((point, index) => index === 0 || point.at > (drawn[index - 1]?.at ?? 0))).toBe(true)
        },
      ),
    )
  })

  it('is left alone when there are few', () => {
    const few = year.slice(0, 100)
    expect(extremes(few, 0, 100, 500)).toEqual(few)
  })
})
