import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../standards/civil-time.ts'
import { isFailing, jitterOf, nextSlot, passes, retryAt, staleAt, stateOf } from './schedule.ts'

const at = (clock: string) => Date.parse(`2026-11-18T${clock}+08:00`)
const hourly = { everyMinutes: 60, atMinute: 25, staleMinutes: 30 }

describe('a schedule', () => {
  it.each([
    [hourly, '12:00:00', '12:25:00'],
    [hourly, '12:25:00', '13:25:00'],
    [{ ...hourly, everyMinutes: 10, atMinute: 5 }, '12:00:00', '12:05:00'],
    [{ ...hourly, everyMinutes: 10, atMinute: 5 }, '12:05:00', '12:15:00'],
    // Twice a day, from half past six.
    [{ ...hourly, everyMinutes: 720, atMinute: 390 }, '06:30:00', '18:30:00'],
  ])('%j after %s is at %s', (schedule, after, expected) => {
    expect(nextSlot(at(after), schedule, 0)).toBe(at(expected))
  })

  it('a day begins anew where it is no multiple', () => {
    // 00:05, 07:05, 14:05, 21:05, and again 00:05.
    const schedule = { ...hourly, everyMinutes: 420, atMinute: 5 }
    expect(nextSlot(at('21:05:00'), schedule, 0)).toBe(at('00:05:00') + 24 * HOUR_MS)
  })

  it('always goes on, by no more than its step', () => {
    const span = fc.integer({ min: 1, max: 1_440 })
    fc.assert(
      fc.property(span, fc.nat(1_439), fc.nat(44_999), fc.nat(86_400_000), (everyMinutes, atMinute, jitter, passed) => {
        const after = at('00:00:00') + passed
        const next = nextSlot(after, { everyMinutes, atMinute, staleMinutes: 1 }, jitter)
        expect(next).toBeGreaterThan(after)
        expect(next - after).toBeLessThanOrEqual(everyMinutes * MINUTE_MS)
      }),
    )
  })

  it('the jitter of a feed is its own and always the same', () => {
    expect(jitterOf('a')).toBe(jitterOf('a'))
    expect(jitterOf('a')).not.toBe(jitterOf('b'))
  })
})

describe('after a failure', () => {
  const now = at('12:00:00')
  const slot = at('13:00:00')
  const status = (code: number) => ({ code: 'status', params: { status: code } }) as const

  it('what passes is tried again after 30 s, then twice as long, up to ten minutes, within the schedule', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map(
      (failures) => retryAt(now, { fault: status(500), failures, waitMs: null, slot }) - now,
    )
    expect(waits.map((ms) => ms / 1000)).toEqual([30, 60, 120, 240, 480, 600, 600])
    expect(retryAt(now, { fault: status(500), failures: 9, waitMs: null, slot: now + MINUTE_MS })).toBe(now + MINUTE_MS)
  })

  it('what does not pass by itself waits for its turn, and whoever is asked to wait does', () => {
    expect(retryAt(now, { fault: status(404), failures: 1, waitMs: null, slot })).toBe(slot)
    expect(retryAt(now, { fault: { code: 'field-missing', params: {} }, failures: 1, waitMs: null, slot })).toBe(slot)
    expect(retryAt(now, { fault: { code: 'busy', params: {} }, failures: 1, waitMs: 2 * HOUR_MS, slot })).toBe(
      now + 2 * HOUR_MS,
    )
    expect(retryAt(now, { fault: { code: 'busy', params: {} }, failures: 1, waitMs: 1e12, slot })).toBe(
      now + 24 * HOUR_MS,
    )
    expect(retryAt(now, { fault: { code: 'busy', params: {} }, failures: 1, waitMs: 0, slot })).toBe(now + 30_000)
  })

  it('a feed stumbles twice before it is failing, but for what does not pass', () => {
    expect([1, 2, 3].map((failures) => isFailing(status(503), failures))).toEqual([false, false, true])
    expect(isFailing(status(401), 1)).toBe(true)
    expect(passes(status(408))).toBe(true)
  })
})

it('a feed is stale so long after the first pull that should have brought the next hour', () => {
  // 12:00 is there; 13:00 should come with the pull of 13:25, and is missed from 13:55 on.
  const watched = { watchedSince: at('08:10:00'), jitterMs: 0 }
  expect(staleAt(hourly, { newestEnd: at('12:00:00'), ...watched })).toBe(at('13:55:00'))
  // Nothing has come since it was set up at 08:10: the hour of 09:00 is the first that is expected.
  expect(staleAt(hourly, { newestEnd: null, ...watched })).toBe(at('09:55:00'))
  expect(staleAt(hourly, { newestEnd: at('07:00:00'), ...watched })).toBe(at('09:55:00'))
})

it('a feed is what matters most of all that it is', () => {
  const good = { paused: false, staleSince: null, failingSince: null, lastSuccessAt: 1 }
  expect(stateOf(good)).toBe('good')
  expect(stateOf({ ...good, lastSuccessAt: null })).toBe('new')
  expect(stateOf({ ...good, failingSince: 1 })).toBe('failing')
  expect(stateOf({ ...good, failingSince: 1, staleSince: 1 })).toBe('stale')
  expect(stateOf({ ...good, failingSince: 1, staleSince: 1, paused: true })).toBe('paused')
})
