import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../standards/civil-time.ts'
import type { Binding } from '../devices/model.ts'
import type { Reading, Resolution } from '../readings/model.ts'
import { type Station, usualRadiiKm } from '../stations/model.ts'
import type { Arrival, Input } from './arrival.ts'
import type { RuleEvent } from './draft.ts'
import { evaluate, reconcile, withoutPast } from './evaluate.ts'
import { type Ground, groundOf } from './ground.ts'
import { everywhere, type Rule, type RuleCondition, type RuleFrame } from './model.ts'
import { nothingYet, type State, stateOf, storedState } from './state.ts'

const NOON = Date.parse('2026-11-18T12:00:00+08:00')
const minutes = (n: number) => NOON + n * MINUTE_MS
const PM25 = 'a34004'

const frame: RuleFrame = {
  countyId: 'county',
  id: 'rule',
  name: 'rule',
  factor: PM25,
  resolution: 'realtime',
  stationId: null,
  narrowing: everywhere,
  threshold: 75,
  unit: 'µg/m³',
  severity: 'urgent',
  groupWindowMs: 30 * MINUTE_MS,
  enabled: true,
  approvedAt: 0,
  version: 1,
}

const ruleOf = (condition: RuleCondition, more: Partial<RuleFrame> = {}): Rule => ({ ...frame, ...more, ...condition })
const over75 = (durationMinutes = 0, more: Partial<RuleFrame> = {}) =>
  ruleOf({ kind: 'threshold', params: { durationMinutes } }, more)

/** Stations A (national), B, C, D, E; device a stands at A, and so on. */
const names = ['A', 'B', 'C', 'D', 'E'] as const
const stations: readonly Station[] = names.map((id, place) => ({
  countyId: 'county',
  id,
  code: id,
  name: id,
  level: place === 0 ? 'national' : 'micro',
  regionId: 'region',
  // 0.02° of latitude are 2.22 km: A 0, B 2.2, C 4.4, D 6.7, E 8.9 km from A.
  latWgs84: 29.5 + 0.02 * place,
  lonWgs84: 113.5,
}))
const bindings: readonly Binding[] = names.map((id) => ({
  deviceId: id.toLowerCase(),
  subjectType: 'station',
  subjectId: id,
  validFrom: 0,
  validTo: null,
}))
/** A feed brings C and A, another D. */
const feeds = new Map([
  ['f', ['a', 'c']],
  ['g', ['d']],
])
const groundWith = (...rules: Rule[]): Ground => groundOf(rules, bindings, stations, usualRadiiKm, feeds)

const lengths: Partial<Record<Resolution, number>> = { minute: 10 * MINUTE_MS, hour: HOUR_MS, day: DAY_MS }

interface Told {
  device?: string
  /** End of the period. */
  end: number
  /** When it came; as it ended unless told. */
  at?: number
  value: number | null
  resolution?: Resolution
  factor?: string
  quality?: Reading['quality']
}

let seq = 0
function told({
  device = 'a',
  end,
  at = end,
  value,
  resolution = 'realtime',
  factor = PM25,
  quality = 'valid',
}: Told): Input {
  seq += 1
  const start = end - (lengths[resolution] ?? 0)
  const period = { deviceId: device, resolution, periodStart: start, periodEnd: end }
  const rest = { flag: 'N', quality, reason: null, source: 'frame', version: 1, seq, recordedAt: at } as const
  const reading: Reading = { ...period, ...rest, factor, value, statistic: resolution === 'realtime' ? 'Rtd' : 'Avg' }
  const arrival: Arrival = { at, seq, ...period, readings: [reading] }
  return { kind: 'arrival', arrival }
}
/** A feed was seen to be stale since an hour was due that had been awaited for 95 minutes; or no longer. */
const turn = (feedId: string, at: number, dueAt: number | null): Input => ({
  kind: 'turn',
  turn: { at, feedId, stale: dueAt === null ? null : { dueAt, awaitedFrom: dueAt - 95 * MINUTE_MS } },
})
const tick = (at: number): Input => ({ kind: 'tick', at })

const begin = (ground: Ground): State => reconcile(ground, nothingYet).state

