import { describe, expect, it } from 'vitest'
import { usualSettings } from '../../../src/domain/devices/model.ts'
import type { Device } from '../../api/queries.ts'
import { byNeed, isFound, stateOf, troublesOf } from './order.ts'

const now = Date.parse('2026-11-18T14:20:00+08:00')
const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000).toISOString()

function device(mn: string, its: Partial<Device>): Device {
  return {
    id: mn,
    version: 1,
    mn,
    name: mn,
    kind: 'hj212',
    dataTimeNames: 'start',
    minuteInterval: 10,
    factors: [],
    settings: { ...usualSettings, units: {}, aliases: {} },
    enciphers: false,
    boundTo: null,
    online: true,
    connectedSince: null,
    lastFrameAt: minutesAgo(1),
    clockOffsetMs: null,
    hours: { received: 24, expected: 24 },
    kept: 0,
    errors: {},
    ...its,
  }
}

describe('a device', () => {
  it('is silent when nothing came for half an hour, whatever its connection says', () => {
    expect(stateOf(device('a', { lastFrameAt: minutesAgo(31) }), now)).toBe('silent')
    expect(stateOf(device('a', { lastFrameAt: null }), now)).toBe('silent')
    expect(stateOf(device('a', { online: false, lastFrameAt: minutesAgo(5) }), now)).toBe('offline')
    expect(stateOf(device('a', {}), now)).toBe('online')
    expect(stateOf(device('a', { kind: 'feed', online: false, lastFrameAt: null }), now)).toBe('feed')
  })

  it('has as many troubles as errors and kept frames together', () => {
    expect(troublesOf(device('a', { kept: 2, errors: { 'crc-wrong': 3, 'no-values': 1 } }))).toBe(6)
  })
})

describe('the list of devices', () => {
  it('begins with the longest silence, then the offline ones, then those with troubles', () => {
    const items = [
      device('fine', {}),
      device('troubled', { kept: 1 }),
      device('slow-clock', { clockOffsetMs: -300_000 }),
      device('offline', { online: false }),
      device('silent', { lastFrameAt: minutesAgo(120) }),
      device('never', { lastFrameAt: null, online: false }),
    ]
    expect(items.toSorted(byNeed(now)).map(({ mn }) => mn)).toEqual([
      'never',
      'silent',
      'offline',
      'slow-clock',
      'troubled',
      'fine',
    ])
  })

  it('is searched by any words, in any order and case', () => {
    expect(isFound(['Qingshiqiao logger', '43990101A05C'], 'a05c qing')).toBe(true)
    expect(isFound(['Qingshiqiao logger', '43990101A05C'], 'fengdu')).toBe(false)
    expect(isFound(['x'], '')).toBe(true)
  })
})
