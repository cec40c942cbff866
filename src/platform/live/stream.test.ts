import { get, type IncomingMessage } from 'node:http'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { manualClock } from '../clock.ts'
import type { Contract } from '../http/endpoint.ts'
import { createHttpServer } from '../http/server.ts'
import { createTranslator } from '../i18n.ts'
import { seededRandomness, uuid7Maker } from '../identity.ts'
import type { LedgerFeed, LiveEvent } from './feed.ts'
import { createHub } from './hub.ts'
import { defaultStream, eventStream, resumePlace, type StreamSettings } from './stream.ts'
import type { Timers } from './timers.ts'

const silent = { info: () => {}, warn: () => {}, error: () => {} }

const contract = {
  'GET /api/live': {
    act: 'signed-in',
    summary: 'What happens',
    query: z.object({ after: z.int().optional() }),
    media: 'text/event-stream',
  },
} as const satisfies Contract

/** Timers that go off when told, by their length. */
function manualTimers() {
  const waiting = new Set<{ ms: number; run: () => void }>()
  const add = (ms: number, run: () => void) => {
    const timer = { ms, run }
    waiting.add(timer)
    return () => {
      waiting.delete(timer)
    }
  }
  const timers: Timers = { every: add, after: add }
  const goOff = (ms: number) => {
    for (const timer of [...waiting]) if (timer.ms === ms) timer.run()
  }
  return { timers, goOff, waiting }
}

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** A server with a chain in memory and one stream, on a real socket. */
async function house(settings: Partial<StreamSettings> = {}, mayHear: (event: LiveEvent) => boolean = () => true) {
  const chain: LiveEvent[] = []
  const feed: LedgerFeed = {
    head: async () => chain.length,
    after: async (_countyId, seq, limit) => chain.slice(seq, seq + limit),
  }
  const hub = createHub({ feed, log: silent })
  const { timers, goOff, waiting } = manualTimers()
  const clock = manualClock(1_800_000_000_000)
  const session = { good: true }
  const asked: boolean[] = []
  const server = createHttpServer<string>({
    clocks: { domain: clock, wall: clock },
    ids: uuid7Maker(clock, seededRandomness('stream')),
    log: silent,
    words: createTranslator({ zh: {}, en: {} }),
    identify: async ({ activity }) => {
      asked.push(activity)
      return session.good ? 'ann' : null
    },
    placeOf: async () => 0,
    mayEver: () => true,
  })
  server.serve(contract, {
    'GET /api/live': async ({ query }, context) =>
      eventStream(
        { hub, timers, log: silent, settings: { ...defaultStream, ...settings } },
        {
          countyId: 'north',
          ...(resumePlace(context.lastEventId, query.after) === undefined
            ? {}
            : { after: resumePlace(context.lastEventId, query.after) }),
          filter: async (event) => mayHear(event),
          stillSignedIn: async () => (await context.identifyAgain()) !== null,
        },
      ),
  })
  const { url } = await server.listen('127.0.0.1', 0)
  ends.push(() => server.close())
  const happen = (count = 1) => {
    for (let each = 0; each < count; each += 1) {
      chain.push({
        seq: chain.length + 1,
        kind: 'case.assigned',
        subjectType: 'case',
        subjectId: `c${chain.length + 1}`,
      })
    }
    hub.notify('north')
  }
  return { server, hub, url, happen, goOff, waiting, session, asked, chain }
}

interface Frame {
  id?: string
  event?: string
  data?: string
}