/** Each event in a line: what, whose, when it holds, and of a finding period and value over level. */
function line(event: RuleEvent): string {
  const when = (instant: number) => (instant - NOON) / MINUTE_MS
  if (event.kind === 'resolved') return `resolved ${event.because} ${when(event.at)}`
  const { stationId, periodEnd, value, level } = event.finding
  const again = event.kind === 'grouped' && event.isReopened ? 'reopened' : event.kind
  return `${again} ${stationId} ${when(periodEnd)} ${value}/${level}`
}
const say = (rules: readonly Rule[], ...inputs: Input[]): string[] => {
  const ground = groundWith(...rules)
  return evaluate(ground, begin(ground), inputs).events.map(line)
}
const samples = (values: readonly (readonly [minute: number, value: number])[], more: Partial<Told> = {}) =>
  values.map(([minute, value]) => told({ end: minutes(minute), value, ...more }))

describe('a threshold', () => {
  it('speaks above it, not at it, and is over its window and ten minutes after the last time', () => {
    expect(
      say(
        [over75()],
        ...samples([
          [0, 75],
          [1, 76],
          [2, 60],
        ]),
        tick(minutes(40)),
        tick(minutes(41)),
      ),
    ).toEqual(['opened A 1 76/75', 'resolved quiet 41'])
  })

  it('of two hours speaks with the second hour in a row, and a hole or a lower hour begins anew', () => {
    const rule = over75(120, { resolution: 'hour', groupWindowMs: 3 * HOUR_MS })
    const hour = (hours: number, value: number) => told({ end: NOON + hours * HOUR_MS, value, resolution: 'hour' })
    const inputs = [hour(0, 80), hour(1, 90), hour(2, 70), hour(3, 85), hour(5, 86), hour(6, 87), hour(7, 88)]
    expect(say([rule], ...inputs)).toEqual([
      'opened A 60 90/75',
      'resolved quiet 250',
      'opened A 360 87/75',
      'grouped A 420 88/75',
    ])
  })

  it('with a duration is not mended by what comes late', () => {
    const rule = over75(10)
    const late = told({ end: minutes(4), at: minutes(8), value: 90 })
    expect(
      say(
        [rule],
        ...samples([
          [0, 80],
          [5, 60],
        ]),
        late,
        ...samples([
          [9, 90],
          [18, 90],
        ]),
      ),
    ).toEqual([])
    expect(
      say(
        [rule],
        ...samples([
          [0, 80],
          [5, 80],
          [10, 81],
        ]),
      ),
    ).toEqual(['opened A 10 81/75'])
  })

  it('says nothing of what cannot be used, of another factor, resolution or station, or when it is off', () => {
    const one = { end: NOON, value: 90 }
    expect(say([over75()], told({ ...one, quality: 'invalid' }), told({ ...one, quality: 'insufficient' }))).toEqual([])
    expect(say([over75()], told({ ...one, quality: 'suspect' }))).toHaveLength(1)
    expect(say([over75()], told({ ...one, value: null }), told({ ...one, factor: 'a34002' }))).toEqual([])
    expect(say([over75()], told({ ...one, resolution: 'hour' }), told({ ...one, device: 'stranger' }))).toEqual([])
    expect(say([over75(0, { stationId: 'B' })], told(one), told({ ...one, device: 'b' }))).toEqual(['opened B 0 90/75'])
    expect(say([over75(0, { enabled: false })], told(one))).toEqual([])
  })

  it('takes a period once, whatever is sent again, and joins what comes late within its window', () => {
    const inputs = [
      ...samples([
        [0, 90],
        [0, 95],
      ]),
      told({ end: minutes(-25), at: minutes(2), value: 80 }),
    ]
    expect(say([over75()], ...inputs)).toEqual(['opened A 0 90/75', 'grouped A -25 80/75'])
  })

  it('opens again what was over when something late belongs to it', () => {
    const late = told({ end: minutes(25), at: minutes(60), value: 90 })
    expect(say([over75()], ...samples([[0, 90]]), late, tick(minutes(65)))).toEqual([
      'opened A 0 90/75',
      'resolved quiet 40',
      'reopened A 25 90/75',
      'resolved quiet 65',
    ])
  })
})

