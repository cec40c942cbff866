import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, startOfCivilDay } from '../../standards/civil-time.ts'
import type { Quality } from './model.ts'
import { periodOf, type RolledResolution, rolledFrom } from './periods.ts'
import { type RolledUp, type RollupInput, rollUpOf } from './rollup.ts'
import { type Due, duesOf } from './rollup-dues.ts'
import { HJ818_SUBSTITUTES, rollupEditions } from './rollup-table.ts'

const MIDNIGHT = startOfCivilDay('2026-11-18')

type Value = number | null | { value: number | null; quality: Quality }

/** A period of one factor, or of several by column. */
function period(length: number, end: number, columns: Readonly<Record<string, Value>>): RollupInput {
  const readings = Object.entries(columns).map(([column, given]) => {
    const cut = column.lastIndexOf('-')
    const { value, quality } =
      typeof given === 'object' && given !== null ? given : { value: given, quality: 'valid' as const }
    return { factor: column.slice(0, cut), statistic: column.slice(cut + 1), value, quality }
  })
  return { periodStart: end - length, periodEnd: end, readings }
}

/** The minutes of the hour that ends at 01:00, from the first on. */
const minutes = (count: number, columns: (place: number) => Readonly<Record<string, Value>>, every = 1) =>
  Array.from({ length: count }, (_, place) =>
    period(every * MINUTE_MS, MIDNIGHT + (place + 1) * every * MINUTE_MS, columns(place)),
  )

/** Hours of a day by label. */
const hours = (labels: readonly number[], columns: (label: number) => Readonly<Record<string, Value>>) =>
  labels.map((label) => period(HOUR_MS, MIDNIGHT + label * HOUR_MS, columns(label)))

const labels = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, place) => from + place)

function told({ columns, values, qualities }: RolledUp): Record<string, [number | null, string | null]> {
  return Object.fromEntries(columns.map((column, place) => [column, [values[place] ?? null, qualities[place] ?? null]]))
}

const hour = (inputs: readonly RollupInput[]) => told(rollUpOf('hour', MIDNIGHT + HOUR_MS, inputs))
const day = (inputs: readonly RollupInput[]) => told(rollUpOf('day', MIDNIGHT + DAY_MS, inputs))

describe('an hour from its minutes', () => {
  it('needs 45 usable minutes; with fewer it says what they give, and that it is not enough', () => {
    const pm = () => ({ 'a34004-Avg': 35 })
    expect(hour(minutes(45, pm))).toEqual({ 'a34004-Avg': [35, null], 'a34004-N': [45, null] })
    expect(hour(minutes(44, pm))).toEqual({ 'a34004-Avg': [35, 'insufficient'], 'a34004-N': [44, null] })
  })

  it('leaves out what is not usable, and keeps what is only suspect', () => {
    const mixed = minutes(60, (place) => ({
      'a34004-Avg': { value: place, quality: place < 10 ? 'invalid' : place < 20 ? 'suspect' : 'valid' },
    }))
    expect(hour(mixed)).toEqual({ 'a34004-Avg': [34.5, null], 'a34004-N': [50, null] })
  })

  it('counts the time that is covered, not the frames: five means of ten minutes are enough, four are not', () => {
    const ten = (count: number) => hour(minutes(count, () => ({ 'a34004-Avg': 20 }), 10))
    expect(ten(5)['a34004-Avg']).toEqual([20, null])
    expect(ten(4)['a34004-Avg']).toEqual([20, 'insufficient'])
  })

  it('counts no minute twice where the interval was changed and periods overlap', () => {
    const overlapping = [
      ...minutes(2, () => ({ 'a34004-Avg': 10 }), 10),
      // 00:15–00:30: its first five minutes are told already.
      period(15 * MINUTE_MS, MIDNIGHT + 30 * MINUTE_MS, { 'a34004-Avg': 40 }),
      ...minutes(60, () => ({ 'a34004-Avg': 20 })).slice(30),
    ]
    expect(hour(overlapping)).toEqual({
      'a34004-Avg': [(20 * 10 + 10 * 40 + 30 * 20) / 60, null],
      'a34004-N': [33, null],
    })
  })

  it('weighs a mean by the time that it stands for', () => {
    const uneven = [
      period(30 * MINUTE_MS, MIDNIGHT + 30 * MINUTE_MS, { 'a34004-Avg': 10 }),
      period(15 * MINUTE_MS, MIDNIGHT + 45 * MINUTE_MS, { 'a34004-Avg': 40 }),
    ]
    expect(hour(uneven)['a34004-Avg']).toEqual([20, null])
  })

  it('takes the least of the least, the most of the most, and the sum of quantities', () => {
    const full = minutes(60, (place) => ({
      'a34004-Avg': 30,
      'a34004-Min': 30 - place,
      'a34004-Max': 30 + place,
      'a00000-Cou': 0.25,
    }))
    expect(hour(full)).toEqual({
      'a00000-Cou': [15, null],
      'a00000-N': [60, null],
      'a34004-Avg': [30, null],
      'a34004-Max': [89, null],
      'a34004-Min': [-29, null],
      'a34004-N': [60, null],
    })
  })

  it('of a factor that came and was never usable says nothing but that', () => {
    const broken = minutes(60, () => ({ 'a34004-Avg': { value: null, quality: 'invalid' as const } }))
    expect(hour(broken)).toEqual({ 'a34004-Avg': [null, 'insufficient'], 'a34004-N': [0, null] })
    expect(hour([])).toEqual({})
  })

  it('passes over statistics that no rule rolls up', () => {
    expect(hour(minutes(60, () => ({ 'a34004-SN': 7, 'a34004-N': 3 })))).toEqual({})
  })
})

