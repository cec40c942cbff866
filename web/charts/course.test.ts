import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Course } from './course.ts'
import { envelope } from './decimate.ts'

const hour = 3_600_000
const value = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -5, max: 300 }) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant(undefined) },
)
/** Hours in their order, now and then one left out, or the half of one between two. */
const points = fc
  .array(fc.record({ value, step: fc.constantFrom(0.5, 1, 1, 1, 1, 2) }), { maxLength: 700 })
  .map((list) => {
    let end = 1_700_000_000_000
    const at = list.map(({ step }) => {
      end += step * hour
      return end
    })
    return { at, values: list.map((point) => point.value), stepMs: hour }
  })
const two = fc
  .tuple(fc.nat(720), fc.nat(720))
  .map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const)

describe('the lowest and the highest of a course', () => {
  it('are those of the places asked for', () => {
    const values = Array.from({ length: 200 }, (_, index) => (index === 150 ? -7 : index % 10 === 3 ? null : index))
    const course = new Course({ at: values.map((_, index) => index * hour), values, stepMs: hour })
    expect(course.extremes(0, 199)).toEqual([-7, 199])
    expect(course.extremes(60, 149)).toEqual([60, 149])
    expect(course.extremes(3, 3)).toBeNull()
    expect(course.extremes(5, 4)).toBeNull()
  })

  it('are the same as looked for one by one', () => {
    fc.assert(
      fc.property(points, two, (line, [first, last]) => {
        const there = line.values.slice(first, last + 1).filter((each) => typeof each === 'number')
        const expected = there.length === 0 ? null : [Math.min(...there), Math.max(...there)]
        expect(new Course(line).extremes(first, last)).toEqual(expected)
      }),
    )
  })
})

describe('the bars of a course', () => {
  it('are, in every view and on the way from one to another, those of the whole line', () => {
    fc.assert(
      fc.property(
        points,
        fc.constantFrom(0.07, 1 / 3, 0.9, 1, 7.3),
        fc.array(fc.tuple(fc.integer({ min: -300, max: 5_000 }), fc.integer({ min: 1, max: 900 })), { maxLength: 6 }),
        (line, perHour, views) => {
          const perMs = perHour / hour
          const whole: [number, number, number][] = []
          const columnOf = (instant: number) => Math.floor((instant - (line.at[0] ?? 0)) * perMs)
          envelope(line, 0, line.at.length - 1, columnOf, (...bar) => whole.push(bar))
          const course = new Course(line)
          for (const [from, width] of views) {
            const found: [number, number, number][] = []
            course.bars(perMs, from, from + width, (...bar) => found.push(bar))
            const expected = whole.filter(([column]) => column >= from && column <= from + width)
            expect(found.length).toBe(expected.length)
            const place = found.findIndex((bar, at) => String(bar) !== String(expected[at]))
            expect(found[place]).toEqual(expected[place])
          }
        },
      ),
      { numRuns: 400 },
    )
  })

  it('are found anew at another scale', () => {
    const values = Array.from({ length: 1000 }, (_, index) => (index * 37) % 101)
    const line = { at: values.map((_, index) => index * hour), values, stepMs: hour }
    const course = new Course(line)
    const at = (perHour: number) => {
      const bars: number[][] = []
      course.bars(perHour / hour, 0, 400, (...bar) => bars.push(bar))
      return bars
    }
    const [one, other] = [at(0.2), at(0.1)]
    expect(one).toHaveLength(200)
    expect(other).toHaveLength(100)
    expect(at(0.2)).toEqual(one)
  })
})
