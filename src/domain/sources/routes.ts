import type { Foundation } from '../../platform/foundation.ts'
import { workbookFlow, workbookMedia } from '../../platform/tables/workbook-writer.ts'
import { civilDayOf } from '../../standards/civil-time.ts'
import { reachFor } from '../access/decide.ts'
import { envelope, envelopeOn, type RoomHandlers } from '../access/http.ts'
import type { Principal } from '../access/model.ts'
import type { CircleRadii } from '../stations/model.ts'
import { stationsOf } from '../stations/service.ts'
import type { sourcesApi } from './api.ts'
import { type Seat, workbookOfSources } from './export.ts'
import { addSource, changeSource, moveSource } from './service.ts'
import { askSources, type SourceView, sourcePage } from './views.ts'

/** Rows asked of the database at once for a workbook. */
const ROWS_AT_ONCE = 1000

/** HTTP of the sources room. */
export function sourcesRoutes(
  foundation: Foundation,
  radiiOf: (countyId: string) => Promise<CircleRadii>,
): RoomHandlers<typeof sourcesApi> {
  const { words, clocks } = foundation
  return {
    'GET /api/sources': async ({ query }, { principal, language, signal }) => {
      const page = await askSources(foundation, principal, query)
      if (query.format === 'json') return page(query.cursor, query.limit)
      async function* pages(): AsyncGenerator<readonly SourceView[], void, void> {
        let after: string | undefined
        do {
          const { items, next } = await page(after, ROWS_AT_ONCE)
          if (signal.aborted) return
          yield items
          after = next ?? undefined
        } while (after !== undefined)
      }
      const seat = await seatOf(foundation, principal, query.station, radiiOf)
      const now = clocks.domain.now()
      const plan = workbookOfSources(pages(), seat, words, language, now)
      const fileName = `${plan.sheet}_${civilDayOf(now).replaceAll('-', '')}.xlsx`
      return { flow: workbookFlow(plan), media: workbookMedia, fileName }
    },
    'POST /api/sources': async ({ body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, ...wanted } = body
      return addSource(foundation, principal, envelope(body), wanted)
    },
    'GET /api/sources/:id': async ({ params }, { principal }) => sourcePage(foundation, principal, params.id),
    'POST /api/sources/:id': async ({ params, body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, expects: _expects, ...wanted } = body
      return changeSource(foundation, principal, envelopeOn(body), params.id, wanted)
    },
    'POST /api/sources/:id/state': async ({ params, body }, { principal }) => {
      const { state, since, reason } = body
      return moveSource(foundation, principal, envelopeOn(body), params.id, { state, since, reason })
    },
  }
}

/** The station that distances are told from: the one that was named, else the county's first; none for whoever sees no stations. */
async function seatOf(
  { db }: Foundation,
  principal: Principal,
  code: string | undefined,
  radiiOf: (countyId: string) => Promise<CircleRadii>,
): Promise<Seat | null> {
  if (reachFor(principal, 'read-stations') === '-') return null
  const stations = await stationsOf(db, principal.countyId)
  const station = stations.find((one) => one.code === code) ?? stations[0]
  if (station === undefined) return null
  const radiiKm = await radiiOf(principal.countyId)
  return { name: station.name, lon: station.lonWgs84, lat: station.latWgs84, radiiKm }
}
