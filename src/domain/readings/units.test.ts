import { describe, expect, it } from 'vitest'
import { unitOfValue } from './units.ts'

describe('the unit of a value', () => {
  const units = (factor: string, statistics: readonly string[]) => statistics.map((one) => unitOfValue(factor, one))

  it('is that of its factor, in samples, means, extremes, percentiles and the day of ozone', () => {
    expect(units('a05024', ['Rtd', 'Avg', 'Min', 'Max', 'Mda8', 'Mda8P90'])).toEqual(Array(6).fill('µg/m³'))
    expect(units('a21005', ['Avg', 'AvgP95'])).toEqual(['mg/m³', 'mg/m³'])
    expect(units('a34013', ['ZsRtd', 'ZsAvg', 'ZsMin', 'ZsMax'])).toEqual(Array(4).fill('mg/m³'))
    expect(units('Leq', ['Data', 'DayData', 'NightData'])).toEqual(Array(3).fill('dB'))
  })

  it('is none where something is counted, or told in a unit of the device', () => {
    expect(units('a05024', ['N', 'Mda8N'])).toEqual(['', ''])
    expect(units('a34013', ['Cou', 'ZsCou'])).toEqual(['', ''])
    expect(units('SB1', ['RS', 'RT', 'SN'])).toEqual(['', '', ''])
  })

  it('is none for a factor that nobody knows', () => {
    expect(units('a99999', ['Avg'])).toEqual([''])
  })
})
