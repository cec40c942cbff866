import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { airQualityOf, type Concentrations, iaqiOf } from './aqi.ts'
import { aqiLevels, hexOf, levelOf, sensitiveGroupsOf } from './aqi-levels.ts'
import { type AqiScale, aqiKinds, aqiReports, aqiScales, incompleteReports } from './aqi-table.ts'
import { type Edition, editionInForce, editions } from './editions.ts'

/** The table once more, scale by scale, as the fact sheet standards.md has it (2.1): concentrations at 50, 100, … 500. */
// biome-ignore format: a table to proof-read
const sheet: readonly (readonly [Edition, AqiScale, readonly number[]])[] = [
  ['2012', 'so2-24h',  [50, 150, 475, 800, 1600, 2100, 2620]],
  ['2012', 'so2-1h',   [150, 500, 650, 800]],
  ['2012', 'no2-24h',  [40, 80, 180, 280, 565, 750, 940]],
  ['2012', 'no2-1h',   [100, 200, 700, 1200, 2340, 3090, 3840]],
  ['2012', 'pm10-24h', [50, 150, 250, 350, 420, 500, 600]],
  ['2012', 'co-24h',   [2, 4, 14, 24, 36, 48, 60]],
  ['2012', 'co-1h',    [5, 10, 35, 60, 90, 120, 150]],
  ['2012', 'o3-1h',    [160, 200, 300, 400, 800, 1000, 1200]],
  ['2012', 'o3-8h',    [100, 160, 215, 265, 800]],
  ['2012', 'pm25-24h', [35, 75, 115, 150, 250, 350, 500]],
  ['2026', 'so2-24h',  [50, 150, 475, 800, 1600, 2100, 2620]],
  ['2026', 'so2-1h',   [150, 500, 650, 800]],
  ['2026', 'no2-24h',  [40, 80, 180, 280, 565, 750, 940]],
  ['2026', 'no2-1h',   [100, 200, 700, 1200, 2340, 3090, 3840]],
  ['2026', 'pm10-24h', [50, 120, 250, 350, 420, 500, 600]],
  ['2026', 'co-24h',   [2, 4, 14, 24, 36, 48, 60]],
  ['2026', 'co-1h',    [5, 10, 35, 60, 90, 120, 150]],
  ['2026', 'o3-1h',    [160, 200, 300, 400, 800, 1000, 1200]],
  ['2026', 'o3-8h',    [100, 160, 215, 265, 800]],
  ['2026', 'pm25-24h', [35, 60, 115, 150, 250, 350, 500]],
]
const steps = [50, 100, 150, 200, 300, 400, 500]

/** The formula in fractions of whole numbers; the concentration in tenths. */
function byTheBook(points: readonly number[], tenths: number): number | null {
  if (tenths === 0) return 0
  const place = points.findIndex((point) => tenths <= point * 10)
  if (place < 0) return points.length === steps.length ? 500 : null
  const [low, high] = [BigInt((points[place - 1] ?? 0) * 10), BigInt((points[place] ?? 0) * 10)]
  const [from, to] = [BigInt(steps[place - 1] ?? 0), BigInt(steps[place] ?? 0)]
  const numerator = (to - from) * (BigInt(tenths) - low) + from * (high - low)
  return Number((numerator + (high - low) - 1n) / (high - low))
}

