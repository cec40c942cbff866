import { describe, expect, it } from 'vitest'
import { afterDelivery, retryDelay, robotBudget } from './sender.ts'
import type { OutboxMessage } from './store.ts'

const NOW = Date.parse('2026-11-18T12:00:00+08:00')
/** The demo's own time may be another than the wall's. */
const now = { wall: NOW, domain: NOW - 10 * 86_400_000 }

const waiting: OutboxMessage = {
  countyId: 'county',
  id: 'message',
  channelId: 'channel',
  subjectType: 'alert',
  subjectId: 'alert',
  body: '…',
  state: 'waiting',
  attempts: 0,
  nextAt: NOW,
  createdAt: NOW,
  sentAt: null,
  lastError: null,
}

describe('after a try', () => {
  it('a message that was taken is sent, with the time, and its last error is forgotten', () => {
    const before = { ...waiting, attempts: 2, lastError: 'HTTP 500' }
    expect(afterDelivery(before, { outcome: 'sent' }, { wall: NOW, domain: NOW + 5 })).toEqual({
      ...waiting,
      state: 'sent',
      attempts: 3,
      sentAt: NOW + 5,
      lastError: null,
    })
  })

  it('one that was not waits longer each time: 2 s, doubled, at most ten minutes', () => {
    expect([1, 2, 3, 4, 9, 10, 11].map((attempts) => retryDelay(attempts) / 1000)).toEqual([2, 4, 8, 16, 512, 600, 600])
    expect(afterDelivery({ ...waiting, attempts: 3 }, { outcome: 'again', error: 'HTTP 500' }, now)).toEqual({
      ...waiting,
      attempts: 4,
      nextAt: NOW + 16_000,
      lastError: 'HTTP 500',
    })
  })

  it('one that can never be taken is dead at once', () => {
    const after = afterDelivery(waiting, { outcome: 'never', error: 'errcode 93000' }, now)
    expect({ state: after.state, attempts: after.attempts, lastError: after.lastError }).toEqual({
      state: 'dead',
      attempts: 1,
      lastError: 'errcode 93000',
    })
  })

  it('after the twelfth failure it is put aside; the twelfth try may still succeed', () => {
    const eleven = { ...waiting, attempts: 11 }
    expect(afterDelivery({ ...waiting, attempts: 10 }, { outcome: 'again', error: 'e' }, now).state).toBe('waiting')
    expect(afterDelivery(eleven, { outcome: 'again', error: 'e' }, now).state).toBe('dead')
    expect(afterDelivery(eleven, { outcome: 'sent' }, now).state).toBe('sent')
  })
})

describe('twenty messages a minute and robot', () => {
  it('the twenty-first waits until the first is a minute old', () => {
    const budget = robotBudget()
    for (let second = 0; second < 20; second += 1) {
      expect(budget.waitFor('robot', NOW + second * 1000)).toBe(0)
      budget.spend('robot', NOW + second * 1000)
    }
    expect(budget.waitFor('robot', NOW + 20_000)).toBe(40_000)
    expect(budget.waitFor('robot', NOW + 59_999)).toBe(1)
    expect(budget.waitFor('robot', NOW + 60_000)).toBe(0)
    budget.spend('robot', NOW + 60_000)
    expect(budget.waitFor('robot', NOW + 60_000)).toBe(1_000)
  })

  it('each robot has its own twenty', () => {
    const budget = robotBudget()
    for (let n = 0; n < 20; n += 1) budget.spend('robot', NOW)
    expect(budget.waitFor('robot', NOW)).toBe(60_000)
    expect(budget.waitFor('other', NOW)).toBe(0)
  })
})
