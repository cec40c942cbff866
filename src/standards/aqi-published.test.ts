import { describe, expect, it } from 'vitest'
import {
  causeOf,
  cityDays,
  hasPublished,
  nationalFiles,
  type Published,
  pm25inHours,
  publishedAbsent,
  stationHours,
  vectors,
} from '../../test/setup/published-aqi.ts'
import { airQualityOf } from './aqi.ts'
import { primaryOrder } from './aqi-table.ts'

const qualityOf = ({ values, kind }: Published) => airQualityOf(values, { edition: '2012', kind })

/** All published rows, how many are met to the digit, and of the others those that nothing known explains. */
function held(rows: readonly Published[]) {
  const unlike = rows.filter((row) => {
    const { aqi, level, primary } = qualityOf(row)
    const isLike =
      String(aqi) === row.aqi &&
      (row.category ?? level?.zh) === level?.zh &&
      (row.primary ?? primary).join() === primary.join()
    return !isLike
  })
  return {
    rows: rows.length,
    share: 1 - unlike.length / rows.length,
    unexplained: unlike.filter((row) => causeOf(row) === null),
  }
}

describe.skipIf(!hasPublished)(`published indices${hasPublished ? '' : ` (${publishedAbsent})`}`, () => {
  it('of a day of all national stations come out to the digit', () => {
    const path = nationalFiles().find((file) => file.includes('national-2019/china_sites_20190612'))
    const { hours, cutOff } = stationHours(path ?? '')
    expect({ cutOff, ...held(hours), rows: 0 }).toEqual({ cutOff: 0, rows: 0, share: 1, unexplained: [] })
    expect(hours.length).toBeGreaterThan(30_000)
  })

  it('of hours of 2020 come out with category and primary pollutants', () => {
    // Every fifth: the whole file is a trial.
    const { rows, share, unexplained } = held(pm25inHours().filter((_, place) => place % 5 === 0))
    expect(rows).toBeGreaterThan(14_000)
    expect(share).toBeGreaterThanOrEqual(0.9999)
    expect(unexplained).toEqual([])
  })

  it('of city days come out with their category, but for the CO of a few', () => {
    const { rows, share, unexplained } = held(cityDays())
    expect(rows).toBeGreaterThan(11_000)
    expect(share).toBeGreaterThanOrEqual(0.999)
    expect(unexplained).toEqual([])
  })

  it('of the vectors come out with all their sub-indices', () => {
    const unlike = vectors().filter((row) => {
      const { aqi, iaqi, primary, level } = qualityOf(row)
      const isLike = [...iaqi].every(([name, index]) => String(index) === row.iaqi[name])
      return !(
        isLike &&
        String(aqi) === row.aqi &&
        level?.zh === row.category &&
        primary.join() === row.primary?.join()
      )
    })
    expect(unlike).toEqual([])
    expect(vectors().length).toBe(527)
  })

  it('would not come out by another edition, nor from numbers a hair away', () => {
    const rows = vectors()
    const wrong = (change: (row: Published) => Parameters<typeof airQualityOf>) =>
      rows.filter((row) => String(airQualityOf(...change(row)).aqi) !== row.aqi).length
    expect(wrong((row) => [row.values, { edition: '2026', kind: row.kind }])).toBeGreaterThan(50)
    const higher = ({ values }: Published) =>
      Object.fromEntries(primaryOrder.map((name) => [name, values[name] === undefined ? '' : Number(values[name]) + 1]))
    expect(wrong((row) => [higher(row), { edition: '2012', kind: row.kind }])).toBeGreaterThan(400)
  })
})
