import { expect, it } from 'vitest'
import { proposedKeys } from './proposed.ts'

it('an MN has 24 hexadecimal digits and begins with the county; a password has six', () => {
  const random = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 255, 0, 0, 1, 0, 9, 9, 9, 9])
  expect(proposedKeys('430903', random)).toEqual({
    mn: '430903010102030405060 7FF'.replace(' ', ''),
    password: '100256',
  })
  expect(proposedKeys('没有', random).mn).toMatch(/^00000001[0-9A-F]{16}$/)
})
