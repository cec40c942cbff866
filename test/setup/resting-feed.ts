import { insertPull } from '../../src/domain/feeds/pull-store.ts'
import { addFeed, pauseFeed } from '../../src/domain/feeds/service.ts'
import { at, type FoundCounty } from './county.ts'
import { draftOf } from './feeds.ts'
import type { FreshDatabase } from './fresh-database.ts'
import { consoleOf, inInstallation } from './in-installation.ts'

export const RESTING_FEED = '停着的接入'

/** A feed of the first station that asks nobody, with the record of a pull that brought nothing. */
export function restingFeed(
  home: Pick<FreshDatabase, 'dataDir' | 'databaseUrl'>,
  county: FoundCounty,
): Promise<{ feedId: string; feedPullId: string }> {
  return inInstallation(home, async ({ foundation }) => {
    const { countyId } = county
    const console = consoleOf(countyId)
    const act = () => ({ actId: foundation.ids.next(), actedAt: foundation.clocks.domain.now() })
    const stations = [{ code: '1001A', stationId: at(county.stations, 'S1') }]
    const draft = draftOf({ name: RESTING_FEED, stations })
    const { id } = await addFeed(foundation, console, act(), draft, { folders: [] })
    await pauseFeed(foundation, console, { ...act(), expects: 1 }, id, true)
    const pullId = foundation.ids.next()
    await insertPull(foundation.db, {
      ...{ countyId, id: pullId, feedId: id, cause: 'schedule', state: 'unchanged', ms: 1, requests: 1 },
      ...{ startedAt: foundation.clocks.domain.now(), status: 200, bytes: 2, sha256: null, fileName: null },
      ...{ rowCount: 0, newHours: 0, revisedHours: 0, unchangedHours: 0, refused: 0, others: 0 },
      ...{ firstEnd: null, lastEnd: null, fault: null, header: [] },
    })
    return { feedId: id, feedPullId: pullId }
  })
}