describe('wind direction', () => {
  const wind = (degrees: readonly number[]) =>
    hour(minutes(60, (place) => ({ 'a01008-Avg': degrees[place % degrees.length] ?? 0, 'a01008-Max': 1 })))

  it('is averaged round the circle: 350° and 10° are north, not south', () => {
    const north = wind([350, 10])['a01008-Avg']
    expect(Math.min(north?.[0] ?? Number.NaN, 360 - (north?.[0] ?? Number.NaN))).toBeCloseTo(0, 9)
    expect(wind([80, 100])['a01008-Avg']?.[0]).toBeCloseTo(90, 9)
    expect(wind([260, 280])['a01008-Avg']?.[0]).toBeCloseTo(270, 9)
    expect(wind([90])).toEqual({ 'a01008-Avg': [expect.closeTo(90, 9), null], 'a01008-N': [60, null] })
  })

  it('is none where directions cancel out', () => {
    expect(wind([0, 180])['a01008-Avg']).toEqual([null, 'insufficient'])
  })

  it('always lies between 0 and 360, whatever was averaged', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 360, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (degrees) => {
          const [value] = wind(degrees)['a01008-Avg'] ?? [null]
          if (value !== null) expect(value >= 0 && value < 360).toBe(true)
        },
      ),
    )
  })
})

describe('a day from its hours', () => {
  const pm = (label: number) => ({ 'a34004-Avg': label })

  it('is the hours labelled 01:00 to 24:00 and needs 20 of them (GB 3095-2012 table 4)', () => {
    expect(day(hours(labels(1, 24), pm))).toEqual({ 'a34004-Avg': [12.5, null], 'a34004-N': [24, null] })
    expect(day(hours(labels(5, 24), pm))['a34004-Avg']).toEqual([14.5, null])
    expect(day(hours(labels(6, 24), pm))).toEqual({ 'a34004-Avg': [15, 'insufficient'], 'a34004-N': [19, null] })
  })

  it('keeps an hour of less than zero as it was measured, unless the county has it otherwise', () => {
    const clean = hours(labels(1, 24), () => ({ 'a34004-Avg': -1, 'a01001-Avg': -1 }))
    expect(day(clean)['a34004-Avg']).toEqual([-1, null])
    const substituting = rollupEditions.map((edition) => ({ ...edition, cleanAirSubstitutes: HJ818_SUBSTITUTES }))
    const substituted = told(rollUpOf('day', MIDNIGHT + DAY_MS, clean, substituting))
    expect(substituted['a34004-Avg']).toEqual([2, null])
    expect(substituted['a01001-Avg']).toEqual([-1, null])
  })

  it('of ozone has the largest eight-hour mean, each within the day, of six hours at least', () => {
    const rising = day(hours(labels(1, 24), (label) => ({ 'a05024-Avg': label })))
    // 17:00–24:00
    expect(rising['a05024-Mda8']).toEqual([20.5, null])
    expect(rising['a05024-Mda8N']).toEqual([17, null])
    // The window that ends at 08:00 begins with 01:00 whatever was the evening before: of eight it has five hours.
    const late = day(hours([4, 5, 6, 7, 8], () => ({ 'a05024-Avg': 50 })))
    expect(late['a05024-Mda8']).toEqual([null, 'insufficient'])
    expect(late['a05024-Mda8N']).toEqual([0, null])
  })

  it('takes ozone’s maximum from 14 windows, or from fewer when it is over 160 µg/m³', () => {
    const from = (first: number, value: number) => day(hours(labels(first, 24), () => ({ 'a05024-Avg': value })))
    // Windows from the one with six hours on: 06:00 … 11:00 is the first when the day begins at 06:00.
    expect(from(6, 100)).toMatchObject({ 'a05024-Mda8': [100, null], 'a05024-Mda8N': [14, null] })
    expect(from(7, 100)).toMatchObject({ 'a05024-Mda8': [100, 'insufficient'], 'a05024-Mda8N': [13, null] })
    expect(from(7, 160)).toMatchObject({ 'a05024-Mda8': [160, 'insufficient'] })
    expect(from(7, 160.1)).toMatchObject({ 'a05024-Mda8': [160.1, null] })
  })

  it('has one value an hour, whatever else a wrong clock labelled', () => {
    const doubled = [...hours(labels(1, 24), pm), period(HOUR_MS, MIDNIGHT + 1.5 * HOUR_MS, { 'a34004-Avg': 900 })]
    expect(day(doubled)['a34004-Avg']).toEqual([12.5, null])
  })
})

