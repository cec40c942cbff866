import { expect, it } from 'vitest'
import { classOf, mayAsk } from './address.ts'

it.each([
  ['8.8.8.8', 'public'],
  ['223.5.5.5', 'public'],
  ['2400:3200::1', 'public'],
  ['10.20.30.40', 'private'],
  ['172.16.0.1', 'private'],
  ['172.32.0.1', 'public'],
  ['192.168.1.1', 'private'],
  ['100.64.1.1', 'private'],
  ['fd12:3456::1', 'private'],
  ['127.0.0.1', 'local'],
  ['127.255.255.254', 'local'],
  ['::1', 'local'],
  ['169.254.1.1', 'local'],
  ['fe80::1%eth0', 'local'],
  ['169.254.169.254', 'never'],
  ['100.100.100.200', 'never'],
  ['fd00:ec2::254', 'never'],
  ['0.0.0.0', 'never'],
  ['::', 'never'],
  ['224.0.0.1', 'never'],
  ['255.255.255.255', 'never'],
  // IPv4 inside IPv6: mapped, NAT64 and 6to4.
  ['::ffff:127.0.0.1', 'local'],
  ['::ffff:7f00:1', 'local'],
  ['::ffff:169.254.169.254', 'never'],
  ['::ffff:8.8.8.8', 'public'],
  ['64:ff9b::127.0.0.1', 'local'],
  ['64:ff9b::a9fe:a9fe', 'never'],
  ['2002:7f00:1::', 'local'],
  ['not an address', 'never'],
])('%s is %s', (address, expected) => {
  expect(classOf(address)).toBe(expected)
})

it('what is local needs the word of the operator, and some nobody gives', () => {
  expect(['8.8.8.8', '10.0.0.1', '127.0.0.1', '169.254.169.254'].map((one) => mayAsk(one, false))).toEqual([
    true,
    true,
    false,
    false,
  ])
  expect(['8.8.8.8', '10.0.0.1', '127.0.0.1', '169.254.169.254'].map((one) => mayAsk(one, true))).toEqual([
    true,
    true,
    true,
    false,
  ])
})
