import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { regionOrCounty } from '../regions/service.ts'
import type { Station, StationLevel } from './model.ts'
import { insertStation, stationByCode, stationById, stationsOf } from './store.ts'

export interface NewStation {
  code: string
  name: string
  level: StationLevel
  lonWgs84: number
  latWgs84: number
  regionId?: string | undefined
}

/**
 * Adds a station. The id of the act becomes the id of the station.
 * @throws Problem `not-allowed`, `already-exists` (code), `target-unknown` (region)
 */
export async function addStation(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'>,
  wanted: NewStation,
): Promise<Station> {
  const { countyId } = principal
  allow(principal, 'manage-devices', countyScope(countyId))
  const request = {
    countyId,
    ...act,
    kind: 'add-station',
    actor: actorOf(principal),
    input: { ...wanted, regionId: wanted.regionId ?? null },
  }
  return performAct(foundation, request, async ({ trx, receivedAt, record }) => {
    if ((await stationByCode(trx, countyId, wanted.code)) !== undefined) {
      throw new Problem('already-exists', { params: { what: 'station', id: wanted.code } })
    }
    const region = await regionOrCounty(trx, countyId, wanted.regionId)
    const station = {
      countyId,
      id: act.actId,
      code: wanted.code,
      name: wanted.name,
      level: wanted.level,
      regionId: region.id,
      lonWgs84: wanted.lonWgs84,
      latWgs84: wanted.latWgs84,
    }
    await insertStation(trx, { ...station, createdAt: receivedAt })
    await record({ kind: 'station.added', subject: { type: 'station', id: station.id, version: 1 }, data: station })
    return station
  })
}

export async function listStations(foundation: Foundation, principal: Principal): Promise<Station[]> {
  allow(principal, 'read-stations', countyScope(principal.countyId))
  return stationsOf(foundation.db, principal.countyId)
}

/** For other rooms: the station, or Problem `target-unknown`. */
export async function stationOr404(db: Db, countyId: string, id: string): Promise<Station> {
  const station = await stationById(db, countyId, id)
  if (station === undefined) throw new Problem('target-unknown', { params: { what: 'station', id } })
  return station
}

export { stationByCode, stationById, stationsOf }