describe('months and years from days', () => {
  const days = (from: string, count: number, value: (place: number) => Value = () => 40) =>
    Array.from({ length: count }, (_, place) =>
      period(DAY_MS, startOfCivilDay(from) + (place + 1) * DAY_MS, { 'a34004-Avg': value(place), 'a21005-Avg': place }),
    )
  const endOf = (resolution: RolledResolution, dayIn: string) => periodOf(resolution, startOfCivilDay(dayIn) + 1).end
  const month = (dayIn: string, inputs: readonly RollupInput[]) =>
    told(rollUpOf('month', endOf('month', dayIn), inputs))
  const year = (dayIn: string, inputs: readonly RollupInput[]) => told(rollUpOf('year', endOf('year', dayIn), inputs))

  it('need 27 days, 25 of a February', () => {
    expect(month('2026-11-01', days('2026-11-02', 27))['a34004-Avg']).toEqual([40, null])
    expect(month('2026-11-01', days('2026-11-02', 26))['a34004-Avg']).toEqual([40, 'insufficient'])
    expect(month('2026-02-01', days('2026-02-02', 25))['a34004-Avg']).toEqual([40, null])
    expect(month('2026-02-01', days('2026-02-02', 24))['a34004-Avg']).toEqual([40, 'insufficient'])
  })

  it('take the mean of the days, not of the months, and of a year 324 days with every month valid', () => {
    const whole = days('2025-01-01', 365, (place) => (place < 31 ? 100 : 10))
    expect(year('2025-06-01', whole)['a34004-Avg']).toEqual([(31 * 100 + 334 * 10) / 365, null])
    // Without three days of each month, and four of January, every month is just valid.
    const gone = new Set<number>()
    for (const [at, start] of [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334].entries())
      for (let place = start; place < start + (at === 0 ? 4 : 3); place += 1) gone.add(place)
    const thinned = whole.filter((_, place) => !gone.has(place))
    expect(thinned.length).toBe(365 - 37)
    expect(year('2025-06-01', thinned)['a34004-Avg']?.[1]).toBeNull()
    expect(year('2025-06-01', thinned.slice(1))['a34004-Avg']?.[1]).toBe('insufficient')
    expect(year('2025-06-01', whole.slice(0, 323))['a34004-Avg']?.[1]).toBe('insufficient')
  })

  it('leave out days that were made of too little', () => {
    const mixed = days('2026-11-01', 30, (place) => (place < 3 ? { value: 900, quality: 'insufficient' } : 40))
    expect(month('2026-11-01', mixed)).toMatchObject({ 'a34004-Avg': [40, null], 'a34004-N': [27, null] })
  })

  it('have the percentiles of the evaluation: k = 1 + (n − 1)·p/100 (HJ 663-2013, 附录 A)', () => {
    // 0 … 29: k = 1 + 29 · 0.95 = 28.55
    expect(month('2026-11-01', days('2026-11-01', 30))['a21005-AvgP95']?.[0]).toBeCloseTo(27.55, 9)
  })
})

