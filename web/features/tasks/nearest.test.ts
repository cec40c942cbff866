import { expect, it } from 'vitest'
import { nearest } from './nearest.ts'

const square = (west: number, south: number) => {
  const [east, north] = [west + 0.1, south + 0.1]
  const ring: [number, number][] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return [[ring]]
}
const outlines = [
  { regionId: 'county', level: 'county' as const, polygons: square(113.4, 29.4) },
  { regionId: 'east', level: 'town' as const, polygons: square(113.5, 29.4) },
  { regionId: 'west', level: 'town' as const, polygons: square(113.3, 29.4) },
]
const person = (name: string, regionId: string, openTasks = 0) => ({ name, regionId, openTasks })
const names = (people: Parameters<typeof nearest>[0], place: Parameters<typeof nearest>[2]) =>
  nearest(people, outlines, place).map((one) => one.person.name)

const here = { lon: 113.55, lat: 29.45 }

it('who answers for the ground comes first, then the nearer, then whoever has the county or no border', () => {
  const people = [person('甲', 'county'), person('乙', 'west'), person('丙', 'unknown'), person('丁', 'east', 3)]
  expect(names(people, here).slice(0, 2)).toEqual(['丁', '乙'])
  const [first, second, third] = nearest(people, outlines, here)
  expect([first?.metres, third?.metres]).toEqual([0, null])
  // From 113.55 to 113.4 along 29.45° N: 0.15° × 111.195 km × cos 29.45° = 14.52 km.
  expect(second?.metres).toBeGreaterThan(14_450)
  expect(second?.metres).toBeLessThan(14_600)
})

it('of equally near the one with the least to do; where the place is not known that alone counts', () => {
  expect(names([person('甲', 'east', 2), person('乙', 'east', 1)], here)).toEqual(['乙', '甲'])
  expect(names([person('甲', 'east', 2), person('乙', 'west', 1)], null)).toEqual(['乙', '甲'])
})
