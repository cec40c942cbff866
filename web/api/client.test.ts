import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { askTogether, read } from './client.ts'
import { answersPath } from './path.ts'

let asked: string[] = []
let body: unknown
beforeEach(() => {
  asked = []
  vi.useFakeTimers()
  vi.stubGlobal('fetch', async (path: string, { method }: RequestInit) => {
    asked.push(`${method} ${path}`)
    return Response.json(path.startsWith('/api/answers') ? body : { alone: true })
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('what is asked for in one is given to whoever asks for it by its address, once', async () => {
  body = {
    items: [
      { status: 200, body: { n: 1 } },
      { status: 403, body: { code: 'not-allowed', status: 403 } },
    ],
  }
  askTogether(['/api/rules', '/api/cases?limit=500'])
  expect(await read('GET /api/rules', '/api/rules')).toEqual({ n: 1 })
  await expect(read('GET /api/cases', '/api/cases?limit=500')).rejects.toMatchObject({ code: 'not-allowed' })
  expect(asked).toEqual([`GET ${answersPath(['/api/rules', '/api/cases?limit=500'])}`])
  expect(await read('GET /api/rules', '/api/rules')).toEqual({ alone: true })
  expect(asked.slice(1)).toEqual(['GET /api/rules'])
})

it('an act at the address of a list is sent, and what nobody fetched for ten seconds is asked for anew', async () => {
  body = { items: [{ status: 200, body: { n: 1 } }] }
  askTogether(['/api/rules'])
  expect(await read('POST /api/rules', '/api/rules', { rule: {} })).toEqual({ alone: true })
  expect(asked.slice(1)).toEqual(['POST /api/rules'])
  vi.advanceTimersByTime(10_000)
  expect(await read('GET /api/rules', '/api/rules')).toEqual({ alone: true })
  expect(asked.slice(2)).toEqual(['GET /api/rules'])
})

it('where there are fewer answers than questions, what is left is asked for alone', async () => {
  body = { items: [] }
  askTogether(['/api/rules'])
  expect(await read('GET /api/rules', '/api/rules')).toEqual({ alone: true })
  expect(asked).toHaveLength(2)
})