/** A browser's EventSource, as far as it matters here: whole frames, the last id, and a cable to cut. */
async function open(url: string, lastEventId?: string) {
  const headers = { cookie: 'weike_session=s', ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) }
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${url}`, { headers, agent: false }, resolve).on('error', reject)
  })
  const frames: Frame[] = []
  const comments: string[] = []
  let rest = ''
  let over = false
  const waiting = new Set<() => void>()
  const look = () => {
    for (const each of [...waiting]) each()
  }
  response.setEncoding('utf8')
  response.on('data', (text: string) => {
    const parts = (rest + text).split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      if (part.startsWith(':')) comments.push(part)
      else frames.push(Object.fromEntries(part.split('\n').map((line) => line.split(/: (.*)/s, 2))))
    }
    look()
  })
  for (const sign of ['end', 'close', 'error', 'aborted']) {
    response.on(sign, () => {
      over = true
      look()
    })
  }
  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!condition()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  return {
    response,
    frames,
    comments,
    until,
    isOver: () => over,
    lastId: () => frames.findLast((frame) => frame.id !== undefined)?.id,
    seqs: () => frames.filter((frame) => frame.event === 'case.assigned').map((frame) => Number(frame.id)),
    cut: () => response.destroy(),
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('the event stream', () => {
  it('begins by saying where it stands, then tells each event with its place', async () => {
    const { url, happen } = await house()
    happen(2)
    const page = await open(`${url}/api/live`)
    expect(page.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'self'"),
    })
    await page.until(() => page.frames.length === 2)
    happen()
    await page.until(() => page.seqs().length === 1)
    expect(page.frames).toEqual([
      { retry: '2000' },
      { id: '2', event: 'seen', data: '{"seq":2}' },
      {
        id: '3',
        event: 'case.assigned',
        data: '{"seq":3,"kind":"case.assigned","subjectType":"case","subjectId":"c3"}',
      },
    ])
  })

  it('nobody listens without being signed in', async () => {
    const { url, session } = await house()
    session.good = false
    expect((await fetch(`${url}/api/live`)).status).toBe(401)
  })

  it('resumes by Last-Event-ID, which is newer than the place in the address', async () => {
    const { url, happen } = await house()
    happen(10)
    const first = await open(`${url}/api/live?after=4`)
    await first.until(() => first.seqs().length === 6)
    expect(first.seqs()).toEqual(range(5, 10))
    const again = await open(`${url}/api/live?after=4`, '8')
    await again.until(() => again.seqs().length === 2)
    expect(again.seqs()).toEqual([9, 10])
    expect(resumePlace('rubbish', 4)).toBe(4)
    expect(resumePlace(null, undefined)).toBe(undefined)
  })

  it('a connection cut anywhere, again and again, loses nothing and tells nothing twice', async () => {
    const { url, happen, chain } = await house({}, ({ seq }) => seq % 5 !== 0)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }), async (bursts) => {
        const beginning = chain.length
        const heard: number[] = []
        let lastId = String(beginning)
        for (const [index, burst] of bursts.entries()) {
          const page = await open(`${url}/api/live`, lastId)
          // Some of it happens while nobody is there, some while somebody listens; the cut comes mid-way.
          happen(burst)
          const enough = index % 3
          await page.until(() => page.seqs().length >= Math.min(enough, 1))
          page.cut()
          happen(index % 2)
          heard.push(...page.seqs())
          lastId = page.lastId() ?? lastId
        }
        const last = await open(`${url}/api/live`, lastId)
        const end = chain.findLast(({ seq }) => seq % 5 !== 0)?.seq ?? 0
        await last.until(() => Number(last.lastId() ?? 0) >= end)
        heard.push(...last.seqs())
        last.cut()
        expect(heard).toEqual(range(beginning + 1, chain.length).filter((seq) => seq % 5 !== 0))
      }),
      { numRuns: 25 },
    )
  })

  it('who is too far behind loads anew and goes on from there', async () => {
    const { url, happen } = await house()
    happen(2500)
    const page = await open(`${url}/api/live`, '3')
    await page.until(() => page.frames.length === 2)
    expect(page.frames[1]).toEqual({ id: '2500', event: 'reset', data: '{"seq":2500}' })
    happen()
    await page.until(() => page.seqs().length === 1)
    expect(page.seqs()).toEqual([2501])
  })

  it('a silent stream shows a sign of life, and a place when only the unheard went by', async () => {
    const { url, happen, goOff } = await house({}, ({ seq }) => seq > 3)
    const page = await open(`${url}/api/live`)
    await page.until(() => page.frames.length === 2)
    goOff(15_000)
    await page.until(() => page.comments.length === 1)
    expect(page.comments).toEqual([': keep-alive'])
    happen(3)
    await new Promise((resolve) => setImmediate(resolve))
    goOff(15_000)
    await page.until(() => page.frames.length === 3)
    expect(page.frames[2]).toEqual({ id: '3', event: 'seen', data: '{"seq":3}' })
    happen()
    await page.until(() => page.seqs().length === 1)
    goOff(15_000)
    await page.until(() => page.comments.length === 2)
    expect(page.frames).toHaveLength(4)
  })

  it('what is of the moment comes without a place', async () => {
    const { url, hub, happen } = await house()
    const page = await open(`${url}/api/live`)
    await page.until(() => page.frames.length === 2)
    hub.announce('north', 'readings', { stations: ['一号站\n'] })
    happen()
    await page.until(() => page.frames.length === 4)
    expect(page.frames[2]).toEqual({ event: 'readings', data: '{"stations":["一号站\\n"]}' })
    expect(page.lastId()).toBe('1')
  })

  it('ends when the session has ended, and asking does not count as activity', async () => {
    const { url, goOff, session, asked, hub, waiting } = await house()
    const page = await open(`${url}/api/live`)
    await page.until(() => page.frames.length === 2)
    goOff(60_000)
    goOff(15_000)
    await page.until(() => page.comments.length === 1)
    expect(page.isOver()).toBe(false)
    session.good = false
    goOff(60_000)
    await page.until(page.isOver)
    expect(asked).toEqual([true, false, false])
    expect([hub.size, waiting.size]).toEqual([0, 0])
  })

  it('a reader who does not read is cut off, and resumes', async () => {
    const { url, hub, happen, waiting } = await house({ unreadBytes: 64 * 1024 })
    const page = await open(`${url}/api/live`)
    await page.until(() => page.frames.length === 2)
    page.response.pause()
    happen(2)
    await new Promise((resolve) => setImmediate(resolve))
    const big = 'x'.repeat(1024 * 1024)
    for (let each = 0; each < 64 && hub.size === 1; each += 1) hub.announce('north', 'readings', big)
    expect([hub.size, waiting.size]).toEqual([0, 0])
    const again = await open(`${url}/api/live`, page.lastId())
    await again.until(() => again.seqs().length === 2)
    expect(again.seqs()).toEqual([1, 2])
  })

  it('a gone reader leaves nothing behind', async () => {
    const { url, hub, waiting } = await house()
    const page = await open(`${url}/api/live`)
    await page.until(() => page.frames.length === 2)
    expect([hub.size, waiting.size]).toEqual([1, 2])
    page.cut()
    while (hub.size > 0) await new Promise((resolve) => setImmediate(resolve))
    expect(waiting.size).toBe(0)
  })

  it('closing the server ends it at once', async () => {
    const { server, url } = await house()
    const page = await open(`${url}/api/live`)
    await page.until(() => page.frames.length === 2)
    await server.close()
    await page.until(page.isOver)
  })
})
