import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compositeIndexOf } from './composite.ts'
import { type CompositeVariant, compositeMethodOf } from './composite-table.ts'
import { limitsInForce } from './limits.ts'
import { rounded } from './rounding.ts'
import { byFactor, evaluatedFactors, type FactorName } from './statistics-table.ts'

/** Means of the first four, percentiles of CO and ozone; percentiles of the others where they are told. */
function statisticsOf(
  values: Record<FactorName, number | null>,
  percentiles: Partial<Record<FactorName, number>> = {},
) {
  return byFactor(({ name, meanLimit, percent: p }) =>
    meanLimit === null
      ? { mean: null, percentile: { p, value: values[name] } }
      : { mean: values[name], percentile: { p, value: percentiles[name] ?? null } },
  )
}

function index(
  statistics: ReturnType<typeof statisticsOf>,
  {
    day = '2022-12-31',
    variant = 'ranking',
    basis = 'rounded',
  }: { day?: string; variant?: CompositeVariant; basis?: 'rounded' | 'unrounded' } = {},
) {
  return compositeIndexOf(statistics, compositeMethodOf(variant, day).value, limitsInForce(day), basis, day)
}

// A public worked example: PM2.5 21, PM10 39, SO2 9, NO2 15, ozone 192, CO 0.7.
const example = statisticsOf({ pm25: 21, pm10: 39, so2: 9, no2: 15, o3: 192, co: 0.7 })

describe('composite index', () => {
  it('of the worked example is 3.06, which rounded parts would miss', () => {
    const found = index(example)
    expect(found?.value).toBe(3.06)
    expect(found?.primary).toEqual(['a05024'])
    // 21/35, 39/70, 9/60, 15/40, 0.7/4, 192/160
    expect(found?.parts).toEqual(
      byFactor(({ name }) => ({ pm25: 0.6, pm10: 39 / 70, so2: 0.15, no2: 0.375, co: 0.175, o3: 1.2 })[name]),
    )
    const ofRoundedParts = Object.values(found?.parts ?? {}).reduce((sum, part) => sum + rounded(part, 2), 0)
    expect(rounded(ofRoundedParts, 2)).not.toBe(3.06)
  })

  it('takes concentrations as they are published, or as they were counted', () => {
    const raw = statisticsOf({ pm25: 21.4, pm10: 39, so2: 9, no2: 15, o3: 192, co: 0.74 })
    expect(index(raw)?.value).toBe(3.06)
    expect(index(raw, { basis: 'unrounded' })?.value).toBeCloseTo(
      21.4 / 35 + 39 / 70 + 0.15 + 0.375 + 0.74 / 4 + 1.2,
      12,
    )
  })

  it('is held against the limits in force, with the decimals of the day', () => {
    // 21/30 + 39/60 + 9/60 + 15/40 + 0.7/4 + 192/160
    expect(index(example, { day: '2027-12-31' })?.value).toBe(3.25)
    const tenths = statisticsOf({ pm25: 21.4, pm10: 39, so2: 9, no2: 15, o3: 192, co: 0.74 })
    expect(index(tenths, { day: '2027-12-31' })?.value).toBe(
      rounded(21.4 / 30 + 0.65 + 0.15 + 0.375 + 0.74 / 4 + 1.2, 2),
    )
  })

  it('has variants: weights, and the larger of mean and percentile', () => {
    // 3 × 0.6 + 39/70 + 0.15 + 2 × 0.375 + 0.175 + 2 × 1.2
    expect(index(example, { variant: 'weighted-2026' })).toMatchObject({
      value: rounded(3 * 0.6 + 39 / 70 + 0.15 + 0.75 + 0.175 + 2.4, 2),
      primary: ['a05024'],
    })
    const peaks = statisticsOf({ pm25: 21, pm10: 39, so2: 9, no2: 15, o3: 192, co: 0.7 }, { pm25: 60, pm10: 40 })
    // PM2.5: 60/75 is larger than 21/35; PM10: 40/150 is smaller than 39/70.
    expect(index(peaks, { variant: 'annual-2013' })?.parts).toMatchObject({ a34004: 0.8, a34002: 39 / 70 })
  })

  it('is none unless all six are there', () => {
    for (const { name } of evaluatedFactors) {
      const values = { pm25: 21, pm10: 39, so2: 9, no2: 15, o3: 192, co: 0.7, [name]: null }
      expect(index(statisticsOf(values)), name).toBe(null)
    }
  })

  it('says which variants are unsure', () => {
    expect(compositeMethodOf('ranking', '2025-12-31')).toMatchObject({ certainty: 'S' })
    expect(compositeMethodOf('ranking', '2026-12-31')).toMatchObject({ certainty: 'U', doubt: 'index-weights-2026' })
  })

  it('rises with every concentration, and names those that share the largest part', () => {
    const value = fc.double({ min: 0, max: 300, noNaN: true })
    fc.assert(
      fc.property(
        fc.record({ pm25: value, pm10: value, so2: value, no2: value, co: value, o3: value }),
        value,
        (values, more) => {
          const before = index(statisticsOf(values), { basis: 'unrounded' })
          for (const { name } of evaluatedFactors) {
            const after = index(statisticsOf({ ...values, [name]: values[name] + more }), { basis: 'unrounded' })
            expect(after?.value ?? 0).toBeGreaterThanOrEqual((before?.value ?? 0) - 1e-9)
          }
        },
      ),
    )
    const equal = statisticsOf({ pm25: 35, pm10: 70, so2: 0, no2: 0, co: 0, o3: 0 })
    expect(index(equal)?.primary).toEqual(['a34004', 'a34002'])
  })
})
