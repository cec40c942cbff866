import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Role } from '../../src/domain/access/table.ts'
import type { Resolution } from '../../src/domain/readings/model.ts'
import type { ActInput } from './acts.ts'
import { wasReadAt } from './chain-place.ts'
import { call, type Input, type Reply, setCsrf } from './client.ts'
import { setServerClock } from './clock.ts'
import { type Columns, joinedColumns, readingsOfColumns } from './columns.ts'

export type Me = Reply<'GET /api/session'>
export type Station = Reply<'GET /api/stations'>['items'][number]
export type StationNow = Reply<'GET /api/readings/latest'>['items'][number]
export type Reading = Reply<'GET /api/readings'>['items'][number]
export type Alert = Reply<'GET /api/alerts'>['items'][number]
export type AlertDetail = Reply<'GET /api/alerts/:id'>
export type AlertRule = Reply<'GET /api/rules'>['items'][number]
export type RuleDraftSent = ActInput<'POST /api/rules'>['body']['rule']
export type RulePreview = Reply<'POST /api/rules/preview'>
export type Silence = Reply<'GET /api/silences'>['items'][number]
export type Task = Reply<'GET /api/tasks'>['items'][number]
export type Message = Reply<'GET /api/messages'>['items'][number]
export type TaskDetail = Reply<'GET /api/tasks/:id'>
export type Region = Reply<'GET /api/regions'>['items'][number]
export type Case = Reply<'GET /api/cases'>['items'][number]
export type CaseDetail = Reply<'GET /api/cases/:id'>
export type Step = CaseDetail['story'][number]
export type Photo = CaseDetail['photos'][number]
export type Device = Reply<'GET /api/devices/:id'>
export type DeviceHour = Reply<'GET /api/devices/:id/hours'>['items'][number]
export type DeviceEvent = Reply<'GET /api/devices/:id/events'>['items'][number]
export type CompleteDay = Reply<'GET /api/devices/:id/completeness'>['items'][number]
export type DeviceCommand = Reply<'GET /api/devices/:id/commands'>['items'][number]
export type DeviceProposal = Reply<'GET /api/quarantine/proposal'>
export type QuarantinedFrame = Reply<'GET /api/quarantine'>['items'][number]
export type QuarantinedDevice = Reply<'GET /api/quarantine/devices'>['items'][number]
export type ReadingLayer = Reply<'GET /api/readings/layers'>['items'][number]
export type RawFrame = Reply<'GET /api/readings/raw'>['items'][number]
export type QualityFinding = Reply<'GET /api/quality-findings'>['items'][number]
export type QualityRule = Reply<'GET /api/quality-rules'>['items'][number]
export type Feed = Reply<'GET /api/feeds'>['items'][number]
export type FeedDetail = Reply<'GET /api/feeds/:id'>
export type FeedHours = Reply<'GET /api/feeds/:id/hours'>['items'][number]
export type FeedTry = Reply<'POST /api/feeds/try'>
export type ImportJob = Reply<'GET /api/imports'>['items'][number]
export type ImportDetail = Reply<'GET /api/imports/:id'>
export type ImportProposal = Reply<'GET /api/imports/:id/proposal'>
export type ImportPlan = ImportProposal['plan']
export type Source = Reply<'GET /api/sources'>['items'][number]
export type SourceDetail = Reply<'GET /api/sources/:id'>
export type Outline = Reply<'GET /api/regions/outlines'>['items'][number]
export type BaseMap = Reply<'GET /api/base-map'>
export type Found = Reply<'GET /api/search'>['items'][number]
export type LandFeature = Reply<'GET /api/regions/landscape'>['items'][number]
export type Inbox = Reply<'GET /api/inbox'>
export type Correction = Reply<'GET /api/corrections'>['items'][number]

