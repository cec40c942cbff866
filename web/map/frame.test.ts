import { describe, expect, it } from 'vitest'
import {
  areaOf,
  aroundCentre,
  boundsOf,
  fitted,
  isIn,
  offsetFrom,
  offsetOf,
  panned,
  placeAt,
  pointOf,
  roundLength,
  transformIn,
  type View,
  zoomed,
} from './frame.ts'

// Vincenty's inverse formula on the WGS84 ellipsoid for these two points: 2211 m, initial bearing 306.6°.
const station = { lonWgs84: 113.5, latWgs84: 29.5 }
const yard = { lonWgs84: 113.4817, latWgs84: 29.5119 }

it('a place beside the station lies as far west and north as on the ellipsoid, to one per cent', () => {
  const { eastM, northM } = offsetFrom(station, yard)
  expect(Math.hypot(eastM, northM) / 2211).toBeCloseTo(1, 2)
  expect(((Math.atan2(eastM, northM) * 180) / Math.PI + 360) % 360).toBeCloseTo(306.6, 0)
})

it('the way back leads to the same place, to a centimetre', () => {
  const back = placeAt(station, offsetFrom(station, yard))
  expect(back.lonWgs84).toBeCloseTo(yard.lonWgs84, 9)
  expect(back.latWgs84).toBeCloseTo(yard.latWgs84, 9)
})

describe('a view of 20 m in a pixel on a map of 400 × 300', () => {
  const size = { width: 400, height: 300 }
  const view: View = { eastM: 0, northM: 0, scale: 20 }

  it('has north above and east to the right', () => {
    expect(pointOf(view, size, { eastM: 2_000, northM: 1_000 })).toEqual({ x: 300, y: 100 })
    expect(offsetOf(view, size, { x: 300, y: 100 })).toEqual({ eastM: 2_000, northM: 1_000 })
  })

  it('goes along with the hand', () => {
    const dragged = panned(view, { x: 30, y: -10 })
    expect(pointOf(dragged, size, { eastM: 2_000, northM: 1_000 })).toEqual({ x: 330, y: 90 })
  })

  it('comes nearer around the pointer, and not nearer than a quarter of a metre', () => {
    const nearer = zoomed(view, size, { x: 300, y: 100 }, 2)
    expect(nearer).toEqual({ eastM: 1_000, northM: 500, scale: 10 })
    expect(pointOf(nearer, size, { eastM: 2_000, northM: 1_000 })).toEqual({ x: 300, y: 100 })
    expect(zoomed(view, size, { x: 0, y: 0 }, 10_000).scale).toBe(0.25)
  })

  it('shows all of a circle with air around it', () => {
    const seen = fitted(aroundCentre(5_000), size, 20)
    // The height decides: 10 km in 260 px.
    expect(seen.scale).toBeCloseTo(10_000 / 260, 9)
    expect(pointOf(seen, size, { eastM: 0, northM: 5_000 }).y).toBeCloseTo(20, 9)
  })
})

it('bounds hold what they are of, and never less than asked for', () => {
  const two = [
    { eastM: -100, northM: 50 },
    { eastM: 300, northM: 60 },
  ]
  expect(boundsOf(two)).toEqual({ west: -100, east: 300, south: 50, north: 60 })
  expect(boundsOf(two, 150)).toEqual({ west: -100, east: 300, south: -95, north: 205 })
  expect(boundsOf([])).toBe(null)
})

it.each([
  [20, 100, 2_000],
  [21.8, 100, 2_000],
  [4, 100, 200],
  [12, 100, 1_000],
  [60, 100, 5_000],
])('at %s m in a pixel a scale of at most %s px is %s m long', (scale, most, length) => {
  expect(roundLength(scale, most)).toBe(length)
})

it('what is drawn for a view is laid by whole pixels where another one has it, and stretched where that one is nearer', () => {
  const view = { eastM: 0, northM: 0, scale: 10 }
  // 304 m to the east and 96 m to the north: the ground goes 30.4 px to the left and 9.6 px down.
  expect(transformIn(view, { eastM: 304, northM: 96, scale: 10 })).toBe('translate(-30px, 10px) scale(1)')
  expect(transformIn(view, { eastM: 100, northM: 0, scale: 5 })).toBe('translate(-20px, 0px) scale(2)')
})

it('what is looked at of a sheet goes along with the eye', () => {
  const [view, sheet] = [
    { eastM: 0, northM: 0, scale: 10 },
    { width: 600, height: 400 },
  ]
  const area = areaOf(view, { eastM: 500, northM: 200 }, sheet)
  expect(area).toEqual({ x: 50, y: -20, width: 600, height: 400 })
  expect([isIn(area, { x: 650, y: 380 }), isIn(area, { x: 651, y: 0 }), isIn(area, { x: 651, y: 0 }, 1)]).toEqual([
    ...[true, false, true],
  ])
})
