import { describe, expect, it } from 'vitest'
import { takenAt } from './capture.ts'

describe('when a photo was taken', () => {
  it('is what its file says while that can be true', () => {
    expect(takenAt(150, 100, 200)).toBe(150)
  })

  it('is the moment it was chosen when the file is older than the task or from the future', () => {
    expect(takenAt(50, 100, 200)).toBe(200)
    expect(takenAt(250, 100, 200)).toBe(200)
  })
})
