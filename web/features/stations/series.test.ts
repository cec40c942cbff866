import { describe, expect, it } from 'vitest'
import type { Quality } from '../../../src/domain/readings/model.ts'
import type { Reading } from '../../api/queries.ts'
import { countsOf, linesOf, seriesOf } from './series.ts'

const HOUR = 3_600_000
const noon = Date.parse('2026-11-18T12:00:00+08:00')

function reading(hour: number, value: number | null, its: Partial<Reading> = {}): Reading {
  return {
    mn: 'A',
    station: 'QY001',
    factor: 'a34004',
    statistic: 'Avg',
    resolution: 'hour',
    start: new Date(noon + (hour - 1) * HOUR).toISOString(),
    end: new Date(noon + hour * HOUR).toISOString(),
    value,
    unit: 'µg/m³',
    flag: 'N',
    quality: 'valid',
    reason: null,
    source: 'frame',
    version: 1,
    ...its,
  }
}

describe('readings as series', () => {
  it('are one for each device, each period with its lowest and highest', () => {
    const series = seriesOf(
      [reading(2, 50), reading(1, 40), reading(1, 12, { statistic: 'Min' }), reading(1, 60, { mn: 'B' })],
      'a34004',
      'hour',
    )
    expect(series.map(({ mn, samples }) => [mn, samples.map(({ value, low }) => [value, low])])).toEqual([
      ['A', [[40, 12], [50, null]]], // biome-ignore format: one line a device
      ['B', [[60, null]]],
    ])
    expect(series[0]?.stepMs).toBe(HOUR)
  })

  it("take a day's ozone by its highest 8-hour mean where there is one", () => {
    const day = { factor: 'a05024', resolution: 'day' as const }
    const both = [reading(24, 80, day), reading(24, 160, { ...day, statistic: 'Mda8' })]
    expect(seriesOf(both, 'a05024', 'day')[0]?.samples.map(({ value }) => value)).toEqual([160])
    expect(seriesOf(both.slice(0, 1), 'a05024', 'day')[0]?.samples.map(({ value }) => value)).toEqual([80])
  })

  it('of instants step as they usually do, one late sample or not', () => {
    const samples = [0, 1, 2, 3, 9, 10].map((minute) => {
      const at = new Date(noon + minute * 60_000).toISOString()
      return reading(0, 5, { statistic: 'Rtd', resolution: 'realtime', start: at, end: at })
    })
    expect(seriesOf(samples, 'a34004', 'realtime')[0]?.stepMs).toBe(60_000)
  })
})

describe('the quality of a series', () => {
  const judged = (qualities: readonly (Quality | null)[]) =>
    seriesOf(
      qualities.flatMap((quality, hour) => (quality === null ? [] : [reading(hour, 40, { quality })])),
      'a34004',
      'hour',
    )

  it('is counted', () => {
    expect(countsOf(judged(['valid', 'suspect', 'suspect', 'invalid']))).toEqual({
      valid: 1,
      suspect: 2,
      invalid: 1,
      insufficient: 0,
    })
  })
})

describe('series as lines of a chart', () => {
  it('are in the colour of their factor under the name given, further devices grey beside it', () => {
    const series = seriesOf([reading(1, 40), reading(1, 60, { mn: '43990103000B7D20C4919999' })], 'a34002', 'hour')
    expect(
      linesOf(series, 'a34002', 'PM₁₀').map(({ key, name, colour, values }) => [key, name, colour, values]),
    ).toEqual([
      ['A', 'PM₁₀', 'pm10', [40]],
      ['43990103000B7D20C4919999', '…919999', 'peer', [60]],
    ])
  })
})
