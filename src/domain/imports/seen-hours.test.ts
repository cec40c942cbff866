import { expect, it } from 'vitest'
import { HOUR_MS } from '../../standards/civil-time.ts'
import { seenHours } from './seen-hours.ts'

const hour = (number: number) => number * HOUR_MS

/** One hour at a time: was a value of it known? */
function asker() {
  const seen = seenHours()
  return (place: string, hourEnd: number, factors: readonly string[]) => seen([{ place, hourEnd, factors }]) !== null
}

it('a value of a place and an hour is known once it was said, each factor for itself', () => {
  const isKnown = asker()
  expect(isKnown('a', hour(500_000), ['PM2.5', 'PM10'])).toBe(false)
  expect(isKnown('a', hour(500_000), ['O3'])).toBe(false)
  expect(isKnown('a', hour(500_000), ['NO2', 'PM10'])).toBe(true)
  // What was refused with a known one was not said.
  expect(isKnown('a', hour(500_000), ['NO2'])).toBe(false)
  expect(isKnown('a', hour(500_001), ['PM10'])).toBe(false)
  expect(isKnown('b', hour(500_000), ['PM10'])).toBe(false)
})

it('of several hours in one row none is said when one of them was', () => {
  const seen = seenHours()
  const [at, there] = [
    { place: 'a', hourEnd: hour(1), factors: ['PM10'] },
    { place: 'b', hourEnd: hour(1), factors: ['PM10'] },
  ]
  expect(seen([there])).toBeNull()
  expect(seen([at, there])).toEqual(there)
  expect(seen([at])).toBeNull()
})

it('more factors than a word has bits, hours across pages and before 1970', () => {
  const isKnown = asker()
  const factors = Array.from({ length: 70 }, (_, place) => `f${place}`)
  const hours = [-8_193, -1, 0, 8_191, 8_192, 500_000].map(hour)
  for (const at of hours) expect(isKnown('a', at, factors)).toBe(false)
  for (const at of hours) for (const factor of factors) expect(isKnown('a', at, [factor])).toBe(true)
})
