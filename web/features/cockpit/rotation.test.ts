import { describe, expect, it } from 'vitest'
import { placeAt, rotationOf } from './rotation.ts'

describe('the wall', () => {
  it('rotates only when the address says so', () => {
    expect(rotationOf(undefined)).toBeNull()
    expect(rotationOf('')).toBeNull()
    expect(rotationOf('schnell')).toBeNull()
    expect(rotationOf('-3')).toBeNull()
    expect(rotationOf('30')).toBe(30)
    expect(rotationOf(30)).toBe(30)
    expect(rotationOf('1')).toBe(5)
    expect(rotationOf('99999')).toBe(3600)
  })

  it('shows each station equally long and begins anew behind the last', () => {
    const at = (seconds: number) => placeAt(3, 30, 1_000_000, 1_000_000 + seconds * 1000)
    expect([0, 29.9, 30, 59.9, 60, 89.9, 90, 3600].map(at)).toEqual([0, 0, 1, 1, 2, 2, 0, 0])
    // A clock that was put back shows the first and no place that there is not.
    expect(at(-10)).toBe(0)
    expect(placeAt(0, 30, 0, 100)).toBe(0)
  })
})
