import { csvLine } from '../../platform/csv.ts'
import type { Language } from '../../platform/i18n.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { unitOf } from '../../standards/factors.ts'
import { envelope, envelopeOn, type RoomHandlers } from '../access/http.ts'
import type { feedsApi } from './api.ts'
import type { DocumentRead, FeedFault, RefusedFeedRow } from './model.ts'
import {
  addFeed,
  askForPull,
  changeFeed,
  type FeedDraft,
  type FeedLimits,
  type FoundRows,
  pauseFeed,
  type TryWish,
  tokenToTry,
} from './service.ts'
import {
  type FeedView,
  feedToSee,
  hoursToSee,
  listFeeds,
  pageOfPulls,
  refusedOfPull,
  refusedToSee,
  type Seeing,
} from './views.ts'
import { faultWords, refusalWords } from './wording.ts'

/** Values and problems of a trial that are shown. */
const SHOWN_VALUES = 40
const SHOWN_PROBLEMS = 20

/** What the room needs of the gateway beside it. */
export interface FeedsDoors extends Seeing {
  limits: FeedLimits
  /** Fetches once, without writing anything. */
  tryOut(wish: TryWish, token: string | null): Promise<Tried>
  /** A feed is to be pulled, or is otherwise than it was. */
  changed(countyId: string): void
}

interface Tried {
  told: string
  status: number | null
  bytes: number
  ms: number
  fault: FeedFault | null
  head: string
  found: FoundRows[]
  lines: string[][]
  read: DocumentRead | null
}

