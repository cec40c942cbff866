import { describe, expect, it } from 'vitest'
import { isWithin, ruleKinds, ruleKindTable } from '../../../src/domain/alerts/model.ts'
import { atResolution, faultsOf, newRule, resolutionsOf, sentOf, unitOfRule } from './rule-draft.ts'
import { alertSearch } from './view.ts'

describe('a rule that is written', () => {
  it.each(ruleKinds)('as its kind usually is can be saved once it has a name: %s', (kind) => {
    const rule = newRule(kind)
    expect([...faultsOf(rule)]).toEqual(['name'])
    for (const resolution of resolutionsOf(kind)) {
      expect([...faultsOf({ ...atResolution(rule, resolution), name: '规则' })], resolution).toEqual([])
    }
  })

  it('is sent with its numbers as numbers', () => {
    const rule = { ...newRule('threshold'), name: ' 夜间超标 ', threshold: '80.5', params: { durationMinutes: '120' } }
    expect(sentOf(rule)).toMatchObject({
      ...{ name: '夜间超标', kind: 'threshold', factor: 'a34004', resolution: 'hour', threshold: 80.5 },
      ...{ params: { durationMinutes: 120 }, groupWindowMinutes: 180 },
    })
    expect(unitOfRule(rule)).toBe('µg/m³')
    expect(unitOfRule(newRule('completeness'))).toBe('h')
  })

  it('says which of its fields is wrong', () => {
    const rule = { ...newRule('threshold'), name: '规则' }
    expect([...faultsOf({ ...rule, threshold: '' })]).toEqual(['threshold'])
    expect([...faultsOf({ ...rule, threshold: '-1' })]).toEqual(['threshold'])
    expect([...faultsOf({ ...rule, factor: null })]).toEqual(['factor'])
    expect([...faultsOf({ ...rule, params: { durationMinutes: '1.5' } })]).toEqual(['durationMinutes'])
    expect([...faultsOf({ ...rule, groupWindowMinutes: '0' })]).toEqual(['window'])
    const during = (from: string, until: string) =>
      faultsOf({ ...rule, narrowing: { ...rule.narrowing, period: { from, until } } }).has('period')
    expect(during('11-15', '03-15')).toBe(false)
    expect(during('2026-11-15', '2027-03-15')).toBe(false)
    expect(during('2027-03-15', '2026-11-15')).toBe(true)
    expect(during('11-15', '2027-03-15')).toBe(true)
    expect(during('11-32', '03-15')).toBe(true)
  })
})

it('every usual number of the table lies within its own bounds', () => {
  for (const { limit, params } of Object.values(ruleKindTable)) {
    for (const number of [...Object.values(limit), ...Object.values(params)])
      expect(isWithin(number, number.usual)).toBe(true)
  }
})

it('the address of the stream keeps what it shows, and nothing that it does not know', () => {
  const rule = '0191f3c0-0000-7000-8000-000000000001'
  expect(alertSearch({ show: 'silenced', rule, silence: 'x' })).toEqual({ show: 'silenced', rule })
  expect(alertSearch({ show: 'whatever' })).toEqual({})
})