describe('roll-ups step by step', () => {
  /** What a small store holds: hours as they stand, and what was rolled up from them. */
  type Held = Map<RolledResolution, Map<number, RollupInput>>

  const change = fc.record({
    label: fc.integer({ min: 1, max: 40 * 24 }),
    value: fc.option(fc.integer({ min: 0, max: 400 }), { freq: 8 }),
    quality: fc.constantFrom<Quality>('valid', 'valid', 'valid', 'suspect', 'invalid'),
  })
  /** Batches of late, changed, voided (null) and re-flagged hours. */
  const batches = fc.array(fc.array(change, { minLength: 1, maxLength: 120 }), { minLength: 1, maxLength: 8 })

  function inputOf(resolution: RolledResolution, end: number, { columns, values, qualities }: RolledUp): RollupInput {
    const of = columns.map((column, place): [string, Value] => [
      column,
      { value: values[place] ?? null, quality: qualities[place] === null ? 'valid' : 'insufficient' },
    ])
    return period(end - periodOf(resolution, end).start, end, Object.fromEntries(of))
  }

  function recompute(held: Held, { resolution, periodEnd }: Due): void {
    const { start, end } = periodOf(resolution, periodEnd)
    const finer = rolledFrom[resolution]
    if (finer === 'minute' || finer === 'realtime') throw new Error('no minutes here')
    const inputs = [...(held.get(finer)?.values() ?? [])].filter((one) => one.periodEnd > start && one.periodEnd <= end)
    const made = held.get(resolution) ?? new Map()
    if (inputs.length > 0) made.set(end, inputOf(resolution, end, rollUpOf(resolution, end, inputs)))
    held.set(resolution, made)
  }

  const content = (held: Held) =>
    (['day', 'month', 'year'] as const).map((resolution) => [...(held.get(resolution) ?? [])].sort(([a], [b]) => a - b))

  it('come to what all hours at once come to, in whatever order and batches they were late, changed, voided or re-flagged', () => {
    fc.assert(
      fc.property(batches, (all) => {
        const stepwise: Held = new Map([['hour', new Map()]])
        for (const batch of all) {
          const dues = new Map<string, Due>()
          const mark = (due: Due) => dues.set(`${due.resolution}|${due.periodEnd}`, due)
          for (const { label, value, quality } of batch) {
            const end = MIDNIGHT + label * HOUR_MS
            stepwise.get('hour')?.set(end, period(HOUR_MS, end, { 'a05024-Avg': { value, quality } }))
            for (const due of duesOf({ resolution: 'hour', periodEnd: end })) mark(due)
          }
          for (const resolution of ['day', 'month', 'year'] as const) {
            for (const due of [...dues.values()].filter((one) => one.resolution === resolution)) {
              recompute(stepwise, due)
              duesOf(due).forEach(mark)
            }
          }
        }
        const atOnce: Held = new Map([['hour', stepwise.get('hour') ?? new Map()]])
        const everywhere = [...(atOnce.get('hour')?.keys() ?? [])]
        for (const resolution of ['day', 'month', 'year'] as const)
          for (const periodEnd of everywhere)
            recompute(atOnce, { resolution, periodEnd: periodOf(resolution, periodEnd).end })
        expect(content(stepwise)).toEqual(content(atOnce))
      }),
      { numRuns: 150 },
    )
  })

  it('give the same whatever the order of the inputs', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(labels(1, 24), { minLength: 12 }),
        fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { minLength: 24, maxLength: 24 }),
        (shuffled, values) => {
          const made = (order: readonly number[]) =>
            day(
              hours(order, (label) => ({ 'a05024-Avg': values[label - 1] ?? 0, 'a01008-Avg': values[label - 1] ?? 0 })),
            )
          expect(made(shuffled)).toEqual(made(shuffled.toSorted((a, b) => a - b)))
        },
      ),
    )
  })

  it('never call for themselves: a layer marks only what is longer', () => {
    const rank = (resolution: string) => ['realtime', 'minute', 'hour', 'day', 'month', 'year'].indexOf(resolution)
    for (const resolution of ['realtime', 'minute', 'hour', 'day', 'month', 'year'] as const)
      for (const due of duesOf({ resolution, periodEnd: MIDNIGHT }))
        expect(rank(due.resolution)).toBeGreaterThan(rank(resolution))
  })
})
