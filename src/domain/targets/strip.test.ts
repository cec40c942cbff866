import { describe, expect, it } from 'vitest'
import type { Quality, Reading } from '../readings/model.ts'
import { stripHour } from './strip.ts'

const end = Date.parse('2026-11-18T14:00:00+08:00')

function reading(factor: string, value: number | null, quality: Quality = 'valid', deviceId = 'd'): Reading {
  return {
    deviceId,
    factor,
    statistic: 'Avg',
    resolution: 'hour',
    periodStart: end - 3_600_000,
    periodEnd: end,
    value,
    flag: 'N',
    quality,
    reason: null,
    source: 'frame',
    version: 1,
    seq: 1,
    recordedAt: end,
  }
}

describe('an hour of the strip', () => {
  it('has the index of the hour, its primary pollutant and the wind', () => {
    // HJ 633-2026: PM2.5 68 → 100 + (68 − 60)·50/55 = 107.3, upward 108; PM10 96 → 50 + (96 − 50)·50/70 = 82.9, 83; O3 58 of an
    // hour → 58·50/160 = 18.1, 19.
    const readings = [
      ...[reading('a34004', 68), reading('a34002', 96), reading('a05024', 58)],
      ...[reading('a01007', 1.8), reading('a01008', 318)],
    ]
    expect(stripHour(end, readings)).toMatchObject({
      aqi: 108,
      level: 3,
      primary: ['pm25'],
      windMs: 1.8,
      windFromDeg: 318,
      factors: [
        { name: 'pm25', value: 68, iaqi: 108 },
        { name: 'pm10', value: 96, iaqi: 83 },
        { name: 'so2', value: null, iaqi: null },
        { name: 'no2', value: null, iaqi: null },
        { name: 'co', value: null, iaqi: null },
        { name: 'o3', value: 58, iaqi: 19 },
      ],
    })
  })

  it('is judged by the edition of its own day: the hour that ends on 1 March at midnight is of February', () => {
    const midnight = Date.parse('2026-03-01T00:00:00+08:00')
    // HJ 633-2012: 60 → 50 + (60 − 35)·50/40 = 81.3, 82; of 2026: 100.
    expect(stripHour(midnight, [reading('a34004', 60)]).aqi).toBe(82)
    expect(stripHour(midnight + 3_600_000, [reading('a34004', 60)]).aqi).toBe(100)
  })

  it('shows a value that may not be used with its state, and reckons no index of it', () => {
    const found = stripHour(end, [reading('a34004', 400, 'invalid'), reading('a34002', 40)])
    expect(found.factors[0]).toEqual({ name: 'pm25', value: 400, quality: 'invalid', flag: 'N', iaqi: null })
    expect(found.aqi).toBe(40)
    expect(stripHour(end, []).aqi).toBeNull()
  })

  it('takes of two devices the one whose value may be used', () => {
    const found = stripHour(end, [reading('a34004', 400, 'invalid', 'one'), reading('a34004', 50, 'suspect', 'other')])
    expect(found.factors[0]).toMatchObject({ value: 50, quality: 'suspect' })
  })
})
