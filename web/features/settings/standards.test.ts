import { expect, it } from 'vitest'
import en from '../../../catalogues/en.json' with { type: 'json' }
import zh from '../../../catalogues/zh.json' with { type: 'json' }
import { datedLines, sourceOf } from './standards.ts'

it('of each setting one version at most is in force, and from March 2026 on the one of 2026', () => {
  for (const day of ['2025-12-31', '2026-03-01', '2031-01-01']) {
    const inForce = datedLines(day).filter((line) => line.isInForce)
    expect(new Set(inForce.map(({ key }) => key)).size).toBe(inForce.length)
  }
  const attainment = (day: string) =>
    datedLines(day).find(({ key, isInForce }) => key === 'decimals-attainment' && isInForce)
  expect(attainment('2026-02-28')).toMatchObject({ from: '1970-01-01', certainty: 'P', doubt: null })
  expect(attainment('2026-03-01')).toMatchObject({
    from: '2026-03-01',
    certainty: 'U',
    doubt: 'attainment-decimals-2026',
  })
})

it('the source of each version is told in both languages', () => {
  const [first] = datedLines('2026-11-18').filter(({ key }) => key === 'exclusions')
  expect(first && sourceOf(first)).toBe('exclusions.1970')
  const keys = datedLines('2026-11-18').map((line) => `web.settings.dated-source.${sourceOf(line)}`)
  for (const catalogue of [zh, en]) expect(Object.keys(catalogue)).toEqual(expect.arrayContaining(keys))
})