/** Takes a session's token, clock and place in the chain as the client's own. */
export function enter(me: Me): Me {
  setCsrf(me.csrf)
  setServerClock(me.now, me.speed)
  wasReadAt(me.place)
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

/** How far the circles of the county reach. */
export const circlesQuery = queryOptions({
  queryKey: ['circles'],
  queryFn: ({ signal }) => call('GET /api/circles', {}, signal),
})

/** What waits and what happened. A file's end and a deadline that passes are told by no event that one hears. */
export const inboxQuery = queryOptions({
  queryKey: ['inbox'],
  queryFn: ({ signal }) => call('GET /api/inbox', {}, signal),
  refetchInterval: minute,
})

export const regionsQuery = queryOptions({
  queryKey: ['regions'],
  queryFn: ({ signal }) => call('GET /api/regions', {}, signal),
  staleTime: 10 * minute,
})

export const outlinesQuery = queryOptions({
  queryKey: ['regions', 'outlines'],
  queryFn: ({ signal }) => call('GET /api/regions/outlines', {}, signal),
  staleTime: 10 * minute,
})

/** What fits a word. Looked up anew each time: a case may have been opened a moment ago. */
export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['search', text],
    queryFn: ({ signal }) => call('GET /api/search', { query: { q: text } }, signal),
    staleTime: 0,
    placeholderData: (before) => before,
  })

export const landscapeQuery = queryOptions({
  queryKey: ['regions', 'landscape'],
  queryFn: ({ signal }) => call('GET /api/regions/landscape', {}, signal),
  staleTime: 10 * minute,
})

/** What lies under every map. */
export const baseMapQuery = queryOptions({
  queryKey: ['maps', 'base'],
  queryFn: ({ signal }) => call('GET /api/base-map', {}, signal),
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

export const devicesQuery = queryOptions({
  queryKey: ['devices'],
  queryFn: ({ signal }) => call('GET /api/devices', {}, signal),
})

export const deviceQuery = (id: string) =>
  queryOptions({
    queryKey: ['devices', 'one', id],
    queryFn: ({ signal }) => call('GET /api/devices/:id', { params: { id } }, signal),
  })

/** What came of a device hour by hour, hours ending in (from, to]. ISO instants. */
export const deviceHoursQuery = (id: string, from: string, to: string) =>
  queryOptions({
    queryKey: ['device-past', 'hours', id, from, to],
    queryFn: ({ signal }) => call('GET /api/devices/:id/hours', { params: { id }, query: { from, to } }, signal),
    refetchInterval: minute,
    placeholderData: (before) => before,
  })

/** Civil days `YYYY-MM-DD`, both included. */
export const completenessQuery = (id: string, from: string, to: string) =>
  queryOptions({
    queryKey: ['device-past', 'days', id, from, to],
    queryFn: ({ signal }) => call('GET /api/devices/:id/completeness', { params: { id }, query: { from, to } }, signal),
    refetchInterval: minute,
  })

export const deviceEventsQuery = (id: string, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['device-past', 'events', id, cursor ?? ''],
    queryFn: ({ signal }) =>
      call('GET /api/devices/:id/events', { params: { id }, query: { cursor, limit: 50 } }, signal),
    refetchInterval: minute,
  })

export const commandsQuery = (id: string, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['devices', 'commands', id, cursor ?? ''],
    queryFn: ({ signal }) =>
      call('GET /api/devices/:id/commands', { params: { id }, query: { cursor, limit: 50 } }, signal),
  })

/** @param mn only the frames of this device; undefined: of everybody */
export const quarantineQuery = (mn: string | undefined, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['quarantine', 'frames', mn ?? '', cursor ?? ''],
    queryFn: ({ signal }) => call('GET /api/quarantine', { query: { mn, cursor, limit: 50 } }, signal),
    placeholderData: (before) => before,
  })

export const quarantinedDevicesQuery = queryOptions({
  queryKey: ['quarantine', 'devices'],
  queryFn: ({ signal }) => call('GET /api/quarantine/devices', {}, signal),
})