it('what looks at values in a row takes each period once, as it came first', () => {
  const sent = (rule: Rule, values: readonly (readonly [minute: number, value: number])[]) =>
    say([rule], ...values.map(([minute, value]) => told({ end: minutes(minute), value })))
  expect(
    sent(over75(10), [
      [0, 80],
      [5, 80],
      [5, 60],
      [10, 81],
    ]),
  ).toEqual(['opened A 10 81/75'])
  const rising = ruleOf({ kind: 'rise', params: { windowMinutes: 60 } }, { threshold: 50 })
  expect(
    sent(rising, [
      [0, 30],
      [10, 40],
      [10, 95],
      [20, 60],
    ]),
  ).toEqual([])
  const flat = ruleOf({ kind: 'flat-line', params: { tolerance: 0 } }, { threshold: 30, unit: 'min' })
  expect(
    sent(flat, [
      [0, 30],
      [10, 30],
      [10, 31],
      [20, 30],
      [30, 30],
    ]),
  ).toEqual(['opened A 30 30/30'])
})

describe('where and when a rule looks', () => {
  const at = (device: string) => told({ end: NOON, value: 90, device })
  const all = names.map((name) => at(name.toLowerCase()))
  const heard = (narrowing: Partial<Rule['narrowing']>, inputs = all) =>
    say([over75(0, { narrowing: { ...everywhere, ...narrowing } })], ...inputs).map((one) => one.split(' ')[1])

  it('is a circle around the nearest national station, or a level of stations', () => {
    expect(heard({ circle: 'core' })).toEqual(['A'])
    expect(heard({ circle: 'key' })).toEqual(['B'])
    expect(heard({ circle: 'radiation' })).toEqual(['C'])
    expect(heard({ level: 'micro' })).toEqual(['B', 'C', 'D', 'E'])
    expect(heard({ level: 'national', circle: 'key' })).toEqual([])
  })

  it('are hours of the day, over midnight too; the hour labelled 22:00 is the one before', () => {
    const label = (hour: number) =>
      told({ end: Date.parse('2026-11-18T00:00:00+08:00') + hour * HOUR_MS, value: 90, resolution: 'hour' })
    const hours = (from: number, to: number) => {
      const rule = over75(0, { resolution: 'hour', narrowing: { ...everywhere, hours: { from, to } } })
      const found = Array.from({ length: 24 }, (_, place) => place + 1).filter((h) => say([rule], label(h)).length > 0)
      return found
    }
    expect(hours(22, 6)).toEqual([1, 2, 3, 4, 5, 6, 23, 24])
    expect(hours(8, 10)).toEqual([9, 10])
    expect(hours(0, 24)).toHaveLength(24)
  })

  it('is a period once or each year, over the turn of the year too', () => {
    const on = (day: string) => [told({ end: Date.parse(`${day}T12:00:00+08:00`), value: 90 })]
    const within = (from: string, until: string, day: string) =>
      heard({ period: { from, until } }, on(day)).length === 1
    expect(within('11-15', '03-15', '2026-11-15')).toBe(true)
    expect(within('11-15', '03-15', '2027-03-15')).toBe(true)
    expect(within('11-15', '03-15', '2027-03-16')).toBe(false)
    expect(within('2026-11-15', '2026-11-20', '2026-11-20')).toBe(true)
    expect(within('2026-11-15', '2026-11-20', '2027-11-16')).toBe(false)
  })
})

describe('a rise', () => {
  const rule = ruleOf({ kind: 'rise', params: { windowMinutes: 60 } }, { threshold: 50, groupWindowMs: 60 * MINUTE_MS })

  it('is held against the lowest value of the hour before, which itself goes by', () => {
    // 30 at 0; at 50 min 80 is exactly 50 more; 81 at 55 is more; at 61 the low of 0 is gone, the next is 40 at 10.
    const values = [
      [0, 30],
      [10, 40],
      [50, 80],
      [55, 81],
      [61, 89],
      [62, 91],
    ] as const
    expect(say([rule], ...samples(values))).toEqual(['opened A 55 81/80', 'grouped A 62 91/90'])
  })

  it('falls without a word, and begins with a single value in silence', () => {
    expect(
      say(
        [rule],
        ...samples([
          [0, 200],
          [10, 20],
        ]),
      ),
    ).toEqual([])
  })
})

