import type { Device, Station } from '../../api/queries.ts'

/** Stations from which that of a logger is chosen: those that have none yet come first. */
export interface StationsForLogger {
  without: readonly Station[]
  with: readonly Station[]
  /**
   * The only one without a device that is not a national-control station: where else would an unknown logger stand? What the county is
   * judged by is fed from above, and is bound to a logger by nobody's proposal.
   */
  only: Station | undefined
}

export function stationsForLogger(stations: readonly Station[], devices: readonly Device[]): StationsForLogger {
  const taken = new Set(devices.flatMap(({ boundTo }) => (boundTo?.type === 'station' ? [boundTo.id] : [])))
  const without = stations.filter(({ id }) => !taken.has(id))
  const likely = without.filter(({ level }) => level !== 'national')
  return {
    without,
    with: stations.filter(({ id }) => taken.has(id)),
    only: likely.length === 1 ? likely[0] : undefined,
  }
}

/**
 * What choosing a station changes of a draft: a name that nobody wrote goes with the station.
 * @param nameAt what a logger at a station of this name is called
 */
export function atStation(
  draft: { stationId: string; name: string },
  stationId: string,
  stations: readonly Station[],
  nameAt: (station: string) => string,
): { stationId: string; name?: string } {
  const nameOf = (of: string) => {
    const station = stations.find(({ id }) => id === of)
    return station === undefined ? '' : nameAt(station.name)
  }
  return { stationId, ...(draft.name === nameOf(draft.stationId) ? { name: nameOf(stationId) } : {}) }
}
