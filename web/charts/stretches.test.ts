import { expect, it } from 'vitest'
import { stretchesOf } from './stretches.ts'

const hour = 3_600_000

it('the quality of a line is told in stretches, and what is missing is between them', () => {
  const line = {
    ends: [0, 1, 2, 4, 5].map((each) => each * hour),
    values: [40, 41, 42, 43, 44],
    qualities: ['valid', 'valid', 'suspect', 'valid', 'invalid'],
    stepMs: hour,
  } as const
  expect(stretchesOf(line).map(({ from, to, quality }) => [from / hour, to / hour, quality])).toEqual([
    [-1, 1, 'valid'],
    [1, 2, 'suspect'],
    [3, 4, 'valid'],
    [4, 5, 'invalid'],
  ])
})

it('a period without a value is missing, unless somebody said why', () => {
  const line = { ends: [hour, 2 * hour], values: [null, null], qualities: ['valid', 'invalid'], stepMs: hour } as const
  expect(stretchesOf(line)).toEqual([{ from: hour, to: 2 * hour, quality: 'invalid' }])
})
