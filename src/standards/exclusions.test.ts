import { describe, expect, it } from 'vitest'
import { dayNumberOf } from './civil-days.ts'
import { type Exclusion, exclusionFaults, withoutExcluded } from './exclusions.ts'

const dust: Exclusion = {
  area: '430900',
  from: '2021-03-15',
  until: '2021-03-16',
  factors: ['a34002', 'a34004'],
  kind: 'sand-dust',
  note: '',
  approval: { person: '陈一鸣', at: 0, authority: '中国环境监测总站', reference: '总站函〔2021〕1号' },
}
const series = { first: dayNumberOf('2021-03-14'), values: Float64Array.of(50, 600, 400, 60) }
const left = (exclusion: Exclusion, factor: 'a34002' | 'a05024' = 'a34002') => [
  ...withoutExcluded(series, factor, [exclusion]).values,
]

describe('an exclusion', () => {
  it('takes its days out, both ends included, of its factors alone', () => {
    expect(left(dust)).toEqual([50, Number.NaN, Number.NaN, 60])
    expect(left(dust, 'a05024')).toEqual([50, 600, 400, 60])
    expect([...series.values]).toEqual([50, 600, 400, 60])
  })

  it('may lie partly or wholly outside the days', () => {
    expect(left({ ...dust, from: '2021-03-01', until: '2021-03-14' })).toEqual([Number.NaN, 600, 400, 60])
    expect(left({ ...dust, from: '2021-03-17', until: '2021-04-30' })).toEqual([50, 600, 400, Number.NaN])
    expect(left({ ...dust, from: '2020-03-01', until: '2020-03-02' })).toEqual([50, 600, 400, 60])
  })

  it('that is only proposed, or has no reference, changes nothing', () => {
    const approval = { person: '陈一鸣', at: 0, authority: '中国环境监测总站', reference: ' ' }
    expect(exclusionFaults({ ...dust, approval: null })).toEqual(['not-approved'])
    expect(exclusionFaults({ ...dust, approval })).toEqual(['no-reference'])
    expect(left({ ...dust, approval: null })).toEqual([50, 600, 400, 60])
    expect(left({ ...dust, approval })).toEqual([50, 600, 400, 60])
  })

  it('is of a kind and of factors that the rule of its day knows', () => {
    expect(exclusionFaults(dust)).toEqual([])
    expect(exclusionFaults({ ...dust, from: '2016-03-15', until: '2016-03-15' })).toContain('no-such-kind')
    expect(exclusionFaults({ ...dust, kind: 'fire' })).toEqual(['no-such-kind'])
    expect(exclusionFaults({ ...dust, kind: 'fire', from: '2026-10-01', until: '2026-10-02' })).toEqual([])
    expect(exclusionFaults({ ...dust, factors: ['a05024'] })).toEqual(['no-such-factor'])
    expect(exclusionFaults({ ...dust, until: '2021-03-14' })).toEqual(['ends-before-it-begins'])
  })
})
