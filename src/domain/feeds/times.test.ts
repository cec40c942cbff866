import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isoShanghai } from '../../standards/civil-time.ts'
import { parsePattern, timeReader, writeTime, zoneOffset } from './times.ts'

const read = (text: string, format: string, zone = 'Asia/Shanghai') => {
  const time = timeReader(format, zone)(text)
  return time === null ? null : isoShanghai(time.instant).slice(0, 16)
}

describe('a time', () => {
  // 13:00 in Shanghai is 05:00 in UTC and 14:00 in Tokyo.
  it.each([
    ['2026-11-18 13:00:00', 'auto', 'Asia/Shanghai', '2026-11-18T13:00'],
    ['2026-11-18T05:00:00Z', 'auto', 'Asia/Shanghai', '2026-11-18T13:00'],
    ['2026-11-18 05:00', 'auto', 'UTC', '2026-11-18T13:00'],
    ['2026-11-18 14:00', 'auto', '+09:00', '2026-11-18T13:00'],
    ['2026-11-18T13:00:00+08:00', 'auto', 'UTC', '2026-11-18T13:00'],
    ['2026年11月18日13时', 'auto', 'Asia/Shanghai', '2026-11-18T13:00'],
    ['2026111813', 'yyyyMMddHH', 'Asia/Shanghai', '2026-11-18T13:00'],
    ['2026111805', 'yyyyMMddHH', 'UTC', '2026-11-18T13:00'],
    ['18/11/2026 1', 'dd/MM/yyyy H', 'Asia/Shanghai', '2026-11-18T01:00'],
    ['11/8/2026 13:00', 'M/d/yyyy H:mm', 'Asia/Shanghai', '2026-11-08T13:00'],
    // The public API of aqicn's forerunner wrote a Z behind civil time of Shanghai.
    ['2026-11-18T13:00:00Z', "yyyy-MM-dd'T'HH:mm:ss'Z'", 'Asia/Shanghai', '2026-11-18T13:00'],
    ['2026-11-18T05:00:00Z', "yyyy-MM-dd'T'HH:mm:ssXXX", 'Asia/Shanghai', '2026-11-18T13:00'],
    ['2026-11-18T14:00:00+09:00', "yyyy-MM-dd'T'HH:mm:ssXXX", 'Asia/Shanghai', '2026-11-18T13:00'],
    // 24:00 is the end of its day.
    ['2026-11-18 24', 'yyyy-MM-dd HH', 'Asia/Shanghai', '2026-11-19T00:00'],
    // 2026-11-18T13:00+08:00 is 1794978000 seconds after 1970-01-01T00:00Z (20775 days and 5 hours).
    ['1794978000', 'epoch-s', 'Asia/Shanghai', '2026-11-18T13:00'],
    ['1794978000000', 'epoch-ms', 'UTC', '2026-11-18T13:00'],
  ])('%s as %s in %s is %s', (text, format, zone, expected) => {
    expect(read(text, format, zone)).toBe(expected)
  })

  it.each([
    ['2026-02-29 01', 'yyyy-MM-dd HH'],
    ['2026-13-01 01', 'yyyy-MM-dd HH'],
    ['2026-11-18 25', 'yyyy-MM-dd HH'],
    ['2026-11-18 24:30', 'yyyy-MM-dd HH:mm'],
    ['2026-11-18', 'yyyy-MM-dd HH'],
    ['昨天', 'auto'],
    ['1/5/2026', 'auto'],
    ['-5', 'epoch-s'],
  ])('%s is none as %s', (text, format) => {
    expect(read(text, format)).toBeNull()
  })

  it('without a clock is a day', () => {
    expect(timeReader('yyyy-MM-dd', 'Asia/Shanghai')('2026-11-18')?.hasClock).toBe(false)
    expect(timeReader('yyyyMMddHH', 'Asia/Shanghai')('2026111813')?.hasClock).toBe(true)
  })

  it('is read as it is written, in each format and zone', () => {
    const formats = ['auto', 'epoch-s', 'epoch-ms', 'yyyyMMddHH', "yyyy-MM-dd'T'HH:mm:ssXXX", 'd.M.yyyy H:mm:ss']
    // In each zone of a day in 1970 or later: what was measured before is in no table, and `auto` takes no such year.
    const hour = fc.integer({ min: 24, max: 1_000_000 }).map((at) => at * 3_600_000)
    fc.assert(
      fc.property(
        hour,
        fc.constantFrom(...formats),
        fc.constantFrom('Asia/Shanghai', 'UTC', '-03:00'),
        (at, format, zone) => {
          expect(timeReader(format, zone)(writeTime(at, format, zone))?.instant).toBe(at)
        },
      ),
    )
  })
})

it('zones and patterns that are none are told', () => {
  expect(zoneOffset('+05:30')).toBe(19_800_000)
  expect(zoneOffset('Europe/Berlin')).toBeNull()
  expect(zoneOffset('+15:00')).toBeNull()
  expect(parsePattern('YYYY-MM-DD')).toBeNull()
  expect(parsePattern('HH:mm')).toBeNull()
  expect(parsePattern("yyyy-MM-dd 'at' HH")).not.toBeNull()
})
