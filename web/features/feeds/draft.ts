import { factors, unitOf } from '../../../src/standards/factors.ts'
import type { Input } from '../../api/client.ts'
import type { FeedDetail, FeedTry } from '../../api/queries.ts'

type Body = Input<'POST /api/feeds'>['body']
export type FeedPlan = Body['plan']
export type FeedRequest = NonNullable<FeedPlan['request']>
export type FeedFolder = NonNullable<FeedPlan['folder']>
export type FeedReading = FeedPlan['reading']

/** A line of a list on the form; the key tells it from its neighbours while they change. */
type Keyed<T> = T & { key: number }

/** A feed as it stands on the form: both ways of fetching are held, the one that is chosen is sent. */
export interface FeedDraft {
  name: string
  kind: Body['kind']
  brings: Body['brings']
  token: string | undefined
  schedule: FeedPlan['schedule']
  request: Omit<FeedRequest, 'headers'> & { headers: readonly Keyed<FeedRequest['headers'][number]>[] }
  folder: FeedFolder
  reading: Omit<FeedReading, 'factors'> & { factors: readonly Keyed<FeedReading['factors'][number]>[] }
  stations: readonly Keyed<FeedPlan['stations'][number]>[]
  since: string | null
}

export function newDraft(): FeedDraft {
  return {
    ...{ name: '', kind: 'http', brings: 'real-time', token: undefined, since: null },
    schedule: { everyMinutes: 10, atMinute: 5, staleMinutes: 90 },
    request: {
      ...{ url: '', method: 'GET', bodyType: 'json', body: '', headers: [], timeoutSeconds: 30 },
      ...{ hoursAtOnce: 24, lookBackHours: 24, paging: { kind: 'none' } },
    },
    folder: { path: '', pattern: '*.csv' },
    reading: {
      ...{ form: 'json', rows: '', headerLine: 1, station: '', time: '', hour: '', timeFormat: 'auto' },
      ...{ timeZone: 'Asia/Shanghai', hourNamed: 'end', layout: 'wide', factorField: '', valueField: '' },
      ...{ factors: [], missing: [], missingMeans: 'nothing', unknownStations: 'skip', needsLineEnd: false },
    },
    stations: [{ key: 0, code: '', stationId: '' }],
  }
}

export function draftOf({ name, kind, brings, plan }: FeedDetail): FeedDraft {
  const usual = newDraft()
  return {
    ...{ name, kind, brings, token: undefined, schedule: plan.schedule, since: plan.since },
    request: plan.request === null ? usual.request : { ...plan.request, headers: keyed(plan.request.headers) },
    folder: plan.folder ?? usual.folder,
    reading: { ...plan.reading, factors: keyed(plan.reading.factors) },
    stations: keyed(plan.stations),
  }
}

export function keyed<T extends object>(list: readonly T[]): Keyed<T>[] {
  return list.map((one, key) => ({ ...one, key }))
}

/** A key that none of a list has yet. */
export function nextKey(list: readonly { key: number }[]): number {
  return list.reduce((most, { key }) => Math.max(most, key), -1) + 1
}

/** What is sent of a draft. */
export function bodyOf(draft: FeedDraft): Omit<Body, 'actId' | 'actedAt'> {
  const { name, kind, brings, token, schedule, since } = draft
  return {
    ...{ name: name.trim(), kind, brings },
    ...(token === undefined ? {} : { token }),
    plan: { schedule, since, stations: stationsOf(draft), reading: readingOf(draft), ...placeOf(draft) },
  }
}

/** What is tried of a draft. @param isLook only where to look, not how to read */
export function tryOf(draft: FeedDraft, id: string | null, isLook: boolean): Input<'POST /api/feeds/try'>['body'] {
  const { kind, token } = draft
  return {
    ...{ id, kind, ...placeOf(draft) },
    ...(token === undefined ? {} : { token }),
    reading: isLook ? null : readingOf(draft),
    stations: stationsOf(draft).filter(({ code, stationId }) => code !== '' && stationId !== ''),
  }
}

function placeOf({ kind, request, folder }: FeedDraft): { request: FeedRequest | null; folder: FeedFolder | null } {
  if (kind === 'folder') return { request: null, folder }
  return { request: { ...request, headers: request.headers.map(({ name, value }) => ({ name, value })) }, folder: null }
}

function readingOf({ reading }: FeedDraft): FeedReading {
  return { ...reading, factors: reading.factors.map(({ key: _, ...factor }) => factor) }
}

function stationsOf({ stations }: FeedDraft): FeedPlan['stations'] {
  return stations.map(({ code, stationId }) => ({ code: code.trim(), stationId }))
}

const folded = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** Names of the fields that the rows have, of JSON or of a table. */
export function fieldsOf(tried: FeedTry | undefined, rows: string): string[] {
  if (tried === undefined) return []
  const found = tried.found.find(({ path }) => path === rows || path === `${rows}[*]`) ?? tried.found[0]
  return found?.fields ?? tried.lines[0] ?? []
}

/** What the fields of a document most likely are, by their names; what is none is left as it is. Pure. */
export function guessed(reading: FeedDraft['reading'], tried: FeedTry): FeedDraft['reading'] {
  const [most] = tried.found
  const form = most === undefined ? 'table' : 'json'
  const fields = most?.fields ?? tried.lines[0] ?? []
  const like = (pattern: RegExp) => fields.find((field) => pattern.test(field)) ?? ''
  const named = new Map(
    factors.flatMap(({ code, alias }) => [alias, code].map((name) => [folded(name ?? ''), code] as const)),
  )
  const found = fields.flatMap((field) => {
    const factor = named.get(folded(field))
    return factor === undefined || folded(field) === ''
      ? []
      : [{ name: field, factor, unit: unitOf(factor), optional: false }]
  })
  const time = like(/time|datetime|时间|日期/i)
  return {
    ...reading,
    form,
    rows: most?.path ?? '',
    time: time === '' ? reading.time : time,
    station: like(/(station|site|point|mn|站点|点位).*(code|id|no|编码|编号)?|^code$/i),
    factors: found.length === 0 ? reading.factors : keyed(found),
  }
}
