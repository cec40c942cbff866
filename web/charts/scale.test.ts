import { describe, expect, it } from 'vitest'
import { lineDomain, runs, scale, ticks } from './scale.ts'

describe('a scale', () => {
  it('may run upside down, as screens do', () => {
    expect(scale([0, 10], [100, 0])(2.5)).toBe(75)
  })
})

describe('ticks', () => {
  it('are round and lie inside', () => {
    expect(ticks(0, 83, 4)).toEqual([0, 50])
    expect(ticks(28, 74, 4)).toEqual([40, 60])
    expect(ticks(0, 0.9, 4)).toEqual([0, 0.5])
    expect(ticks(30, 70, 4)).toEqual([30, 40, 50, 60, 70])
  })
})

describe('a line', () => {
  const hour = 3_600_000

  it('breaks where values are missing, marked or not', () => {
    const points = [
      { at: 0, value: 1 },
      { at: hour, value: 2 },
      { at: 2 * hour, value: null },
      { at: 3 * hour, value: 4 },
      { at: 5 * hour, value: 6 },
    ]
    expect(runs(points, hour).map((run) => run.map((point) => point.value))).toEqual([[1, 2], [4], [6]])
  })

  it('takes its limit into view unless that would flatten it', () => {
    expect(lineDomain([40, 60], 75).limitOutside).toBe(false)
    expect(lineDomain([40, 60], 75).domain[1]).toBeGreaterThan(75)
    expect(lineDomain([10, 14], 150)).toEqual({ domain: [9.4, 14.6], limitOutside: true })
  })

  it('goes below zero only where its values do', () => {
    expect(lineDomain([1, 20], null).domain[0]).toBe(0)
    expect(lineDomain([-4, 6], null).domain).toEqual([-5.5, 7.5])
  })
})
