import { expect, it } from 'vitest'
import { circleAt } from './model.ts'

it.each([
  [0, 'core'],
  [1000, 'core'],
  [1000.1, 'key'],
  [3000, 'key'],
  [5000, 'radiation'],
  [5000.1, null],
])('at %s m is the circle %s', (metres, circle) => {
  expect(circleAt(metres)).toBe(circle)
})

it('a county’s own edges count instead', () => {
  expect(circleAt(1500, { core: 2, key: 4, radiation: 6 })).toBe('core')
})
