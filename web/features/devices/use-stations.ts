import { useQuery } from '@tanstack/react-query'
import { devicesQuery, stationsQuery } from '../../api/queries.ts'
import { type StationsForLogger, stationsForLogger } from './stations-for-logger.ts'

/** The stations that a logger may stand at, as far as they are known by now. */
export function useStationsForLogger(): {
  stations: StationsForLogger
  /** the stations themselves could not be had; without the devices they are merely not told apart */
  error: Error | null
  retry: () => unknown
} {
  const { data: stations, error, refetch } = useQuery(stationsQuery)
  const { data: devices } = useQuery(devicesQuery)
  const of = stationsForLogger(stations?.items ?? [], devices?.items ?? [])
  return { stations: devices ? of : { ...of, only: undefined }, error, retry: refetch }
}
