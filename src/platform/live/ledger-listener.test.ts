import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { type LedgerListener, listenToLedger, type NotifyingClient } from './ledger-listener.ts'
import type { Timers } from './timers.ts'

/** A connection that a test speaks for. */
class FakeClient extends EventEmitter implements NotifyingClient {
  readonly queries: string[] = []
  answers = true
  ended = false

  query(text: string): Promise<unknown> {
    this.queries.push(text)
    return this.answers ? Promise.resolve() : new Promise(() => {})
  }

  async end(): Promise<void> {
    this.ended = true
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

function house(refusals = 0) {
  const clients: FakeClient[] = []
  const heard: string[] = []
  const told: string[] = []
  const waiting = new Set<{ ms: number; run: () => void }>()
  const add = (ms: number, run: () => void) => {
    const timer = { ms, run }
    waiting.add(timer)
    return () => {
      waiting.delete(timer)
    }
  }
  const timers: Timers = { every: add, after: add }
  let left = refusals
  const listener: LedgerListener = listenToLedger({
    connect: async () => {
      if (left > 0) {
        left -= 1
        throw new Error('not there')
      }
      const client = new FakeClient()
      clients.push(client)
      return client
    },
    hub: { notify: (countyId) => heard.push(countyId), catchUp: () => heard.push('catch up') },
    timers,
    trouble: { failed: (error) => told.push(String(error)), worked: () => told.push('worked') },
  })
  /** The waits that stand now, without the regular check. */
  const waits = () => [...waiting].map(({ ms }) => ms).filter((ms) => ms !== 30_000)
  const goOff = async (ms: number) => {
    for (const timer of [...waiting].filter((each) => each.ms === ms)) {
      if (ms !== 30_000) waiting.delete(timer)
      timer.run()
    }
    await settle()
  }
  return { listener, clients, heard, told, waits, goOff, waiting }
}

describe('hearing of the ledger', () => {
  it('passes each notification on by its county, and catches up when it begins', async () => {
    const { listener, clients, heard } = house()
    await listener.listening
    expect(clients[0]?.queries).toEqual(['listen weike_ledger'])
    clients[0]?.emit('notification', { payload: '0190-north:17' })
    clients[0]?.emit('notification', { payload: 'rubbish' })
    clients[0]?.emit('notification', {})
    expect(heard).toEqual(['catch up', '0190-north'])
  })

  it('a lost connection is made anew, later and later, and what was missed is caught up', async () => {
    const { clients, heard, told, waits, goOff } = house()
    await settle()
    clients[0]?.emit('end')
    expect(waits()).toEqual([100])
    await goOff(100)
    expect([clients.length, heard]).toEqual([2, ['catch up', 'catch up']])
    expect(told).toEqual(['worked', 'Error: the connection that hears of events ended', 'worked'])
    clients[0]?.emit('end')
    expect(waits()).toEqual([])
    clients[1]?.emit('notification', { payload: 'south:3' })
    expect(heard.at(-1)).toBe('south')
  })

  it('waits longer with each failure, five seconds at most, and is patient', async () => {
    const { waits, goOff, clients } = house(8)
    await settle()
    const seen: number[] = []
    while (clients.length === 0) {
      const [wait = 0] = waits()
      seen.push(wait)
      await goOff(wait)
    }
    expect(seen).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000])
    clients[0]?.emit('end')
    expect(waits()).toEqual([100])
  })

  it('a connection that died without a word is found by the check', async () => {
    const { clients, waits, goOff, heard } = house()
    await settle()
    await goOff(30_000)
    expect(clients[0]?.queries.at(-1)).toBe('select 1')
    expect([waits(), heard]).toEqual([[], ['catch up', 'catch up']])
    if (clients[0] !== undefined) clients[0].answers = false
    await goOff(30_000)
    expect(waits()).toEqual([10_000])
    await goOff(10_000)
    expect([clients[0]?.ended, waits()]).toEqual([true, [100]])
    await goOff(100)
    expect(clients).toHaveLength(2)
  })

  it('stopped, it lets go and begins nothing more', async () => {
    const { listener, clients, waiting } = house()
    await settle()
    await listener.stop()
    clients[0]?.emit('end')
    expect([clients[0]?.ended, clients.length, waiting.size]).toEqual([true, 1, 0])
    const trying = house(1)
    await settle()
    await trying.listener.stop()
    expect(trying.waiting.size).toBe(0)
  })
})
