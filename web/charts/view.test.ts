import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fetchedFor, panned, pinched, viewOfSearch, viewSearch, zoomed } from './view.ts'

const hour = 3_600_000
const at = (text: string) => Date.parse(`${text}:00+08:00`)
const week = { from: at('2026-11-11T15:00'), to: at('2026-11-18T15:00') }

describe('a view of time', () => {
  it('zooms about the place that is held', () => {
    expect(zoomed({ from: 0, to: 100 * hour }, 0.5, 0.25)).toEqual({ from: 12.5 * hour, to: 62.5 * hour })
    expect(zoomed({ from: 0, to: 100 * hour }, 2, 1)).toEqual({ from: -100 * hour, to: 100 * hour })
  })

  it('is never shorter than a quarter of an hour', () => {
    const { from, to } = zoomed({ from: 0, to: hour }, 0.001, 0.5)
    expect([from, to]).toEqual([0.375 * hour, 0.625 * hour])
  })

  it('moves by a share of itself', () => {
    expect(panned({ from: 0, to: 8 * hour }, -0.25)).toEqual({ from: -2 * hour, to: 6 * hour })
  })

  it('follows two fingers: each stays on its instant', () => {
    // 400 px of 40 hours; fingers at 100 and 200 px, that is at hours 10 and 20, go to 50 and 350 px.
    const { from, to } = pinched({ from: 0, to: 40 * hour }, [100, 200], [50, 350], 400)
    const perPixel = (to - from) / 400
    expect([from + 50 * perPixel, from + 350 * perPixel].map((instant) => instant / hour)).toEqual([
      expect.closeTo(10, 9),
      expect.closeTo(20, 9),
    ])
  })
})

describe('a view in the address', () => {
  it('is two civil times of Shanghai, and comes back as it was', () => {
    expect(viewSearch(week)).toEqual({ from: '2026-11-11T15:00', to: '2026-11-18T15:00' })
    expect(viewOfSearch(viewSearch(week))).toEqual(week)
  })

  it('to the minute', () => {
    expect(viewSearch({ from: week.from + 29_999, to: week.to + 30_000 })).toEqual({
      from: '2026-11-11T15:00',
      to: '2026-11-18T15:01',
    })
  })

  it('is none when it is half, the wrong way round or no time', () => {
    expect(viewOfSearch({ from: '2026-11-11T15:00' })).toBeNull()
    expect(viewOfSearch({ from: '2026-11-18T15:00', to: '2026-11-11T15:00' })).toBeNull()
    expect(viewOfSearch({ from: 'yesterday', to: '2026-11-11T15:00' })).toBeNull()
  })
})

describe('what is fetched for a view', () => {
  const view = fc
    .record({ from: fc.integer({ min: 0, max: 4e11 }), span: fc.integer({ min: 900_000, max: 3e11 }) })
    .map(({ from, span }) => ({ from, to: from + span }))

  it('holds it, and of long ones no more than half as much again', () => {
    fc.assert(
      fc.property(view, ({ from, to }) => {
        const fetched = fetchedFor({ from, to })
        expect(fetched.from).toBeLessThanOrEqual(from)
        expect(fetched.to).toBeGreaterThanOrEqual(to)
        if (to - from >= 8 * hour) expect(fetched.to - fetched.from).toBeLessThanOrEqual((to - from) * 1.5)
      }),
    )
  })

  it('stays the same while a week is moved by some hours', () => {
    expect(fetchedFor(week)).toEqual(fetchedFor({ from: week.from + hour, to: week.to + hour }))
  })
})
