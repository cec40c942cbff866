import type { QueryClient } from '@tanstack/react-query'
import type { Act } from '../../../src/domain/access/table.ts'
import { askTogether, renameAsked } from '../../api/client.ts'
import { serverNow } from '../../api/clock.ts'
import {
  alertsQuery,
  baseMapQuery,
  casesQuery,
  circlesQuery,
  landscapeQuery,
  latestQuery,
  type Me,
  outlinesQuery,
  rulesQuery,
  stationsQuery,
  tasksQuery,
} from '../../api/queries.ts'
import { FIRST_STATION, firstAsks, stationAsks } from './first-asks.ts'
import { leading, leadOf, stampOf } from './lead.ts'
import { happenedQuery, outlookQuery, sourcesAroundQuery, stripQuery } from './queries.ts'

/**
 * Asks for what the cockpit will show while the cockpit itself is still on its way: the same questions under the same keys, so
 * that the page finds the answers. What a person may not read is not asked; what fails, the page asks again and says so.
 * @param chosen code of a station (`?station=`), else the first of the county
 */
export async function askAhead(queries: QueryClient, me: Pick<Me, 'acts'>, chosen: string | null): Promise<void> {
  const may = (act: Act) => me.acts.includes(act)
  if (!may('read-readings') || !may('read-stations')) return
  const isFirst = chosen === null
  askTogether(isFirst ? [...firstAsks, ...stationAsks(FIRST_STATION)] : firstAsks)
  const stations = queries.ensureQueryData(stationsQuery)
  const latest = queries.ensureQueryData(latestQuery)
  // Whether or not it is still waited for below when it fails.
  latest.catch(() => null)
  if (may('read-alerts')) {
    queries.prefetchQuery(alertsQuery)
    queries.prefetchQuery(happenedQuery)
  }
  if (may('read-case')) queries.prefetchQuery(casesQuery)
  if (may('read-task')) queries.prefetchQuery(tasksQuery)
  if (may('read-rules')) queries.prefetchQuery(rulesQuery)
  queries.prefetchQuery(outlinesQuery)
  queries.prefetchQuery(landscapeQuery)
  queries.prefetchQuery(circlesQuery)
  queries.prefetchQuery(baseMapQuery)
  try {
    const { items } = await stations
    const station = items.find(({ code }) => code === chosen) ?? items[0]
    if (!station) return
    const stamp = stampOf(serverNow(), leadOf(await latest, station))
    // Of the first station its answers are in the first one already.
    if (isFirst) renameAsked(stationAsks(FIRST_STATION), stationAsks(station.code))
    else askTogether(stationAsks(station.code))
    if (may('read-sources')) queries.prefetchQuery(sourcesAroundQuery(station.code))
    queries.prefetchQuery(stripQuery(station.code, stamp))
    if (may('read-targets')) queries.prefetchQuery(outlookQuery(station.code, leading, stamp))
  } catch {
    // The page asks again, and it is the page that says what failed.
  }
}
