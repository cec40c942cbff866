import { expect, it } from 'vitest'
import { datedLines } from './standards.ts'

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
