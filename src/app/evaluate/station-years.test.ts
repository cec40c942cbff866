import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayNumberOf } from '../../standards/civil-days.ts'
import { HOUR_MS, startOfCivilDay } from '../../standards/civil-time.ts'
import { seemsMicrogramsOfCo, stationYears } from './station-years.ts'

const FINE = 'a34004'
const midnight = startOfCivilDay('2014-01-01')
/** End of the hour with this label of 2014-01-01; 25 is 01:00 of the next day. */
const label = (hour: number) => midnight + hour * HOUR_MS
const firstDay = dayNumberOf('2014-01-01')

type Hour = readonly [hour: number, value: number | null]

function collected(hours: readonly Hour[], onlyYear?: number) {
  const years = stationYears(onlyYear)
  const taken = hours.map(([hour, value]) => years.add('A', label(hour), FINE, value))
  return { taken, found: years.finish() }
}

const day = Array.from({ length: 24 }, (_, at): Hour => [at + 1, at + 1])

describe('hours become days', () => {
  it('of the labels 01:00 to 24:00; midnight is of the day before, and of its year', () => {
    const { found } = collected([[0, 900], ...day])
    expect(found.map(({ station, year }) => [station, year])).toEqual([
      ['A', 2013],
      ['A', 2014],
    ])
    const [old, now] = found
    expect(old?.days[FINE].inputs.at(-1)).toBe(1)
    expect(now?.days[FINE]).toMatchObject({ first: firstDay })
    expect([now?.days[FINE].values[0], now?.days[FINE].inputs[0]]).toEqual([12.5, 24])
    expect(now?.days[FINE].values).toHaveLength(365)
    expect(now?.days[FINE].values[1]).toBeNaN()
  })

  it('in whatever order they come, several days and stations at once', () => {
    const two = [...day, ...day.map(([hour, value]): Hour => [hour + 24, value === null ? null : value * 2])]
    fc.assert(
      fc.property(fc.shuffledSubarray(two, { minLength: two.length }), (shuffled) => {
        const years = stationYears()
        for (const [hour, value] of shuffled) {
          years.add('B', label(hour), FINE, value)
          years.add('A', label(hour), 'a05024', value)
        }
        const [a, b] = years.finish()
        expect([a?.station, b?.station]).toEqual(['A', 'B'])
        expect([...(b?.days[FINE].values.slice(0, 2) ?? [])]).toEqual([12.5, 25])
        // The eight hours up to 24:00.
        expect([...(a?.days.a05024.values.slice(0, 2) ?? [])]).toEqual([20.5, 41])
        expect([...(a?.days.a05024.inputs.slice(0, 2) ?? [])]).toEqual([17, 17])
      }),
      { numRuns: 30 },
    )
  })

  it('a missing hour is one that came: nothing takes its place', () => {
    const gaps: Hour[] = day.map(([hour, value]) => [hour, hour <= 3 ? null : value])
    const { taken, found } = collected([...gaps, [1, 500], [24, 500]])
    expect(taken.slice(-2)).toEqual([false, false])
    expect(found[0]?.days[FINE].inputs[0]).toBe(21)
    // 4 … 24
    expect(found[0]?.days[FINE].values[0]).toBe(14)
  })

  it('what came first stands while the day is still open too', () => {
    const { taken, found } = collected([...day.slice(0, 22), [1, 900], ...day.slice(22, 23)])
    expect(taken.filter((one) => !one)).toHaveLength(1)
    expect(found[0]?.days[FINE].values[0]).toBe(12)
  })

  it('of one year alone, when only that is wanted', () => {
    expect(collected([[0, 900], ...day], 2014).found.map(({ year }) => year)).toEqual([2014])
    expect(collected(day, 2015).found).toEqual([])
  })

  it('factors that are not evaluated are passed over', () => {
    const years = stationYears()
    expect(years.add('A', label(1), 'a01001', 20)).toBe(true)
    expect(years.finish()).toEqual([])
  })
})

it('CO that is nowhere under 60 mg/m³ is in µg/m³', () => {
  const of = (co: number) => {
    const years = stationYears()
    for (const [hour] of day) years.add('A', label(hour), 'a21005', co)
    return years.finish().map(seemsMicrogramsOfCo)
  }
  expect([of(900), of(0.9)]).toEqual([[true], [false]])
})
