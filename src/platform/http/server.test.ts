import { once } from 'node:events'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { manualClock } from '../clock.ts'
import { connectionFailure } from '../db/client.ts'
import { createTranslator } from '../i18n.ts'
import { seededRandomness, uuid7Maker } from '../identity.ts'
import { Problem } from '../problem.ts'
import type { Contract } from './endpoint.ts'
import type { Credentials, Handlers } from './handler.ts'
import { csrfTokenOf } from './security.ts'
import { createHttpServer, type HttpServer, type HttpServerOptions } from './server.ts'

interface Visitor {
  name: string
  acts: readonly string[]
}

const note = z.object({ id: z.int(), text: z.string() }).meta({ id: 'Note' })

const contract = {
  'GET /api/notes': {
    act: 'read-notes',
    summary: 'Notes',
    query: z.object({
      factor: z.array(z.string()).optional(),
      limit: z.int().max(10).default(5),
      all: z.boolean().optional(),
    }),
    reply: z.object({ items: z.array(note), asked: z.unknown() }),
  },
  'POST /api/notes/:id': {
    act: 'write-notes',
    summary: 'Write a note',
    params: z.object({ id: z.int() }),
    body: z.object({ text: z.string().min(2), author: z.object({ name: z.string() }) }),
    reply: note,
  },
  'PUT /api/notes/:id/photo': {
    act: 'signed-in',
    summary: 'Add a photo',
    params: z.object({ id: z.int() }),
    accepts: ['image/jpeg', 'image/png'],
    reply: z.object({ bytes: z.int(), media: z.string() }),
  },
  'GET /api/notes/:id/photo': {
    act: 'public',
    summary: 'A photo',
    params: z.object({ id: z.int() }),
    media: 'image/*',
  },
  'GET /api/notes/export': { act: 'public', summary: 'All', media: 'application/x-ndjson' },
  'POST /api/session': { act: 'public', summary: 'Sign in', reply: z.object({ name: z.string().nullable() }) },
  'DELETE /api/session': { act: 'signed-in', summary: 'Sign out' },
  'GET /api/long': { act: 'public', summary: 'Much', reply: z.object({ text: z.string() }) },
  'GET /api/long/secret': { act: 'public', summary: 'Much', reply: z.object({ text: z.string() }), holdsSecret: true },
  'GET /api/trouble/:kind': { act: 'public', summary: 'Fails', params: z.object({ kind: z.string() }), reply: note },
} as const satisfies Contract

const handlers: Handlers<typeof contract, Visitor> = {
  'GET /api/notes': async ({ query }) => ({ items: [{ id: 1, text: '微', secret: 'x' }], asked: query }),
  'POST /api/notes/:id': async ({ params, body }) => ({ id: params.id, text: `${body.text} ${body.author.name}` }),
  'PUT /api/notes/:id/photo': async ({ body }, { mediaType }) => ({ bytes: body.length, media: mediaType }),
  'GET /api/notes/:id/photo': async () => ({ bytes: Buffer.from('JPEG'), media: 'image/jpeg', cache: 'private' }),
  'GET /api/notes/export': async () => ({ flow: Readable.from(['{"a":1}\n', '{"a":2}\n']), fileName: '台账 1.ndjson' }),
  'POST /api/session': async (_call, { principal, setSession }) => {
    setSession('fresh', 3600)
    return { name: principal?.name ?? null }
  },
  'DELETE /api/session': async (_call, { clearSession }) => {
    clearSession()
    return undefined
  },
  'GET /api/long': async () => ({ text: 'a'.repeat(9_000) }),
  'GET /api/long/secret': async () => ({ text: 'a'.repeat(9_000) }),
  'GET /api/trouble/:kind': async ({ params: { kind } }) => {
    if (kind === 'conflict') throw new Problem('version-conflict', { params: { version: 7 } })
    if (kind === 'locked') throw new Problem('sign-in-locked', { params: { seconds: 8 } })
    if (kind === 'reply') return { id: 1.5, text: '' }
    if (kind === 'away') throw connectionFailure('postgres://weike:hunter2@10.0.0.5 does not answer')
    throw new Error('password of the database is hunter2')
  },
}

const visitors: Record<string, Visitor> = {
  'secret-of-ann': { name: 'Ann', acts: ['read-notes', 'write-notes'] },
  'secret-of-bob': { name: 'Bob', acts: ['read-notes'] },
  wk_machine: { name: 'machine', acts: ['read-notes', 'write-notes'] },
}

