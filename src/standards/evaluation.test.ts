import { describe, expect, it } from 'vitest'
import { dayNumberOf, daysIn, monthPeriod, yearPeriod } from './civil-days.ts'
import { asReported, evaluate, evaluateBoth, usualRules } from './evaluation.ts'
import type { Exclusion } from './exclusions.ts'
import { limitsInForce } from './limits.ts'
import { byFactor, type FactorName } from './statistics-table.ts'

type Air = Record<FactorName, number>
const clean: Air = { pm25: 20, pm10: 40, so2: 10, no2: 20, co: 0.6, o3: 90 }

/** A year of days. */
function yearOf(year: number, of: (day: number) => Partial<Air> = () => ({})) {
  const period = yearPeriod(year)
  return byFactor(({ name }) => ({
    first: period.first,
    values: Float64Array.from({ length: daysIn(period) }, (_, at) => ({ ...clean, ...of(period.first + at) })[name]),
  }))
}

const day = dayNumberOf

describe('a year', () => {
  it('of clean days attains, is good, and has its index', () => {
    const found = evaluate(yearOf(2023), yearPeriod(2023), { ...usualRules, basis: 'rounded' })
    expect(found.attained).toBe(true)
    expect(found.goodDays).toEqual({
      byLevel: { 1: 365, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0 },
      countedDays: 365,
      goodDays: 365,
      ratio: 100,
    })
    // 20/35 + 40/70 + 10/60 + 20/40 + 0.6/4 + 90/160 = 2.5220
    expect(found.composite?.value).toBe(2.52)
    expect(found.table.name).toBe('GB 3095-2012')
  })

  it('by the other edition has other limits, index and levels', () => {
    // 65 µg/m³ is good until 2026 (75 at 100) and not from then on (60 at 100).
    const hazy = yearOf(2025, (at) => (at < day('2025-01-11') ? { pm25: 65 } : {}))
    const table = limitsInForce('2025-12-31', '2026')
    const [now, other] = [undefined, table].map((one) =>
      evaluate(hazy, yearPeriod(2025), { ...usualRules, table: one }),
    )
    expect([now?.goodDays.byLevel[3], other?.goodDays.byLevel[3]]).toEqual([0, 10])
    expect([now?.table.edition, other?.table.edition]).toEqual(['2012', '2026'])
    expect(other?.composite?.value ?? 0).toBeGreaterThan(now?.composite?.value ?? 0)
  })

  it('2026 is judged by the limits of its end and day by day by the index of the day, which is unsure', () => {
    const hazy = yearOf(2026, () => ({ pm25: 65 }))
    const found = evaluate(hazy, yearPeriod(2026), usualRules)
    expect(found.table.name).toBe('GB 3095-2026 transitional')
    // January and February are 59 days.
    expect(found.goodDays.byLevel).toMatchObject({ 2: 59, 3: 306 })
    expect(found.doubts).toContain('edition-of-2026')
  })

  it('on the basis of rounded days rounds each day first', () => {
    const found = evaluate(
      yearOf(2023, () => ({ pm25: 20.5, co: 0.65 })),
      yearPeriod(2023),
      { ...usualRules, basis: 'rounded' },
    )
    expect(found.factors.a34004.mean).toBe(20)
    expect(found.factors.a21005.percentile?.value).toBeCloseTo(0.6, 12)
    const unrounded = evaluate(
      yearOf(2023, () => ({ pm25: 20.5 })),
      yearPeriod(2023),
      usualRules,
    )
    expect(unrounded.factors.a34004.mean).toBe(20.5)
  })

  it('a factor without days leaves the others as they are', () => {
    const found = evaluate(
      yearOf(2023, () => ({ so2: Number.NaN })),
      yearPeriod(2023),
      usualRules,
    )
    expect(found.factors.a21026).toMatchObject({ validDays: 0, mean: null, attainment: { attained: null } })
    expect(found.factors.a34004.attainment?.attained).toBe(true)
    expect([found.attained, found.composite, found.goodDays.countedDays]).toEqual([null, null, 0])
  })
})

it('a month has statistics and an index, and no legal judgement', () => {
  const found = evaluate(yearOf(2023), monthPeriod(2023, 5), usualRules)
  expect(found.factors.a34004).toMatchObject({ validDays: 31, mean: 20, percentile: null, attainment: null })
  expect([found.attained, found.goodDays.countedDays]).toEqual([null, 31])
  expect(found.composite?.value).toBeCloseTo(20 / 35 + 40 / 70 + 10 / 60 + 0.5 + 0.15 + 90 / 160, 12)
})

describe('with and without dust', () => {
  const days = yearOf(2021, (at) =>
    at >= day('2021-03-15') && at <= day('2021-03-24') ? { pm10: 770, pm25: 100 } : {},
  )
  const dust: Exclusion = {
    area: '430900',
    from: '2021-03-15',
    until: '2021-03-24',
    factors: ['a34002', 'a34004'],
    kind: 'sand-dust',
    note: '',
    approval: { person: '陈一鸣', at: 0, authority: '中国环境监测总站', reference: '总站函〔2021〕1号' },
  }

  it('each statistic is told twice', () => {
    const found = evaluateBoth(days, yearPeriod(2021), usualRules, [dust])
    // (355 × 40 + 10 × 770) / 365 = 60
    expect([found.with.factors.a34002.mean, found.without.factors.a34002.mean]).toEqual([60, 40])
    expect([found.with.goodDays.countedDays, found.with.goodDays.goodDays]).toEqual([365, 355])
    expect(found.without.goodDays).toMatchObject({ countedDays: 355, goodDays: 355 })
    expect((found.with.composite?.value ?? 0) - (found.without.composite?.value ?? 0)).toBeGreaterThan(0.28)
    // Ten days of March are gone; they were measured, so the year stays valid.
    expect(found.without.factors.a34002).toMatchObject({ valid: true, validDays: 365 })
    expect(found.without.doubts).toContain('excluded-days-valid')
  })

  it('a report gives concentrations and index without, and the days of the AQI with', () => {
    const found = evaluateBoth(days, yearPeriod(2021), usualRules, [dust])
    const reported = asReported(found)
    expect(reported.factors).toEqual(found.without.factors)
    expect(reported.composite).toEqual(found.without.composite)
    expect(reported.goodDays).toEqual(found.with.goodDays)
  })

  it('nothing changes before a person has approved it', () => {
    const found = evaluateBoth(days, yearPeriod(2021), usualRules, [{ ...dust, approval: null }])
    expect(found.without.factors).toEqual(found.with.factors)
  })
})
