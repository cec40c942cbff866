import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { framesByHand } from './frames-by-hand.ts'
import { Stand } from './stand.ts'

const frames = framesByHand()
/** Ten metres in a pixel, around the centre. */
const first = { eastM: 0, northM: 0, scale: 10 }
const size = { width: 800, height: 600 }

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => {
  frames.reset()
  vi.useRealTimers()
})

/** A map with three who draw on it, and what they did. */
function map() {
  const stand = new Stand(first, size)
  stand.begin(first, size)
  const done: string[] = []
  stand.onDrawn(() => done.push('ground'))
  stand.onSeen(() => done.push('names'))
  stand.onSeen(() => done.push('tiles'))
  stand.prepare = (scale) => done.push(`marks at ${scale}`)
  return { stand, done }
}

it('dragged a little, what is drawn is laid there at once and nobody draws', () => {
  const { stand, done } = map()
  const lay = vi.fn()
  stand.onMove(lay)
  stand.pan({ x: 119, y: -30 }, false)
  expect(lay.mock.calls).toEqual([[{ eastM: -1190, northM: -300, scale: 10 }]])
  expect(frames.waiting()).toBe(0)
  expect(stand.now()).toEqual({ drawn: null, seen: null })
  expect(done).toEqual([])
})

it('dragged further, those who follow the eye draw one after another, and the ground stays as it is', () => {
  const { stand, done } = map()
  stand.pan({ x: 100, y: 0 }, false)
  stand.pan({ x: 30.4, y: 0 }, false)
  // Whole pixels: 130 of them, 1,300 m to the west.
  expect(stand.now()).toEqual({ drawn: first, seen: { eastM: -1300, northM: 0, scale: 10 } })
  frames.next()
  expect(done).toEqual(['names'])
  frames.next()
  frames.next()
  expect(done).toEqual(['names', 'tiles'])
  // Not far from there: nothing is drawn.
  stand.pan({ x: 60, y: 60 }, false)
  frames.next()
  expect(done).toEqual(['names', 'tiles'])
})

it('who waits for a turn keeps it however fast the hand is', () => {
  const { stand, done } = map()
  for (let frame = 0; frame < 4; frame += 1) {
    stand.pan({ x: 500, y: 0 }, false)
    frames.next()
  }
  expect(done).toEqual(['names', 'tiles', 'names', 'tiles'])
})

it('a hand that rests is followed, without a word from it after a while', () => {
  const { stand, done } = map()
  stand.pan({ x: 20, y: 0 }, false)
  vi.advanceTimersByTime(139)
  expect(frames.waiting()).toBe(0)
  vi.advanceTimersByTime(1)
  expect(stand.now().seen).toEqual({ eastM: -200, northM: 0, scale: 10 })
  frames.next()
  frames.next()
  expect(done).toEqual(['names', 'tiles'])
})

it('another scale is reckoned first, then all draw for it', () => {
  const { stand, done } = map()
  stand.zoom({ x: 400, y: 300 }, 2, true)
  expect(stand.now()).toEqual({ drawn: { eastM: 0, northM: 0, scale: 5 }, seen: null })
  for (let frame = 0; frame < 5; frame += 1) frames.next()
  expect(done).toEqual(['marks at 5', 'ground', 'names', 'tiles'])
})

it('a wheel draws anew once it has stretched what is drawn by more than 1.6', () => {
  const { stand } = map()
  stand.zoom({ x: 400, y: 300 }, 1.5, false)
  expect(stand.now().drawn).toBe(null)
  stand.zoom({ x: 400, y: 300 }, 1.1, false)
  expect(stand.now().drawn?.scale).toBeCloseTo(10 / 1.65, 9)
})

it('the first view follows the size until somebody has moved the map', () => {
  const { stand } = map()
  const wider = { ...first, scale: 8 }
  stand.begin(wider, { width: 1000, height: 600 })
  expect(stand.live).toEqual(wider)
  stand.pan({ x: 10, y: 0 }, true)
  stand.begin(first, size)
  expect(stand.live).toEqual({ eastM: -80, northM: 0, scale: 8 })
  expect(stand.now().drawn).toEqual(wider)
})

it('who has gone is told nothing', () => {
  const stand = new Stand(first, size)
  const hear = vi.fn()
  const leave = stand.onSeen(hear)
  stand.pan({ x: 300, y: 0 }, false)
  leave()
  frames.next()
  expect(hear).not.toHaveBeenCalled()
})
