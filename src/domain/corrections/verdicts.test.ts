import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../standards/civil-time.ts'
import type { Reading } from '../readings/model.ts'
import { type HourVerdict, qualityOfReason, type ReadingRow, usualRules } from '../readings/service.ts'
import { isNews, seriesOf, verdictsOf } from './verdicts.ts'

const TEN = Date.parse('2026-11-18T10:00:00+08:00')

const reading = (more: Partial<Reading>): Reading => {
  const reason = more.reason ?? null
  return {
    deviceId: 'd',
    factor: 'a34004',
    statistic: 'Avg',
    resolution: 'hour',
    periodStart: TEN - HOUR_MS,
    periodEnd: TEN,
    value: 30,
    flag: 'N',
    quality: qualityOfReason(reason),
    reason,
    source: 'frame',
    version: 1,
    seq: 1,
    recordedAt: TEN,
    ...more,
  }
}
const rowOf = (...readings: Reading[]): ReadingRow => ({
  deviceId: 'd',
  resolution: 'hour',
  periodStart: TEN - HOUR_MS,
  periodEnd: TEN,
  readings,
})
const flat: HourVerdict = { reason: 'flat-line', findings: true }

/** Reason and whether it is for the work list, of one reading. */
function judged(one: Reading, beside?: HourVerdict, disturbances: Parameters<typeof verdictsOf>[1] = []) {
  const [verdict] = verdictsOf(rowOf(one), disturbances, () => beside, usualRules)
  return verdict === undefined ? 'nothing' : `${verdict.reason}${verdict.findings ? ' !' : ''}`
}

describe('a verdict', () => {
  it('of the hours around goes over a value that nothing speaks against', () => {
    expect(judged(reading({}), flat)).toBe('flat-line !')
    expect(judged(reading({ value: -2 }), flat)).toBe('flat-line !')
    expect(judged(reading({}), { reason: 'pm-inversion', findings: false })).toBe('pm-inversion')
    expect(judged(reading({}))).toBe('null')
  })

  it('does not go over what the device said, what two people said, and too few data', () => {
    for (const reason of ['mark-fault', 'insufficient', 'voided', 'corrected', 'kept', 'unreadable']) {
      expect(judged(reading({ reason, value: 900 }), flat)).toBe(reason)
    }
    expect(judged(reading({ reason: 'mark-manual' }), flat)).toBe('mark-manual !')
  })

  it('looks at the limits again: a rolled-up or imported mean has not been held to them', () => {
    expect(judged(reading({ value: 600, source: 'rollup' }), flat)).toBe('implausible !')
    expect(judged(reading({ value: 2600, source: 'import' }))).toBe('out-of-range !')
    expect(judged(reading({ value: -2 }))).toBe('slightly-negative')
  })

  it('is given up when its ground is gone', () => {
    expect(judged(reading({ reason: 'flat-line' }))).toBe('null')
    expect(judged(reading({ reason: 'neighbours' }), flat)).toBe('flat-line !')
  })

  it('is only for the mean: the highest and lowest value of an hour have no hours beside them', () => {
    expect(judged(reading({ statistic: 'Max' }), flat)).toBe('null')
  })

  it('of a check with gas goes over everything but what came with the value', () => {
    const check = { deviceId: 'd', factor: 'a34004', from: TEN - 30 * MINUTE_MS, until: TEN }
    expect(judged(reading({}), flat, [check])).toBe('zero-span')
    expect(judged(reading({ statistic: 'Max' }), undefined, [check])).toBe('zero-span')
    expect(judged(reading({ reason: 'mark-calibration' }), flat, [check])).toBe('mark-calibration')
    expect(judged(reading({ factor: 'a21026' }), undefined, [check])).toBe('null')
  })

  it('of exhaust knows no limits of ambient air and no neighbours', () => {
    const flue = rowOf(
      reading({ factor: 'a21026', value: 35_000, source: 'rollup' }),
      reading({ factor: 'a34004', value: 620, reason: 'implausible' }),
      reading({ factor: 'a19001', value: 11.2 }),
    )
    expect(verdictsOf(flue, [], () => undefined, usualRules).map((one) => one.reason)).toEqual([
      null,
      'implausible',
      null,
    ])
    expect(seriesOf([flue], [], usualRules).size).toBe(0)
    const converted = rowOf(reading({ factor: 'a21026', value: 35_000, statistic: 'ZsAvg' }), reading({}))
    expect(seriesOf([converted], [], usualRules).size).toBe(0)
  })

  it('is news when it differs from what stands', () => {
    const news = (stands: string | null, reason: string | null) =>
      isNews({ reading: reading({ reason: stands }), reason, findings: false })
    expect(news(null, 'spike')).toBe(true)
    expect(news('spike', 'spike')).toBe(false)
    expect(news('spike', null)).toBe(true)
    expect(news('dispelled', null)).toBe(false)
    expect(news('dispelled', 'pm-inversion')).toBe(true)
  })
})

describe('what hours are looked at beside one another', () => {
  it('is every mean that may be used, whatever an earlier verdict said of it', () => {
    const rows = [
      rowOf(
        reading({ value: 30 }),
        reading({ factor: 'a34002', value: 50, reason: 'flat-line' }),
        reading({ factor: 'a21026', value: 8, reason: 'mark-fault' }),
        reading({ factor: 'a21004', value: 21, reason: 'voided' }),
        reading({ factor: 'a05024', value: 90, reason: 'corrected' }),
        reading({ factor: 'a21005', value: 151 }),
        reading({ factor: 'a01001', value: null }),
        reading({ factor: 'a01006', value: 101.3, statistic: 'Max' }),
      ),
    ]
    const series = seriesOf(rows, [], usualRules).get('d')
    expect([...(series ?? [])].map(([factor, hours]) => [factor, hours.get(TEN)])).toEqual([
      ['a34004', 30],
      ['a34002', 50],
      ['a05024', 90],
    ])
  })
})
