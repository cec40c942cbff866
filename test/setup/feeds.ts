import { join } from 'node:path'
import type { FeedDraft } from '../../src/domain/feeds/service.ts'
import { addFeed } from '../../src/domain/feeds/service.ts'
import { pageOfPulls, type Seeing } from '../../src/domain/feeds/views.ts'
import { usualRules } from '../../src/domain/readings/service.ts'
import { createFeedWorker, type FeedWorker } from '../../src/gateways/feeds/worker.ts'
import { steadyClock } from '../../src/platform/clock.ts'
import { eventually } from './eventually.ts'
import type { House, Place } from './house.ts'

/** A feed of JSON hours of stations: time, station, PM2.5 and PM10; what is given differs. */
export interface DraftWords {
  name?: string
  url?: string
  kind?: FeedDraft['kind']
  brings?: FeedDraft['brings']
  request?: Partial<NonNullable<FeedDraft['plan']['request']>>
  reading?: Partial<FeedDraft['plan']['reading']>
  schedule?: Partial<FeedDraft['plan']['schedule']>
  folder?: { path: string; pattern: string }
  stations: FeedDraft['plan']['stations']
  since?: number | null
  token?: string
}

export const PM25 = 'a34004'
export const PM10 = 'a34002'

export function draftOf(words: DraftWords): FeedDraft {
  return {
    name: words.name ?? '省站接口',
    kind: words.kind ?? 'http',
    brings: words.brings ?? 'real-time',
    token: words.token,
    plan: {
      schedule: { everyMinutes: 10, atMinute: 5, staleMinutes: 30, ...words.schedule },
      request: {
        url: words.url ?? 'http://127.0.0.1:9/',
        ...{ method: 'GET', bodyType: 'json', body: '', headers: [], timeoutSeconds: 2 },
        ...{ hoursAtOnce: 24, lookBackHours: 24, paging: { kind: 'none' } },
        ...words.request,
      },
      folder: words.folder ?? null,
      reading: {
        ...{ form: 'json', rows: 'data', headerLine: 1, station: 'code', time: 'time', hour: '' },
        ...{ timeFormat: 'auto', timeZone: 'Asia/Shanghai', hourNamed: 'end', layout: 'wide' },
        ...{ factorField: '', valueField: '' },
        factors: [
          { name: 'pm25', factor: PM25, unit: 'µg/m³', optional: false },
          { name: 'pm10', factor: PM10, unit: 'µg/m³', optional: false },
        ],
        ...{ missing: [], missingMeans: 'nothing', unknownStations: 'refuse', needsLineEnd: false },
        ...words.reading,
      },
      stations: words.stations,
      since: words.since === undefined ? null : words.since,
    },
  }
}

/** A worker on a house, whose clocks a test moves. */
export interface FeedHouse {
  worker: FeedWorker
  seeing: Seeing
  /** Errors that were none of a feed's. */
  wrong: unknown[]
  add(place: Place, draft: FeedDraft): Promise<string>
  /** Lets what is due be pulled, until the feed has so many pulls more; they are returned, newest first. */
  pulled(place: Place, id: string, more?: number): ReturnType<typeof pullsOfFeed>
  pulls(place: Place, id: string): ReturnType<typeof pullsOfFeed>
}

export function feedHouse(house: House, dataDir: string, roots: readonly string[] = [], allowLocal = true): FeedHouse {
  const { foundation, readings } = house.installation
  const seeing = { foundation, readings }
  const wrong: unknown[] = []
  const worker = createFeedWorker({
    ...{ foundation, readings, steady: steadyClock, roots },
    limitsOf: () => usualRules.limits,
    http: {
      ...{ wall: foundation.clocks.wall, ids: foundation.ids, temporary: join(dataDir, 'feeds') },
      ...{ mostBytes: 1_048_576, allowLocal },
    },
    brought: () => {},
    wentWrong: (error) => wrong.push(error),
    wake: () => {},
  })
  return {
    ...{ worker, seeing, wrong },
    async add(place, draft) {
      return (await addFeed(foundation, place.console, place.act(), draft, { folders: roots })).id
    },
    async pulled(place, id, more = 1) {
      const before = (await pullsOfFeed(seeing, place, id)).length
      return eventually(`${more} pulls more of a feed`, async () => {
        await worker.step()
        const pulls = await pullsOfFeed(seeing, place, id)
        const isDone = pulls.length >= before + more && pulls.every(({ state }) => state !== 'taking')
        if (wrong.length > 0) throw wrong[0]
        return isDone ? pulls : undefined
      })
    },
    pulls: (place, id) => pullsOfFeed(seeing, place, id),
  }
}

async function pullsOfFeed(seeing: Seeing, place: Place, id: string) {
  return (await pageOfPulls(seeing, place.console, id, { limit: 200 })).items
}
