import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../../src/standards/civil-time.ts'
import { stationSearch, windowOf } from './view.ts'

const now = Date.parse('2026-11-18T14:20:36+08:00')
const at = (text: string) => Date.parse(`${text}:00+08:00`)

describe("the address of a station's page", () => {
  it('keeps what it can be and leaves the rest out', () => {
    expect(stationSearch({ factor: 'a05024', resolution: 'day', span: '1y', view: 'x' })).toEqual({
      factor: 'a05024',
      resolution: 'day',
      span: '1y',
    })
    expect(stationSearch({ resolution: 'hour', span: '5y' })).toEqual({})
    expect(stationSearch({ resolution: 'week' })).toEqual({})
  })

  it('holds a period of its own only when both ends are times in their order', () => {
    const period = { from: '2026-11-01T00:00', to: '2026-11-08T00:00' }
    expect(stationSearch({ ...period, span: '24h' })).toEqual(period)
    expect(stationSearch({ from: period.to, to: period.from })).toEqual({})
    expect(stationSearch({ from: period.from })).toEqual({})
  })

  it('opens a reading only when it names the device and the end of the period', () => {
    expect(stationSearch({ at: '2026-11-18T14:00:00+08:00' })).toEqual({})
    expect(stationSearch({ mn: 'x', at: 'noon' })).toEqual({})
  })
})

describe('the period of an address', () => {
  it('is a week of hours until the next hour ends, when it says nothing', () => {
    expect(windowOf({}, now)).toEqual({
      from: at('2026-11-11T15:00'),
      to: at('2026-11-18T15:00'),
      isRolling: true,
      refreshMs: 60_000,
    })
  })

  it('stands still when it is named', () => {
    const window = windowOf({ from: '2026-11-01T00:00', to: '2026-11-08T00:00' }, now)
    expect(window).toMatchObject({ from: at('2026-11-01T00:00'), to: at('2026-11-08T00:00'), isRolling: false })
  })

  it('of days ends at midnight of Shanghai', () => {
    expect(windowOf({ resolution: 'day' }, now)).toMatchObject({
      from: at('2026-08-21T00:00'),
      to: at('2026-11-19T00:00'),
    })
  })

  it('of a year of hours is looked at again at leisure', () => {
    const window = windowOf({ span: '1y' }, now)
    expect(window.to - window.from).toBe(366 * DAY_MS)
    expect(window.refreshMs).toBe(300_000)
  })
})
