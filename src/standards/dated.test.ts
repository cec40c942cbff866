import { expect, it } from 'vitest'
import zh from '../../catalogues/zh.json' with { type: 'json' }
import { compositeMethods } from './composite-table.ts'
import { type Dated, doubts, inForce } from './dated.ts'
import { excludedDaysCount, exclusionRules } from './exclusions.ts'
import { incompleteDays } from './good-days.ts'
import { tieBreaks } from './ranking.ts'
import { movingYears } from './statistics.ts'
import { decimals } from './statistics-decimals.ts'

const settings: readonly (readonly Dated<unknown>[])[] = [
  ...Object.values(compositeMethods),
  ...Object.values(decimals),
  excludedDaysCount,
  exclusionRules,
  incompleteDays,
  tieBreaks,
  movingYears,
]

it('a setting holds from its day on', () => {
  const two: Dated<string>[] = [
    { from: '2013-01-01', value: 'old', certainty: 'S', source: 'x' },
    { from: '2026-03-01', value: 'new', certainty: 'U', source: 'y', doubt: 'three-years' },
  ]
  expect(inForce(two, '2026-02-28').value).toBe('old')
  expect(inForce(two, '2026-03-01').value).toBe('new')
  expect(() => inForce(two, '2012-12-31')).toThrow(RangeError)
})

it('every unsure setting shows its doubt in words, and nothing that is sure does', () => {
  for (const one of settings.flat()) {
    expect(one.source).not.toBe('')
    expect(one.doubt !== undefined, one.source).toBe(one.certainty === 'U')
  }
  for (const doubt of doubts) expect(Object.keys(zh)).toContain(`doubt.${doubt}`)
})

it('settings lie in the order of their days', () => {
  for (const list of settings) {
    const days = list.map(({ from }) => from)
    expect(days).toEqual(days.toSorted())
  }
})
