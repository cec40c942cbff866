import { describe, expect, it } from 'vitest'
import { uuid7 } from './ids.ts'

describe('an id made in the browser', () => {
  it('is the example of RFC 9562, appendix A.6', () => {
    // 017F22E2-79B0-7CC3-98C4-DC0C0C07398F: 2022-02-22 14:22:22.00 GMT-05:00
    const random = Uint8Array.from([0xcc, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])
    expect(uuid7(Date.parse('2022-02-22T14:22:22-05:00'), random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
  })

  it('sorts by the clock', () => {
    const random = new Uint8Array(10).fill(255)
    expect(uuid7(1000, random) < uuid7(1001, new Uint8Array(10))).toBe(true)
  })
})
