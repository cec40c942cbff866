import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../standards/civil-time.ts'
import type { Binding } from '../devices/model.ts'
import { qualities, type Reading, sources } from '../readings/model.ts'
import { exceedances, groupSpan, LIVE_WITHIN_MS } from './decide.ts'
import type { Rule } from './model.ts'

const NOON = Date.parse('2026-11-18T12:00:00+08:00')

const rule: Rule = {
  countyId: 'county',
  id: 'rule',
  name: 'PM2.5 > 75',
  factor: 'a34004',
  resolution: 'realtime',
  stationId: null,
  threshold: 75,
  unit: 'µg/m³',
  severity: 'urgent',
  groupWindowMs: 30 * MINUTE_MS,
  enabled: true,
  version: 1,
}

const reading = (more: Partial<Reading> = {}): Reading => ({
  deviceId: 'device',
  factor: 'a34004',
  statistic: 'Rtd',
  resolution: 'realtime',
  periodStart: NOON,
  periodEnd: NOON,
  value: 88,
  flag: 'N',
  quality: 'valid',
  reason: null,
  source: 'frame',
  version: 1,
  seq: 7,
  recordedAt: NOON,
  ...more,
})

const bound: Binding = {
  deviceId: 'device',
  subjectType: 'station',
  subjectId: 'station',
  validFrom: 0,
  validTo: null,
}

const valuesFound = (
  readings: readonly Reading[],
  rules: readonly Rule[] = [rule],
  bindings: readonly Binding[] = [bound],
) => exceedances(rules, readings, bindings).map((one) => one.value)

describe('a reading exceeds a rule', () => {
  it('when its value is above the threshold, and is told with where and by what', () => {
    expect(exceedances([rule], [reading()], [bound])).toEqual([
      { rule, stationId: 'station', deviceId: 'device', factor: 'a34004', periodEnd: NOON, value: 88, frameSeq: 7 },
    ])
  })

  it('not at the threshold itself, nor below', () => {
    expect(valuesFound([reading({ value: 75 }), reading({ value: 74.9 }), reading({ value: 75.1 })])).toEqual([75.1])
  })

  it('only when its quality allows it: suspect ones may, until somebody has judged them', () => {
    const found = qualities.map((quality, place) => reading({ quality, value: 80 + place }))
    expect(qualities).toEqual(['valid', 'suspect', 'invalid', 'insufficient'])
    expect(valuesFound(found)).toEqual([80, 81])
  })

  it('only when a device sent it just so', () => {
    expect(valuesFound(sources.map((source, place) => reading({ source, value: 80 + place })))).toEqual([80])
    expect(sources[0]).toBe('frame')
  })

  it('not without a value', () => {
    expect(valuesFound([reading({ value: null })])).toEqual([])
  })

  it('only in the statistic that stands for its period', () => {
    const hourly = { ...rule, resolution: 'hour' as const }
    const hour = (statistic: string) => reading({ resolution: 'hour', statistic })
    expect(valuesFound([hour('Max'), hour('Min'), hour('Rtd')], [hourly])).toEqual([])
    expect(valuesFound([hour('Avg')], [hourly])).toEqual([88])
    expect(valuesFound([reading({ statistic: 'Avg' })])).toEqual([])
  })

  it('only of its factor, resolution and station, and only while the rule is enabled', () => {
    expect(valuesFound([reading({ factor: 'a34002' })])).toEqual([])
    expect(valuesFound([reading({ resolution: 'minute', statistic: 'Avg' })])).toEqual([])
    expect(valuesFound([reading()], [{ ...rule, stationId: 'another' }])).toEqual([])
    expect(valuesFound([reading()], [{ ...rule, stationId: 'station' }])).toEqual([88])
    expect(valuesFound([reading()], [{ ...rule, enabled: false }])).toEqual([])
  })

  it('of each rule by itself, in the order of the readings', () => {
    const strict = { ...rule, id: 'strict', threshold: 150 }
    const found = exceedances([rule, strict], [reading({ value: 160 }), reading({ value: 100 })], [bound])
    expect(found.map((one) => [one.value, one.rule.id])).toEqual([
      [160, 'rule'],
      [160, 'strict'],
      [100, 'rule'],
    ])
  })
})

describe('late data', () => {
  it('of up to three hours still raise an alert, older ones none', () => {
    const cameAfter = (ms: number) => reading({ periodEnd: NOON - ms, recordedAt: NOON })
    expect(valuesFound([cameAfter(LIVE_WITHIN_MS)])).toEqual([88])
    expect(valuesFound([cameAfter(LIVE_WITHIN_MS + 1)])).toEqual([])
    expect(LIVE_WITHIN_MS).toBe(3 * HOUR_MS)
  })
})

describe('where the device stood', () => {
  const moved: readonly Binding[] = [
    { ...bound, subjectId: 'old', validTo: NOON },
    { ...bound, subjectId: 'new', validFrom: NOON },
  ]
  const stationAt = (periodEnd: number, bindings = moved) =>
    exceedances([rule], [reading({ periodEnd, recordedAt: NOON })], bindings).map((one) => one.stationId)

  it('in that very period is where it exceeded', () => {
    expect(stationAt(NOON - 1)).toEqual(['old'])
    expect(stationAt(NOON)).toEqual(['new'])
  })

  it('counts only when it was a station', () => {
    expect(stationAt(NOON, [{ ...bound, subjectType: 'vehicle' }])).toEqual([])
    expect(stationAt(NOON, [])).toEqual([])
    expect(stationAt(NOON, [{ ...bound, deviceId: 'another' }])).toEqual([])
    expect(stationAt(NOON, [{ ...bound, validTo: NOON - 1 }])).toEqual([])
  })
})

it('an exceedance may join what lies within the window of the rule on either side of it', () => {
  expect(groupSpan(rule, NOON)).toEqual({ from: NOON - 30 * MINUTE_MS, to: NOON + 30 * MINUTE_MS })
})
