import { describe, expect, it } from 'vitest'
import { drawEvery, onServerClock } from './clock.ts'

const told = { serverNow: Date.parse('2026-11-18T14:20:00+08:00'), deviceNow: 1_000_000 }

describe("the server's clock", () => {
  it('goes on from what the answer told, however wrong the clock of the device is', () => {
    expect(onServerClock({ ...told, speed: 1 }, 1_005_000)).toBe(Date.parse('2026-11-18T14:20:05+08:00'))
  })

  it('runs as much faster as an accelerated server says', () => {
    expect(onServerClock({ ...told, speed: 60 }, 1_005_000)).toBe(Date.parse('2026-11-18T14:25:00+08:00'))
  })

  it('places what the device did before the answer, such as a photo, as much earlier', () => {
    expect(onServerClock({ ...told, speed: 60 }, 999_000)).toBe(Date.parse('2026-11-18T14:19:00+08:00'))
  })
})

describe('a display of the clock', () => {
  it('keeps its pace on a clock that runs as ours', () => {
    expect(drawEvery(30_000, 1)).toBe(30_000)
  })

  it('hurries with an accelerated clock, but never draws more than once a second', () => {
    expect(drawEvery(30_000, 10)).toBe(3_000)
    expect(drawEvery(30_000, 600)).toBe(1_000)
    expect(drawEvery(1_000, 600)).toBe(1_000)
  })
})
