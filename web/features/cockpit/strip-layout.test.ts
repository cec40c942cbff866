import { describe, expect, it } from 'vitest'
import type { Severity } from '../../../src/domain/alerts/model.ts'
import { arrowLength, freePlace, labelled, placedMarks, type StripEvent } from './strip-layout.ts'

const HOUR = 3_600_000
const event = (hours: number, severity: Severity = 'attention', name = '超阈值 92'): StripEvent => ({
  ...{ id: `${hours}-${severity}`, at: hours * HOUR, severity, name },
})
/** Twenty pixels an hour. */
const x = (at: number) => (at / HOUR) * 20
const placed = (events: readonly StripEvent[]) => placedMarks(events, x, [0, 960], 12)

describe('the marks above the bars', () => {
  it('stand together where they are of one hour, under the gravest', () => {
    const [mark, ...more] = placed([event(3.1), event(3.4, 'urgent', '高于周边 24'), event(3.9, 'notice')])
    expect(more).toEqual([])
    expect(mark).toMatchObject({ at: 3.4 * HOUR, severity: 'urgent', name: '高于周边 24 +2' })
  })

  it('have their names on the right, at the end of the picture on the left', () => {
    expect(placed([event(5)])[0]).toMatchObject({ name: '超阈值 92', side: 'right', lane: 0 })
    expect(placed([event(47.5)])[0]).toMatchObject({ name: '超阈值 92', side: 'left' })
  })

  it('have leaders that go through no name below', () => {
    const marks = placed([
      event(44.6, 'urgent', '超阈值 117'),
      event(45.7, 'urgent', '超阈值 105'),
      event(43.5),
      event(30),
    ])
    const below = marks.filter(({ lane, name }) => lane === 1 && name !== null)
    for (const upper of marks.filter(({ lane }) => lane === 0)) {
      for (const { at, side } of below) {
        const [from, to] = side === 'right' ? [x(at), x(at) + 5.9 * 12] : [x(at) - 5.9 * 12, x(at)]
        expect(x(upper.at) > from && x(upper.at) < to).toBe(false)
      }
    }
    expect(marks.filter(({ name }) => name !== null).length).toBeGreaterThanOrEqual(3)
  })

  it('leave a name out where it would run into another mark, the gravest last', () => {
    const marks = placed([event(20), event(21.2, 'urgent'), event(22.4), event(23.6)])
    expect(marks.find(({ severity }) => severity === 'urgent')?.name).not.toBeNull()
    for (const lane of [0, 1]) {
      const spans = marks
        .filter((mark) => mark.lane === lane)
        .flatMap(({ at, name, side }) => {
          const width = name === null ? 0 : 5.4 * 12
          return [[x(at) - (side === 'left' ? width : 0), x(at) + (side === 'right' ? width : 0)]]
        })
        .toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
      for (const [place, [from = 0]] of spans.entries()) {
        expect(from).toBeGreaterThanOrEqual(spans[place - 1]?.[1] ?? 0)
      }
    }
  })
})

describe('the values written above their bars', () => {
  it('are the highest, the lowest and the newest, and not two beside each other', () => {
    const points = [40, 35, 62, 50, null, 61, 60].map((value, at) => ({ at: at * HOUR, value }))
    expect([...labelled(points)].toSorted((a, b) => a - b)).toEqual([1, 2, 6].map((at) => at * HOUR))
    const rising = [40, 50, 60, 70, 80].map((value, at) => ({ at: at * HOUR, value }))
    expect([...labelled(rising)].toSorted((a, b) => a - b)).toEqual([0, 4].map((at) => at * HOUR))
    expect(labelled([{ at: 0, value: null }]).size).toBe(0)
  })
})

describe('a wind arrow', () => {
  it('grows with the speed and not for ever', () => {
    expect(arrowLength(0.3)).toBeCloseTo(0.4)
    expect(arrowLength(4.15)).toBeCloseTo(0.7)
    expect(arrowLength(30)).toBe(1)
  })
})

describe('the name of a limit', () => {
  it('stands where no bar reaches into it, as far left as can be', () => {
    expect(freePlace(64, 1000, 100, [])).toBe(64)
    expect(freePlace(64, 1000, 100, [[70, 90]])).toBe(90)
    expect(
      freePlace(64, 1000, 100, [
        [180, 200],
        [70, 90],
        [300, 320],
      ]),
    ).toBe(200)
    // No place at all: where it always stands.
    expect(freePlace(64, 150, 100, [[70, 90]])).toBe(64)
  })
})