/** HTTP of the feeds room. */
export function feedsRoutes(doors: FeedsDoors): RoomHandlers<typeof feedsApi> {
  const { foundation, limits, changed } = doors
  const translatorFor = (language: Language) => foundation.words.translator(language)

  function told(fault: FeedFault | null, language: Language) {
    return fault === null
      ? null
      : { ...fault, params: { ...fault.params }, ...faultWords(fault, translatorFor(language)) }
  }

  function toldRow(row: RefusedFeedRow, language: Language) {
    const { line, fault, what, cells } = row
    return { line, fault, what, reason: refusalWords(row, translatorFor(language)), cells: [...cells] }
  }

  function viewFeed({ feed, state, stations, staleAt, gaps, givenUp }: FeedView, language: Language) {
    const { id, version, name, kind, brings, paused, plan, failures } = feed
    return {
      ...{ id, version, name, kind, brings, state, paused, failures, gaps, givenUp },
      place: plan.request?.url ?? plan.folder?.path ?? '',
      everyMinutes: plan.schedule.everyMinutes,
      stations: stations.map(({ code, stationId, deviceId, newestEnd }) => ({
        ...{ code, stationId, deviceId, newest: instantOf(newestEnd) },
      })),
      fault: told(feed.fault, language),
      failingSince: instantOf(feed.failingSince),
      staleSince: instantOf(feed.staleSince),
      staleAt: isoShanghai(staleAt),
      lastPullAt: instantOf(feed.lastPullAt),
      lastSuccessAt: instantOf(feed.lastSuccessAt),
      nextPullAt: paused || feed.nextAt === 0 ? null : isoShanghai(feed.nextAt),
      newest: instantOf(feed.newestEnd),
    }
  }

  return {
    'GET /api/feeds': async (_call, { principal, language }) => ({
      items: (await listFeeds(doors, principal)).map((one) => viewFeed(one, language)),
    }),
    'GET /api/feeds/:id': async ({ params }, { principal, language }) => {
      const view = await feedToSee(doors, principal, params.id)
      const { plan, tokenSealed } = view.feed
      return { ...viewFeed(view, language), plan: toldPlan(plan), hasToken: tokenSealed !== null }
    },
    'POST /api/feeds': async ({ body }, { principal }) => {
      const added = await addFeed(foundation, principal, envelope(body), draftOf(body), limits)
      changed(principal.countyId)
      return added
    },
    'POST /api/feeds/try': async ({ body }, { principal, language }) => {
      const token = await tokenToTry(foundation, principal, body, limits)
      const { fault, found, read, ...outcome } = await doors.tryOut(body, token)
      return {
        ...outcome,
        fault: told(fault, language),
        found: found.map((one) => ({ ...one })),
        read:
          read === null
            ? null
            : {
                ...{ rows: read.rows, others: read.others, refused: read.refused.length },
                values: read.values.slice(0, SHOWN_VALUES).map(({ code, hourEnd, factor, value }) => ({
                  ...{ code, end: isoShanghai(hourEnd), factor, value, unit: unitOf(factor) },
                })),
                problems: read.refused.slice(0, SHOWN_PROBLEMS).map((row) => toldRow(row, language)),
              },
      }
    },
    'POST /api/feeds/:id': async ({ params, body }, { principal }) => {
      const reply = await changeFeed(foundation, principal, envelopeOn(body), params.id, draftOf(body), limits)
      changed(principal.countyId)
      return reply
    },
    'POST /api/feeds/:id/pause': async ({ params, body }, { principal }) => {
      const reply = await pauseFeed(foundation, principal, envelopeOn(body), params.id, body.paused)
      changed(principal.countyId)
      return reply
    },
    'POST /api/feeds/:id/pull': async ({ params, body }, { principal }) => {
      const reply = await askForPull(foundation, principal, envelope(body), params.id)
      changed(principal.countyId)
      return reply
    },
    'GET /api/feeds/:id/pulls': async ({ params, query }, { principal, language }) => {
      const { items, next } = await pageOfPulls(doors, principal, params.id, query)
      return {
        items: items.map(
          ({ countyId: _, feedId: __, header: ___, rowCount, startedAt, firstEnd, lastEnd, fault, ...pull }) => ({
            ...pull,
            rows: rowCount,
            startedAt: isoShanghai(startedAt),
            firstHour: instantOf(firstEnd),
            lastHour: instantOf(lastEnd),
            fault: told(fault, language),
          }),
        ),
        next,
      }
    },
    'GET /api/feeds/:id/refused': async ({ params }, { principal, language }) => {
      const rows = await refusedToSee(doors, principal, params.id)
      return { items: rows.map((row) => ({ ...toldRow(row, language), pullId: row.pullId, at: isoShanghai(row.at) })) }
    },
    'GET /api/feeds/:id/pulls/:pullId/refused': async ({ params }, { principal, language }) => {
      const { name, pull, rows } = await refusedOfPull(doors, principal, params.id, params.pullId)
      const t = translatorFor(language)
      const header = csvLine([...pull.header, t('import.report.line'), t('import.report.reason')])
      const lines = rows.map((row) => {
        const cells = pull.header.map((_name, at) => row.cells[at] ?? '')
        return csvLine([...cells, String(row.line), refusalWords(row, t)])
      })
      const fileName = `${(pull.fileName ?? name).replace(/\.\w{1,5}$/, '')}.refused.csv`
      return { fileName, bytes: Buffer.from(`\ufeff${[header, ...lines].join('\r\n')}\r\n`) }
    },
    'GET /api/feeds/:id/hours': async ({ params, query }, { principal }) => {
      const span = { from: Date.parse(query.from), to: Date.parse(query.to) }
      const stations = await hoursToSee(doors, principal, params.id, span)
      return {
        items: stations.map(({ station: { code, stationId }, hours }) => ({
          ...{ code, stationId },
          hours: hours.map(({ end, changedAt, ...hour }) => ({
            ...{ ...hour, end: isoShanghai(end), changedAt: instantOf(changedAt) },
          })),
        })),
      }
    },
  }
}

function instantOf(at: number | null): string | null {
  return at === null ? null : isoShanghai(at)
}

function draftOf({ name, kind, brings, plan, token }: ReadDraft): FeedDraft {
  const since = plan.since === null ? null : Date.parse(plan.since)
  return { name, kind, brings, plan: { ...plan, since }, token }
}

type ReadDraft = Omit<FeedDraft, 'plan'> & { plan: Omit<FeedDraft['plan'], 'since'> & { since: string | null } }

/** The plan as JSON: its lists are nobody's but the reply's. */
function toldPlan(plan: FeedView['feed']['plan']) {
  const { request, folder, reading, stations, schedule, since } = plan
  return {
    schedule: { ...schedule },
    request: request === null ? null : { ...request, headers: [...request.headers], paging: { ...request.paging } },
    folder: folder === null ? null : { ...folder },
    reading: { ...reading, factors: [...reading.factors], missing: [...reading.missing] },
    stations: [...stations],
    since: isoShanghai(since),
  }
}