describe('an hour above its neighbours', () => {
  const condition = { kind: 'neighbours', params: { ratio: 1.5, leastNeighbours: 3, graceMinutes: 20 } } as const
  const rule = ruleOf(condition, { resolution: 'hour', threshold: 35, groupWindowMs: 3 * HOUR_MS })
  const hour = (device: string, value: number, at = minutes(5)) =>
    told({ device, end: NOON, at, value, resolution: 'hour' })

  it('is judged when the grace is over, by the median of the others, by ratio and by difference', () => {
    // A: others 40 50 60 → 50; 1.5 × 50 = 75, 50 + 35 = 85: it takes more than 85.
    const others = [hour('b', 40), hour('c', 50), hour('d', 60)]
    expect(say([rule], ...others, hour('a', 85), tick(minutes(20)))).toEqual([])
    expect(say([rule], ...others, hour('a', 86), tick(minutes(19)))).toEqual([])
    expect(say([rule], ...others, hour('a', 86), tick(minutes(20)))).toEqual(['opened A 0 86/85'])
    // Others 100 110 120 130 → 115: 1.5 × 115 = 172.5 and not 150.
    const high = [hour('b', 100), hour('c', 110), hour('d', 120), hour('e', 130)]
    expect(say([rule], ...high, hour('a', 173), tick(minutes(20)))).toEqual(['opened A 0 173/172.5'])
  })

  it('is not judged beside too few, and one that comes late is judged by itself', () => {
    expect(say([rule], hour('b', 40), hour('c', 40), hour('a', 300), tick(minutes(20)))).toEqual([])
    const others = [hour('b', 40), hour('c', 40), hour('d', 40)]
    expect(say([rule], ...others, tick(minutes(30)), hour('a', 300, minutes(40)))).toEqual(['opened A 0 300/75'])
  })
})

describe('a silence', () => {
  const silent = (more: Partial<RuleFrame> = {}) =>
    ruleOf(
      { kind: 'silent', params: {} },
      { threshold: 15, factor: null, unit: 'min', groupWindowMs: HOUR_MS, ...more },
    )

  it('is found a quarter of an hour after the last word, at that instant, and is over with the next', () => {
    const inputs = [
      ...samples([
        [0, 10],
        [7, 10],
      ]),
      tick(minutes(21)),
      tick(minutes(500)),
      ...samples([[501, 10]]),
    ]
    expect(say([silent()], ...inputs)).toEqual(['opened A 22 15/15', 'resolved heard 501'])
  })

  it('again within the window of the last one joins it', () => {
    expect(
      say(
        [silent()],
        ...samples([
          [0, 1],
          [30, 1],
          [60, 1],
          [200, 1],
          [600, 1],
        ]),
      ),
    ).toEqual([
      'opened A 15 15/15',
      'resolved heard 30',
      'reopened A 45 15/15',
      'resolved heard 60',
      'reopened A 75 15/15',
      'resolved heard 200',
      'opened A 215 15/15',
      'resolved heard 600',
    ])
  })

  it('is nobody’s who has not spoken, and of a factor is broken by that factor alone', () => {
    expect(say([silent()], tick(minutes(1000)))).toEqual([])
    const other = told({ end: minutes(10), value: 1, factor: 'a34002' })
    expect(say([silent({ factor: PM25 })], ...samples([[0, 1]]), other, tick(minutes(16)))).toEqual([
      'opened A 15 15/15',
    ])
    expect(say([silent()], ...samples([[0, 1]]), other, tick(minutes(16)))).toEqual([])
  })

  it('of a rule that is switched off is over', () => {
    const ground = groundWith(silent())
    const { state } = evaluate(ground, begin(ground), [...samples([[0, 1]]), tick(minutes(20))])
    const off = reconcile(groundWith(silent({ enabled: false, version: 2 })), state)
    expect(off.events.map(line)).toEqual(['resolved rule-ended 20'])
  })

  it('of a rule that is changed is not forgotten', () => {
    const ground = groundWith(silent())
    const { state } = evaluate(ground, begin(ground), [...samples([[0, 1]]), tick(minutes(20))])
    const later = groundWith(silent({ threshold: 30, version: 2 }))
    const { events } = evaluate(later, reconcile(later, state).state, [tick(minutes(40)), ...samples([[41, 1]])])
    expect(events.map(line)).toEqual(['grouped A 30 30/30', 'resolved heard 41'])
  })
})

