import { describe, expect, it } from 'vitest'
import { manualTimes } from './manual-times.fixture.ts'
import { acceleratedTimes } from './time.ts'

describe('the time of a fast place', () => {
  it('runs so many times as fast from the origin on', () => {
    const wall = manualTimes(5_000)
    const times = acceleratedTimes(wall, 1_000, 600)
    expect(times.now()).toBe(1_000 + 4_000 * 600)
    wall.advance(10)
    expect(times.now()).toBe(1_000 + 4_010 * 600)
  })

  it('begins where it is told to and goes on from there', () => {
    const wall = manualTimes(5_000)
    const times = acceleratedTimes(wall, 5_000, 60, 1_000_000)
    const acts: number[] = []
    times.at(1_000_600, () => acts.push(times.now()))
    expect(times.now()).toBe(1_000_000)
    wall.advance(10)
    expect(acts).toEqual([1_000_600])
  })

  it('acts when the place has reached an instant, never before, and by the wall where that is asked', () => {
    const wall = manualTimes(0)
    const times = acceleratedTimes(wall, 0, 7)
    const acts: [string, number][] = []
    times.at(1_000, () => acts.push(['at', times.now()]))
    times.after(100, () => acts.push(['after', wall.now()]))
    times.at(2_000, () => acts.push(['never', 0]))()
    wall.advance(1_000)
    // 1000 / 7 = 142.9 ms on the wall, rounded up.
    expect(acts).toEqual([
      ['after', 100],
      ['at', 143 * 7],
    ])
  })
})
