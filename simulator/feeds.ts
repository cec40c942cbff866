import { HOUR_MS, isoShanghai, MINUTE_MS } from '../src/standards/civil-time.ts'
import { unitOf } from '../src/standards/factors.ts'
import type { Caller } from './caller.ts'
import { fieldOf } from './files.ts'
import type { Told } from './history.ts'
import { HOURS_PATH } from './interface.ts'
import { actOn, type Office } from './people/office.ts'
import { fieldNames, type Kind, NO_VALUE } from './published.ts'
import type { CallOff, Times } from './time.ts'
import { isFactorCode } from './world/shown.ts'

/** What an administrator calls the two, and how they are pulled: the reviewed hours are a day old when they come. */
const kinds: readonly { kind: Kind; name: string; brings: string; schedule: Record<string, number> }[] = [
  {
    kind: 'realtime',
    name: '省级接口（模拟）实时小时值',
    brings: 'real-time',
    schedule: { everyMinutes: 10, atMinute: 5, staleMinutes: 120 },
  },
  {
    kind: 'reviewed',
    name: '省级接口（模拟）审核后小时值',
    brings: 'reviewed',
    schedule: { everyMinutes: 60, atMinute: 10, staleMinutes: 27 * 60 },
  },
]

export interface FeedWish {
  /** Where the interface listens this time. */
  url: string
  told: readonly Told[]
  /** From when on hours come this way; what lies before comes as files. [epoch ms] */
  since: number
}

/**
 * Sets up the feeds of the county's provincial interface as an administrator would; those that are there are pointed at where the
 * interface listens now. @returns their ids
 */
export async function setUpFeeds(office: Office, { url, told, since }: FeedWish): Promise<string[]> {
  const { caller } = office
  const stationIds = await idsBy(caller, '/api/stations', 'code')
  const known = await idsBy(caller, '/api/feeds', 'name')
  const ids: string[] = []
  for (const { kind, name, brings, schedule } of kinds) {
    const id = known.get(name)
    if (id === undefined) {
      const draft = { name, kind: 'http', brings, plan: planOf(kind, { url, told, since }, schedule, stationIds) }
      const added = await caller.call('POST', '/api/feeds', { json: actOn(office, `feed ${kind}`, draft) })
      ids.push(String(fieldOf(added, 'id')))
      continue
    }
    ids.push(id)
    const there = await caller.call('GET', `/api/feeds/${id}`)
    const plan = fieldOf(there, 'plan')
    const request = fieldOf(plan, 'request')
    const now = addressOf(url, kind)
    if (fieldOf(request, 'url') === now || !isRecord(plan) || !isRecord(request)) continue
    const expects = Number(fieldOf(there, 'version'))
    const moved = { name, kind: 'http', brings, plan: { ...plan, request: { ...request, url: now } }, expects }
    await caller.call('POST', `/api/feeds/${id}`, { json: actOn(office, `feed ${kind} ${expects} at ${url}`, moved) })
  }
  return ids
}

/**
 * A feed keeps the wall's time: where the demo's runs faster, somebody has it pulled after each hour of the demo.
 * @param failed told what the server says to it
 */
export function pullHourly(
  office: Office,
  ids: readonly string[],
  times: Times,
  failed: (error: unknown) => void,
): { stop(): void } {
  let callOff: CallOff = () => {}
  const next = () => {
    const hourEnd = (Math.floor(times.now() / HOUR_MS) + 1) * HOUR_MS
    callOff = times.at(hourEnd + 6 * MINUTE_MS, () => {
      next()
      for (const id of ids) {
        const json = actOn(office, `pull ${id} ${hourEnd}`, {})
        office.caller.call('POST', `/api/feeds/${id}/pull`, { json }).catch(failed)
      }
    })
  }
  next()
  return { stop: () => callOff() }
}

function planOf(
  kind: Kind,
  { url, told, since }: FeedWish,
  schedule: Record<string, number>,
  stationIds: ReadonlyMap<string, string>,
) {
  const codes = [...new Set(told.flatMap(({ factors }) => factors.filter(isFactorCode)))]
  return {
    schedule,
    request: {
      url: addressOf(url, kind),
      ...{ method: 'GET', bodyType: 'json', body: '', headers: [], timeoutSeconds: 20 },
      ...{ hoursAtOnce: 48, lookBackHours: kind === 'reviewed' ? 30 : 12, paging: { kind: 'none' } },
    },
    folder: null,
    reading: {
      ...{ form: 'json', rows: 'data', headerLine: 1, station: 'siteCode', time: 'dataTime', hour: '' },
      ...{ timeFormat: 'yyyy-MM-dd HH:mm:ss', timeZone: 'Asia/Shanghai', hourNamed: 'end', layout: 'wide' },
      ...{ factorField: '', valueField: '' },
      factors: codes.map((factor) => ({ name: fieldNames[factor], factor, unit: unitOf(factor), optional: true })),
      ...{ missing: [NO_VALUE], missingMeans: kind === 'reviewed' ? 'no-value' : 'nothing' },
      ...{ unknownStations: 'refuse', needsLineEnd: false },
    },
    stations: told.map(({ station }) => ({
      code: station.siteCode ?? '',
      stationId: stationIds.get(station.code) ?? '',
    })),
    since: isoShanghai(Math.ceil(since / HOUR_MS) * HOUR_MS),
  }
}

function addressOf(url: string, kind: Kind): string {
  return `${url}${HOURS_PATH}?kind=${kind}&from={from}&to={to}`
}

/** Ids of what a list has, by one of its fields. */
async function idsBy(caller: Caller, path: string, field: string): Promise<Map<string, string>> {
  const items = fieldOf(await caller.call('GET', path), 'items')
  return new Map(
    (Array.isArray(items) ? items : []).map((one) => [String(fieldOf(one, field)), String(fieldOf(one, 'id'))]),
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