describe('the sub-index', () => {
  it.each(sheet)(
    'of %s, %s, is what the table says at every breakpoint, and more just above',
    (edition, scale, points) => {
      expect(iaqiOf(edition, scale, 0)).toBe(0)
      const one = scale.startsWith('co') ? 0.1 : 1
      for (const [place, point] of points.entries()) {
        expect(iaqiOf(edition, scale, point)).toBe(steps[place])
        const above = iaqiOf(edition, scale, point + one)
        if (place < points.length - 1) expect(above).toBeGreaterThan(steps[place] ?? 500)
        else expect(above).toBe(points.length === steps.length ? 500 : null)
      }
    },
  )

  it('is told of every scale, in both editions', () => {
    expect(sheet.map(([edition, scale]) => `${edition} ${scale}`).toSorted()).toEqual(
      editions.flatMap((edition) => aqiScales.map((scale) => `${edition} ${scale}`)).toSorted(),
    )
  })

  /** Fact sheet standards.md, 2.2. */
  it.each([
    ['2012', 'pm25-24h', 55, 75],
    ['2012', 'pm10-24h', 75, 63],
    ['2012', 'pm25-24h', 75, 100],
    ['2026', 'pm25-24h', 45, 70],
    ['2026', 'pm25-24h', 60, 100],
    ['2026', 'pm25-24h', 61, 101],
    ['2026', 'pm10-24h', 120, 100],
    ['2026', 'pm10-24h', 121, 101],
    ['2026', 'no2-1h', 200, 100],
    ['2026', 'o3-1h', 400, 200],
    ['2026', 'co-1h', 10, 100],
    // Public tests of HJ 633-2026, reckoned again by hand: 113.6, 111.5, 115.
    ['2026', 'pm25-24h', 75, 114],
    ['2026', 'pm10-24h', 150, 112],
    ['2026', 'no2-1h', 350, 115],
  ] as const)('of %s, %s, %d is %d', (edition, scale, concentration, expected) => {
    expect(iaqiOf(edition, scale, concentration)).toBe(expected)
    expect(iaqiOf(edition, scale, String(concentration))).toBe(expected)
  })

  it('is that of the rounded concentration: to whole µg/m³, CO to tenths, half to even', () => {
    expect(iaqiOf('2026', 'pm25-24h', 60.5)).toBe(100)
    expect(iaqiOf('2026', 'pm25-24h', '60.50000000000000000001')).toBe(101)
    expect(iaqiOf('2026', 'pm25-24h', 61.5)).toBe(iaqiOf('2026', 'pm25-24h', 62))
    // 0.85 is a tie whose binary fraction lies below it, 1.15 one whose lies below, too: 0.8 and 1.2.
    expect(iaqiOf('2012', 'co-24h', 0.85)).toBe(20)
    expect(iaqiOf('2012', 'co-24h', '1.15')).toBe(30)
    expect(iaqiOf('2012', 'co-24h', 1.15)).toBe(30)
  })

  it('of what is not there, or below zero, is none; of zero it is zero', () => {
    for (const none of [null, undefined, '', Number.NaN, -1, -0.4, '-0.4', '-3']) {
      expect(iaqiOf('2026', 'pm25-24h', none), String(none)).toBeNull()
    }
    for (const zero of [0, -0, '0', '0.0']) expect(iaqiOf('2026', 'pm25-24h', zero)).toBe(0)
    expect(() => iaqiOf('2026', 'pm25-24h', 'much')).toThrow(RangeError)
  })

  it('is what fractions of whole numbers give, for every concentration', () => {
    for (const [edition, scale, points] of sheet) {
      const isCo = scale.startsWith('co')
      const top = (points.at(-1) ?? 0) + 60
      for (let tenths = 0; tenths <= top * 10; tenths += isCo ? 1 : 10) {
        const ours = iaqiOf(edition, scale, tenths / 10)
        if (ours !== byTheBook(points, tenths))
          expect([edition, scale, tenths / 10, ours]).toBe(byTheBook(points, tenths))
      }
    }
  })
})

/** Concentrations of all items, from nothing to far above every scale, with digits that have to be rounded. */
const concentration = fc.oneof(
  fc.integer({ min: 0, max: 4000 }),
  fc.integer({ min: 0, max: 400_000 }).map((hundredths) => hundredths / 100),
  fc.double({ min: 0, max: 1e6, noNaN: true }),
)
const maybe = fc.option(concentration, { freq: 6 })
const values: fc.Arbitrary<Record<string, number | null>> = fc.record({
  pm25: maybe,
  pm10: maybe,
  so2: maybe,
  no2: maybe,
  co: maybe,
  o3: maybe,
  o3_8h: maybe,
  so2_24h: maybe,
})
const rules = fc.record({ edition: fc.constantFrom(...editions), kind: fc.constantFrom(...aqiKinds) })

