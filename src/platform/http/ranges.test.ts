import { expect, it } from 'vitest'
import { spanOf } from './ranges.ts'

// The examples of RFC 9110, 14.1.2, for a representation of 10 000 bytes, and what it says around them.
it.each<[string, string | undefined, ReturnType<typeof spanOf>]>([
  ['the first 500 bytes', 'bytes=0-499', { from: 0, to: 499 }],
  ['the second 500 bytes', 'bytes=500-999', { from: 500, to: 999 }],
  ['the final 500 bytes', 'bytes=-500', { from: 9500, to: 9999 }],
  ['the same, counted from the front', 'bytes=9500-', { from: 9500, to: 9999 }],
  ['a last byte behind the end', 'bytes=9999-20000', { from: 9999, to: 9999 }],
  ['more final bytes than there are', 'bytes=-20000', { from: 0, to: 9999 }],
  ['a first byte behind the end', 'bytes=10000-', null],
  ['no final byte', 'bytes=-0', null],
  ['no range', undefined, 'whole'],
  ['a first byte behind the last', 'bytes=5-4', 'whole'],
  ['several ranges', 'bytes=0-0,-1', 'whole'],
  ['another unit', 'lines=1-2', 'whole'],
  ['nothing but a dash', 'bytes=-', 'whole'],
])('%s', (_what, range, span) => {
  expect(spanOf(range, 10_000)).toEqual(span)
})

it('of nothing there is no part', () => {
  expect(spanOf('bytes=0-', 0)).toBe(null)
  expect(spanOf('bytes=-5', 0)).toBe(null)
})
