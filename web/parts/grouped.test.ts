import { expect, it } from 'vitest'
import { groupedBy } from './grouped.ts'

it('keeps together what has one key, groups and members in their order', () => {
  const groups = groupedBy(['pm25', 'o3', 'pm10', 'so2', 'o'], (name) => name[0])
  expect([...groups]).toEqual([
    ['p', ['pm25', 'pm10']],
    ['o', ['o3', 'o']],
    ['s', ['so2']],
  ])
  expect(groupedBy([], () => 1).size).toBe(0)
})
