import type { StationNow } from '../api/queries.ts'

/** When the newest value of any station was measured. [epoch ms] */
export function newestAt(stations: readonly StationNow[]): number | null {
  const instants = stations.flatMap((station) =>
    station.factors.flatMap((factor) =>
      [factor.realtime?.at, factor.hour?.endingAt].flatMap((at) => (at ? [Date.parse(at)] : [])),
    ),
  )
  return instants.length > 0 ? Math.max(...instants) : null
}
