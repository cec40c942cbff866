import { expect, it } from 'vitest'
import { channelsOf, contrast } from './contrast.ts'

const black = [0, 0, 0] as const
const white = [255, 255, 255] as const

// Known pairs: WebAIM's contrast checker gives #767676 on white as 4.54, #777777 as 4.48.
it.each([
  [black, white, 21],
  [white, white, 1],
  [[118, 118, 118], white, 4.54],
  [white, [119, 119, 119], 4.48],
] as const)('the contrast of %j and %j is %d', (one, other, ratio) => {
  expect(contrast(one, other)).toBeCloseTo(ratio, 2)
})

it('reads a colour as browsers compute it, and nothing else', () => {
  expect(channelsOf('rgb(10, 16, 22)')).toEqual([10, 16, 22])
  expect(channelsOf('rgba(19, 32, 43, 0.45)')).toEqual([19, 32, 43])
  expect(channelsOf('none')).toBe(null)
})
