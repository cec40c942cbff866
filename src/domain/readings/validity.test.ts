import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import en from '../../../catalogues/en.json' with { type: 'json' }
import zh from '../../../catalogues/zh.json' with { type: 'json' }
import { qualities } from './model.ts'
import {
  type Disturbance,
  isDisturbed,
  isForWorkList,
  judgeFrame,
  judgeValue,
  type LoneValue,
  qualityOfReason,
} from './validity.ts'
import { type Edition, marks, reasons, usualRules } from './validity-table.ts'

const value = (more: Partial<LoneValue>) =>
  judgeValue({ factor: 'a34004', statistic: 'Avg', value: 30, flag: 'N', edition: '2017', unmarked: 'valid', ...more })

describe('the reasons', () => {
  it('each has words in both languages, its own code and a quality', () => {
    expect(new Set(reasons.map((reason) => reason.code)).size).toBe(reasons.length)
    for (const { code, quality } of reasons) {
      expect(Object.keys(zh), code).toContain(`web.reason.${code}`)
      expect(Object.keys(en), code).toContain(`web.reason.${code}`)
      expect(qualities).toContain(quality)
    }
  })

  it('a code that the table does not know is not trusted; no reason at all is', () => {
    expect(qualityOfReason('from-a-newer-weike')).toBe('invalid')
    expect(isForWorkList('from-a-newer-weike')).toBe(false)
    expect(qualityOfReason(null)).toBe('valid')
    expect(isForWorkList(null)).toBe(false)
  })

  it('whatever a mark or a limit says is one of them', () => {
    const known = reasons.map((reason) => reason.code)
    for (const table of Object.values(marks)) {
      for (const said of Object.values(table)) if (said !== null) expect(known).toContain(said)
    }
  })
})

describe('a value by its mark', () => {
  // HJ 212-2017, data mark; HJ/T 212-2005, data marks of pollution sources and (digits) of air stations.
  it.each<[Edition, string, string | null]>([
    ['2017', 'N', null],
    ['2017', 'F', 'mark-stopped'],
    ['2017', 'M', 'mark-maintenance'],
    ['2017', 'S', 'mark-manual'],
    ['2017', 'D', 'mark-fault'],
    ['2017', 'C', 'mark-calibration'],
    ['2017', 'T', 'mark-over-range'],
    ['2017', 'B', 'mark-communication'],
    ['2017', 'P', 'mark-unknown'],
    ['2017', '3', 'mark-unknown'],
    ['2005', 'N', null],
    ['2005', 'P', 'mark-power'],
    ['2005', 'F', 'mark-stopped'],
    ['2005', 'C', 'mark-calibration'],
    ['2005', 'M', 'mark-maintenance'],
    ['2005', 'T', 'mark-over-range'],
    ['2005', 'D', 'mark-fault'],
    ['2005', 'S', 'mark-manual'],
    ['2005', '0', 'mark-calibration'],
    ['2005', '1', null],
    ['2005', '2', 'mark-fault'],
    ['2005', '3', null],
    ['2005', 'B', 'mark-unknown'],
    ['2025', 'N', null],
    ['2025', 'D', 'mark-fault'],
    ['2025', 'Td', 'mark-unknown'],
    ['2017', 'n', null],
    ['2017', ' d ', 'mark-fault'],
    ['2017', 'constructor', 'mark-unknown'],
  ])('of %s, %s', (edition, flag, reason) => {
    expect(value({ edition, flag })).toBe(reason)
  })

  it('without a mark is worth what the device is set to', () => {
    expect(value({ flag: null })).toBeNull()
    expect(value({ flag: '' })).toBeNull()
    expect(value({ flag: null, unmarked: 'invalid' })).toBe('unmarked')
    expect(value({ flag: 'N', unmarked: 'invalid' })).toBeNull()
  })

  it('that is bad says more than the lack of a number; a number that lacks says more than a good one', () => {
    expect(value({ flag: 'B', value: null })).toBe('mark-communication')
    expect(value({ flag: 'N', value: null })).toBe('unreadable')
    expect(value({ flag: 'S', value: null })).toBe('unreadable')
  })
})

describe('a value by the limits of its factor', () => {
  it.each<[string, number, string | null]>([
    ['a34004', 2000, 'implausible'],
    ['a34004', 2000.1, 'out-of-range'],
    ['a34004', 500, null],
    ['a34004', 500.1, 'implausible'],
    ['a34004', 0, null],
    ['a34004', -0.1, 'slightly-negative'],
    ['a34004', -15, 'slightly-negative'],
    ['a34004', -15.1, 'negative'],
    ['a21005', -1, 'slightly-negative'],
    ['a21005', -1.1, 'negative'],
    ['a21005', 10.1, 'implausible'],
    ['a21005', 150.1, 'out-of-range'],
    ['a05024', 1201, 'out-of-range'],
    ['a01001', -12, null],
    ['a01001', -40.1, 'out-of-range'],
    ['a01001', 50.1, 'out-of-range'],
    ['a01002', 101, 'out-of-range'],
    ['a01006', 101.3, null],
    ['a01006', 1013, 'out-of-range'],
    ['a01007', 25.1, 'implausible'],
    ['a01007', -0.1, 'out-of-range'],
    ['a01008', 360, null],
    ['a01008', 361, 'out-of-range'],
    ['a99054', 99_999, null],
  ])('%s = %d', (factor, number, reason) => {
    expect(value({ factor, value: number })).toBe(reason)
  })

  it('a peak may be high, not impossible; a quantity has no limits', () => {
    expect(value({ statistic: 'Max', value: 900 })).toBeNull()
    expect(value({ statistic: 'Max', value: 2001 })).toBe('out-of-range')
    expect(value({ statistic: 'Cou', value: 90_000 })).toBeNull()
  })

  it('a manual value that is impossible is impossible; one that is merely high stays a manual one', () => {
    expect(value({ flag: 'S', value: 2001 })).toBe('out-of-range')
    expect(value({ flag: 'S', value: 600 })).toBe('mark-manual')
  })

  it('exhaust has the marks and not the limits of ambient air', () => {
    expect(value({ factor: 'a21026', value: 35_000, air: 'exhaust' })).toBeNull()
    expect(value({ factor: 'a21026', value: 35_000, air: 'exhaust', flag: 'D' })).toBe('mark-fault')
  })

  it('every factor’s limits stand in order', () => {
    for (const { factor, hardLow, hardHigh, suspicion, suspicionAtNight } of usualRules.limits.values()) {
      const inOrder = [hardLow, suspicionAtNight, suspicion, hardHigh].filter((limit) => limit !== null)
      expect(inOrder, factor).toEqual(inOrder.toSorted((a, b) => a - b))
    }
  })
})

