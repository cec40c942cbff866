import { describe, expect, it } from 'vitest'
import { judgeValue } from './validity.ts'
import { judgeHours } from './validity-hours.ts'
import {
  isOwnRule,
  laidOver,
  misplacedNumber,
  numbersInForce,
  settableNumbers,
  type ValiditySettings,
  validityRules,
} from './validity-settings.ts'
import { reasons, usualRules } from './validity-table.ts'

const judged = (settings: ValiditySettings, factor: string, value: number) =>
  judgeValue({
    ...{ factor, statistic: 'Avg', value, flag: 'N', edition: '2017', unmarked: 'valid' },
    limits: validityRules(settings).limits,
  })

describe('what a county says of the checks', () => {
  it('is nothing: then all is as usual', () => {
    expect(validityRules({})).toEqual(usualRules)
    expect(numbersInForce({}).every(({ value, usual, origin }) => value === usual && origin === 'usual')).toBe(true)
  })

  it('changes the limits of a value, each for the better and the worse', () => {
    expect([judged({}, 'a34004', 450), judged({}, 'a34004', 2500), judged({}, 'a34004', -16)]).toEqual([
      null,
      'out-of-range',
      'negative',
    ])
    const own = { implausible: { a34004: { above: 400 } }, 'out-of-range': { a34004: { high: 3000 } } }
    expect(judged(own, 'a34004', 450)).toBe('implausible')
    expect(judged(own, 'a34004', 2500)).toBe('implausible')
    expect(judged({ negative: { a34004: { low: -20 } } }, 'a34004', -16)).toBe('slightly-negative')
    expect(judged({ implausible: { a34004: { above: null } } }, 'a34004', 1999)).toBe(null)
    // Another factor is judged as before.
    expect(judged(own, 'a34002', 650)).toBe('implausible')
    expect(judged({ 'out-of-range': { a01001: { low: -50 } } }, 'a01001', -45)).toBe(null)
  })

  it('changes the checks of hours beside one another', () => {
    const HOUR = 3_600_000
    const series = new Map([['a34004', new Map([1, 2, 3].map((n) => [n * HOUR, 40]))]])
    const reason = (settings: ValiditySettings) =>
      judgeHours(series, [], [2 * HOUR], validityRules(settings))
        .get('a34004')
        ?.get(2 * HOUR)?.reason ?? null
    expect(reason({})).toBe(null)
    expect(reason({ 'flat-line': { a34004: { hours: 3 } } })).toBe('flat-line')
    expect(validityRules({ 'flat-line': { a34004: { hours: null } } }).factors.get('a34004')?.flatHours).toBe(null)
    expect(validityRules({ neighbours: { '*': { reach: 9_000 }, a34004: { noise: 12 } } })).toMatchObject({
      reachM: 9_000,
      zNeighbours: 3,
    })
  })

  it('each number that may be set changes exactly one number of the rules', () => {
    const flat = ({ limits, factors, ...others }: typeof usualRules) => ({
      ...others,
      limits: Object.fromEntries(limits),
      factors: Object.fromEntries(factors),
    })
    const leaves = (value: unknown, path = ''): [string, unknown][] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([name, one]) => leaves(one, `${path}/${name}`))
        : [[path, value]]
    const usual = new Map(leaves(flat(usualRules)))
    const changed = settableNumbers.map(({ rule, factor, name, usual: before, least, most }) => {
      const value = before === least ? most : least
      const now = leaves(flat(validityRules({ [rule]: { [factor]: { [name]: value } } })))
      return now.filter(([path, one]) => usual.get(path) !== one).map(([path, one]) => [path, one === value])
    })
    expect(changed.every((one) => one.length === 1 && one[0]?.[1] === true)).toBe(true)
    expect(new Set(changed.map(([one]) => one?.[0])).size).toBe(settableNumbers.length)
  })

  it('is about numbers that nobody has settled, of rules that there are', () => {
    const codes = reasons.map(({ code }) => code)
    for (const { rule, factor, certainty } of settableNumbers) {
      expect(codes).toContain(rule)
      expect(certainty).toBe('U')
      // A direction is from 0 to 360, whoever says otherwise.
      expect(factor).not.toBe('a01008')
    }
    expect(settableNumbers).toContainEqual(
      expect.objectContaining({
        rule: 'implausible',
        factor: 'a05024',
        name: 'aboveAtNight',
        usual: 200,
        unit: 'µg/m³',
      }),
    )
  })

  it('tells whose each number is', () => {
    const own = { implausible: { a34004: { above: 400 } }, neighbours: { '*': { reach: 9_000 } } }
    const ofCounty = numbersInForce(own).filter(({ origin }) => origin === 'county')
    expect(ofCounty.map(({ rule, factor, name, value, usual }) => [rule, factor, name, value, usual])).toEqual([
      ['implausible', 'a34004', 'above', 400, 500],
      ['neighbours', '*', 'reach', 9_000, 20_000],
    ])
    expect([isOwnRule(own, 'implausible', 'a34004'), isOwnRule(own, 'implausible', 'a34002')]).toEqual([true, false])
    expect([isOwnRule(own, 'neighbours', 'a34002'), isOwnRule(own, 'spike', 'a34002')]).toEqual([true, true])
    expect(isOwnRule(own, 'flat-line', 'a34004')).toBe(false)
  })

  it('of one county lies over what all say', () => {
    const ofAll = { implausible: { a34004: { above: 400 }, a05024: { above: 300, aboveAtNight: 150 } } }
    expect(laidOver(ofAll, { implausible: { a05024: { above: 350 } }, spike: { '*': { share: 0.4 } } })).toEqual({
      implausible: { a34004: { above: 400 }, a05024: { above: 350, aboveAtNight: 150 } },
      spike: { '*': { share: 0.4 } },
    })
  })

  it('fits when the limits of a factor stand in order; the number that was set is named when they do not', () => {
    expect(misplacedNumber({})).toBe(null)
    expect(misplacedNumber({ implausible: { a34004: { above: 2000 } } })).toEqual(['implausible', 'a34004', 'above'])
    expect(misplacedNumber({ 'out-of-range': { a34004: { high: 500 } } })).toEqual(['out-of-range', 'a34004', 'high'])
    expect(misplacedNumber({ negative: { a34004: { low: 600 } } })).toEqual(['negative', 'a34004', 'low'])
    expect(misplacedNumber({ implausible: { a05024: { above: 150 } } })).toEqual(['implausible', 'a05024', 'above'])
    expect(
      misplacedNumber({ implausible: { a34004: { above: null } }, 'out-of-range': { a34004: { high: 400 } } }),
    ).toBe(null)
  })
})
