import { queryOptions } from '@tanstack/react-query'
import type { Role } from '../../src/domain/access/table.ts'
import type { Resolution } from '../../src/domain/readings/model.ts'
import { call, type Reply, setCsrf } from './client.ts'
import { setServerClock } from './clock.ts'

export type Me = Reply<'GET /api/session'>
export type Station = Reply<'GET /api/stations'>['items'][number]
export type StationNow = Reply<'GET /api/readings/latest'>['items'][number]
export type Reading = Reply<'GET /api/readings'>['items'][number]
export type Alert = Reply<'GET /api/alerts'>['items'][number]
export type AlertDetail = Reply<'GET /api/alerts/:id'>
export type Task = Reply<'GET /api/tasks'>['items'][number]
export type TaskDetail = Reply<'GET /api/tasks/:id'>
export type Region = Reply<'GET /api/regions'>['items'][number]
export type Case = Reply<'GET /api/cases'>['items'][number]
export type CaseDetail = Reply<'GET /api/cases/:id'>
export type Step = CaseDetail['story'][number]
export type Photo = CaseDetail['photos'][number]

/** Takes a session's token and clock as the client's own. */
export function enter(me: Me): Me {
  setCsrf(me.csrf)
  setServerClock(me.now, me.speed)
  return me
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => enter(await call('GET /api/session', {}, signal)),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
  retry: false,
})

const minute = 60_000

export const regionsQuery = queryOptions({
  queryKey: ['regions'],
  queryFn: ({ signal }) => call('GET /api/regions', {}, signal),
  staleTime: 10 * minute,
})

export const stationsQuery = queryOptions({
  queryKey: ['stations'],
  queryFn: ({ signal }) => call('GET /api/stations', {}, signal),
  staleTime: 10 * minute,
})

export const latestQuery = queryOptions({
  queryKey: ['readings', 'latest'],
  queryFn: ({ signal }) => call('GET /api/readings/latest', {}, signal),
})

/** Main statistics of one factor at one station, periods ending in (from, to]. ISO instants. */
export const seriesQuery = (station: string, factor: string, resolution: Resolution, from: string, to: string) =>
  queryOptions({
    queryKey: ['readings', 'series', station, factor, resolution, from, to],
    queryFn: ({ signal }) =>
      call('GET /api/readings', { query: { station, factor, resolution, from, to, limit: 5_000 } }, signal),
    placeholderData: (before) => before,
  })

export const devicesQuery = queryOptions({
  queryKey: ['devices'],
  queryFn: ({ signal }) => call('GET /api/devices', {}, signal),
})

export const quarantineQuery = queryOptions({
  queryKey: ['devices', 'quarantine'],
  queryFn: ({ signal }) => call('GET /api/quarantine', { query: { limit: 50 } }, signal),
})

export const rulesQuery = queryOptions({
  queryKey: ['rules'],
  queryFn: ({ signal }) => call('GET /api/rules', {}, signal),
})

export const alertsQuery = queryOptions({
  queryKey: ['alerts', 'list'],
  queryFn: ({ signal }) => call('GET /api/alerts', { query: { limit: 100 } }, signal),
})

export const alertQuery = (id: string) =>
  queryOptions({
    queryKey: ['alerts', 'one', id],
    queryFn: ({ signal }) => call('GET /api/alerts/:id', { params: { id } }, signal),
  })

export const tasksQuery = queryOptions({
  queryKey: ['tasks', 'list'],
  queryFn: ({ signal }) => call('GET /api/tasks', { query: { limit: 200 } }, signal),
})

export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ['tasks', 'one', id],
    queryFn: ({ signal }) => call('GET /api/tasks/:id', { params: { id } }, signal),
  })

export const casesQuery = queryOptions({
  queryKey: ['cases', 'list'],
  queryFn: ({ signal }) => call('GET /api/cases', { query: { limit: 500 } }, signal),
})

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', 'one', id],
    queryFn: ({ signal }) => call('GET /api/cases/:id', { params: { id } }, signal),
  })

export const peopleQuery = (role: Role) =>
  queryOptions({
    queryKey: ['people', role],
    queryFn: ({ signal }) => call('GET /api/people', { query: { role } }, signal),
  })

export const unitsQuery = queryOptions({
  queryKey: ['units'],
  queryFn: ({ signal }) => call('GET /api/units', {}, signal),
  staleTime: 10 * minute,
})

export const messagesQuery = queryOptions({
  queryKey: ['messages'],
  queryFn: ({ signal }) => call('GET /api/messages', { query: { limit: 100 } }, signal),
})

export const channelsQuery = queryOptions({
  queryKey: ['messages', 'channels'],
  queryFn: ({ signal }) => call('GET /api/channels', {}, signal),
})

export const ledgerQuery = (cursor: string | undefined) =>
  queryOptions({
    queryKey: ['ledger', cursor ?? ''],
    queryFn: ({ signal }) => call('GET /api/ledger', { query: { cursor, limit: 100 } }, signal),
  })
