import { describe, expect, it } from 'vitest'
import { allowList, isNetwork, sourceOf } from './allow-list.ts'

describe('the allow-list', () => {
  it('without entries lets everybody in', () => {
    expect(allowList([])('203.0.113.9')).toBe(true)
  })

  it.each([
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '10.1.2.4', false],
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['192.0.2.128/25', '192.0.2.200', true],
    ['192.0.2.128/25', '192.0.2.100', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['10.0.0.0/8', '::FFFF:11.1.2.3', false],
    ['2001:db8::/32', '2001:db8:1::5', true],
    ['2001:db8::/32', '2001:db9::5', false],
    ['2001:db8::5', '2001:db8::5', true],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['10.0.0.0/8', '2001:db8::5', false],
    ['10.0.0.0/8', '', false],
  ])('%s and who comes from %s: %s', (entry, address, isAllowed) => {
    expect(allowList([entry])(address)).toBe(isAllowed)
  })

  it('is the sum of its entries', () => {
    const allows = allowList(['10.0.0.0/8', '2001:db8::/32'])
    expect(['10.1.1.1', '2001:db8::1', '192.0.2.1'].map(allows)).toEqual([true, true, false])
  })

  it.each([
    '',
    'localhost',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0/8',
    '2001:db8::/129',
    '10.0.0.0/-1',
    'fe80::1%eth0',
  ])('refuses the entry “%s”, which is no network', (entry) => {
    expect(isNetwork(entry)).toBe(false)
    expect(() => allowList([entry])).toThrow(RangeError)
  })
})

describe('whom connections are counted under', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:0db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('%s → %s', (address, source) => {
    expect(sourceOf(address)).toBe(source)
  })
})
