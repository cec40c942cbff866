import { describe, expect, it } from 'vitest'
import { codesOf, compareSearch, pastOf } from './view.ts'

describe('the address of a comparison', () => {
  it('keeps stations, factors, time and what stands beside, and leaves out what it cannot be', () => {
    const whole = {
      stations: 'QY001,QY101',
      factors: 'a34004,a05024',
      from: '2026-11-01T00:00',
      to: '2026-11-08T00:00',
      past: 'year',
      table: true,
    } as const
    expect(compareSearch(whole)).toEqual(whole)
    expect(compareSearch({ stations: ',QY001,,QY001', span: '5y', past: 'soon', from: '2026-11-01T00:00' })).toEqual({
      stations: 'QY001',
    })
  })

  it('knows a single code of digits, which comes as a number', () => {
    expect(compareSearch({ stations: 1001 })).toEqual({ stations: '1001' })
  })

  it('reads a list of codes, each once', () => {
    expect(codesOf('a, b,a')).toEqual(['a', 'b'])
    expect(codesOf(undefined)).toEqual([])
  })
})

describe('what stands beside', () => {
  it('is the year before or some days earlier', () => {
    expect(pastOf('year')).toEqual({ kind: 'year' })
    expect(pastOf('7d')).toEqual({ kind: 'days', days: 7 })
    expect([pastOf('0d'), pastOf('d'), pastOf('-3d'), pastOf(undefined)]).toEqual([null, null, null, null])
  })
})
