import { expect, it } from 'vitest'
import { passwordOf } from './first-password.ts'

it('is of three groups of four letters that nobody takes for another', () => {
  // 31 letters: byte 0 is the first of them, 30 the last, 31 the first again; 248 and above are not fair.
  expect(passwordOf(Uint8Array.from([248, 0, 30, 31, 255, 1, 2, 3, 4, 5, 6, 7, 8, 9]))).toBe('a9ab-cdef-ghjk')
})

it('is none of too few bytes', () => {
  expect(passwordOf(Uint8Array.from([1, 2, 3]))).toBe(null)
})
