import type { Db } from '../../platform/foundation.ts'
import { stationLevels } from '../stations/model.ts'
import { stationsOf } from '../stations/service.ts'
import { type FeedStation, feedsOf, stationsOfFeeds } from './store.ts'

/** For other rooms: what the feeds of a county are called. */
export async function feedNames(db: Db, countyId: string): Promise<ReadonlyMap<string, string>> {
  return new Map((await feedsOf(db, countyId)).map(({ id, name }) => [id, name]))
}

/** Feed → the devices that hold what it brings, that of the foremost station first. */
export async function devicesOfFeeds(db: Db, countyId: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const [bound, stations] = await Promise.all([stationsOfFeeds(db, countyId), stationsOf(db, countyId)])
  const levels = new Map(stations.map(({ id, level }) => [id, stationLevels.indexOf(level)]))
  const rank = ({ stationId }: FeedStation) => levels.get(stationId) ?? stationLevels.length
  const sorted = bound.toSorted((one, other) => rank(one) - rank(other))
  return new Map(
    [...Map.groupBy(sorted, ({ feedId }) => feedId)].map(([id, some]) => [id, some.map(({ deviceId }) => deviceId)]),
  )
}
