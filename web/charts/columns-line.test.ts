import { describe, expect, it } from 'vitest'
import type { Columns } from '../api/columns.ts'
import { measuredOf } from './columns-line.ts'

const hour = 3_600_000

function columns(
  mn: string,
  hours: readonly number[],
  values: (number | null)[],
  more: Partial<Columns> = {},
): Columns {
  const ends = hours.map((each) => each * hour)
  return {
    ...{ mn, factor: 'a34004', statistic: 'Avg', unit: 'µg/m³', stations: 'QY001', flags: 'N', reasons: null },
    ...{ qualities: 'valid', sources: 'frame', versions: 1, values, ends, starts: ends.map((end) => end - hour) },
    ...more,
  }
}

describe('one series of a place', () => {
  it('is the mean of its device, without its lowest and highest', () => {
    const found = measuredOf(
      [columns('a', [1, 2], [1, 2], { statistic: 'Min' }), columns('a', [1, 2], [3, 4])],
      'a34004',
      'hour',
    )
    expect(found).toEqual({ unit: 'µg/m³', stepMs: hour, ends: [hour, 2 * hour], values: [3, 4], qualities: 'valid' })
  })

  it('goes over from a device to the one that replaced it, and takes what may be used before what may not', () => {
    const old = columns('a', [1, 2, 3], [10, 11, 12], { qualities: ['valid', 'invalid', 'valid'] })
    const next = columns('b', [2, 3, 4], [21, 22, 23])
    expect(measuredOf([old, next], 'a34004', 'hour')).toEqual({
      unit: 'µg/m³',
      stepMs: hour,
      ends: [hour, 2 * hour, 3 * hour, 4 * hour],
      values: [10, 21, 12, 23],
      qualities: ['valid', 'valid', 'valid', 'valid'],
    })
  })

  it("of a day's ozone is the highest eight-hour mean where it is told, of other periods the mean", () => {
    const told = [
      columns('a', [24], [60], { factor: 'a05024' }),
      columns('a', [24], [110], { factor: 'a05024', statistic: 'Mda8' }),
    ]
    expect(measuredOf(told, 'a05024', 'day')?.values).toEqual([110])
    expect(measuredOf(told, 'a05024', 'hour')?.values).toEqual([60])
  })

  it('is none where nothing was measured', () => {
    expect(measuredOf([], 'a34004', 'hour')).toBeNull()
  })
})
