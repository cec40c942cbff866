import { describe, expect, it } from 'vitest'
import { createAddressLimit, networkOf } from './address-limit.ts'

const settings = { failures: 3, windowMs: 1000, addresses: 2 }

describe('the limit of an address', () => {
  it('slides: the next attempt is free when the oldest one leaves the window', () => {
    const limit = createAddressLimit(settings)
    expect([0, 100, 200].map((now) => limit.take('192.0.2.1', now).ok)).toEqual([true, true, true])
    expect(limit.take('192.0.2.1', 300)).toEqual({ ok: false, waitMs: 700 })
    expect(limit.take('192.0.2.2', 300)).toEqual({ ok: true })
    expect(limit.take('192.0.2.1', 1000)).toEqual({ ok: true })
    expect(limit.take('192.0.2.1', 1001)).toEqual({ ok: false, waitMs: 99 })
  })

  it('who succeeds is not counted, so an office behind one address signs in every morning', () => {
    const limit = createAddressLimit(settings)
    for (let now = 0; now < 50; now += 1) {
      expect(limit.take('192.0.2.1', now).ok).toBe(true)
      limit.giveBack('192.0.2.1', now)
    }
  })

  it('remembers so many addresses and forgets the one not seen longest', () => {
    const limit = createAddressLimit(settings)
    for (const address of ['a.1', 'a.1', 'a.1', 'b.1', 'c.1']) limit.take(address, 0)
    expect(limit.take('a.1', 1).ok).toBe(true)
  })

  it('counts a /64 of IPv6 as one, and IPv4 in IPv6 dress as IPv4', () => {
    expect(networkOf('2001:db8:1:2::7')).toBe(networkOf('2001:0DB8:1:2:ffff:1:2:3'))
    expect(networkOf('2001:db8:1:2::7')).not.toBe(networkOf('2001:db8:1:3::7'))
    expect(networkOf('::1')).toBe('0:0:0:0::/64')
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
    expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1')
  })
})
