import { expect, it } from 'vitest'
import { nearestPlace, placeOf } from './line.ts'

it('the period under a pointer is the one that ends nearest', () => {
  expect([-9, 14, 16, 99].map((at) => nearestPlace([10, 20, 30], at))).toEqual([0, 0, 1, 2])
  expect(nearestPlace([], 5)).toBe(-1)
})

it('the place of an instant is that of the first that is not before it', () => {
  expect([5, 10, 11, 30, 31].map((at) => placeOf([10, 20, 30], at))).toEqual([0, 0, 1, 2, 3])
})
