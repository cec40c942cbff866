import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clustered } from './clusters.ts'
import type { Offset } from './frame.ts'

const at = (eastM: number, northM: number): Offset => ({ eastM, northM })
/** Six beside each other, well inside one cell of 56 px at 1 m in a pixel. */
const six = Array.from({ length: 6 }, (_, one) => at(10 + one, 20))

describe('points that stand close', () => {
  it('are one disc at their mean from six on', () => {
    expect(clustered(six, 1)).toEqual({
      clusters: [{ eastM: 12.5, northM: 20, members: [0, 1, 2, 3, 4, 5] }],
      singles: [],
    })
    expect(clustered(six.slice(0, 5), 1)).toEqual({ clusters: [], singles: [0, 1, 2, 3, 4] })
  })

  it('are told apart from near by', () => {
    // At 1/64 m in a pixel a cell is less than a metre wide.
    expect(clustered(six, 1 / 64).singles).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('are one disc across the border of two cells, where two would touch', () => {
    const across = [...six.map(({ eastM }) => at(eastM + 30, 20)), ...six.map(({ eastM }) => at(eastM + 50, 20))]
    // The first six end at 45 m, the other six begin at 60 m: 56 m parts them, 20 m lie between their means.
    expect(clustered(across, 1).clusters.map(({ members }) => members.length)).toEqual([12])
  })
})

const place = fc.record({
  eastM: fc.double({ min: -12_000, max: 12_000, noNaN: true }),
  northM: fc.double({ min: -9_000, max: 9_000, noNaN: true }),
})

it('every point is in one disc or alone, and what is alone is of a cell with fewer than six, counted one by one', () => {
  fc.assert(
    fc.property(fc.array(place, { maxLength: 300 }), fc.constantFrom(5, 20, 22, 80, 300), (points, scale) => {
      const { clusters, singles } = clustered(points, scale)
      const all = [...clusters.flatMap(({ members }) => members), ...singles].sort((a, b) => a - b)
      expect(all).toEqual([...points.keys()])
      const side = 56 * { 5: 4, 20: 16, 22: 16, 80: 64, 300: 256 }[scale]
      const isSameCell = (one: Offset, other: Offset) =>
        Math.floor(one.eastM / side) === Math.floor(other.eastM / side) &&
        Math.floor(one.northM / side) === Math.floor(other.northM / side)
      const crowded = points.map((one) => points.filter((other) => isSameCell(one, other)).length >= 6)
      expect(singles).toEqual([...points.keys()].filter((one) => !crowded[one]))
      for (const [one, { eastM, northM }] of clusters.entries()) {
        for (const other of clusters.slice(one + 1)) {
          expect(Math.hypot(eastM - other.eastM, northM - other.northM)).toBeGreaterThanOrEqual((34 / 56) * side - 1e-6)
        }
      }
    }),
  )
})
