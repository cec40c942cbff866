import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '../../standards/civil-time.ts'
import type { Quality, Reading } from '../readings/model.ts'
import type { ReadingRow } from '../readings/service.ts'
import { foundValues } from './found-values.ts'

const PM25 = 'a34004'
const CO = 'a21005'

type Told = readonly [value: number | null, reason: string | null, quality: Quality, statistic?: string]

/** The hours of a device, of one factor, from 01:00 on; null: nothing came. */
function hours(factor: string, told: readonly (readonly Told[] | null)[]) {
  const rows = new Map<number, ReadingRow>()
  for (const [place, values] of told.entries()) {
    if (values === null) continue
    const periodEnd = (place + 1) * HOUR_MS
    const of = { deviceId: 'd', resolution: 'hour' as const, periodStart: periodEnd - HOUR_MS, periodEnd }
    const rest = { flag: null, source: 'frame' as const, version: 1, seq: 1, recordedAt: periodEnd }
    const readings: Reading[] = values.map(([value, reason, quality, statistic = 'Avg']) => ({
      ...{ ...of, ...rest, factor, statistic, value, reason, quality },
    }))
    rows.set(periodEnd, { ...of, readings })
  }
  return (end: number) => rows.get(end)
}

const finding = (factor: string, rule: string, first: number, last: number) => ({
  factor,
  rule,
  firstEnd: first * HOUR_MS,
  lastEnd: last * HOUR_MS,
})

describe('the values of a finding', () => {
  it('are from the lowest to the highest of its own hours, those beside it left out', () => {
    const rowAt = hours(PM25, [
      [[3, null, 'valid']],
      [[620, 'implausible', 'suspect']],
      [[540, 'implausible', 'suspect']],
      [[9000, 'out-of-range', 'invalid']],
    ])
    expect(foundValues(finding(PM25, 'implausible', 2, 3), rowAt)).toEqual({
      ...{ low: 540, high: 620, unit: 'µg/m³', statistics: ['Avg'], readings: 2, qualities: ['suspect'] },
    })
  })

  it('count the hours that have one; an hour that did not come and one that could not be read have none', () => {
    const rowAt = hours(CO, [
      [[0.6, 'flat-line', 'suspect']],
      null,
      [[null, 'unreadable', 'invalid']],
      [[0.6, 'flat-line', 'suspect']],
    ])
    expect(foundValues(finding(CO, 'flat-line', 1, 4), rowAt)).toEqual({
      ...{ low: 0.6, high: 0.6, unit: 'mg/m³', statistics: ['Avg'], readings: 2, qualities: ['suspect'] },
    })
  })

  it('are none where no hour has one, or it is of another factor', () => {
    expect(foundValues(finding(PM25, 'flat-line', 1, 2), hours(PM25, [null, [[null, null, 'invalid']]]))).toBeNull()
    expect(foundValues(finding(PM25, 'spike', 1, 1), hours(CO, [[[0.6, null, 'valid']]]))).toBeNull()
  })

  it('are the extremes within the hour where the check speaks against them and not against the mean', () => {
    const rowAt = hours(PM25, [
      [
        [12, null, 'valid'],
        [-40, 'negative', 'invalid', 'Min'],
        [30, null, 'valid', 'Max'],
      ],
    ])
    expect(foundValues(finding(PM25, 'negative', 1, 1), rowAt)).toEqual({
      ...{ low: -40, high: -40, unit: 'µg/m³', statistics: ['Min'], readings: 1, qualities: ['invalid'] },
    })
  })

  it('are the means once nothing speaks against them, each state once, usable ones first', () => {
    const rowAt = hours(PM25, [
      [
        [31, null, 'invalid'],
        [12, null, 'valid', 'Min'],
      ],
      [[35, null, 'valid']],
      [[33, null, 'valid']],
    ])
    expect(foundValues(finding(PM25, 'spike', 1, 3), rowAt)).toEqual({
      ...{ low: 31, high: 35, unit: 'µg/m³', statistics: ['Avg'], readings: 3, qualities: ['valid', 'invalid'] },
    })
  })
})
