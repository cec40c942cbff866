import { describe, expect, it } from 'vitest'
import en from '../../catalogues/en.json' with { type: 'json' }
import zh from '../../catalogues/zh.json' with { type: 'json' }
import type { Translate } from '../text/language.ts'
import {
  ageText,
  clockText,
  dateClockText,
  dayClockText,
  hourLabel,
  remaining,
  remainingText,
  shortInstant,
  spanText,
  spanTexts,
  usedShare,
} from './format.ts'

const wordsIn =
  (catalogue: typeof zh): Translate =>
  (key, values) =>
    catalogue[key].replace(/\{\{(\w+)\}\}/g, (_, name) => String(values?.[name]))
const chinese = wordsIn(zh)
const english = wordsIn(en)
const at = (text: string) => Date.parse(`${text}+08:00`)
const now = at('2026-11-18T14:20:36')

describe('instants', () => {
  it('are civil times of Shanghai, whatever the zone of the machine', () => {
    expect(clockText(Date.parse('2026-11-18T06:20:36Z'))).toBe('14:20')
    expect(dateClockText(now, chinese)).toBe('11 月 18 日 周三 14:20')
    expect(dateClockText(now, english)).toBe('Wed 18 Nov 14:20')
  })

  it('have the weekday of the civil day, to its last and first minute', () => {
    // Printed calendars: 1 January 2026 is a Thursday, 31 August 2025 a Sunday, 29 February 2024 a Thursday.
    expect(dateClockText(at('2026-01-01T00:00:00'), chinese)).toBe('1 月 1 日 周四 00:00')
    expect(dateClockText(at('2025-08-31T23:59:59'), english)).toBe('Sun 31 Aug 23:59')
    expect(dateClockText(at('2025-09-01T00:00:00'), english)).toBe('Mon 1 Sep 00:00')
    expect(dateClockText(at('2024-02-29T07:59:00'), chinese)).toBe('2 月 29 日 周四 07:59')
  })

  it('carry their day when it is not today and their year when it is not this one', () => {
    expect(shortInstant(at('2026-11-18T00:00:00'), now)).toBe('00:00')
    expect(shortInstant(at('2026-11-17T23:59:59'), now)).toBe('11-17 23:59')
    expect(dayClockText(at('2025-12-31T08:05:00'), now)).toBe('2025-12-31 08:05')
  })

  it('tell the years of a span of two years, though one of them is the present', () => {
    const [then, here] = [at('2025-11-17T15:00:00'), at('2026-11-18T15:00:00')]
    expect(spanTexts(then, here, now)).toEqual({ from: '2025-11-17 15:00', to: '2026-11-18 15:00' })
    expect(spanTexts(at('2026-11-17T15:00:00'), here, now)).toEqual({ from: '11-17 15:00', to: '11-18 15:00' })
    expect(spanTexts(then, at('2025-12-01T00:00:00'), now)).toEqual({
      from: '2025-11-17 15:00',
      to: '2025-12-01 00:00',
    })
  })

  it('label a monitoring hour by its end, the last one of a day 24:00', () => {
    expect(hourLabel(at('2026-11-18T14:00:00'))).toBe('14:00')
    expect(hourLabel(at('2026-11-19T00:00:00'))).toBe('24:00')
  })
})

describe('spans', () => {
  it('name their parts and leave empty ones out', () => {
    const minute = 60_000
    expect(spanText(28 * minute, chinese)).toBe('28 分')
    expect(spanText((51 * 60 + 27) * minute, chinese)).toBe('2 天 3 时 27 分')
    expect(spanText(26 * 60 * minute, english)).toBe('1 d 2 h')
    expect(spanText(59_999, english)).toBe('< 1 min')
    expect(spanText(-5, chinese)).toBe('< 1 分')
  })

  it('tell an age in its largest unit', () => {
    expect(ageText(4_900, chinese)).toBe('4 秒')
    expect(ageText(61_000, english)).toBe('1 min')
    expect(ageText(25 * 3_600_000, english)).toBe('1 d')
  })
})

describe('a deadline', () => {
  it('is counted in hours and minutes within a day and in days beyond', () => {
    expect(remaining(at('2026-11-18T18:00:00'), now)).toEqual({ late: false, clock: '3:39', days: 0, hours: 0 })
    expect(remaining(at('2026-11-20T18:00:00'), now)).toEqual({ late: false, clock: null, days: 2, hours: 3 })
  })

  it('is late only after it has passed', () => {
    expect(remaining(now, now).late).toBe(false)
    expect(remaining(at('2026-11-18T11:08:00'), now)).toEqual({ late: true, clock: '3:12', days: 0, hours: 0 })
  })

  it('does not lose most of a day: hours are told beside days, until a week makes them idle', () => {
    const left = (due: string) => remainingText(remaining(at(due), now), chinese)
    expect(left('2026-11-20T14:20:00')).toBe('1 天 23 时')
    expect(left('2026-11-20T14:20:36')).toBe('2 天')
    expect(left('2026-11-27T20:00:00')).toBe('9 天')
    expect(left('2026-11-18T18:00:00')).toBe('3:39')
  })

  it('is used by the share of its span that has gone, past one when late', () => {
    expect(usedShare(0, 100, 25)).toBe(0.25)
    expect(usedShare(0, 100, 150)).toBe(1.5)
    expect(usedShare(0, 100, -10)).toBe(0)
  })
})
