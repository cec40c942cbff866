import { expect, it } from 'vitest'
import { HOUR_MS, instantOf, isoShanghai, MINUTE_MS } from '../src/standards/civil-time.ts'
import { isMissing, toldOf } from './history.ts'
import { stations } from './place.ts'
import { fieldNames, type Kind, NO_VALUE, publishedAt, rowsPublished } from './published.ts'
import { createWorld } from './world/world.ts'

const start = instantOf({ year: 2026, month: 11, day: 18, hour: 14, minute: 0, second: 0 })
const station = stations.find(({ code }) => code === 'QY001')
if (station === undefined) throw new Error('no national station')
const [told] = toldOf(station, createWorld('demo', start).showing(station))
if (told === undefined) throw new Error('nobody tells of the station')
const rows = (kind: Kind, from: number, to: number, now: number) => rowsPublished('demo', told, kind, { from, to, now })
const hours = Array.from({ length: 5_000 }, (_, ago) => start - ago * HOUR_MS)
const delays = (kind: Kind) =>
  hours.flatMap((hour) => {
    const at = publishedAt('demo', 'QY001', hour, kind)
    return at === null ? [] : [(at - hour) / MINUTE_MS]
  })

it('tells most hours four minutes behind their end, some late, some filled in after hours, those that were lost never', () => {
  const all = delays('realtime')
  const share = (some: readonly number[]) => some.length / hours.length
  expect(all.length).toBe(hours.filter((hour) => !isMissing('demo', 'QY001', hour)).length)
  expect(Math.min(...all)).toBe(4)
  expect(share(all.filter((one) => one > 4 && one <= 70))).toBeCloseTo(0.06, 1)
  expect(share(all.filter((one) => one >= 180 && one <= 540))).toBeGreaterThan(0.01)
  expect(share(all.filter((one) => one >= 180))).toBeLessThan(0.03)
  expect(all.filter((one) => one > 70 && one < 180)).toEqual([])
})

it('tells the reviewed value a day later', () => {
  const all = delays('reviewed')
  expect(Math.min(...all)).toBeGreaterThanOrEqual(24 * 60)
  expect(Math.max(...all)).toBeLessThanOrEqual(24 * 60 + 3)
})

it('labels an hour by its end, and says only what is there by then', () => {
  const whole = rows('realtime', start - 5 * HOUR_MS, start, start + 12 * HOUR_MS)
  const known = whole.map(({ dataTime }) => dataTime)
  expect(known).toContain(isoShanghai(start).slice(0, 19).replace('T', ' '))
  expect(new Set(known).size).toBe(known.length)
  expect(rows('realtime', start, start, start + 3 * MINUTE_MS)).toEqual([])
  expect(rows('realtime', start, start + 9 * HOUR_MS, start + 5 * MINUTE_MS).length).toBeLessThanOrEqual(1)
  expect(rows('realtime', start, start, start + 12 * HOUR_MS)).toEqual(whole.slice(-1))
  expect(whole[0]).toMatchObject({ siteCode: '439901401', siteName: '青石桥站' })
  expect(Object.keys(whole[0] ?? {})).toEqual(expect.arrayContaining(Object.values(fieldNames)))
})

it('reviews: most values stay, some are corrected by less than a tenth, a few struck out, the weather is left alone', () => {
  const [from, now] = [start - 60 * 24 * HOUR_MS, start + 48 * HOUR_MS]
  const first = new Map(rows('realtime', from, start, now).map((row) => [row.dataTime, row]))
  const later = rows('reviewed', from, start, now)
  const pairs = later.map((row) => [first.get(row.dataTime)?.PM2_5, row.PM2_5] as const)
  const struckOut = pairs.filter(([, value]) => value === NO_VALUE)
  const changed = pairs.filter(([before, value]) => value !== NO_VALUE && value !== before)
  expect(struckOut.length).toBeGreaterThan(3)
  expect(struckOut.length / pairs.length).toBeLessThan(0.02)
  expect(changed.length / pairs.length).toBeGreaterThan(0.07)
  expect(changed.length / pairs.length).toBeLessThan(0.15)
  for (const [before, value] of changed) expect(Math.abs(Number(value) / Number(before) - 1)).toBeLessThan(0.1)
  const valid = later.filter(({ PM2_5: value }) => value !== NO_VALUE)
  expect(valid.map(({ WDIR }) => WDIR)).toEqual(valid.map(({ dataTime }) => first.get(dataTime)?.WDIR))
})