describe('a frame', () => {
  const judge = (pairs: Record<string, [number | null, string | null]>, air: 'ambient' | 'exhaust' = 'ambient') =>
    judgeFrame({
      columns: Object.keys(pairs),
      values: Object.values(pairs).map(([number]) => number),
      flags: Object.values(pairs).map(([, flag]) => flag),
      unmarked: 'valid',
      edition: '2017',
      air,
    })

  it('with PM2.5 over PM10 is suspect in both, and in nothing else', () => {
    expect(judge({ 'a34004-Avg': [80, 'N'], 'a21026-Avg': [8, 'N'], 'a34002-Avg': [79.9, 'N'] })).toEqual([
      'pm-inversion',
      null,
      'pm-inversion',
    ])
    expect(judge({ 'a34004-Avg': [80, 'N'], 'a34002-Avg': [80, 'N'] })).toEqual([null, null])
  })

  it('is only compared where both values may be used, and like with like', () => {
    expect(judge({ 'a34004-Avg': [80, 'N'], 'a34002-Avg': [20, 'D'] })).toEqual([null, 'mark-fault'])
    expect(judge({ 'a34004-Avg': [80, 'N'], 'a34002-Avg': [null, 'N'] })).toEqual([null, 'unreadable'])
    expect(judge({ 'a34004-Rtd': [80, 'N'], 'a34002-Avg': [20, 'N'] })).toEqual([null, null])
    expect(judge({ 'a34004-Max': [80, 'N'], 'a34002-Min': [20, 'N'] })).toEqual([null, null])
    expect(judge({ 'a34004-Rtd': [80, 'N'], 'a34002-Rtd': [20, 'N'] }, 'exhaust')).toEqual([null, null])
  })

  it('a reason that weighs more stays: too high for PM2.5, too low for PM10', () => {
    expect(judge({ 'a34004-Avg': [600, 'N'], 'a34002-Avg': [-3, 'N'] })).toEqual(['implausible', 'pm-inversion'])
  })

  it('of whatever columns and values has one verdict a column, each of the table', () => {
    const known = new Set([null, ...reasons.map((reason) => reason.code)])
    const column = fc.tuple(
      fc.constantFrom('a34004', 'a34002', 'a21026', 'a01006', 'x'),
      fc.constantFrom('Rtd', 'Avg', 'Max', 'Cou'),
    )
    fc.assert(
      fc.property(
        fc.uniqueArray(column.map((parts) => parts.join('-'))),
        fc.array(fc.option(fc.double({ noNaN: true })), { minLength: 20, maxLength: 20 }),
        fc.array(fc.option(fc.string({ maxLength: 2 })), { minLength: 20, maxLength: 20 }),
        fc.constantFrom<Edition>('2005', '2017', '2025'),
        (columns, values, flags, edition) => {
          const found = judgeFrame({ columns, values, flags, edition, unmarked: 'valid' })
          expect(found).toHaveLength(columns.length)
          for (const [place, reason] of found.entries()) {
            expect(known).toContain(reason)
            if ((values[place] ?? null) === null) expect(qualityOfReason(reason)).toBe('invalid')
          }
        },
      ),
    )
  })
})

describe('a zero or span check', () => {
  const TEN = Date.parse('2026-11-18T10:00:00+08:00')
  const minutes = (count: number) => TEN + count * 60_000
  const check: Disturbance = { deviceId: 'd', factor: 'a21026', from: minutes(10), until: minutes(20) }
  const minute = { deviceId: 'd', resolution: 'minute', factor: 'a21026' } as const
  const within = (from: number, to: number, more: object = {}) =>
    isDisturbed([check], { ...minute, periodStart: minutes(from), periodEnd: minutes(to), ...more }, usualRules)

  it('spoils every minute that it touches, of that factor, of that device', () => {
    expect(within(9, 10)).toBe(false)
    expect(within(9, 11)).toBe(true)
    expect(within(19, 29)).toBe(true)
    expect(within(20, 30)).toBe(false)
    expect(within(9, 11, { factor: 'a21004' })).toBe(false)
    expect(within(9, 11, { deviceId: 'other' })).toBe(false)
  })

  it('spoils the samples in it', () => {
    expect(within(10, 10)).toBe(true)
    expect(within(20, 20)).toBe(true)
    expect(within(21, 21)).toBe(false)
  })

  it('spoils an hour when it took more than a quarter of it', () => {
    const hour = { ...minute, resolution: 'hour', periodStart: TEN, periodEnd: minutes(60) } as const
    const until = (end: number | null) => isDisturbed([{ ...check, until: end }], hour, usualRules)
    expect(until(minutes(25))).toBe(false)
    expect(until(minutes(26))).toBe(true)
    expect(until(null)).toBe(true)
  })
})
