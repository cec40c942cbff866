import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { manualClock } from '../clock.ts'
import { createTranslator } from '../i18n.ts'
import { seededRandomness, uuid7Maker } from '../identity.ts'
import { createHttpServer } from './server.ts'

describe('the built web', () => {
  const script = 'console.log("微克")'
  const clock = manualClock(0)
  let directory = ''
  let app: ReturnType<typeof createHttpServer>['app']

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'weike web 网-'))
    await mkdir(join(directory, 'assets'))
    await writeFile(join(directory, 'index.html'), '<!doctype html><title>Weike</title>')
    await writeFile(join(directory, 'assets', 'index-B4f9_x2Q.js'), script)
    await writeFile(join(directory, 'assets', 'index-B4f9_x2Q.js.br'), brotliCompressSync(script))
    await writeFile(join(directory, '.secret'), 'no')
    const ahead = {
      styles: [],
      entries: [],
      words: { zh: { first: ['assets/zh-1.js'], rest: [] }, en: { first: ['assets/en-1.js'], rest: [] } },
      asks: ['api/session'],
      cockpit: { modules: [], styles: [], asks: ['api/answers'], asksOfChosen: [] },
    }
    await writeFile(join(directory, '.ahead.json'), JSON.stringify(ahead))
    app = createHttpServer({
      clocks: { domain: clock, wall: clock },
      ids: uuid7Maker(clock, seededRandomness('static')),
      log: { info: () => {}, warn: () => {}, error: () => {} },
      words: createTranslator({ zh: {}, en: {} }),
      identify: async () => null,
      placeOf: async () => 0,
      mayEver: () => false,
      staticDir: directory,
    }).app
  })
  afterAll(async () => {
    await app.close()
    await rm(directory, { recursive: true })
  })

  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })
  const page = { accept: 'text/html,application/xhtml+xml' }

  it('a file with a hash in its name is kept for ever, compressed for whoever takes it', async () => {
    const plain = await get('/assets/index-B4f9_x2Q.js')
    expect([plain.statusCode, plain.body]).toEqual([200, script])
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(plain.headers['content-type']).toMatch(/javascript/)
    const small = await get('/assets/index-B4f9_x2Q.js', { 'accept-encoding': 'gzip, br' })
    expect(small.headers).toMatchObject({ 'content-encoding': 'br', vary: expect.stringMatching(/accept-encoding/i) })
    expect(small.headers['content-type']).toMatch(/javascript/)
    expect(small.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(brotliDecompressSync(small.rawPayload).toString()).toBe(script)
  })

  it('a page says what will be wanted next, by the language chosen; a file does not', async () => {
    const linkOf = async (url: string, headers: Record<string, string> = {}) =>
      (await get(url, { ...page, ...headers })).headers.link
    expect(await linkOf('/')).toBe('</assets/zh-1.js>; rel=modulepreload')
    expect(await linkOf('/cases/42', { 'accept-language': 'en-GB' })).toBe('</assets/en-1.js>; rel=modulepreload')
    expect(await linkOf('/alerts', { cookie: 'weike_language=en; weike_session=some' })).toBe(
      '</api/session>; rel=preload; as=fetch; crossorigin, </assets/en-1.js>; rel=modulepreload',
    )
    const [session, words] = [
      '</api/session>; rel=preload; as=fetch; crossorigin',
      '</assets/zh-1.js>; rel=modulepreload',
    ]
    const cookie = 'weike_session=some'
    expect(await linkOf('/', { cookie })).toBe(
      `${session}, </api/answers>; rel=preload; as=fetch; crossorigin, ${words}`,
    )
    expect(await linkOf('/?station=QY002', { cookie })).toBe(`${session}, ${words}`)
    expect(await linkOf('/assets/index-B4f9_x2Q.js')).toBeUndefined()
    expect((await get('/.ahead.json')).statusCode).toBe(404)
  })

  it('any page of the app is index.html, asked for anew each time, under the same policy', async () => {
    for (const url of ['/', '/cases/42', '/cases/42?tab=story', '/apiary']) {
      const answer = await get(url, page)
      expect([answer.statusCode, answer.body], url).toEqual([200, '<!doctype html><title>Weike</title>'])
      expect(answer.headers['cache-control']).toBe('no-cache')
      expect(answer.headers['content-security-policy']).toContain("script-src 'self'")
    }
  })

  it('what is no page and no file is a problem, under /api always', async () => {
    expect((await get('/assets/gone-B4f9_x2Q.js')).json()).toMatchObject({ code: 'not-found' })
    expect((await get('/api/nothing', page)).json()).toMatchObject({ code: 'not-found' })
    expect((await app.inject({ method: 'POST', url: '/cases', headers: page })).json()).toMatchObject({
      code: 'not-found',
    })
  })

  it('nothing hidden and nothing outside is served', async () => {
    for (const url of ['/.secret', '/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2fetc/passwd']) {
      const answer = await get(url)
      expect(answer.statusCode, url).toBe(404)
      expect(answer.body).not.toContain('root:')
    }
  })
})
