import type { QueryClient } from '@tanstack/react-query'
import { latestQuery, type Me, type StationNow, stationsQuery } from '../../api/queries.ts'

const shown = 'weike_guide_shown'

/** Has any station told anything yet? */
export function hasReadings(latest: readonly StationNow[]): boolean {
  return latest.some(({ factors }) => factors.length > 0)
}

/**
 * Does the guide show itself? To an administrator of a county without a station or a reading, once in each tab: whoever leaves it
 * finds it again from the empty cockpit and in the settings.
 */
export async function showsGuide(queries: QueryClient, me: Pick<Me, 'acts' | 'county'>): Promise<boolean> {
  if (me.county.demo || !me.acts.includes('manage-devices') || sessionStorage.getItem(shown) !== null) return false
  const [stations, latest] = await Promise.all([
    queries.ensureQueryData(stationsQuery),
    queries.ensureQueryData(latestQuery),
  ])
  if (stations.items.length > 0 && hasReadings(latest.items)) return false
  sessionStorage.setItem(shown, 'yes')
  return true
}
