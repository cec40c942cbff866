import { Readable } from 'node:stream'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { manualClock } from '../clock.ts'
import { createTranslator } from '../i18n.ts'
import { seededRandomness, uuid7Maker } from '../identity.ts'
import { Problem } from '../problem.ts'
import type { Contract } from './endpoint.ts'
import type { Credentials, Handlers } from './handler.ts'
import { createHttpServer, type HttpServer } from './server.ts'

const place = z.object({ code: z.string() })
const contract = {
  'GET /api/places': { act: 'read-places', summary: 'Places', reply: z.object({ items: z.array(place) }) },
  'GET /api/none': { act: 'signed-in', summary: 'Nothing', reply: z.object({ items: z.array(place) }) },
  'GET /api/hours': {
    act: 'signed-in',
    summary: 'Hours of a place',
    query: z.object({ place: z.string() }),
    reply: z.object({ of: z.string(), language: z.string() }),
  },
  'GET /api/diary': { act: 'read-diary', summary: 'What happened', reply: place },
  'GET /api/trouble': { act: 'signed-in', summary: 'Fails', reply: place },
  'GET /api/secret': { act: 'signed-in', summary: 'A token', reply: place, holdsSecret: true },
  'GET /api/file': { act: 'signed-in', summary: 'A file', media: 'image/png' },
  'GET /api/places/:code': { act: 'signed-in', summary: 'A place', params: place, reply: place },
  'GET /api/sheet': {
    act: 'signed-in',
    summary: 'A list, or a sheet of it',
    query: z.object({ format: z.enum(['json', 'csv', 'long']).default('json') }),
    reply: place,
    alsoMedia: ['text/csv'],
  },
  'POST /api/places': { act: 'signed-in', summary: 'A new place', reply: place },
} as const satisfies Contract

interface Person {
  acts: readonly string[]
}

/** Flows that were begun and have not come to their end. */
let underWay = 0
async function* long() {
  underWay += 1
  try {
    for (let piece = 0; piece < 40; piece += 1) yield 'a'.repeat(65_536)
  } finally {
    underWay -= 1
  }
}

const handlers: Handlers<typeof contract, Person> = {
  'GET /api/places': async () => ({ items: [{ code: '阳溪 1/2' }, { code: 'B' }] }),
  'GET /api/none': async () => ({ items: [] }),
  'GET /api/hours': async ({ query }, { language }) => ({ of: query.place, language }),
  'GET /api/diary': async () => ({ code: 'diary' }),
  'GET /api/trouble': async () => {
    throw new Problem('version-conflict', { params: { version: 7 } })
  },
  'GET /api/secret': async () => ({ code: 'secret' }),
  'GET /api/file': async () => ({ bytes: Buffer.from('PNG') }),
  'GET /api/places/:code': async ({ params }) => params,
  'GET /api/sheet': async ({ query: { format } }) => {
    if (format === 'json') return { code: 'sheet' }
    return { flow: Readable.from(long()), media: format === 'csv' ? 'text/csv' : 'application/json' }
  },
  'POST /api/places': async () => ({ code: 'new' }),
}

const people: Record<string, Person> = { ann: { acts: ['read-places', 'read-diary'] }, bob: { acts: ['read-places'] } }

