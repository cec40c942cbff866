import { describe, expect, it } from 'vitest'
import { evaluationSearch } from './view.ts'

describe('the address of the evaluation', () => {
  it('keeps what it can be', () => {
    const search = {
      ...{ tab: 'ranking', subject: 'some-id', year: 2026, period: '2026-01..03', list: 'goodDays' },
      ...{ measure: 'o3', version: 'without', edition: 2012, day: '2026-03-05' },
    }
    expect(evaluationSearch(search)).toEqual({ ...search, edition: '2012' })
  })

  it('leaves out what it cannot be, and what is usual', () => {
    const nonsense = {
      tab: 'x',
      year: 'soon',
      period: '2026-13',
      list: 'composite',
      measure: 'pm25',
      edition: '1996',
      day: '5.3.',
    }
    expect(evaluationSearch(nonsense)).toEqual({})
  })

  it('takes a year alone for a period, which an address writes as a number', () => {
    expect(evaluationSearch({ period: 2026 })).toEqual({ period: '2026' })
  })
})
