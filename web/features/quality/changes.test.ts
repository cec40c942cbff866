import { describe, expect, it } from 'vitest'
import { changesOf, exactText, isMistyped, lookWindow, numberOf } from './changes.ts'

describe('a number as it is typed', () => {
  it('may have a point, a comma or a true minus, and nothing else', () => {
    expect(['42', ' 0.8 ', '0,8', '−3', '', 'about 4', '1e3', '4.'].map(numberOf)).toEqual([
      42,
      0.8,
      0.8,
      -3,
      null,
      null,
      null,
      null,
    ])
  })
})

describe('a number that is agreed to', () => {
  it('is told as it is', () => {
    expect([41.5, -0.30000000000000004, 48].map(exactText)).toEqual(['41.5', '−0.3', '48'])
  })
})

describe('a correction', () => {
  const drafts = [
    { end: 1, before: 40, after: '' },
    { end: 2, before: 41, after: '41' },
    { end: 3, before: 900, after: '45' },
    { end: 4, before: null, after: '44' },
    { end: 5, before: null, after: '' },
  ]

  it('replaces only what was typed and differs, also where there was no value', () => {
    expect(changesOf('replace', drafts)).toEqual([
      { end: 3, value: 45 },
      { end: 4, value: 44 },
    ])
  })

  it('voids every value that is there', () => {
    expect(changesOf('void', drafts).map(({ end }) => end)).toEqual([1, 2, 3])
  })

  it('knows what was mistyped from what was left empty', () => {
    expect(isMistyped({ end: 1, before: 1, after: '4o' })).toBe(true)
    expect(isMistyped({ end: 1, before: 1, after: ' ' })).toBe(false)
  })
})

describe('a finding', () => {
  it('is looked at with a day before and after it, one of minutes with three hours', () => {
    const at = (text: string) => Date.parse(`${text}:00+08:00`)
    const later = at('2026-12-01T00:00')
    expect(lookWindow('hour', at('2026-11-18T03:00'), at('2026-11-18T05:00'), later)).toEqual({
      from: '2026-11-17T03:00',
      to: '2026-11-19T05:00',
    })
    expect(lookWindow('minute', at('2026-11-18T03:00'), at('2026-11-18T03:00'), later).from).toBe('2026-11-18T00:00')
  })

  it('is not looked at in the future', () => {
    const at = (text: string) => Date.parse(`${text}:00+08:00`)
    const last = at('2026-11-18T05:00')
    expect(lookWindow('hour', last, last, at('2026-11-18T07:20')).to).toBe('2026-11-18T08:00')
    expect(lookWindow('hour', last, last, at('2026-11-18T04:10')).to).toBe('2026-11-18T05:00')
  })
})
