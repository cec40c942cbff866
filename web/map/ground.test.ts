import { expect, it } from 'vitest'
import { arrowMiddle } from './ground.tsx'

it('the arrow of the wind stands beyond the sector where the wind comes from', () => {
  const centre = { x: 200, y: 300 }
  const at = (fromDeg: number) => {
    const { x, y } = arrowMiddle(centre, { fromDeg, speedMs: 3 }, 100)
    return [Math.round(x), Math.round(y)]
  }
  // 8 px of air and half of 26 px beyond the radius: to the north is up, to the east is right.
  expect([at(0), at(90), at(180), at(270)]).toEqual([
    [200, 179],
    [321, 300],
    [200, 421],
    [79, 300],
  ])
  expect(at(45)).toEqual([286, 214])
})
