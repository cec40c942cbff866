import { describe, expect, it } from 'vitest'
import { inTree, within } from './regions.ts'

const region = (name: string, parentId: string | null) => ({
  id: name,
  parentId,
  level: 'town' as const,
  code: name,
  name,
  outlineVersion: 0,
})

describe('regions to choose from', () => {
  it('stand under the region they lie in, in the order they came', () => {
    const all = [
      region('grid 1', 'town B'),
      region('town A', 'county'),
      region('county', null),
      region('town B', 'county'),
    ]
    expect(inTree(all).map((line) => [line.region.name, line.depth])).toEqual([
      ['county', 0],
      ['town A', 1],
      ['town B', 1],
      ['grid 1', 2],
    ])
  })

  it('are for a grid member those of the own region', () => {
    const all = [
      region('county', null),
      region('town A', 'county'),
      region('town B', 'county'),
      region('grid 1', 'town B'),
    ]
    expect(within(all, 'town B').map((each) => each.name)).toEqual(['town B', 'grid 1'])
    expect(inTree(within(all, 'town B')).map((line) => line.depth)).toEqual([0, 1])
  })

  it('are none lost when the region above is not in reach', () => {
    expect(inTree([region('town A', 'county')]).map((line) => line.depth)).toEqual([0])
  })
})
