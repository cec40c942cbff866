import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LedgerFeed, LiveEvent } from './feed.ts'
import { createHub } from './hub.ts'
import type { Listener, LiveMessage } from './model.ts'

const silent = { info: () => {}, warn: () => {}, error: () => {} }

/** A chain in memory; `pace` stands between what is found and its arrival, which may be old news by then. */
function memoryFeed(pace: () => Promise<unknown> = async () => {}) {
  const chains = new Map<string, LiveEvent[]>()
  const chain = (countyId: string) => {
    const known = chains.get(countyId) ?? []
    chains.set(countyId, known)
    return known
  }
  const asked: string[] = []
  const feed: LedgerFeed = {
    async head(countyId) {
      asked.push('head')
      const { length } = chain(countyId)
      await pace()
      return length
    },
    async after(countyId, seq, limit) {
      asked.push(`after ${seq}`)
      const found = chain(countyId).slice(seq, seq + limit)
      await pace()
      return found
    },
  }
  const append = (countyId: string, count = 1, kind = 'case.assigned') => {
    const events = chain(countyId)
    for (let each = 0; each < count; each += 1) {
      const seq = events.length + 1
      events.push({ seq, kind, subjectType: 'case', subjectId: `${countyId}-${seq}` })
    }
  }
  return { feed, append, asked }
}

function listen(more: Partial<Listener> = {}) {
  const messages: LiveMessage[] = []
  let over = false
  const listener: Listener = {
    countyId: 'north',
    filter: async () => true,
    send: (message) => messages.push(message),
    ended: () => {
      over = true
    },
    ...more,
  }
  const seqs = () => messages.flatMap((message) => (message.type === 'event' ? [message.event.seq] : []))
  return { listener, messages, seqs, isOver: () => over }
}