describe('the index', () => {
  it('is a whole number from 0 to 500, the largest of its sub-indices, with the level that holds it', () => {
    fc.assert(
      fc.property(values, rules, (given, rule) => {
        const { aqi, iaqi, level, missing } = airQualityOf(given as Concentrations, rule)
        const indices = [...iaqi.values()].filter((one) => one !== null)
        expect([...iaqi.keys()]).toEqual(aqiReports[rule.kind].map((item) => item.name))
        expect(aqi).toBe(indices.length === 0 ? null : Math.max(...indices))
        expect(indices.every((one) => Number.isInteger(one) && one >= 0 && one <= 500)).toBe(true)
        expect(level === null).toBe(aqi === null)
        if (aqi !== null) expect(level?.level).toBe([50, 100, 150, 200, 300, 500].findIndex((top) => aqi <= top) + 1)
        expect(missing).toEqual(aqiReports[rule.kind].map((item) => item.name).filter((name) => given[name] === null))
      }),
      { numRuns: 2000 },
    )
  })

  it('never falls when a concentration rises', () => {
    fc.assert(
      fc.property(values, rules, fc.nat(5), concentration, (given, rule, place, more) => {
        const item = aqiReports[rule.kind][place]
        const before = item === undefined ? null : given[item.name]
        // Above the end of its scale HJ 633-2012 hands an item over to another input.
        const end = item?.scale === 'so2-1h' || item?.scale === 'o3-8h' ? 800 : Number.POSITIVE_INFINITY
        fc.pre(item !== undefined && typeof before === 'number')
        fc.pre(rule.edition === '2026' || (before ?? 0) + more <= end)
        const risen = { ...given, [item?.name ?? '']: (before ?? 0) + more }
        const [low, high] = [given, risen].map((one) => airQualityOf(one as Concentrations, rule))
        expect(high?.aqi).toBeGreaterThanOrEqual(low?.aqi ?? 0)
        expect(high?.iaqi.get(item?.name ?? 'co')).toBeGreaterThanOrEqual(low?.iaqi.get(item?.name ?? 'co') ?? 0)
      }),
      { numRuns: 3000 },
    )
  })

  it('of 2026 is never below that of 2012 for the same day, and the same from 150 on', () => {
    const whole = fc.record({
      pm25: concentration,
      pm10: concentration,
      so2: concentration,
      no2: concentration,
      co: concentration,
    })
    fc.assert(
      fc.property(whole, (given) => {
        const [old, now] = editions.map((edition) => airQualityOf(given, { edition, kind: 'daily' }).aqi ?? 0)
        expect(now).toBeGreaterThanOrEqual(old ?? 0)
        if ((old ?? 0) >= 150) expect(now).toBe(old)
      }),
      { numRuns: 2000 },
    )
  })

  it('is reckoned by the edition of the day of the data', () => {
    const fine = { pm25: 75, pm10: 50, so2: 5, no2: 20, co: 0.5, o3_8h: 60 }
    const aqiOn = (day: string) => airQualityOf(fine, { edition: editionInForce(day), kind: 'daily' }).aqi
    expect(['2019-01-12', '2026-02-28', '2026-03-01', '2031-01-01'].map(aqiOn)).toEqual([100, 100, 114, 114])
  })

  it('names every pollutant that ties, PM2.5 first, and none up to 50', () => {
    const tied = { pm25: 60, pm10: 120, so2: 150, no2: 80, co: 4, o3_8h: 160 }
    expect(airQualityOf(tied, { edition: '2026', kind: 'daily' })).toMatchObject({
      aqi: 100,
      primary: ['pm25', 'pm10', 'o3_8h', 'no2', 'so2', 'co'],
      overLimit: [],
    })
    const clean = { pm25: 35, pm10: 50, so2: 50, no2: 40, co: 2, o3_8h: 100 }
    expect(airQualityOf(clean, { edition: '2026', kind: 'daily' })).toMatchObject({ aqi: 50, primary: [] })
    expect(airQualityOf({ ...clean, no2: 41 }, { edition: '2026', kind: 'daily' })).toMatchObject({
      aqi: 52,
      primary: ['no2'],
    })
    expect(airQualityOf({ pm25: 61, pm10: 300, o3: 201 }, { edition: '2026', kind: 'hourly' })).toMatchObject({
      primary: ['pm10'],
      overLimit: ['pm25', 'pm10', 'o3'],
    })
  })

  it('of an hour takes one-hour scales for gases and the 24-hour scales for particles', () => {
    const hour = { pm25: 60, pm10: 120, so2: 500, no2: 200, co: 10, o3: 200 }
    expect([...airQualityOf(hour, { edition: '2026', kind: 'hourly' }).iaqi.values()]).toEqual([
      100, 100, 100, 100, 100, 100,
    ])
    const day = { pm25: 75, pm10: 150, so2: 150, no2: 80, co: 4, o3_8h: 160, o3: 1000 }
    expect([...airQualityOf(day, { edition: '2012', kind: 'daily' }).iaqi.values()]).toEqual([
      100, 100, 100, 100, 100, 100,
    ])
  })

  /** HJ 633-2012, table 1, notes 2 and 3; HJ 633-2026, table 3, notes b and c. */
  it('above 800 of SO2 in an hour or O3 in eight goes on as each edition says', () => {
    const so2 = (edition: Edition, given: Concentrations) => airQualityOf(given, { edition, kind: 'hourly' })
    expect(so2('2026', { so2: 801 }).aqi).toBe(200)
    expect(so2('2026', { so2: 2000 }).aqi).toBe(200)
    expect(so2('2012', { so2: 800 }).aqi).toBe(200)
    expect(so2('2012', { so2: 801, pm25: 55 })).toMatchObject({
      aqi: 75,
      primary: ['pm25'],
      beyond: ['so2'],
      missing: ['pm10', 'no2', 'co', 'o3'],
    })
    expect(so2('2012', { so2: 801, so2_24h: 475, pm25: 55 })).toMatchObject({ aqi: 150, primary: ['so2'], beyond: [] })
    const o3 = (edition: Edition, given: Concentrations) => airQualityOf(given, { edition, kind: 'daily' })
    expect(o3('2026', { o3_8h: 900 }).aqi).toBe(300)
    expect(o3('2012', { o3_8h: 800 }).aqi).toBe(300)
    expect(o3('2012', { o3_8h: 801 })).toMatchObject({ aqi: null, level: null, beyond: ['o3_8h'] })
    expect(o3('2012', { o3_8h: 801, o3: 1000 })).toMatchObject({ aqi: 400, primary: ['o3_8h'], beyond: [] })
  })

  it('of an incomplete report is that of the rest, or none up to 100 where that rule is chosen', () => {
    const rule = { edition: '2026', kind: 'hourly', incomplete: 'only-over-100' } as const
    expect(airQualityOf({ pm25: 60 }, rule)).toMatchObject({ aqi: null, level: null, primary: [] })
    expect(airQualityOf({ pm25: 60 }, rule).iaqi.get('pm25')).toBe(100)
    expect(airQualityOf({ pm25: 61 }, rule)).toMatchObject({ aqi: 101, primary: ['pm25'] })
    expect(airQualityOf({ pm25: 60, pm10: 1, so2: 1, no2: 1, co: 0.1, o3: 1 }, rule).aqi).toBe(100)
    for (const edition of editions) expect(airQualityOf({ pm25: 35 }, { edition, kind: 'hourly' }).aqi).toBe(50)
    expect(airQualityOf({}, { edition: '2012', kind: 'daily' })).toMatchObject({ aqi: null, level: null })
    // What is not settled is not told as sure.
    expect([incompleteReports['2012'].certainty, incompleteReports['2026'].certainty]).toEqual(['S', 'U'])
  })

  it('leaves a value below zero out, and does not take it for nothing', () => {
    const { aqi, missing, iaqi } = airQualityOf({ pm25: -3, pm10: '-1', so2: 10 }, { edition: '2012', kind: 'hourly' })
    expect([aqi, iaqi.get('pm25'), iaqi.get('pm10')]).toEqual([4, null, null])
    expect(missing).toEqual(['pm25', 'pm10', 'no2', 'co', 'o3'])
  })
})

