import { expect, it } from 'vitest'
import { containing } from './like.ts'

it('makes a pattern in which per cent, underscore and backslash are themselves', () => {
  expect(containing('100%_a\\b')).toBe('%100\\%\\_a\\\\b%')
})
