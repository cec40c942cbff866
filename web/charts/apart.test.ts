import { describe, expect, it } from 'vitest'
import { apart } from './apart.ts'

describe('labels beside each other', () => {
  it('stay where they wish while there is room', () => {
    expect(apart([80, 20, 50], 16, 0, 100)).toEqual([80, 20, 50])
  })

  it('make room for each other in their order', () => {
    expect(apart([50, 52, 48], 16, 0, 100)).toEqual([64, 80, 48])
  })

  it('do not leave the picture', () => {
    expect(apart([96, 98, 99], 16, 0, 100)).toEqual([68, 84, 100])
    expect(apart([-5, 3], 16, 0, 100)).toEqual([0, 16])
  })
})
