import { expect, it } from 'vitest'
import { arrange, type Standing } from './arrange.ts'

/** A sheet of 600 × 500 of which 100 px beyond each edge are not seen. */
const empty: Standing = {
  ...{ area: { x: 0, y: 0, width: 600, height: 500 }, beyond: 100, type: 12, own: null },
  ...{ stations: [], pins: [], tasks: [], marks: [], covered: [], circles: [], names: [], way: null },
}

it('a value of two figures has a box of 28 × 18 upon its place', () => {
  const { stations } = arrange({ ...empty, stations: [{ id: 'a', point: { x: 300, y: 250 }, value: '66' }] })
  expect(stations.get('a')).toEqual({ x: 286, y: 241, width: 28, height: 18 })
})

it('the own station keeps its label where all the room is taken; a value that finds none has no box', () => {
  const point = { x: 300, y: 250 }
  // A pin every 6 px: nothing is free for 60 px around.
  const pins = Array.from({ length: 400 }, (_, at) => ({
    id: `p${at}`,
    point: { x: 240 + (at % 20) * 6, y: 200 + Math.floor(at / 20) * 6 },
  }))
  const found = arrange({
    ...empty,
    pins,
    own: { point, name: '青石桥站', value: '68' },
    stations: [{ id: 'a', point, value: '66' }],
  })
  expect(found.own).not.toBe(null)
  expect(found.stations.has('a')).toBe(false)
})

it('the own label turns to the side where the edge does not cut it', () => {
  const { own } = arrange({ ...empty, own: { point: { x: 480, y: 250 }, name: '青石桥站', value: null } })
  expect((own?.x ?? 0) + (own?.width ?? 0)).toBeLessThanOrEqual(465)
})

it('pins that stand upon each other are one with all of them, others stay alone', () => {
  const { pins } = arrange({
    ...empty,
    pins: [
      { id: 'a', point: { x: 300, y: 200 } },
      { id: 'b', point: { x: 306, y: 204 } },
      { id: 'c', point: { x: 330, y: 200 } },
    ],
  })
  expect(pins.map(({ ids }) => ids)).toEqual([['a', 'b'], ['c']])
})

it('a circle is named at its other end where tools lie over the first, and not at all where they lie over both', () => {
  const circle = {
    id: 'core',
    name: '1 km',
    points: [
      { x: 300, y: 300 },
      { x: 300, y: 200 },
    ],
  }
  const below = { x: 250, y: 280, width: 100, height: 40 }
  const whole = { x: 250, y: 150, width: 100, height: 200 }
  expect(arrange({ ...empty, circles: [circle] }).circles.get('core')?.y).toBe(293)
  expect(arrange({ ...empty, circles: [circle], covered: [below] }).circles.get('core')?.y).toBe(193)
  expect(arrange({ ...empty, circles: [circle], covered: [whole] }).circles.size).toBe(0)
})

it('a circle whose name the edge would cut is named at its other end', () => {
  // 12 px letters are 14 px high: at 104 the upper half would be beyond the edge at 100.
  const points = [
    { x: 300, y: 104 },
    { x: 300, y: 380 },
  ]
  const { circles } = arrange({ ...empty, circles: [{ id: 'core', name: '1 km', points }] })
  expect(circles.get('core')?.y).toBe(373)
})

it('the length of a way stands in its middle, moves along it out of the way of a circle, and names keep clear of it', () => {
  const way = { from: { x: 200, y: 250 }, to: { x: 400, y: 250 }, length: '7.3 km' }
  const name = { id: 'n', kind: 'region', name: '柳林镇', points: [{ x: 300, y: 250 }] } as const
  const free = arrange({ ...empty, way, names: [name] })
  // 6 letters of 0.57 × 12 px and 8 px of air: 49.04 wide around 300, 18 high around 250.
  expect(free.length?.width).toBeCloseTo(49.04, 6)
  expect(free.length?.x).toBeCloseTo(300 - 49.04 / 2, 6)
  expect(free.length).toMatchObject({ y: 241, height: 18 })
  expect(free.names.get('n')?.y).toBe(220)
  // Nor does one stand upon the way itself: here it would, 60 px beside the length.
  const beside = arrange({ ...empty, way, names: [{ ...name, points: [{ x: 360, y: 250 }] }] })
  expect(beside.names.get('n')?.y).toBe(220)
  const circles = [{ id: 'core', name: '1 km', points: [{ x: 300, y: 250 }] }]
  const moved = arrange({ ...empty, way, circles }).length
  // 31.36 px of the circle's name around 300: 40.2 px are free of it, which 16 and 32 px along the way are not and 48 px are.
  expect((moved?.x ?? 0) + 49.04 / 2).toBeCloseTo(252, 6)
})

it('a name keeps clear of marks, and is not cut by the edge of what is seen', () => {
  const name = { id: 'n', kind: 'region', name: '柳林镇' } as const
  const at = { x: 300, y: 250 }
  const clear = arrange({ ...empty, names: [{ ...name, points: [at] }] }).names.get('n')
  expect(clear?.y).toBe(242)
  const marks = [{ x: 291, y: 241, width: 18, height: 18 }]
  expect(arrange({ ...empty, marks, names: [{ ...name, points: [at] }] }).names.get('n')?.y).toBe(220)
  const edge = arrange({ ...empty, names: [{ ...name, points: [{ x: 101, y: 250 }] }] }).names.get('n')
  // 48 px wide: it moves in by 22 px, which is not enough, so it waits to be dragged into sight.
  expect(edge).toBe(undefined)
})
