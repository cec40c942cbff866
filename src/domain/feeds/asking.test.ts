import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '../../standards/civil-time.ts'
import { askedOf, gapSpan } from './asking.ts'
import type { FeedRequest } from './model.ts'

const NOW = Date.parse('2026-11-18T14:20:00+08:00')
const NEWEST = Date.parse('2026-11-18T14:00:00+08:00')
const ago = (hours: number) => NEWEST - hours * HOUR_MS
const request: FeedRequest = {
  ...{ url: 'http://x/?f={from}&t={to}', method: 'GET', bodyType: 'json', body: '', headers: [] },
  ...{ timeoutSeconds: 30, hoursAtOnce: 24, lookBackHours: 3, paging: { kind: 'none' } },
}
const usual = { lacking: [], gaps: [], codes: ['S1', 'S2'], since: 0, now: NOW }
const told = (to: Partial<FeedRequest>, more: Partial<Parameters<typeof askedOf>[1]> = {}) =>
  askedOf({ ...request, ...to }, { ...usual, ...more }).map(({ span, station }) => [
    span === null ? null : `${(NEWEST - span.from) / HOUR_MS}–${(NEWEST - span.to) / HOUR_MS}`,
    station,
  ])

describe('what a pull asks for', () => {
  it('is one document where the interface is not asked by time, one for each station where it is asked by those', () => {
    expect(told({ url: 'http://x/' })).toEqual([[null, null]])
    expect(told({ url: 'http://x/{station}' })).toEqual([
      [null, 'S1'],
      [null, 'S2'],
    ])
  })

  it('is the newest hours, then the gaps from the newest on, joined as far as one request goes', () => {
    const lacking = [ago(40), ago(39), ago(11), ago(10), ago(1)]
    expect(told({}, { lacking })).toEqual([
      ['2–0', null],
      ['11–10', null],
      ['40–39', null],
    ])
    expect(told({ hoursAtOnce: 48 }, { lacking })).toEqual([
      ['2–0', null],
      ['40–10', null],
    ])
    expect(told({ hoursAtOnce: 2 }, { lacking: [] })).toEqual([
      ['1–0', null],
      ['2–2', null],
    ])
  })

  it('is one hour at a time where the interface takes no more', () => {
    expect(told({ url: 'http://x/{time}' }, { lacking: [ago(9)] })).toEqual([
      ['0–0', null],
      ['1–1', null],
      ['2–2', null],
      ['9–9', null],
    ])
  })

  it('begins where the feed begins', () => {
    expect(told({ lookBackHours: 24 }, { since: ago(5) })).toEqual([['5–0', null]])
  })

  it('is bounded: what is left has its turn in the next pull', () => {
    const lacking = Array.from({ length: 400 }, (_, at) => ago(1_000 - at * 2))
    expect(told({ hoursAtOnce: 1 }, { lacking })).toHaveLength(24)
    expect(told({ url: 'http://x/{station}?{from}{to}', hoursAtOnce: 1 }, { lacking })).toHaveLength(24)
    // With forty stations a round for the newest hour and one for a gap.
    const codes = Array.from({ length: 40 }, (_, at) => `S${at}`)
    const many = told({ url: 'http://x/{station}?{from}{to}', hoursAtOnce: 1 }, { lacking, codes })
    expect(many).toHaveLength(80)
    expect(new Set(many.map(([span]) => span))).toEqual(new Set(['0–0', '202–202']))
  })

  it('leaves out what was asked for in vain, for an hour, for six, then for ever', () => {
    const hour = ago(30)
    const asks = (asked: number, hoursAgo: number) =>
      told({}, { lacking: [hour], gaps: [{ hourEnd: hour, asked, askedAt: NOW - hoursAgo * HOUR_MS }] }).length === 2
    expect([asks(1, 0.9), asks(1, 1), asks(2, 5.9), asks(2, 6), asks(3, 1_000)]).toEqual([
      false,
      true,
      false,
      true,
      false,
    ])
  })
})

it('gaps are looked for from the first hour that is wanted, to two hours ago, over no more than 400 days', () => {
  const told = ({ from, to }: { from: number; to: number }) => [(NEWEST - from) / HOUR_MS, (NEWEST - to) / HOUR_MS]
  // Hours that end in (from, to]: the first is the one that ends at 30 hours ago.
  expect(told(gapSpan(ago(30), NOW))).toEqual([31, 2])
  expect(told(gapSpan(0, NOW))).toEqual([2 + 400 * 24, 2])
})