/** Lets everything that waits for nothing but other promises happen. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('the hub', () => {
  it('tells what happens from now on, to the county it happened in', async () => {
    const { feed, append } = memoryFeed()
    const hub = createHub({ feed, log: silent })
    append('north', 3)
    append('south', 5)
    const north = listen()
    const south = listen({ countyId: 'south' })
    expect((await hub.watch(north.listener)).position).toBe(3)
    await hub.watch(south.listener)
    append('north', 2)
    hub.notify('north')
    await settle()
    expect(north.messages).toEqual([
      { type: 'event', event: { seq: 4, kind: 'case.assigned', subjectType: 'case', subjectId: 'north-4' } },
      { type: 'event', event: { seq: 5, kind: 'case.assigned', subjectType: 'case', subjectId: 'north-5' } },
    ])
    expect(south.messages).toEqual([])
  })

  it('resumes after a place, out of memory or out of the ledger', async () => {
    const { feed, append } = memoryFeed()
    const hub = createHub({ feed, log: silent })
    append('north', 1200)
    const first = listen()
    await hub.watch(first.listener)
    append('north', 10)
    const late = listen({ after: 1205 })
    const later = listen({ after: 1 })
    await hub.watch(late.listener)
    await hub.watch(later.listener)
    await settle()
    expect(first.seqs()).toEqual(range(1201, 1210))
    expect(late.seqs()).toEqual(range(1206, 1210))
    expect(later.seqs()).toEqual(range(2, 1210))
  })

  it('asks to load anew who is more than 2,000 behind, or ahead of the chain', async () => {
    const { feed, append } = memoryFeed()
    const hub = createHub({ feed, log: silent })
    append('north', 2001)
    const [just, lost, ahead] = [listen({ after: 1 }), listen({ after: 0 }), listen({ after: 2002 })]
    for (const { listener } of [just, lost, ahead]) await hub.watch(listener)
    append('north')
    hub.notify('north')
    await settle()
    expect(just.seqs()).toEqual(range(2, 2002))
    for (const { messages, seqs } of [lost, ahead]) {
      expect(messages[0]).toEqual({ type: 'reset', seq: 2001 })
      expect(seqs()).toEqual([2002])
    }
  })

  it('goes silently past what a listener may not hear of', async () => {
    const { feed, append } = memoryFeed()
    const hub = createHub({ feed, log: silent })
    const even = listen({ filter: async ({ seq }) => seq % 2 === 0 })
    const watch = await hub.watch(even.listener)
    append('north', 5)
    hub.notify('north')
    await settle()
    expect([even.seqs(), watch.position]).toEqual([[2, 4], 5])
  })

  it('a filter that fails ends its own watch and nobody else’s', async () => {
    const { feed, append } = memoryFeed()
    const hub = createHub({ feed, log: silent })
    const broken = listen({
      filter: async () => {
        throw new Error('no answer')
      },
    })
    const well = listen()
    await hub.watch(broken.listener)
    await hub.watch(well.listener)
    append('north')
    hub.notify('north')
    await settle()
    expect([broken.isOver(), broken.seqs(), well.isOver(), well.seqs(), hub.size]).toEqual([true, [], false, [1], 1])
  })

  it('a moment is told at once to the county’s listeners that hear it, and has no place', async () => {
    const { feed } = memoryFeed()
    const hub = createHub({ feed, log: silent })
    const [all, deaf, south] = [
      listen(),
      listen({ hears: (name) => name !== 'readings' }),
      listen({ countyId: 'south' }),
    ]
    for (const { listener } of [all, deaf, south]) await hub.watch(listener)
    hub.announce('north', 'readings', { stations: ['a'] })
    hub.announce('east', 'readings', {})
    expect(all.messages).toEqual([{ type: 'moment', name: 'readings', data: { stations: ['a'] } }])
    expect([deaf.messages, south.messages]).toEqual([[], []])
  })

  it('reads nothing for a county without listeners, and one page for a hundred', async () => {
    const { feed, append, asked } = memoryFeed()
    const hub = createHub({ feed, log: silent })
    append('north')
    hub.notify('north')
    hub.catchUp()
    await settle()
    expect(asked).toEqual([])
    const many = range(1, 100).map(() => listen())
    const watches = []
    for (const { listener } of many) watches.push(await hub.watch(listener))
    asked.length = 0
    append('north')
    hub.notify('north')
    await settle()
    expect(many.every(({ seqs }) => seqs().join() === '2')).toBe(true)
    expect(asked).toEqual(['after 1', 'after 2'])
    for (const watch of watches) watch.stop()
    asked.length = 0
    hub.notify('north')
    await settle()
    expect([asked, hub.size]).toEqual([[], 0])
  })

  it('a ledger that does not answer is tried again by the next one', async () => {
    const { feed, append } = memoryFeed()
    let down = true
    const hub = createHub({
      feed: { ...feed, head: (countyId) => (down ? Promise.reject(new Error('down')) : feed.head(countyId)) },
      log: silent,
    })
    const one = listen()
    await expect(hub.watch(one.listener)).rejects.toThrow('down')
    down = false
    append('north')
    expect((await hub.watch(one.listener)).position).toBe(1)
  })

  it('closing ends every watch and lets no new one begin', async () => {
    const { feed } = memoryFeed()
    const hub = createHub({ feed, log: silent })
    const one = listen()
    await hub.watch(one.listener)
    hub.close()
    expect([one.isOver(), hub.size]).toEqual([true, 0])
    await expect(hub.watch(listen().listener)).rejects.toThrow('closed')
  })

  it('however answers, commits, notifications and listeners interleave, each place is told once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.integer({ min: 1, max: 280 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat({ max: 300 }), { minLength: 1, maxLength: 4 }),
        async (scheduler, batches, places) => {
          const pace = () => scheduler.schedule(Promise.resolve())
          const { feed, append } = memoryFeed(pace)
          append('north', 300)
          const hub = createHub({ feed, log: silent })
          const listeners = places.map((after) => ({
            after,
            ...listen({
              after,
              filter: async ({ seq }) => {
                if (seq % 97 === 0) await pace()
                return seq % 3 !== 0
              },
            }),
          }))
          let head = 300
          scheduler.scheduleSequence([
            ...batches.map((count) => async () => {
              append('north', count)
              head += count
              hub.notify('north')
            }),
          ])
          const watches = Promise.all(listeners.map(({ listener }) => hub.watch(listener)))
          await scheduler.waitFor(watches)
          await settle()
          while (scheduler.count() > 0) {
            await scheduler.waitAll()
            await settle()
          }
          for (const { after, seqs } of listeners) {
            expect(seqs()).toEqual(range(after + 1, head).filter((seq) => seq % 3 !== 0))
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})
