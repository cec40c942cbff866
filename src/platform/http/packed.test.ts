import { gunzipSync } from 'node:zlib'
import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, expect, it } from 'vitest'
import { packAnswer } from './packed.ts'

let app: FastifyInstance
afterEach(() => app.close())

const hours = Array.from({ length: 400 }, (_, hour) => ({ hour, value: 20 + (hour % 7) }))

function open(): FastifyInstance {
  app = fastify()
  app.addHook('onSend', packAnswer)
  app.get('/long', async () => hours)
  app.get('/short', async () => ({ csrf: 'secret' }))
  app.get('/words', async (_request, reply) => reply.type('text/plain').send('a'.repeat(9_000)))
  return app
}

it('a long answer goes packed to whoever takes gzip, and is the same unpacked', async () => {
  const answer = await open().inject({ url: '/long', headers: { 'accept-encoding': 'gzip, deflate, br' } })
  expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
  expect(answer.rawPayload.length).toBeLessThan(JSON.stringify(hours).length / 4)
  expect(answer.headers['content-length']).toBe(String(answer.rawPayload.length))
  expect(JSON.parse(gunzipSync(answer.rawPayload).toString())).toEqual(hours)
})

it('goes as it is to whoever does not take gzip', async () => {
  const answer = await open().inject({ url: '/long', headers: { 'accept-encoding': 'identity' } })
  expect(answer.headers['content-encoding']).toBe(undefined)
  expect(answer.headers.vary).toBe('accept-encoding')
  expect(answer.json()).toEqual(hours)
})

it.each(['/short', '/words'])('a short answer, and what is no JSON, stay as they are: %s', async (url) => {
  const answer = await open().inject({ url, headers: { 'accept-encoding': 'gzip' } })
  expect(answer.headers['content-encoding']).toBe(undefined)
})