describe('a stale feed', () => {
  const stale = (threshold: number, more: Partial<RuleFrame> = {}) =>
    ruleOf(
      { kind: 'stale', params: {} },
      { factor: null, resolution: 'hour', threshold, groupWindowMs: HOUR_MS, ...more },
    )

  it('is found when it is seen, at the first of its stations, and is over when it is not stale any more', () => {
    const inputs = [turn('f', minutes(1), NOON), tick(minutes(500)), turn('f', minutes(501), null)]
    expect(say([stale(0)], ...inputs)).toEqual(['opened A 0 95/95', 'resolved heard 501'])
    expect(say([stale(0, { stationId: 'C' })], ...inputs)).toEqual(['opened C 0 95/95', 'resolved heard 501'])
    expect(say([stale(0, { stationId: 'D' })], ...inputs)).toEqual([])
  })

  it('is given more time by a rule, and none comes of it when it recovers before', () => {
    const inTime = [turn('f', minutes(1), NOON), turn('f', minutes(29), null), tick(minutes(60))]
    expect(say([stale(30)], ...inTime)).toEqual([])
    const late = [turn('f', minutes(1), NOON), turn('f', minutes(31), null), tick(minutes(60))]
    expect(say([stale(30)], ...late)).toEqual(['opened A 0 125/125', 'resolved heard 31'])
  })

  it('again within the window of the last one joins it, told twice it is one', () => {
    const inputs = [turn('f', minutes(0), NOON), turn('f', minutes(1), NOON), turn('f', minutes(5), null)]
    const again = [turn('f', minutes(50), minutes(50)), turn('g', minutes(51), minutes(51))]
    expect(say([stale(0)], ...inputs, ...again)).toEqual([
      'opened A 0 95/95',
      'resolved heard 5',
      'reopened A 50 95/95',
      'opened D 51 95/95',
    ])
  })

  it('moves time on for nobody else, and readings do not for it', () => {
    const silent = ruleOf({ kind: 'silent', params: {} }, { id: 'silent', factor: null, threshold: 15 })
    const word = told({ end: NOON, value: 40 })
    const ahead = turn('f', minutes(300), minutes(299))
    expect(say([silent, stale(0)], word, ahead, told({ end: minutes(10), value: 40 }))).toEqual(['opened A 299 95/95'])
  })

  it('of a rule that is changed is not forgotten, and of one that is switched off is over', () => {
    const state = evaluate(groundWith(stale(0)), begin(groundWith(stale(0))), [turn('f', NOON, NOON)]).state
    const changed = groundWith(stale(0, { version: 2 }))
    const next = reconcile(changed, state)
    expect(next.events).toEqual([])
    const over = evaluate(changed, next.state, [turn('f', minutes(1), NOON), turn('f', minutes(9), null)])
    expect(over.events.map(line)).toEqual(['resolved heard 9'])
    expect(reconcile(groundWith(), state).events.map(line)).toHaveLength(1)
  })
})

describe('a flat line', () => {
  const flat = (tolerance = 0) =>
    ruleOf(
      { kind: 'flat-line', params: { tolerance } },
      { threshold: 240, unit: 'min', resolution: 'hour', groupWindowMs: 6 * HOUR_MS },
    )
  const hours = (...values: number[]) =>
    values.map((value, place) => told({ end: NOON + place * HOUR_MS, value, resolution: 'hour' }))

  it('is four hours of the very same value', () => {
    expect(say([flat()], ...hours(31, 30, 30, 30, 31))).toEqual([])
    expect(say([flat()], ...hours(31, 30, 30, 30, 30, 30))).toEqual(['opened A 240 240/240', 'grouped A 300 300/240'])
  })

  it('gives way by its tolerance from the first value, so that a slow drift is none', () => {
    expect(say([flat(1)], ...hours(30, 31, 29, 30))).toEqual(['opened A 180 240/240'])
    expect(say([flat(1)], ...hours(30, 31, 32, 33, 34, 35))).toEqual([])
  })
})

