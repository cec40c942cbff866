import type { Db } from '../../platform/foundation.ts'
import { HOUR_MS } from '../../standards/civil-time.ts'
import { type Binding, bindingAt } from '../devices/model.ts'
import { bindingsOf } from '../devices/service.ts'
import { distanceM, type Station } from '../stations/model.ts'
import { stationsOf } from '../stations/service.ts'

/** Which device measured where, and which stations are neighbours. */
export interface Ground {
  /** The station at which a device measured the period with this end [epoch ms]; undefined when it measured something else. */
  stationAt(deviceId: string, periodEnd: number): Station | undefined
  /** Did both measure the hour with this end at different stations no further apart than the reach? */
  areNear(deviceId: string, otherId: string, hourEnd: number): boolean
  /** Devices that were ever bound to a station. */
  deviceIds: readonly string[]
}

/** @param reachM how far neighbours may be apart [m] */
export async function groundOf(db: Db, countyId: string, reachM: number): Promise<Ground> {
  const [bindings, stations] = await Promise.all([bindingsOf(db, countyId), stationsOf(db, countyId)])
  return groundFrom(bindings, stations, reachM)
}

/** The same from bindings and stations; pure. */
export function groundFrom(bindings: readonly Binding[], stations: readonly Station[], reachM: number): Ground {
  const stationById = new Map(stations.map((station) => [station.id, station]))
  const ofDevice = Map.groupBy(bindings, (binding) => binding.deviceId)
  const distances = new Map<string, number>()

  const stationAt = (deviceId: string, periodEnd: number) => {
    // A device that was moved at noon measured the hour labelled 12:00 where it stood before.
    const bound = bindingAt(ofDevice.get(deviceId) ?? [], periodEnd - 1)
    return bound?.subjectType === 'station' ? stationById.get(bound.subjectId) : undefined
  }
  const between = (one: Station, other: Station) => {
    const key = `${one.id} ${other.id}`
    const known = distances.get(key)
    if (known !== undefined) return known
    const distance = distanceM(one, other)
    distances.set(key, distance)
    return distance
  }

  return {
    stationAt,
    areNear(deviceId, otherId, hourEnd) {
      const [here, there] = [stationAt(deviceId, hourEnd), stationAt(otherId, hourEnd)]
      return here !== undefined && there !== undefined && here.id !== there.id && between(here, there) <= reachM
    },
    deviceIds: [...ofDevice].filter(([, all]) => all.some((one) => one.subjectType === 'station')).map(([id]) => id),
  }
}

/** Ends of the hours from `back` before to `ahead` after one. [epoch ms] */
export function hoursAround(hourEnd: number, back: number, ahead: number): number[] {
  return Array.from({ length: back + ahead + 1 }, (_, place) => hourEnd + (place - back) * HOUR_MS)
}
