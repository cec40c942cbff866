import { describe, expect, it } from 'vitest'
import { mergedSpans } from './postgres-spans.ts'

const span = (deviceId: string, firstEnd: number, lastEnd: number) => ({ deviceId, firstEnd, lastEnd })

describe('spans that are read at once', () => {
  it('share no period of a device, however they overlap and in whatever order they are asked for', () => {
    expect(mergedSpans([span('a', 8, 9), span('a', 4, 6), span('a', 1, 4), span('a', 2, 3)])).toEqual([
      span('a', 1, 6),
      span('a', 8, 9),
    ])
  })

  it('of two devices stay two, and what was asked for stays as it was', () => {
    const asked = [span('a', 1, 4), span('b', 3, 5), span('a', 4, 7)]
    expect(mergedSpans(asked)).toEqual([span('a', 1, 7), span('b', 3, 5)])
    expect(asked[0]).toEqual(span('a', 1, 4))
  })

  it('of nothing are none', () => {
    expect(mergedSpans([])).toEqual([])
  })
})