describe('completeness', () => {
  const condition = { kind: 'completeness', params: { graceMinutes: 20 } } as const
  const hourly = ruleOf(condition, { resolution: 'minute', threshold: 45, unit: 'min', groupWindowMs: 3 * HOUR_MS })
  const daily = ruleOf(condition, { resolution: 'hour', threshold: 20, unit: 'h', groupWindowMs: 2 * DAY_MS })
  /** Ten minutes each, that end so many minutes after noon. */
  const tens = (...ends: number[]) => ends.map((end) => told({ end: minutes(end), value: 1, resolution: 'minute' }))

  it('of an hour is minutes of sampling, judged when its grace is over; the first hour is not judged', () => {
    const first = tens(50)
    const four = tens(70, 80, 90, 100)
    expect(say([hourly], ...first, ...four, tick(minutes(139)))).toEqual([])
    expect(say([hourly], ...first, ...four, tick(minutes(140)))).toEqual(['opened A 120 40/45'])
    expect(say([hourly], ...first, ...four, ...tens(100, 120), tick(minutes(140)))).toEqual([])
  })

  it('of a day is hours; of a device that says nothing any more three days are told', () => {
    const hoursOf = (day: number, count: number) =>
      Array.from({ length: count }, (_, hour) =>
        told({
          end: Date.parse('2026-11-18T00:00:00+08:00') + day * DAY_MS + (hour + 1) * HOUR_MS,
          value: 1,
          resolution: 'hour',
        }),
      )
    const inputs = [...hoursOf(0, 5), ...hoursOf(1, 20), ...hoursOf(2, 19)]
    const later = tick(NOON + 20 * DAY_MS)
    const midnight = (days: number) => 12 * 60 + days * 24 * 60
    expect(say([daily], ...inputs, later)).toEqual([
      `opened A ${midnight(2)} 19/20`,
      `grouped A ${midnight(3)} 0/20`,
      `grouped A ${midnight(4)} 0/20`,
      `grouped A ${midnight(5)} 0/20`,
      `resolved quiet ${midnight(7) + 10}`,
    ])
  })
})