const words = createTranslator({
  zh: {
    'problem.not-signed-in.title': '请先登录',
    'problem.not-signed-in.detail': '登录后再试',
    'problem.not-allowed.title': '没有权限',
    'problem.not-found.title': '没有找到',
    'problem.invalid-input.title': '填写有误',
    'problem.version-conflict.title': '内容已被他人更新',
    'problem.version-conflict.detail': '最新版本 {{version}}',
    'problem.internal-error.title': '系统出错',
    'problem.internal-error.detail': '编号 {{requestId}}',
  },
  en: {
    'problem.not-signed-in.title': 'Please sign in',
    'problem.not-allowed.title': 'Not allowed',
    'problem.not-found.title': 'Not found',
    'problem.invalid-input.title': 'Something does not fit',
    'problem.version-conflict.title': 'Changed by somebody else',
    'problem.version-conflict.detail': 'newest version {{version}}',
    'problem.internal-error.title': 'Something went wrong',
    'problem.internal-error.detail': 'number {{requestId}}',
  },
})

const open: HttpServer<Visitor>[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

function start(more: Partial<HttpServerOptions<Visitor>> = {}) {
  const clock = manualClock(1_800_000_000_000)
  const logged: { level: string; message: string; fields: Readonly<Record<string, unknown>> }[] = []
  const log =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      logged.push({ level, message, fields })
    }
  const asked: Credentials[] = []
  const server = createHttpServer<Visitor>({
    clocks: { domain: clock, wall: clock },
    ids: uuid7Maker(clock, seededRandomness('http')),
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    words,
    identify: async (credentials) => {
      asked.push(credentials)
      return visitors[credentials.sessionSecret ?? credentials.token ?? ''] ?? null
    },
    placeOf: async () => 0,
    mayEver: (visitor, act) => visitor.acts.includes(act),
    ...more,
  })
  server.serve(contract, handlers)
  open.push(server)
  return { server, app: server.app, logged, asked }
}

const ann = { cookie: 'weike_session=secret-of-ann', 'x-weike-csrf': csrfTokenOf('secret-of-ann') }
const english = { 'accept-language': 'en-GB,en;q=0.9' }
const goodNote = { text: 'dust', author: { name: 'Ann' } }

describe('guards', () => {
  it('nobody is asked to sign in, in either language', async () => {
    const { app } = start()
    const zh = await app.inject({ url: '/api/notes?limit=3' })
    expect(zh.statusCode).toBe(401)
    expect(zh.headers['content-type']).toBe('application/problem+json')
    expect(zh.headers['content-language']).toBe('zh')
    expect(zh.json()).toEqual({
      type: 'urn:weike:problem:not-signed-in',
      title: '请先登录',
      detail: '登录后再试',
      status: 401,
      instance: '/api/notes',
      code: 'not-signed-in',
      requestId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      params: {},
    })
    const en = await app.inject({ url: '/api/notes', headers: english })
    expect(en.json()).toMatchObject({ title: 'Please sign in', code: 'not-signed-in', status: 401 })
    const chosen = await app.inject({ url: '/api/notes', headers: { ...english, cookie: 'weike_language=zh' } })
    expect(chosen.json()).toMatchObject({ title: '请先登录' })
  })

  it('who can never do it is refused, whatever is sent', async () => {
    const { app } = start()
    const headers = { cookie: 'weike_session=secret-of-bob', 'x-weike-csrf': csrfTokenOf('secret-of-bob'), ...english }
    const refused = await app.inject({ method: 'POST', url: '/api/notes/1', headers, payload: { nonsense: true } })
    expect(refused.statusCode).toBe(403)
    expect(refused.json()).toMatchObject({ code: 'not-allowed', title: 'Not allowed' })
  })

  it('a public endpoint is open, knows who comes anyway, and takes a wrong cookie for nobody', async () => {
    const { app } = start()
    const post = (headers: Record<string, string>) => app.inject({ method: 'POST', url: '/api/session', headers })
    expect((await post({})).json()).toEqual({ name: null })
    expect((await post({ cookie: 'weike_session=run-out' })).json()).toEqual({ name: null })
    expect((await post(ann)).json()).toEqual({ name: 'Ann' })
  })

  it('a token needs no CSRF header and wins over a cookie', async () => {
    const { app, asked } = start()
    const headers = { authorization: 'Bearer wk_machine', cookie: ann.cookie }
    const answer = await app.inject({ method: 'POST', url: '/api/notes/1', headers, payload: goodNote })
    expect(answer.statusCode).toBe(200)
    expect(asked).toEqual([{ sessionSecret: null, token: 'wk_machine', address: '127.0.0.1', activity: true }])
  })
})