/** What the frames of an unknown device say of it. Asked once: nothing may move under the hands of who looks it over. */
export const proposalQuery = (mn: string) =>
  queryOptions({
    queryKey: ['proposal', mn],
    queryFn: ({ signal }) => call('GET /api/quarantine/proposal', { query: { mn } }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

export interface PastReadings {
  station?: string
  mn?: string
  factor: string
  resolution: Resolution
  /** ISO instants: periods that end in (from, to] */
  from: string
  to: string
}

/** Readings asked for at most, over some pages: a year of hours with their lowest and highest. */
const MOST_READINGS = 60_000

/** All readings of a factor in a period, suspect and invalid ones too; `whole` is false where the period holds more than a picture can. */
export const pastQuery = (past: PastReadings) =>
  queryOptions({
    queryKey: ['past', 'readings', past],
    queryFn: async ({ signal }) => {
      const items: Reading[] = []
      let cursor: string | undefined
      do {
        const page = await call('GET /api/readings/columns', { query: { ...past, cursor } }, signal)
        for (const item of readingsOfColumns(page.items, past.resolution)) items.push(item)
        cursor = page.next ?? undefined
      } while (cursor !== undefined && items.length < MOST_READINGS)
      return { items, whole: cursor === undefined }
    },
  })

/** Periods of a device asked for at most for a picture, over some pages: twelve years of hours. */
const MOST_PERIODS = 110_000

/** The same column by column, for pictures: no text of an instant is made of what is only drawn. */
export const columnsQuery = (past: PastReadings) =>
  queryOptions({
    queryKey: ['past', 'columns', past] as const,
    queryFn: async ({ signal }) => {
      const pages: Columns[][] = []
      let periods = 0
      let cursor: string | undefined
      do {
        const page = await call('GET /api/readings/columns', { query: { ...past, cursor } }, signal)
        pages.push(page.items)
        periods += page.items.reduce((most, { ends }) => Math.max(most, ends.length), 0)
        cursor = page.next ?? undefined
      } while (cursor !== undefined && periods < MOST_PERIODS)
      return joinedColumns(pages)
    },
  })

export interface OneReading {
  mn: string
  factor: string
  resolution: Resolution
  /** ISO instant: end of the period */
  at: string
}

export const layersQuery = (one: OneReading) =>
  queryOptions({
    queryKey: ['past', 'layers', one],
    queryFn: ({ signal }) => call('GET /api/readings/layers', { query: one }, signal),
  })

export const rawFramesQuery = ({ mn, resolution, at }: OneReading) =>
  queryOptions({
    queryKey: ['past', 'raw', mn, resolution, at],
    queryFn: ({ signal }) => call('GET /api/readings/raw', { query: { mn, resolution, at } }, signal),
  })

export type FindingsAsked = Omit<Input<'GET /api/quality-findings'>['query'], 'limit' | 'cursor'>

/** Findings page by page, latest period first: nearly always one page holds them all. */
export const findingPagesQuery = (asked: FindingsAsked) =>
  infiniteQueryOptions({
    queryKey: ['quality', 'findings', 'pages', asked.state, asked],
    queryFn: ({ signal, pageParam }) =>
      call(
        'GET /api/quality-findings',
        { query: { ...asked, ...(pageParam ? { cursor: pageParam } : {}), limit: 500 } },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  })

/** How many findings nobody has judged yet. */
export const openFindingsQuery = queryOptions({
  queryKey: ['quality', 'findings', 'open'],
  queryFn: async ({ signal }) => (await call('GET /api/quality-findings', { query: { limit: 1 } }, signal)).open,
})

export const qualityRulesQuery = queryOptions({
  queryKey: ['quality', 'rules'],
  queryFn: ({ signal }) => call('GET /api/quality-rules', {}, signal),
})

export const correctionsQuery = (state?: Correction['state'], cursor?: string) =>
  queryOptions({
    queryKey: ['quality', 'corrections', state ?? '', cursor ?? ''],
    queryFn: ({ signal }) => call('GET /api/corrections', { query: { state, cursor, limit: 50 } }, signal),
    placeholderData: (before) => before,
  })

/** What of the register is asked for; a state left out: all that are not retired. */
export interface AskedSources {
  region?: string
  q?: string
  station?: string
  /** Metres from the station. */
  within?: number
  state?: 'all'
}

/** Sources asked for at most, over some pages: more than a picture or a table can hold. */
const MOST_SOURCES = 10_000

/** The register as far as it is asked for; `whole` is false where there is more than a screen can hold. */
export const sourcesQuery = (asked: AskedSources) =>
  queryOptions({
    queryKey: ['sources', 'list', asked],
    queryFn: async ({ signal }) => {
      const items: Source[] = []
      let cursor: string | undefined
      do {
        const page = await call('GET /api/sources', { query: { ...asked, cursor, limit: 1000 } }, signal)
        items.push(...page.items)
        cursor = page.next ?? undefined
      } while (cursor !== undefined && items.length < MOST_SOURCES)
      return { items, whole: cursor === undefined }
    },
    placeholderData: (before) => before,
  })

export const sourceQuery = (id: string) =>
  queryOptions({
    queryKey: ['sources', 'one', id],
    queryFn: ({ signal }) => call('GET /api/sources/:id', { params: { id } }, signal),
  })

export const everybodyQuery = queryOptions({
  queryKey: ['people', 'all'],
  queryFn: ({ signal }) => call('GET /api/people', { query: {} }, signal),
})

export const rulesQuery = queryOptions({
  queryKey: ['rules'],
  queryFn: ({ signal }) => call('GET /api/rules', {}, signal),
})

export const silencesQuery = queryOptions({
  queryKey: ['silences'],
  queryFn: ({ signal }) => call('GET /api/silences', {}, signal),
})

export type AlertsAsked = Omit<Input<'GET /api/alerts'>['query'], 'limit' | 'cursor'>

/** Alerts page by page, newest first. */
export const alertPagesQuery = (asked: AlertsAsked) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'pages', asked],
    queryFn: ({ signal, pageParam }) =>
      call('GET /api/alerts', { query: { ...asked, ...(pageParam ? { cursor: pageParam } : {}), limit: 100 } }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  })

/** What somebody should look at. */
export const alertsQuery = queryOptions({
  queryKey: ['alerts', 'list'],
  queryFn: ({ signal }) => call('GET /api/alerts', { query: { state: 'unresolved', limit: 100 } }, signal),
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

export const ledgerQuery = (show: 'acts' | 'all', cursor: string | undefined) =>
  queryOptions({
    queryKey: ['ledger', show, cursor ?? ''],
    queryFn: ({ signal }) => call('GET /api/ledger', { query: { show, cursor, limit: 100 } }, signal),
  })

export const importsQuery = (cursor: string | undefined) =>
  queryOptions({
    queryKey: ['imports', 'list', cursor ?? ''],
    queryFn: ({ signal }) => call('GET /api/imports', { query: { cursor, limit: 50 } }, signal),
  })

/** Asked again and again while the file is being read. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => call('GET /api/imports/:id', { params: { id } }, signal),
    refetchInterval: ({ state }) =>
      state.data?.state === 'checking' || state.data?.state === 'loading' ? 1_000 : false,
  })

export const importProposalQuery = (id: string, wish: { kind?: ImportPlan['kind']; sheet?: string }) =>
  queryOptions({
    queryKey: ['imports', id, 'proposal', wish.kind ?? '', wish.sheet ?? ''],
    queryFn: ({ signal }) => call('GET /api/imports/:id/proposal', { params: { id }, query: wish }, signal),
    staleTime: 10 * minute,
    retry: false,
  })

export const feedsQuery = queryOptions({
  queryKey: ['feeds', 'list'],
  queryFn: ({ signal }) => call('GET /api/feeds', {}, signal),
  refetchInterval: minute,
})

export const feedQuery = (id: string) =>
  queryOptions({
    queryKey: ['feeds', 'one', id],
    queryFn: ({ signal }) => call('GET /api/feeds/:id', { params: { id } }, signal),
    refetchInterval: minute,
  })

export const feedPullsQuery = (id: string, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['feeds', 'pulls', id, cursor ?? ''],
    queryFn: ({ signal }) => call('GET /api/feeds/:id/pulls', { params: { id }, query: { cursor, limit: 20 } }, signal),
    placeholderData: (before) => before,
  })

export const feedRefusedQuery = (id: string) =>
  queryOptions({
    queryKey: ['feeds', 'refused', id],
    queryFn: ({ signal }) => call('GET /api/feeds/:id/refused', { params: { id } }, signal),
  })

/** Of each station of a feed the hours that end in (from, to]. ISO instants. */
export const feedHoursQuery = (id: string, from: string, to: string) =>
  queryOptions({
    queryKey: ['feeds', 'hours', id, from, to],
    queryFn: ({ signal }) => call('GET /api/feeds/:id/hours', { params: { id }, query: { from, to } }, signal),
  })
