import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Act, acts } from '../../../src/domain/access/table.ts'
import { answersPath } from '../../api/path.ts'
import { askAhead } from './ahead.ts'
import { firstAsks } from './first-asks.ts'

const stations = {
  items: [
    { id: 'b', code: 'QY 001' },
    { id: 'a', code: 'QY002' },
  ],
}
const aloneOf = (station: string) => [
  `/api/sources?station=${station}&within=30000&limit=1000`,
  `/api/outlook/hours?station=${station}`,
  `/api/outlook?station=${station}&factor=a34004`,
]

/** What was asked of the server, in order. */
let asked: string[] = []
/** What the server does with several questions in one. */
let together: 'answers' | 'fails'

beforeEach(() => {
  asked = []
  together = 'answers'
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    const address = new URL(path, 'http://weike.test')
    if (address.pathname !== '/api/answers') return Response.json(replyTo(path))
    if (together === 'fails') return new Response('', { status: 502 })
    return Response.json({ items: address.searchParams.getAll('to').map((to) => ({ status: 200, body: replyTo(to) })) })
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

/** Each tells by which address it was asked for. */
function replyTo(path: string) {
  return path === '/api/stations' ? stations : { items: [{ askedBy: path }], next: null }
}

async function ahead(chosen: string | null, may: readonly Act[] = acts): Promise<QueryClient> {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  await askAhead(queries, { acts: [...may] }, chosen)
  await vi.waitFor(() => expect(queries.isFetching()).toBe(0))
  return queries
}

it('all that the cockpit begins with comes in one answer, what is about its first station as well', async () => {
  const queries = await ahead(null)
  expect(asked).toEqual([
    answersPath([...firstAsks, ...aloneOf('%7B0%2Fitems%2F0%2Fcode%7D')]),
    // It may hold a key, and is never packed together with anything.
    '/api/base-map',
  ])
  const known = queries.getQueryCache().getAll()
  expect(known).toHaveLength(firstAsks.length + aloneOf('').length + 1)
  expect(known.filter(({ state }) => state.status !== 'success')).toEqual([])
  expect(queries.getQueryData(['sources', 'list', { station: 'QY 001', within: 30_000 }])).toEqual({
    items: [{ askedBy: aloneOf('%7B0%2Fitems%2F0%2Fcode%7D')[0] }],
    whole: true,
  })
})

it('about a station that somebody chose it is asked when the stations are known, in one as well', async () => {
  await ahead('QY002')
  expect(asked).toEqual([answersPath(firstAsks), '/api/base-map', answersPath(aloneOf('QY002'))])
})

it('what did not come in one is asked for alone, and what a person may not read is not', async () => {
  together = 'fails'
  const all = await ahead(null)
  expect(all.getQueryCache().findAll({ predicate: ({ state }) => state.status !== 'success' })).toEqual([])
  expect(asked.filter((path) => !path.startsWith('/api/answers')).toSorted()).toEqual(
    [...firstAsks, ...aloneOf('QY+001'), '/api/base-map'].toSorted(),
  )
  asked = []
  await ahead(null, ['read-readings', 'read-stations', 'read-rules'])
  expect(asked.filter((path) => !path.startsWith('/api/answers')).toSorted()).toEqual(
    [
      ...['/api/stations', '/api/readings/latest', '/api/rules', '/api/circles', '/api/base-map'],
      ...['/api/regions/outlines', '/api/regions/landscape', '/api/outlook/hours?station=QY+001'],
    ].toSorted(),
  )
})