describe('CSRF', () => {
  const post = (headers: Record<string, string>) =>
    start().app.inject({
      method: 'POST',
      url: '/api/notes/1',
      headers: { host: 'weike.test', ...headers },
      payload: goodNote,
    })

  it('an unsafe call with a session but without its token, or with another session’s, is refused', async () => {
    const wrong: Record<string, string>[] = [
      { cookie: ann.cookie },
      { cookie: ann.cookie, 'x-weike-csrf': '' },
      { cookie: ann.cookie, 'x-weike-csrf': csrfTokenOf('secret-of-bob') },
    ]
    for (const headers of wrong) {
      const refused = await post(headers)
      expect(refused.statusCode).toBe(403)
      expect(refused.json()).toMatchObject({ code: 'csrf-missing' })
    }
    expect((await post(ann)).statusCode).toBe(200)
  })

  it('a call that another page sends is refused, even with the token and even to sign in', async () => {
    for (const origin of ['https://evil.test', 'null', 'http://weike.test:81', 'https://weike.test']) {
      const refused = await post({ ...ann, origin })
      expect(refused.statusCode).toBe(403)
      expect(refused.json()).toMatchObject({ code: 'cross-origin' })
    }
    const signIn = {
      method: 'POST',
      url: '/api/session',
      headers: { host: 'weike.test', origin: 'https://evil.test' },
    } as const
    expect((await start().app.inject(signIn)).json()).toMatchObject({ code: 'cross-origin' })
  })

  it('the own page passes, also behind a proxy that changes the host', async () => {
    expect((await post({ ...ann, origin: 'http://weike.test' })).statusCode).toBe(200)
    const renamed = { ...ann, origin: 'https://air.county.test', 'sec-fetch-site': 'same-origin' }
    expect((await post(renamed)).statusCode).toBe(200)
    expect((await post({ ...renamed, 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
  })

  it('reading needs no token', async () => {
    expect((await start().app.inject({ url: '/api/notes', headers: { cookie: ann.cookie } })).statusCode).toBe(200)
  })
})

describe('input', () => {
  it('what does not fit is named field by field, in the language of the request', async () => {
    const { app } = start()
    const send = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/api/notes/one', headers: { ...ann, ...headers }, payload: { text: 'x' } })
    const zh = await send({})
    expect(zh.statusCode).toBe(400)
    expect(zh.json()).toMatchObject({
      code: 'invalid-input',
      title: '填写有误',
      errors: [
        { place: 'path', path: 'id', message: expect.stringMatching(/[一-鿿]/) },
        { place: 'body', path: 'text', message: expect.stringMatching(/[一-鿿]/) },
        { place: 'body', path: 'author', message: expect.stringMatching(/[一-鿿]/) },
      ],
    })
    const en = await send(english)
    expect(en.json()).toMatchObject({ title: 'Something does not fit' })
    expect(JSON.stringify(en.json().errors)).not.toMatch(/[一-鿿]/)
  })

  it('JSON that is none, no JSON, too much and a form are refused as what they are', async () => {
    const { app } = start({ limits: { jsonBytes: 100 } })
    const send = (type: string, payload: string) =>
      app.inject({ method: 'POST', url: '/api/notes/1', headers: { ...ann, 'content-type': type }, payload })
    expect((await send('application/json', '{"text":')).json()).toMatchObject({ code: 'invalid-input', status: 400 })
    expect((await send('application/json', '{"__proto__":{}}')).json()).toMatchObject({ code: 'invalid-input' })
    expect((await send('application/json', '')).json()).toMatchObject({ code: 'invalid-input', status: 400 })
    expect((await send('application/json', `"${'x'.repeat(200)}"`)).json()).toMatchObject({
      code: 'too-large',
      status: 413,
    })
    expect((await send('text/plain', '{}')).json()).toMatchObject({ code: 'unsupported-media', status: 415 })
  })

  it('a query reads as its schema means it', async () => {
    const { app } = start()
    const ask = async (query: string) => (await app.inject({ url: `/api/notes${query}`, headers: ann })).json()
    expect((await ask('?factor=a&limit=3&all=true')).asked).toEqual({ factor: ['a'], limit: 3, all: true })
    expect((await ask('?factor=a&factor=b')).asked).toEqual({ factor: ['a', 'b'], limit: 5 })
    expect(await ask('?limit=')).toMatchObject({ code: 'invalid-input', errors: [{ place: 'query', path: 'limit' }] })
    expect(await ask('?limit=1&limit=2')).toMatchObject({ code: 'invalid-input' })
  })

  it('raw bytes arrive as they are, of the named media only, and not before the sender is known', async () => {
    const { app } = start({ limits: { fileBytes: 1000 } })
    const put = (headers: Record<string, string>, bytes: number) =>
      app.inject({ method: 'PUT', url: '/api/notes/1/photo', headers, payload: Buffer.alloc(bytes, 0xff) })
    expect((await put({ ...ann, 'content-type': 'image/PNG; x=y' }, 600)).json()).toEqual({
      bytes: 600,
      media: 'image/png',
    })
    expect((await put({ ...ann, 'content-type': 'image/gif' }, 10)).statusCode).toBe(415)
    expect((await put({ ...ann, 'content-type': 'application/json' }, 10)).statusCode).toBe(415)
    expect((await put({ ...ann, 'content-type': 'image/png' }, 1001)).statusCode).toBe(413)
    expect((await put({ 'content-type': 'image/png' }, 1001)).statusCode).toBe(401)
  })
})

describe('answers', () => {
  it('what the schema does not name never leaves', async () => {
    const { app } = start()
    const answer = await app.inject({ url: '/api/notes', headers: ann })
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answer.json().items).toEqual([{ id: 1, text: '微' }])
  })

  it('bytes, flows and nothing come with their headers', async () => {
    const { app } = start()
    const photo = await app.inject({ url: '/api/notes/1/photo' })
    expect([photo.headers['content-type'], photo.headers['cache-control'], photo.body]).toEqual([
      'image/jpeg',
      'private',
      'JPEG',
    ])
    const flow = await app.inject({ url: '/api/notes/export' })
    expect(flow.body).toBe('{"a":1}\n{"a":2}\n')
    expect(flow.headers['content-type']).toBe('application/x-ndjson')
    expect(flow.headers['content-disposition']).toBe(
      `attachment; filename="__ 1.ndjson"; filename*=UTF-8''%E5%8F%B0%E8%B4%A6%201.ndjson`,
    )
    const gone = await app.inject({ method: 'DELETE', url: '/api/session', headers: ann })
    expect([gone.statusCode, gone.body]).toEqual([204, ''])
    expect(gone.headers['set-cookie']).toBe(
      'weike_session=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Strict',
    )
  })

  it('JSON, or another form when asked for one, but none that the endpoint does not declare', async () => {
    const { server, app, logged } = start()
    const list = {
      act: 'public',
      summary: 'Notes',
      query: z.object({ form: z.enum(['json', 'long', 'csv', 'pdf']).default('json') }),
      reply: z.object({ items: z.array(note) }),
      alsoMedia: ['text/csv'],
    } as const
    server.serve(
      { 'GET /api/list': list },
      {
        'GET /api/list': async ({ query: { form } }) => {
          if (form === 'json') return { items: [{ id: 1, text: '微', secret: 'x' }] }
          if (form === 'long') return { flow: Readable.from(['{"items"', ':[]}']), media: 'application/json' }
          const media = form === 'csv' ? 'text/csv; charset=utf-8' : 'application/pdf'
          return { flow: Readable.from(['id,text\n', '1,微\n']), media, fileName: '数据.csv' }
        },
      },
    )
    const json = await app.inject({ url: '/api/list' })
    expect(json.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(json.json()).toEqual({ items: [{ id: 1, text: '微' }] })
    expect((await app.inject({ url: '/api/list?form=long' })).json()).toEqual({ items: [] })
    const csv = await app.inject({ url: '/api/list?form=csv' })
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(csv.headers['content-disposition']).toContain("filename*=UTF-8''%E6%95%B0%E6%8D%AE.csv")
    expect(csv.body).toBe('id,text\n1,微\n')
    const pdf = await app.inject({ url: '/api/list?form=pdf' })
    expect(pdf.json()).toMatchObject({ code: 'internal-error', status: 500 })
    expect(logged.some(({ fields }) => String(fields.error).includes("'application/pdf'"))).toBe(true)
  })

  it('a problem keeps its status, code, words and values', async () => {
    const { app } = start()
    const zh = await app.inject({ url: '/api/trouble/conflict' })
    expect(zh.statusCode).toBe(409)
    expect(zh.json()).toMatchObject({ code: 'version-conflict', detail: '最新版本 7', params: { version: 7 } })
    const en = await app.inject({ url: '/api/trouble/conflict', headers: english })
    expect(en.json()).toMatchObject({ title: 'Changed by somebody else', detail: 'newest version 7' })
    const locked = await app.inject({ url: '/api/trouble/locked' })
    expect([locked.statusCode, locked.headers['retry-after']]).toEqual([429, '8'])
  })

  it('a database that is away is said to be, without its address', async () => {
    const { app, logged } = start()
    const answer = await app.inject({ url: '/api/trouble/away' })
    expect(answer.statusCode).toBe(503)
    expect(answer.json()).toMatchObject({ code: 'database-unavailable', params: {} })
    expect(answer.body).not.toContain('10.0.0.5')
    expect(String(logged[0]?.fields.error)).toContain('does not answer')
  })

  it('a bug tells a number and nothing else, and the log tells the rest', async () => {
    const { app, logged } = start()
    for (const [headers, title] of [
      [{}, '系统出错'],
      [english, 'Something went wrong'],
    ] as const) {
      const broken = await app.inject({ url: '/api/trouble/bug', headers })
      expect(broken.statusCode).toBe(500)
      expect(broken.body).not.toContain('hunter2')
      const { requestId } = broken.json()
      expect(broken.json()).toMatchObject({ code: 'internal-error', title, detail: expect.stringContaining(requestId) })
      const line = logged.find(({ level, fields }) => level === 'error' && fields.requestId === requestId)
      expect(line?.fields).toMatchObject({
        method: 'GET',
        route: '/api/trouble/:kind',
        error: expect.objectContaining({ message: 'password of the database is hunter2' }),
      })
    }
    expect((await app.inject({ url: '/api/trouble/reply' })).json()).toMatchObject({ code: 'internal-error' })
  })

  it('an unknown path under /api is a problem, a broken one too', async () => {
    const { app } = start()
    for (const url of ['/api/nothing', '/api', '/api/%E0%A4%A', '/nothing']) {
      const answer = await app.inject({ url, headers: { ...english, accept: 'text/html' } })
      expect(answer.statusCode).toBe(404)
      expect(answer.headers['content-type']).toBe('application/problem+json')
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
      expect(answer.json()).toMatchObject({ code: 'not-found', title: 'Not found', instance: url })
    }
    expect((await app.inject({ method: 'DELETE', url: '/api/notes' })).statusCode).toBe(404)
  })
})

describe('headers', () => {
  it('pages may ask a foreign host as long as the server says so, and only ask it', async () => {
    const foreign = ['https://tiles.example']
    const { app } = start({ foreignHosts: () => foreign })
    const policy = async () => String((await app.inject({ url: '/api/notes' })).headers['content-security-policy'])
    expect(await policy()).toContain("; connect-src 'self' https://tiles.example; frame-ancestors 'none'")
    expect((await policy()).match(/tiles\.example/g)).toHaveLength(1)
    foreign.pop()
    expect(await policy()).toContain("; connect-src 'self'; ")
  })

  it('every answer forbids foreign and inline code, framing and sniffing, and /api is never stored', async () => {
    const { app } = start()
    for (const url of ['/api/notes', '/api/openapi.json', '/api/nothing']) {
      const { headers } = await app.inject({ url })
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'permissions-policy': expect.stringContaining('camera=(self), geolocation=(self)'),
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      })
      expect(headers['strict-transport-security']).toBeUndefined()
    }
  })

  it('https, as a trusted proxy tells it, brings HSTS and a Secure cookie; an untrusted one is not believed', async () => {
    const post = { method: 'POST', url: '/api/session', headers: { 'x-forwarded-proto': 'https' } } as const
    const believed = await start({ trustProxy: true }).app.inject(post)
    expect(believed.headers['strict-transport-security']).toMatch(/max-age=63072000/)
    expect(believed.headers['set-cookie']).toBe(
      'weike_session=fresh; Max-Age=3600; Path=/; HttpOnly; Secure; SameSite=Strict',
    )
    const ignored = await start().app.inject(post)
    expect(ignored.headers['strict-transport-security']).toBeUndefined()
    expect(ignored.headers['set-cookie']).toBe('weike_session=fresh; Max-Age=3600; Path=/; HttpOnly; SameSite=Strict')
  })
})

describe('the server', () => {
  it('listens on a free port, says which, and says it when a port is taken', async () => {
    const { server } = start()
    const { host, port, url } = await server.listen('127.0.0.1', 0)
    expect([host, url]).toEqual(['127.0.0.1', `http://127.0.0.1:${port}`])
    expect((await fetch(`${url}/api/openapi.json`)).status).toBe(200)
    await expect(start().server.listen('127.0.0.1', port)).rejects.toMatchObject({
      code: 'port-taken',
      params: { port },
    })
  })

  it('every operation says which act it needs, its own description included', () => {
    const { server } = start()
    expect(server.operations.map(({ method, path, endpoint }) => `${method} ${path} ${endpoint.act}`)).toEqual([
      'GET /api/openapi.json public',
      'GET /api/answers signed-in',
      ...Object.entries(contract).map(([name, endpoint]) => `${name} ${endpoint.act}`),
    ])
  })

  it('tells a handler when its client has gone', async () => {
    const gone = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const { server } = start()
    server.serve(
      { 'GET /api/wait': { act: 'public', summary: 'Waits' } },
      {
        'GET /api/wait': async (_call, { signal }) => {
          signal.addEventListener('abort', () => gone.resolve())
          begun.resolve()
          await gone.promise
          return undefined
        },
      },
    )
    const { port } = await server.listen('127.0.0.1', 0)
    const socket = connect(port, '127.0.0.1')
    socket.write('GET /api/wait HTTP/1.1\r\nhost: x\r\n\r\n')
    await begun.promise
    socket.destroy()
    await gone.promise
  })

  it('asks a flow for no more than its client takes, and lets go of it when the client goes away', async () => {
    const letGo = Promise.withResolvers<void>()
    let asked = 0
    async function* endless() {
      try {
        for (;;) {
          asked += 1
          yield Buffer.alloc(100_000)
        }
      } finally {
        letGo.resolve()
      }
    }
    const { server } = start()
    server.serve(
      { 'GET /api/endless': { act: 'public', summary: 'Endless', media: 'application/octet-stream' } },
      { 'GET /api/endless': async () => ({ flow: Readable.from(endless(), { objectMode: false }) }) },
    )
    const { port } = await server.listen('127.0.0.1', 0)
    const socket = connect(port, '127.0.0.1')
    socket.write('GET /api/endless HTTP/1.1\r\nhost: x\r\n\r\n')
    await once(socket, 'readable')
    // Nobody reads: what is on its way fills up, and then nothing more is asked for.
    let before = -1
    while (before !== asked) {
      before = asked
      for (let turn = 0; turn < 500; turn += 1) await new Promise(setImmediate)
    }
    expect(asked).toBeLessThan(1000)
    socket.destroy()
    await letGo.promise
  })

  it.each([
    ['/api/long', 'gzip'],
    ['/api/long/secret', undefined],
  ])('packs long JSON, but none that holds a secret: %s', async (url, encoding) => {
    const { app } = start()
    const answer = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-encoding']).toBe(encoding)
  })

  it('a missing or a wrong handler does not compile', () => {
    const one = { 'GET /api/one': { act: 'public', summary: 'One', reply: note } } as const satisfies Contract
    const serve = (_handlers: Handlers<typeof one, Visitor>) => {}
    serve({ 'GET /api/one': async () => ({ id: 1, text: '' }) })
    // @ts-expect-error nothing serves GET /api/one
    serve({})
    // @ts-expect-error the reply lacks its text
    serve({ 'GET /api/one': async () => ({ id: 1 }) })
    // @ts-expect-error a public endpoint may have nobody
    serve({ 'GET /api/one': async (_call, { principal }) => ({ id: 1, text: principal.name }) })
    expect(Object.keys(one)).toEqual(['GET /api/one'])
  })
})
