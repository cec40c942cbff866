import { describe, expect, it } from 'vitest'
import {
  type BorderDraft,
  type BorderStep,
  between,
  draftOf,
  isSameLine,
  placeOfText,
  snapped,
  stepped,
} from './border-draft.ts'

const place = (lonWgs84: number, latWgs84: number) => ({ lonWgs84, latWgs84 })
const steps = (...all: BorderStep[]) => all.reduce<BorderDraft>(stepped, draftOf([]))
const add = (lon: number, lat: number): BorderStep => ({ kind: 'add', place: place(lon, lat) })
const corners = ({ points }: BorderDraft) => points.map(({ lonWgs84, latWgs84 }) => [lonWgs84, latWgs84])
const triangle = [add(113, 29), add(114, 29), add(114, 30)]

describe('a border that is drawn', () => {
  it('grows point by point to the sixth digit, and is closed from three points on', () => {
    const two = steps(add(113.123_456_78, 29), add(114, 29), { kind: 'close' })
    expect(two.isClosed).toBe(false)
    expect(corners(two)).toEqual([
      [113.123457, 29],
      [114, 29],
    ])
    expect(steps(...triangle, { kind: 'close' }).isClosed).toBe(true)
    expect(steps(...triangle, { kind: 'close' }, add(115, 31)).points).toHaveLength(3)
  })

  it('takes no point where one stands already', () => {
    expect(steps(...triangle, add(113, 29)).points).toHaveLength(3)
  })

  it('takes one between two, moves one, removes one', () => {
    const four = steps(...triangle, { kind: 'insert', after: 0, place: place(113.5, 28.5) })
    expect(corners(four)).toEqual([
      [113, 29],
      [113.5, 28.5],
      [114, 29],
      [114, 30],
    ])
    expect(four.chosen).toBe(1)
    expect(corners(stepped(four, { kind: 'move', at: 1, place: place(113.5, 28) }))[1]).toEqual([113.5, 28])
    expect(stepped(four, { kind: 'remove', at: 1 }).points).toEqual(steps(...triangle).points)
    expect(stepped(four, { kind: 'remove', at: 9 })).toBe(four)
  })

  it('is the same line when nothing was drawn or all of it was taken back, and another when a point moved or it opened', () => {
    const first = steps(...triangle, { kind: 'close' })
    const moved = stepped(first, { kind: 'move', at: 1, place: place(114, 28.9) })
    expect(isSameLine(first, moved)).toBe(false)
    expect(isSameLine(first, stepped(moved, { kind: 'undo' }))).toBe(true)
    expect(isSameLine(first, stepped(moved, { kind: 'move', at: 1, place: place(114, 29) }))).toBe(true)
    expect(isSameLine(first, stepped(first, { kind: 'choose', at: 2 }))).toBe(true)
    expect(isSameLine(first, steps(...triangle))).toBe(false)
    expect(isSameLine(first, stepped(first, { kind: 'insert', after: 2, place: place(113.5, 29.5) }))).toBe(false)
    expect(isSameLine(draftOf([]), steps(add(113, 29), { kind: 'clear' }))).toBe(true)
  })

  it('is open again when fewer than three are left', () => {
    const closed = steps(...triangle, { kind: 'close' })
    expect(stepped(closed, { kind: 'remove', at: 2 })).toMatchObject({ isClosed: false, chosen: 1 })
  })

  it('goes back step by step; a whole drag is one step', () => {
    const closed = steps(...triangle, { kind: 'close' })
    const dragged = [
      { kind: 'take', at: 0 } as const,
      { kind: 'drag', at: 0, place: place(112.9, 29) } as const,
      { kind: 'drag', at: 0, place: place(112.8, 29) } as const,
    ].reduce<BorderDraft>(stepped, closed)
    expect(corners(dragged)[0]).toEqual([112.8, 29])
    const back = stepped(dragged, { kind: 'undo' })
    expect(corners(back)).toEqual(corners(closed))
    expect(stepped(back, { kind: 'undo' }).isClosed).toBe(false)
    expect(stepped(stepped(back, { kind: 'clear' }), { kind: 'undo' }).points).toHaveLength(3)
    expect(stepped(draftOf([]), { kind: 'undo' })).toEqual(draftOf([]))
    const onlyTaken = stepped(closed, { kind: 'take', at: 1 })
    expect(stepped(onlyTaken, { kind: 'undo' }).isClosed).toBe(false)
  })

  it('begins with a ring as it is kept, without its closing point', () => {
    const ring = [
      [113, 29],
      [114, 29],
      [114, 30],
      [113, 29],
    ] as const
    expect(draftOf(ring)).toMatchObject({ isClosed: true, points: steps(...triangle).points })
  })
})

it('a point is drawn to the nearest corner of a neighbour within reach: 0.0001° of latitude are 11.1 m', () => {
  const near = [place(113, 29.0001), place(113, 29.00005), place(113.5, 29)]
  expect(snapped(place(113, 29), near, 12)).toEqual(place(113, 29.00005))
  expect(snapped(place(113, 29), near, 5)).toEqual(place(113, 29))
  expect(snapped(place(113, 29), [], 100)).toEqual(place(113, 29))
})

it('numbers are a place as long as they are on the earth', () => {
  expect(placeOfText('113.5', ' 29.5 ')).toEqual(place(113.5, 29.5))
  for (const [lon, lat] of [
    ['', '29'],
    ['181', '29'],
    ['113', '91'],
    ['x', '29'],
  ] as const) {
    expect(placeOfText(lon, lat)).toBeNull()
  }
  expect(between(place(113, 29), place(114, 30))).toEqual(place(113.5, 29.5))
})