describe('the levels', () => {
  /** HJ 633-2012, tables 2 and A.1; fact sheet standards.md, 2.3. */
  it.each([
    [0, 1, '一级', '优', '绿色', '#00E400'],
    [50, 1, '一级', '优', '绿色', '#00E400'],
    [51, 2, '二级', '良', '黄色', '#FFFF00'],
    [100, 2, '二级', '良', '黄色', '#FFFF00'],
    [101, 3, '三级', '轻度污染', '橙色', '#FF7E00'],
    [150, 3, '三级', '轻度污染', '橙色', '#FF7E00'],
    [151, 4, '四级', '中度污染', '红色', '#FF0000'],
    [200, 4, '四级', '中度污染', '红色', '#FF0000'],
    [201, 5, '五级', '重度污染', '紫色', '#99004C'],
    [300, 5, '五级', '重度污染', '紫色', '#99004C'],
    [301, 6, '六级', '严重污染', '褐红色', '#7E0023'],
    [500, 6, '六级', '严重污染', '褐红色', '#7E0023'],
  ])('of %d is %d, %s %s, %s %s', (aqi, level, numeral, zh, colour, hex) => {
    const found = levelOf(aqi)
    expect([found.level, found.numeral, found.zh, found.colour.zh, hexOf(found)]).toEqual([
      level,
      numeral,
      zh,
      colour,
      hex,
    ])
  })

  it('each have an effect and an advice in both languages', () => {
    for (const { effect, advice } of aqiLevels) {
      for (const words of [effect, advice]) {
        expect(words.zh).toMatch(/^[\p{Script=Han}，、]{7,}$/u)
        expect(words.en).toMatch(/^[A-Z][a-z ,;]+\.$/)
      }
    }
    expect(new Set(aqiLevels.map((level) => level.advice.zh)).size).toBe(6)
  })

  it('of 2026 know who is sensitive to each pollutant, and tell that the wording is not settled', () => {
    const factors = aqiReports.daily.map((item) => item.factor)
    expect(sensitiveGroupsOf['2026'].groups.map((group) => group.factor).toSorted()).toEqual(factors.toSorted())
    expect(sensitiveGroupsOf['2026'].certainty).toBe('U')
    expect(sensitiveGroupsOf['2012'].groups).toEqual([])
  })

  it('have no place for what is no index', () => {
    for (const none of [-1, Number.NaN]) expect(() => levelOf(none)).toThrow(RangeError)
  })
})