const open: HttpServer<Person>[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

/** @param placeOf how far the chain is */
function start(placeOf: (person: Person) => Promise<number> = async () => 0) {
  const clock = manualClock(1_800_000_000_000)
  const asked: Credentials[] = []
  const log = () => {}
  const server = createHttpServer<Person>({
    clocks: { domain: clock, wall: clock },
    ids: uuid7Maker(clock, seededRandomness('answers')),
    log: { info: log, warn: log, error: log },
    words: createTranslator({
      zh: { 'problem.not-allowed.title': '没有权限' },
      en: { 'problem.not-allowed.title': 'Not allowed' },
    }),
    identify: async (credentials) => {
      asked.push(credentials)
      return people[credentials.sessionSecret ?? credentials.token ?? ''] ?? null
    },
    placeOf,
    mayEver: (person, act) => person.acts.includes(act),
  })
  server.serve(contract, handlers)
  open.push(server)
  const ask = async (to: readonly string[], headers: Record<string, string> = { cookie: 'weike_session=ann' }) => {
    const query = new URLSearchParams(to.map((one) => ['to', one]))
    const answer = await server.app.inject({ url: `/api/answers?${query}`, headers, remoteAddress: '10.1.2.3' })
    return { status: answer.statusCode, body: answer.json() }
  }
  return { ask, asked }
}

describe('several questions in one', () => {
  it('are answered each in its place, each as it would be alone', async () => {
    const { ask } = start()
    const to = ['/api/hours?place=A', '/api/trouble', '/api/places', '/api/sheet', '/api/hours?place=%E6%BA%AA']
    const { status, body } = await ask(to)
    expect(status).toBe(200)
    expect(body.items).toEqual([
      { status: 200, body: { of: 'A', language: 'zh' } },
      { status: 409, body: expect.objectContaining({ code: 'version-conflict', params: { version: 7 } }) },
      { status: 200, body: { items: [{ code: '阳溪 1/2' }, { code: 'B' }] } },
      { status: 200, body: { code: 'sheet' } },
      { status: 200, body: { of: '溪', language: 'zh' } },
    ])
    // What does not fit is said of the one that it is wrong in.
    expect((await ask(['/api/hours', '/api/places'])).body.items).toEqual([
      { status: 400, body: expect.objectContaining({ code: 'invalid-input', instance: '/api/hours' }) },
      { status: 200, body: expect.anything() },
    ])
  })

  it('are asked by who asks: session or token, address, language; what they may not read, they do not', async () => {
    const { ask, asked } = start()
    const bob = await ask(['/api/diary', '/api/places'], { cookie: 'weike_session=bob', 'accept-language': 'en' })
    expect(bob.body.items).toEqual([
      { status: 403, body: expect.objectContaining({ code: 'not-allowed', title: 'Not allowed' }) },
      { status: 200, body: expect.anything() },
    ])
    const session = { sessionSecret: 'bob', token: null, address: '10.1.2.3', activity: true }
    expect(asked.splice(0)).toEqual([session, session, session])
    const token = await ask(['/api/hours?place=A'], { authorization: 'Bearer ann', 'accept-language': 'en' })
    expect(token.body.items).toEqual([{ status: 200, body: { of: 'A', language: 'en' } }])
    const program = { sessionSecret: null, token: 'ann', address: '10.1.2.3', activity: true }
    expect(asked).toEqual([program, program])
    expect((await ask(['/api/places'], {})).status).toBe(401)
    expect((await ask(['/api/places'], { cookie: 'weike_session=gone' })).status).toBe(401)
  })

  it('tell how far the chain of the one who asks was before any of them was asked', async () => {
    const stage = start(async ({ acts }) => acts.length * 100 + stage.asked.length)
    // Two acts, and nobody but the one who asks for all has been looked at.
    expect((await stage.ask(['/api/places', '/api/none'])).body).toMatchObject({ place: 201 })
    expect(stage.asked).toHaveLength(3)
  })

  it('may hold what an answer before them holds, by a JSON pointer; without it nothing is asked', async () => {
    const { ask } = start()
    const hours = (pointer: string) => `/api/hours?${new URLSearchParams({ place: pointer })}`
    const { body } = await ask([
      '/api/places',
      hours('{0/items/0/code}'),
      hours('{0/items/1/code}'),
      hours('{1/of}'),
      hours('{0/items/2/code}'),
      hours('{0/items}'),
      hours('{6/of}'),
      hours('{9/of}'),
      hours('{0/constructor/name}'),
    ])
    const missing = { status: 424, body: null }
    expect(body.items.slice(1)).toEqual([
      { status: 200, body: { of: '阳溪 1/2', language: 'zh' } },
      { status: 200, body: { of: 'B', language: 'zh' } },
      { status: 200, body: { of: '阳溪 1/2', language: 'zh' } },
      missing,
      missing,
      missing,
      missing,
      missing,
    ])
    expect((await ask(['/api/none', hours('{0/items/0/code}')])).body.items[1]).toEqual(missing)
  })

  it.each([
    ['a secret', '/api/secret'],
    ['a file', '/api/file'],
    ['what has parameters in its path', '/api/places/A'],
    ['themselves', '/api/answers?to=%2Fapi%2Fplaces'],
    ['what nobody serves', '/api/nowhere'],
    ['an act', '/api/places/'],
    ['another house', 'http://elsewhere.test/api/places'],
    ['a list as a file', '/api/sheet?format=csv'],
    ['what is written as it is made', '/api/sheet?format=long'],
  ])('are not of %s', async (_what, to) => {
    const { ask } = start()
    const { status, body } = await ask(['/api/places', to])
    expect([status, body.code]).toEqual([400, 'invalid-input'])
    expect(body.errors).toEqual([{ place: 'query', path: 'to.1', message: expect.any(String) }])
    // Nothing is left open behind what was refused: a flow may hold a connection of the database.
    await vi.waitFor(() => expect(underWay).toBe(0))
  })

  it('are one at least and twenty-four at most', async () => {
    const { ask } = start()
    const times = (count: number) => ask(Array.from({ length: count }, () => '/api/none'))
    expect([(await times(0)).status, (await times(24)).status, (await times(25)).status]).toEqual([400, 200, 400])
  })
})