describe('the same stream', () => {
  const every: Rule[] = [
    over75(0, { id: 'r1' }),
    over75(20, { id: 'r2', groupWindowMs: 20 * MINUTE_MS }),
    ruleOf({ kind: 'rise', params: { windowMinutes: 60 } }, { id: 'r3', threshold: 30 }),
    ruleOf({ kind: 'silent', params: {} }, { id: 'r4', factor: null, threshold: 25 }),
    ruleOf({ kind: 'flat-line', params: { tolerance: 2 } }, { id: 'r5', threshold: 30 }),
    ruleOf(
      { kind: 'neighbours', params: { ratio: 1.1, leastNeighbours: 2, graceMinutes: 20 } },
      { id: 'r6', resolution: 'hour', threshold: 5, groupWindowMs: 3 * HOUR_MS },
    ),
    ruleOf({ kind: 'completeness', params: { graceMinutes: 10 } }, { id: 'r7', resolution: 'minute', threshold: 45 }),
    ruleOf({ kind: 'stale', params: {} }, { id: 'r8', factor: null, resolution: 'hour', threshold: 0 }),
    ruleOf({ kind: 'stale', params: {} }, { id: 'r9', factor: null, resolution: 'hour', threshold: 45 }),
  ]
  const ground = groundWith(...every)

  const step = fc.record({
    device: fc.constantFrom('a', 'b', 'c', 'd'),
    /** Since the one before. [min] */
    after: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 9 }) }, fc.integer({ min: 10, max: 300 })),
    late: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 170 })),
    resolution: fc.constantFrom<Resolution>('realtime', 'realtime', 'minute', 'hour'),
    value: fc.integer({ min: 20, max: 120 }),
  })
  const stream = fc.array(step, { minLength: 1, maxLength: 120 }).map((steps) => {
    let at = NOON
    const grain: Partial<Record<Resolution, number>> = { minute: 10 * MINUTE_MS, hour: HOUR_MS }
    const inputs = steps.map(({ device, after, late, resolution, value }) => {
      at += after * MINUTE_MS
      const length = grain[resolution] ?? MINUTE_MS
      const end = Math.floor((at - late * MINUTE_MS) / length) * length
      return told({ device, at, end, resolution, value })
    })
    return [...inputs, tick(at + 2 * DAY_MS)]
  })

  /** Feeds go stale and recover meanwhile: [which, after how long, for how long][min] */
  const turns = fc
    .array(fc.tuple(fc.constantFrom('f', 'g'), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 200 })), {
      maxLength: 20,
    })
    .map((all) => {
      let at = NOON
      return all.flatMap(([feedId, after, lasts]) => {
        const since = at + after * MINUTE_MS
        at = since + lasts * MINUTE_MS
        return [turn(feedId, since, since - 7), turn(feedId, at, null)]
      })
    })
  const instantOf = (input: Input) =>
    input.kind === 'arrival' ? input.arrival.at : input.kind === 'turn' ? input.turn.at : input.at
  /** What each rule says, in its order: of what two rules say at once the order is open. */
  const byRule = (events: readonly RuleEvent[]) => Map.groupBy(events, ({ episode }) => episode.slice(0, 2))

  const stored = (state: State): State => stateOf(JSON.parse(JSON.stringify(storedState(withoutPast(state)))))

  it('makes the same events however it is cut, with ticks anywhere between and all forgotten but what is kept', () => {
    let events = 0
    fc.assert(
      fc.property(stream, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (inputs, cuts) => {
        const whole = evaluate(ground, begin(ground), inputs).events
        const pieces: RuleEvent[] = []
        let state = begin(ground)
        for (let from = 0, turn = 0; from < inputs.length; turn += 1) {
          const size = cuts[turn % cuts.length] ?? 1
          const next = inputs.slice(from, from + size)
          from += size
          // The clock goes on between two looks, up to just before the next arrival.
          const upTo = inputs[from]
          const reached = upTo?.kind === 'arrival' ? [tick(upTo.arrival.at - 1)] : []
          const done = evaluate(ground, state, [...next, ...reached])
          pieces.push(...done.events)
          state = turn % 2 === 0 ? stored(done.state) : done.state
        }
        events += whole.length
        expect(pieces).toEqual(whole)
      }),
      { numRuns: 300 },
    )
    expect(events).toBeGreaterThan(3_000)
  })

  it('says the same of feeds, whether it hears of them in time, ahead of the readings or behind them', () => {
    let ofFeeds = 0
    fc.assert(
      fc.property(stream, turns, fc.integer({ min: 0, max: 400 }), (inputs, about, gap) => {
        const inTime = [...inputs, ...about].toSorted((a, b) => instantOf(a) - instantOf(b))
        const end = tick(Math.max(...inTime.map(instantOf)) + DAY_MS)
        const whole = byRule(evaluate(ground, begin(ground), [...inTime, end]).events)
        const ahead = byRule(evaluate(ground, begin(ground), [...about, ...inputs, end]).events)
        // In another order only as far as a step reaches that is not over yet.
        const stepped: Input[] = []
        for (let from = 0; from < inTime.length; from += gap + 1) {
          const step = inTime.slice(from, from + gap + 1)
          stepped.push(...step.filter(({ kind }) => kind === 'turn'), ...step.filter(({ kind }) => kind !== 'turn'))
        }
        let state = begin(ground)
        const pieces = [...stepped, end].flatMap((input) => {
          const done = evaluate(ground, state, [input])
          state = stored(done.state)
          return done.events
        })
        ofFeeds += (whole.get('r8') ?? []).length + (whole.get('r9') ?? []).length
        for (const rule of new Set([...whole.keys(), ...ahead.keys()])) {
          expect(ahead.get(rule)).toEqual(whole.get(rule))
          expect(byRule(pieces).get(rule)).toEqual(whole.get(rule))
        }
      }),
      { numRuns: 200 },
    )
    expect(ofFeeds).toBeGreaterThan(1_000)
  })

  it('never changes the state that it was given', () => {
    fc.assert(
      fc.property(stream, (inputs) => {
        const half = evaluate(ground, begin(ground), inputs.slice(0, -20)).state
        const before = JSON.stringify(storedState(half))
        evaluate(ground, half, inputs.slice(-20))
        expect(JSON.stringify(storedState(half))).toBe(before)
      }),
      { numRuns: 50 },
    )
  })
})
